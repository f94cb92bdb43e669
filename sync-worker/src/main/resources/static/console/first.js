// What to do until the first webhook arrives, and the word that it has.
import { byId, el, say, update } from "./dom.js";
import { clock, plural, span } from "./format.js";
import { because } from "./refusals.js";

/** Whether this page has seen the copy empty: only then is the first event worth a word. */
let waited = false;

function refused({ gateway, atMillis }) {
  const { lastRefused, totals } = gateway;
  if (lastRefused == null) return null;
  const rejected = totals.rejected ?? 0;
  const when = lastRefused.atMillis == null ? "before this worker looked" : `${span(Math.max(0, (atMillis - lastRefused.atMillis) / 1000))} ago`;
  return [el("b", {}, "A request was refused "), `${when}`, rejected > 1 ? ` (${plural(rejected, "request")} so far)` : "", ": ", el("code", {}, lastRefused.reason), `. ${because(lastRefused.reason)}`];
}

/** What the first one became: only what reached a row, or found it newer, is a success. */
function fate({ outcomes, deadLetters }, newest) {
  const applied = ["inserted", "updated", "deleted", "stale", "duplicate"].some((outcome) => outcomes[outcome] > 0);
  const dead = outcomes.dead_lettered > 0 || Object.values(deadLetters.byCode).some((open) => open > 0);
  // Of another worker's events only its dead letters are known here.
  return !applied && (dead || newest?.outcome === "dead_lettered") ? "dead" : "done";
}

const SUCCESS = "From now on every event of your Clerk instance is copied.";

function died({ deadLetters }, newest) {
  const code = newest?.code ?? Object.keys(deadLetters.byCode)[0];
  const example = code === "wrong_instance" || code === "unbound_instance";
  return [
    `${newest?.type ?? "An event"} has arrived and became a dead letter: `, el("code", {}, code ?? "unknown"), ". Tunnel, endpoint and secret are right. ",
    example ? "An example of Clerk's dashboard belongs to no instance, so nothing can be copied of it: cause a real event, for instance create a user in Clerk. " : "What arrives next may well be applied; this one waits until it is replayed or discarded. ",
    el("a", { href: "#letters" }, "See the dead letters"), ".",
  ];
}

/** @param newest the event that came last; null when none has */
export function drawFirst(pulse, newest) {
  const panel = byId("first");
  const empty = pulse.standing.word === "empty";
  if (empty) waited = true;
  const arrived = waited && !empty && pulse.standing.word === "live" ? fate(pulse, newest) : null;
  panel.hidden = !(empty || (arrived && panel.dataset.closed !== arrived));
  if (panel.hidden) return;
  panel.classList.toggle("is-done", arrived === "done");
  panel.dataset.fate = arrived ?? "awaited";
  byId("first-steps").hidden = arrived !== null;
  byId("first-alone").hidden = arrived !== null;
  byId("first-close").hidden = arrived === null;
  say(byId("first-title"), { done: "✓ The first webhook has arrived", dead: "The first webhook became a dead letter" }[arrived] ?? "Three steps to the first webhook");
  if (arrived === "dead") update(byId("first-said"), died(pulse, newest));
  else say(byId("first-said"), arrived ? `${newest?.type ?? "Its event"} was applied${newest ? ` at ${clock(newest.atMillis)}` : ""}. ${SUCCESS}` : "");
  for (const place of document.querySelectorAll("[data-port]")) say(place, String(pulse.gateway.port ?? "8080"));
  const why = arrived ? null : refused(pulse);
  byId("first-refused").hidden = why == null;
  if (why) update(byId("first-refused"), why);
}

byId("first-close").addEventListener("click", () => {
  byId("first").dataset.closed = byId("first").dataset.fate;
  byId("first").hidden = true;
  byId("main").focus({ preventScroll: true });
});
