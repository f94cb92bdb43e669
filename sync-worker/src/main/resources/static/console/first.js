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

/** @param newest the event that came last; null when none has */
export function drawFirst(pulse, newest) {
  const panel = byId("first");
  const empty = pulse.standing.word === "empty";
  if (empty) waited = true;
  const arrived = waited && !empty && pulse.standing.word === "live";
  panel.hidden = !(empty || (arrived && !panel.dataset.closed));
  if (panel.hidden) return;
  panel.classList.toggle("is-done", arrived);
  byId("first-steps").hidden = arrived;
  byId("first-close").hidden = !arrived;
  say(byId("first-title"), arrived ? "✓ The first webhook has arrived" : "Three steps to the first webhook");
  say(byId("first-said"), arrived ? `${newest?.type ?? "Its event"} was applied${newest ? ` at ${clock(newest.atMillis)}` : ""}. From now on every event of your Clerk instance is copied.` : "");
  for (const place of document.querySelectorAll("[data-port]")) say(place, String(pulse.gateway.port ?? "8080"));
  const why = arrived ? null : refused(pulse);
  byId("first-refused").hidden = why == null;
  if (why) update(byId("first-refused"), why);
}

byId("first-close").addEventListener("click", () => {
  byId("first").dataset.closed = "yes";
  byId("first").hidden = true;
  byId("main").focus({ preventScroll: true });
});
