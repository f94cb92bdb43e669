// The flow as bars of one scale, so that a gap between two stages is a length that can be seen.
import { byId, el, tell, update } from "./dom.js";
import { count, plural, rate } from "./format.js";

/** Of the gateways' own heartbeats, which are no events of Clerk: they are counted nowhere here. */
const HEARTBEATS = "ignored";

/** A gateway that was just started needs some seconds; only then is its silence worth a word. */
const STARTING_MILLIS = 30_000;

const ENDS = [
  ["applied", "c-applied", ["inserted", "updated", "deleted"]],
  ["stale", "c-stale", ["stale"]],
  ["duplicate", "c-duplicate", ["duplicate"]],
  ["dead", "c-dead", ["dead_lettered"]],
];

function total(points, of) {
  const totals = {};
  for (const point of points) {
    for (const [name, value] of Object.entries(of(point) ?? {})) {
      totals[name] = (totals[name] ?? 0) + value;
    }
  }
  return totals;
}

function bar(parts, scale) {
  return el("div", { class: "flow-bar", "aria-hidden": "true" }, parts.map(([kind, value]) => {
    const part = el("span", { class: kind });
    part.style.width = `${100 * value / scale}%`;
    return part;
  }));
}

function row(name, value, seconds, parts, scale, gap) {
  return el("li", { "data-stage": name },
    el("span", { class: "flow-name" }, name), bar(parts, scale),
    el("span", { class: "flow-count" }, el("b", {}, count(value)), ` · ${rate(value / seconds)}`),
    gap && el("span", { class: gap.open ? "flow-gap is-open" : "flow-gap" }, gap.text));
}

/** What the page does not know, in words; null when it knows all. */
function unknown({ gateway, atMillis, startedMillis }, points, heard) {
  if (gateway.configured === 0) {
    return "This worker was not told where the gateway is, so what came before it is not known. Set ROLLCALL_GATEWAY_MANAGEMENT_URL.";
  }
  if (heard == null && atMillis - startedMillis < STARTING_MILLIS) return null;
  if (gateway.silent.length > 0) {
    return `What was received is not known: ${gateway.silent.join(", ")} does not answer.`;
  }
  // Before its first answer it was not silent, but not started.
  const without = points.filter((point) => point.gateway == null && point.atMillis > (heard ?? 0)).length;
  return without > 2 ? `The gateway did not answer for ${plural(without, "second")} of this time; those are missing here.` : null;
}

/** @param heard when a gateway was heard first, milliseconds since the epoch; null before */
export function drawFlow(pulse, points, heard) {
  const millis = points.reduce((sum, point) => sum + point.millis, 0);
  const seconds = Math.max(1, millis / 1000);
  const outcomes = total(points, (point) => point.outcomes);
  const gateway = total(points, (point) => point.gateway);
  const known = pulse.gateway.configured > 0 && points.some((point) => point.gateway != null);
  const consumed = Object.entries(outcomes).reduce((sum, [name, value]) => name === HEARTBEATS ? sum : sum + value, 0);
  const note = unknown(pulse, points, heard);
  byId("flow-note").hidden = note == null;
  tell(byId("flow-note"), note ?? "");

  const received = gateway.received ?? 0;
  const verified = gateway.verified ?? 0;
  // What was verified before this time may have been acknowledged within it.
  const acknowledged = Math.min(gateway.acknowledged ?? 0, verified);
  const scale = Math.max(1, received, acknowledged, consumed);
  const rows = [];
  if (known) {
    const refused = gateway.rejected ?? 0;
    const excluded = gateway.excluded ?? 0;
    const unavailable = gateway.unavailable ?? 0;
    rows.push(row("received", received, seconds, [["c-step", received]], scale));
    rows.push(row("verified", verified, seconds, [["c-step", verified], ["c-known-gap", refused]], scale,
      refused > 0 && { text: `${count(refused)} refused before or by the signature` }));
    const words = [excluded > 0 && `${count(excluded)} of excluded types`, unavailable > 0 && `${count(unavailable)} answered 503: Kafka did not take them, the sender tries again`];
    rows.push(row("acknowledged", acknowledged, seconds,
      [["c-step", acknowledged], ["c-known-gap", excluded], ["c-gap", unavailable]], scale,
      (excluded > 0 || unavailable > 0) && { text: words.filter(Boolean).join(", "), open: unavailable > 0 }));
  }

  const { asked, answers, partitions } = pulse.partitions;
  const waiting = answers ? partitions.reduce((sum, { records }) => sum + records, 0) : 0;
  const silent = asked && !answers;
  const others = partitions.some(({ reader }) => reader != null && !reader.startsWith(`${pulse.instance}-`));
  const missing = known ? Math.max(0, acknowledged - consumed) : 0;
  // Both sides are counted a moment apart, so what arrived last may be on its way.
  const open = missing > 2 * acknowledged / seconds + 2;
  const gap = [
    silent ? "Kafka does not say how many wait" : waiting > 0 && `${plural(waiting, "event waits", "events wait")} in Kafka`,
    others && "other workers apply a part, which is not counted here",
  ].filter(Boolean).join("; ");
  const parts = ENDS.map(([name, kind, labels]) => [name, kind, labels.reduce((sum, label) => sum + (outcomes[label] ?? 0), 0)]);
  rows.push(row("consumed", consumed, seconds, [...parts.map(([, kind, value]) => [kind, value]), ["c-gap", open ? missing : 0]], scale,
    (gap || open) && { text: gap || `${count(missing)} not yet applied`, open: open || silent }));
  rows.at(-1).append(el("ul", { class: "legend", "aria-label": "What came of them" }, parts.map(([name, kind, value]) =>
    el("li", { "data-outcome": name }, el("i", { class: kind, "aria-hidden": "true" }), `${name} `, el("b", {}, count(value))))));
  update(byId("flow"), rows);
}
