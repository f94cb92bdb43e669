import { get } from "./api.js";
import { byId, el, fill, say, table } from "./dom.js";
import { count, moment, plural } from "./format.js";

/** Verdicts that say nothing against the copy. */
const HARMLESS = ["activity_only", "erased", "placeholder"];
const STATES = { running: "warn", complete: "good", incomplete: "bad", given_up: "" };
const words = (label) => label.replaceAll("_", " ");
const known = (value) => value == null ? "–" : count(value);

const differing = (one) => Object.entries(one.left ?? {}).filter(([verdict, size]) => size > 0 && !HARMLESS.includes(verdict));

function drift(one) {
  if (one.left == null) return el("span", { class: "quiet" }, "never surveyed");
  const left = differing(one);
  if (left.length === 0) return el("span", { class: "tag good" }, "none");
  return left.map(([verdict, size]) => [el("span", { class: "tag bad" }, `${count(size)} ${words(verdict)}`), " "]);
}

function survey(newest) {
  if (!newest) return el("p", { class: "quiet" }, "No survey has been made. ./rollcall reconcile makes one and changes nothing.");
  return [
    el("p", {}, el("span", { class: `tag ${STATES[newest.state] ?? ""}` }, words(newest.state)), ` ${newest.command}, begun ${moment(newest.startedAt)}`,
      newest.endedAt ? `, ended ${moment(newest.endedAt)}` : `, at the step ${newest.phase}, last checkpoint ${moment(newest.checkpointAt)}`),
    el("p", { class: "quiet" }, `${plural(newest.requests, "request")}, of which Clerk refused ${count(newest.throttled)} for their number; ${plural(newest.published, "record")} published.`),
    newest.reason && el("p", { class: "warn" }, newest.reason),
    table("Progress of the survey", ["Table", "State", "Listed", "Clerk counts", "Why"], newest.steps.map((step) =>
      [el("code", {}, step.table), words(step.state), known(step.listed), known(step.clerk), step.reason])),
  ];
}

export async function show() {
  const button = byId("completeness-again");
  button.disabled = true;
  say(byId("completeness-said"), "Looking …");
  try {
    const { tables, survey: newest } = await get("ops/completeness");
    const surveyed = tables.filter((one) => one.left != null);
    const wrong = surveyed.filter((one) => differing(one).length > 0).length;
    say(byId("completeness-said"), surveyed.length === 0 ? "Nothing is proven yet." : wrong === 0 ? "Nothing differs in what was surveyed." : `${plural(wrong, "table differs", "tables differ")} from Clerk.`);
    fill(byId("completeness-result"), el("div", { class: "stack" },
      el("section", { class: "panel", id: "drift", "aria-label": "Drift" }, el("h2", {}, "Drift"),
        el("p", { class: "quiet" }, "As the last survey of each table left it. Live rows are those here when it had walked the table, Clerk counted is what Clerk said then; both move while it walks, so they may be apart though nothing differs. Differs is what still did when it was looked at again: that alone counts."),
        table("Drift by table", ["Table", "Live rows then", "Clerk counted", "Differs", "Proven as of"], tables.map((one) =>
          [el("code", {}, one.table), known(one.live), known(one.clerk), drift(one), moment(one.provenAt)]))),
      el("section", { class: "panel", id: "survey", "aria-label": "Newest survey" }, el("h2", {}, "Newest survey"), survey(newest))));
  } catch (refusal) {
    say(byId("completeness-said"), refusal.message);
  } finally {
    button.disabled = false;
  }
}

byId("completeness-again").addEventListener("click", show);
