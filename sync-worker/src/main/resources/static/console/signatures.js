// A wrong signing secret while the copy is alive: what came before stays right, and nothing new is let in.
import { byId, el, update } from "./dom.js";
import { clock, plural } from "./format.js";
import { because } from "./refusals.js";

export function drawSignatures({ gateway, standing }) {
  const { signatures, lastVerifiedMillis } = gateway;
  const line = byId("signatures");
  // Of the empty copy the first steps say it.
  line.hidden = signatures == null || standing.word === "empty";
  if (line.hidden) return;
  const since = lastVerifiedMillis != null && lastVerifiedMillis > signatures.atMillis;
  update(line, [
    el("b", {}, `${plural(signatures.times, "request was", "requests were")} refused for the signature`), ` in the last ${signatures.minutes} minutes, the last at ${clock(signatures.atMillis)}: `,
    el("code", {}, signatures.reason), `. ${because(signatures.reason)} `,
    since ? "A webhook with a right signature has come since." : "What Clerk sends meanwhile is not copied; it sends it again for about a day.",
  ]);
}
