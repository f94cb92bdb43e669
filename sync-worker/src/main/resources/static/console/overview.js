import { byId, el, tell, update } from "./dom.js";
import { Charts } from "./charts.js";
import { newest } from "./events.js";
import { drawFirst } from "./first.js";
import { drawFlow } from "./flow.js";
import { drawSignatures } from "./signatures.js";
import { clock, count, plural, span } from "./format.js";

const HEADLINES = {
  live: "The copy is live", empty: "Waiting for the first webhook", behind: "The copy is behind", joining: "Waiting for partitions",
  waiting: "Waiting after a failure", stuck: "The worker is stuck", ended: "The worker has ended",
};
const MEMORY = 900;

const charts = new Charts();
let points = [];
let latest = null;
let away = false;

export function history(remembered) {
  points = remembered.slice(-MEMORY);
}

export function pulse(now) {
  latest = now;
  away = false;
  if (points.length === 0 || points.at(-1).atMillis < now.point.atMillis) {
    points.push(now.point);
    points = points.slice(-MEMORY);
  }
  draw();
}

export function lost() {
  if (away) return;
  away = true;
  byId("standing-mark").className = "mark lost-mark";
  tell(byId("standing"), latest ? `As it was at ${clock(latest.atMillis)}` : "Nothing is known yet");
  tell(byId("standing-sentence"), latest ? `Then: ${HEADLINES[latest.standing.word].toLowerCase()}. ${latest.standing.sentence}` : "");
  if (latest && !byId("overview").hidden) figures();
}

/** After the view or the theme was changed. */
export function redraw() {
  charts.redraw(points);
  draw();
}

function draw() {
  if (!latest || away || byId("overview").hidden) return;
  byId("standing-mark").className = `mark ${latest.standing.word}`;
  tell(byId("standing"), HEADLINES[latest.standing.word]);
  tell(byId("standing-sentence"), latest.standing.sentence);
  drawFirst(latest, newest());
  drawSignatures(latest);
  figures();
  drawFlow(latest, points.slice(-60 * Number(byId("flow-window").value)), points.find((point) => point.gateway != null)?.atMillis);
  charts.draw(points);
  lags();
  loops();
}

function figure(name, id, value, kind, more) {
  return el("div", { class: kind ?? "", "data-figure": id }, el("dt", {}, name), el("dd", {}, value, more && el("small", {}, ` ${more}`)));
}

/** While the worker is lost, "ago" would be wrong a moment later. */
function lastVerified({ configured, silent, lastVerifiedMillis }) {
  if (lastVerifiedMillis != null) {
    return [away ? clock(lastVerifiedMillis) : `${span(Math.max(0, (latest.atMillis - lastVerifiedMillis) / 1000))} ago`, null];
  }
  if (configured === 0) return ["not known", "no gateway is set"];
  return silent.length > 0 ? ["not known", "gateway silent"] : ["none yet", null];
}

function breaker({ silent, breaker: state }) {
  return silent.length > 0 || state == null ? "not known" : state.replace("_", " ");
}

function figures() {
  const { gateway, deadLetters, point } = latest;
  const open = Object.values(deadLetters.byCode).reduce((sum, value) => sum + value, 0);
  const fresh = points.findLast((earlier) => earlier.p50 != null);
  const [verified, why] = lastVerified(gateway);
  update(byId("figures"),
    figure("Fresh within", "freshness", fresh ? span(fresh.p50) : "–", "", fresh ? `99 %: ${span(fresh.p99)}` : "no events yet"),
    figure("Oldest waiting event", "lag", point.lagSeconds > 0 ? span(point.lagSeconds) : "none", point.lagSeconds > 5 ? "is-warn" : ""),
    figure("Last verified webhook", "last-verified", verified, "", why),
    figure("Breaker before Kafka", "breaker", breaker(gateway), gateway.breaker && gateway.breaker !== "closed" ? "is-bad" : "",
      gateway.breaker === "closed" ? "webhooks are taken" : null),
    figure("Open dead letters", "dead-letters", count(open), open > 0 ? "is-bad" : "", open > 0 ? `oldest ${span(deadLetters.oldestSeconds)}` : null));
}

function lags() {
  const { partitions, asked, answers, atMillis } = latest.partitions;
  tell(byId("lag-note"), !asked ? "Kafka is being asked." : answers
    ? partitions.every(({ records }) => records === 0) ? "Every partition is read to its end." : "Events that are stored and not yet applied, all workers together."
    : atMillis ? `Kafka does not answer; this is from ${clock(atMillis)}.` : "Kafka does not answer.");
  const most = Math.max(1, ...partitions.map(({ records }) => records));
  update(byId("lags"), partitions.map(({ partition, records, reader }) => {
    const length = el("span", {});
    length.style.width = `${100 * records / most}%`;
    return el("li", { title: reader ? `read by ${reader}` : "nobody reads it", class: reader ? "" : "unread" },
      el("span", { class: "quiet" }, el("span", { class: "mono" }, `P${partition}`)), el("span", { class: "lag-bar", "aria-hidden": "true" }, length),
      el("span", {}, reader ? count(records) : `${count(records)}, unread`));
  }));
}

function stateOf(loop) {
  if (!loop.running) return ["ended", "bad"];
  if (loop.waits) return ["paused after a failure", "warn"];
  return loop.partitions === 0 ? ["no partitions", "warn"] : ["runs", "good"];
}

function line(name, word, kind, rest) {
  return el("tr", { role: "row" }, el("th", { scope: "row", role: "rowheader" }, name),
    el("td", { role: "cell" }, el("span", { class: `tag ${kind}` }, word)), el("td", { role: "cell" }, rest));
}

function loops() {
  const rows = latest.loops.map((loop, index) => line(`Loop ${index}`, ...stateOf(loop), `${plural(loop.partitions, "partition")}, sign of life ${span(loop.secondsSinceSign)} ago`));
  const failures = Object.entries(latest.failures).filter(([, value]) => value > 0).map(([kind, value]) => `${count(value)} ${kind}`);
  rows.push(line("Failed batches", failures.length === 0 ? "none" : failures.join(", "), failures.length === 0 ? "good" : "warn", `since ${clock(latest.startedMillis)}; each was read again`));
  const closed = latest.gateway.breaker === "closed";
  rows.push(line("Breaker", breaker(latest.gateway), closed ? "good" : "warn", closed ? "closed is well: webhooks go through to Kafka" : "in the gateway, before Kafka: open means 503 at once"));
  update(byId("loops"), rows);
}

byId("flow-window").addEventListener("change", draw);
