import { get, post } from "./api.js";
import { ask, byId, el, fill, say, table, unseen } from "./dom.js";
import { count, hourOf, moment, plural } from "./format.js";

const LISTED = 50;
const known = new Set();

/** The filter of what is on the page: what is typed since then was not looked at yet. */
let listed = {};

const said = (text) => say(byId("letters-said"), text);

function filter() {
  const order = {};
  const code = byId("letters-code").value;
  const entity = byId("letters-entity").value.trim();
  if (code) order.code = code;
  if (entity) order.entity = entity;
  return order;
}

/** Codes come from what there is, and stay when it is gone. */
function offer(codes) {
  for (const code of codes.filter((one) => !known.has(one))) {
    known.add(code);
    byId("letters-code").append(el("option", { value: code }, code));
  }
}

export async function show() {
  const all = byId("letters-all").checked;
  const order = filter();
  const query = new URLSearchParams({ ...order, all });
  const list = byId("letters-list");
  list.ariaBusy = "true";
  try {
    const listing = await get(`ops/dead-letters?${query}`);
    offer(listing.groups.map((group) => group.code));
    const open = listing.groups.flatMap((group) => group.letters).some((letter) => letter.state === "open");
    byId("letters-actions").hidden = !open;
    listed = order;
    fill(list, listing.count === 0
      ? el("p", { class: "panel empty" }, all || Object.keys(order).length > 0 ? "Nothing matches." : "No open dead letters. Everything that arrived could be applied.")
      : el("div", { class: "stack" }, listing.groups.map(group)));
  } catch (refusal) {
    said(refusal.message);
  } finally {
    list.ariaBusy = "false";
  }
}

/** @param hopeless whether a replay would end as a dead letter again: then it is not what is offered first */
function actions(order, what, hopeless = false) {
  return [
    el("button", { type: "button", class: hopeless ? "" : "primary", "data-act": "replay", onclick: () => replay(order(), what) }, "Replay…"),
    el("button", { type: "button", class: hopeless ? "primary danger" : "danger", "data-act": "discard", onclick: () => discard(order(), what) }, "Discard…"),
    el("span", { class: "quiet" }, what),
  ];
}

function group({ code, hour, count: size, letters }) {
  return el("section", { class: "panel", "data-code": code, "aria-label": `Code ${code}` },
    el("div", { class: "panel-head" }, el("h2", {}, el("code", {}, code), ` · ${count(size)}`), el("span", { class: "quiet" }, hourOf(hour))),
    table(`Dead letters of code ${code}`, ["Letter", "Event", "Entity", "Why", "Failed", "State", unseen("Actions")], letters.slice(0, LISTED).map((letter) => [
      el("code", {}, letter.id), letter.eventType ?? "unreadable",
      letter.entityId ? el("a", { href: `#lookup/${encodeURIComponent(letter.entityId)}` }, el("code", {}, letter.entityId)) : "",
      letter.reason, moment(letter.failedAt),
      el("span", { class: letter.state === "open" ? "tag bad" : "tag" }, letter.state + (letter.action ? ` by ${letter.action.by}` : "")),
      el("button", { type: "button", class: "small", "aria-label": `Open letter ${letter.id}`, onclick: (event) => examine(letter.id, event.target.closest("section")) }, "Open"),
    ])),
    letters.length > LISTED && el("p", { class: "quiet" }, `The oldest ${LISTED} of them.`));
}

async function examine(id, section, values = false) {
  try {
    const shown = await get(`ops/dead-letters/${encodeURIComponent(id)}?values=${values}`);
    section.querySelector(".letter")?.remove();
    const place = el("div", { class: "letter stack", tabindex: "-1", "aria-label": `Dead letter ${id}`, role: "group" },
      el("p", { class: "forecast" }, shown.forecast.sentence),
      shown.rowVersion && el("p", { class: "quiet" }, `The row has the version of ${moment(shown.rowVersion.updatedAt)} (${shown.rowVersion.messageId})${shown.rowEnded ? ", and was deleted" : ""}.`),
      el("div", { class: "line" }, shown.letter.state === "open" ? actions(() => ({ id }), `Letter ${id}`, /die again/.test(shown.forecast.sentence)) : null,
        !values && el("button", { type: "button", onclick: () => examine(id, section, true) }, "Show values (noted in the audit)"),
        el("button", { type: "button", class: "plain", onclick: () => place.remove() }, "Close")),
      shown.fields.length > 0 && table(`Fields of dead letter ${id}`, ["Field", "In the event", "In the row"], shown.fields.map((field) => [el("code", {}, field.name), field.event, field.row])));
    section.append(place);
    place.focus();
  } catch (refusal) {
    said(refusal.message);
  }
}

function counted(answer) {
  return el("ul", {}, Object.entries(answer.byCode).map(([code, size]) => el("li", {}, el("code", {}, code), ` ${count(size)}`)));
}

async function replay(order, what) {
  try {
    const dry = await post("ops/dead-letters/replay", order);
    if (dry.matching === 0) return said("None of them is open any more.");
    const yes = await ask(`Replay ${plural(dry.matching, "dead letter")}?`, el("div", {}, el("p", {}, `${what}. The same bytes go through once more; what is older than the row changes nothing.`), counted(dry)), `Replay ${count(dry.matching)}`);
    if (!yes) return null;
    const done = await post("ops/dead-letters/replay", { ...order, yes: true });
    said(`${plural(done.replayed, "letter")} replayed${done.gone ? `, ${done.gone} no longer in Kafka` : ""}${done.left ? `, ${done.left} left: replay again` : ""}.`);
    return await show();
  } catch (refusal) {
    return said(refusal.message);
  }
}

async function discard(order, what) {
  try {
    const reason = el("textarea", { name: "reason", id: "reason", rows: "2", required: true, minlength: "3", maxlength: "500" });
    // The count needs no reason, but the worker asks for one with every order.
    const dry = await post("ops/dead-letters/discard", { ...order, reason: "count only" });
    if (dry.matching === 0) return said("None of them is open any more.");
    const yes = await ask(`Discard ${plural(dry.matching, "dead letter")}?`, el("div", {}, el("p", {}, `${what}. They need nothing any more; their bytes stay in Kafka.`), counted(dry),
      el("label", { for: "reason" }, "Reason, kept in the audit, without personal data"), reason), `Discard ${count(dry.matching)}`, { danger: true });
    if (!yes) return null;
    const done = await post("ops/dead-letters/discard", { ...order, reason: yes.get("reason").replaceAll(/\s+/g, " "), yes: true });
    said(`${plural(done.discarded, "letter")} discarded.`);
    return await show();
  } catch (refusal) {
    return said(refusal.message);
  }
}

// Made once: a click that falls into a refresh must not lose its button.
fill(byId("letters-actions"), actions(() => listed, "All that are listed here and open"));

byId("letters-filter").addEventListener("submit", (event) => {
  event.preventDefault();
  said("");
  show();
});
