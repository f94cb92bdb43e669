import { get } from "./api.js";
import { byId, el, fill, say, table } from "./dom.js";
import { plural } from "./format.js";

const TAGS = { OK: "good", WARN: "warn", FAIL: "bad" };
const ORDER = ["FAIL", "WARN", "OK"];

/** What the operator has said is meant to be so. */
const acceptedHere = () => el("div", {}, el("span", { class: "tag good" }, "accepted here"),
  el("p", { class: "quiet" }, "Nothing to do: ROLLCALL_ACCEPTED_FINDINGS names it. The local stack accepts the superuser of its own PostgreSQL."));

export async function show() {
  const button = byId("checks-again");
  button.disabled = true;
  say(byId("checks-said"), "Looking …");
  try {
    const { findings, tenancy } = await get("ops/doctor");
    // The tenancy report is among the doctor's findings, and has a table of its own here.
    const inReport = (finding) => tenancy.some((line) => finding.what.startsWith(`${line.finding}: ${line.object}`));
    const sorted = findings.filter((finding) => !inReport(finding)).toSorted((one, other) => ORDER.indexOf(one.level) - ORDER.indexOf(other.level));
    const accepted = tenancy.filter((line) => line.accepted);
    const isAccepted = (finding) => accepted.some((line) => finding.what.startsWith(`${line.finding}: ${line.object} `));
    const wrong = findings.filter((finding) => finding.level !== "OK" && !isAccepted(finding)).length;
    const also = accepted.length === 0 ? "" : ` ${plural(accepted.length, "finding is", "findings are")} accepted here.`;
    say(byId("checks-said"), (wrong === 0 ? "Everything is as it should be." : `${plural(wrong, "finding")} to look at.`) + also);
    fill(byId("checks-result"), el("div", { class: "stack" },
      el("section", { class: "panel", id: "tenancy", "aria-label": "Tenancy" }, el("h2", {}, "Tenancy report"),
        tenancy.length === 0 ? el("p", { class: "quiet" }, "Nothing keeps tenants from being kept apart.")
          : table("Tenancy report", ["Finding", "Where", "Problem", "What to do"], tenancy.map((line) => [el("code", {}, line.finding), line.object, line.problem, line.accepted ? acceptedHere() : line.advice]))),
      el("section", { class: "panel", id: "doctor", "aria-label": "Doctor" }, el("h2", {}, "Doctor"), el("ul", { class: "findings" }, sorted.map((finding) =>
        el("li", {}, el("span", { class: `tag ${TAGS[finding.level]}` }, finding.level), el("div", {}, finding.what, finding.advice && el("p", { class: "quiet" }, finding.advice))))))));
  } catch (refusal) {
    say(byId("checks-said"), refusal.message);
  } finally {
    button.disabled = false;
  }
}

byId("checks-again").addEventListener("click", show);
