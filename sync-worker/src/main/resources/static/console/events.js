// The newest events, as the worker applies them. Rows are made once and never written again, so that one can read, select
// and follow them while others arrive.
import { byId, el, row, say } from "./dom.js";
import { clock, count, span } from "./format.js";

/** As many as the worker keeps. */
const KEPT = 200;

const HEADS = ["At", "Event", "Entity", "Outcome", "Took"];
const KINDS = {
  inserted: ["applied", "good"], updated: ["applied", "good"], deleted: ["applied", "good"],
  stale: ["unchanged", ""], duplicate: ["unchanged", ""], ignored: ["unchanged", ""], dead_lettered: ["dead", "bad"],
};

/** The newest first. */
let shown = [];
let waiting = [];
let last = 0;
let seen = 0;
let paused = false;
let worker = null;

const body = () => byId("events-body");

function matches({ event }) {
  const outcome = byId("events-outcome").value;
  const text = byId("events-filter").value.trim().toLowerCase();
  if (outcome && KINDS[event.outcome]?.[0] !== outcome) return false;
  return !text || [event.type, event.entity, event.outcome, event.code].some((part) => part?.toLowerCase().includes(text));
}

function entity(id) {
  if (!id) return el("span", { class: "quiet" }, "not known");
  return el("a", { href: `#lookup/${encodeURIComponent(id)}` }, el("code", {}, id));
}

function made(event) {
  const [, tag] = KINDS[event.outcome] ?? ["", ""];
  const outcome = event.outcome === "dead_lettered" ? el("a", { href: "#letters", class: `tag ${tag}` }, `dead: ${event.code}`) : el("span", { class: `tag ${tag}` }, event.outcome);
  const took = event.tookMillis == null ? el("span", { class: "quiet" }, "replayed or fetched") : span(event.tookMillis / 1000);
  return { event, element: row(HEADS, [clock(event.atMillis), event.type ?? "unreadable", entity(event.entity), outcome, took], { "data-event": event.number }) };
}

function take(events) {
  const fresh = events.map(made).reverse();
  for (const one of fresh) one.element.hidden = !matches(one);
  body().prepend(...fresh.map(({ element }) => element));
  shown = [...fresh, ...shown];
  shown.splice(KEPT).forEach(({ element }) => element.remove());
}

function note() {
  const visible = shown.filter(({ element }) => !element.hidden).length;
  byId("events-none").hidden = visible > 0;
  byId("events-table").hidden = visible === 0;
  say(byId("events-none"), seen === 0 ? "No event yet. Each appears here within a second of its row." : "None of the newest events matches.");
  say(byId("events-note"), seen === 0 ? "" : `${visible === shown.length ? `The newest ${count(shown.length)}` : `${count(visible)} of the newest ${count(shown.length)}`} of ${count(seen)} since this worker started`);
  say(byId("events-pause"), paused ? `Go on${waiting.length > 0 ? ` (${count(waiting.length)} new)` : ""}` : "Pause");
}

/** @param look what the stream says: how many there were, and those that are new */
export function arrived(look) {
  const fresh = look.events.filter(({ number }) => number > last);
  if (fresh.length === 0) return;
  last = fresh.at(-1).number;
  seen = look.seen;
  if (paused) waiting = [...waiting, ...fresh].slice(-KEPT);
  else take(fresh);
  note();
}

/** A worker that has started anew numbers anew. */
export function of(startedMillis) {
  if (worker !== null && worker !== startedMillis) {
    last = 0;
    seen = 0;
  }
  worker = startedMillis;
}

/** The newest of all; null before the first. */
export const newest = () => waiting.at(-1) ?? shown[0]?.event ?? null;

function filter() {
  for (const one of shown) one.element.hidden = !matches(one);
  note();
}

byId("events-filter").addEventListener("input", filter);
byId("events-outcome").addEventListener("change", filter);
byId("events-pause").addEventListener("click", () => {
  paused = !paused;
  byId("events-pause").setAttribute("aria-pressed", String(paused));
  if (!paused) {
    take(waiting);
    waiting = [];
  }
  note();
});
note();
