import { byId, el, fill, say } from "./dom.js";
import { Charts } from "./charts.js";
import { drawFlow } from "./flow.js";
import { clock, count, plural, span } from "./format.js";

const HEADLINES = {
  live: "The copy is live", empty: "Waiting for the first webhook", behind: "The copy is behind", joining: "Waiting for partitions",
  waiting: "Waiting after a failure", stuck: "The worker is stuck", ended: "The worker has ended",
};
const MEMORY = 900;

const charts = new Charts();
let points = [];
let latest = null;

export function history(remembered) {
  points = remembered.slice(-MEMORY);
}

export function pulse(now) {
  latest = now;
  if (points.length === 0 || points.at(-1).atMillis < now.point.atMillis) {
    points.push(now.point);
    points = points.slice(-MEMORY);
  }
  draw();
}

export function lost() {
  byId("standing-mark").className = "mark lost-mark";
  say(byId("standing"), "No word from the worker");
  say(byId("standing-sentence"), latest ? `Below is how things stood at ${clock(latest.atMillis)}.` : "");
}

/** After the view or the theme was changed. */
export function redraw() {
  charts.redraw(points);
  draw();
}

function draw() {
  if (!latest || byId("overview").hidden) return;
  byId("standing-mark").className = `mark ${latest.standing.word}`;
  say(byId("standing"), HEADLINES[latest.standing.word]);
  say(byId("standing-sentence"), latest.standing.sentence + refusals());
  figures();
  drawFlow(latest, points.slice(-60 * Number(byId("flow-window").value)), points.find((point) => point.gateway != null)?.atMillis);
  charts.draw(points);
  lags();
  loops();
}

/** The likeliest mistake of all, while nothing has come through yet. */
function refusals() {
  const rejected = latest.gateway.totals.rejected ?? 0;
  if (latest.standing.word !== "empty" || rejected === 0) return "";
  return ` ${plural(rejected, "request was", "requests were")} refused: is the signing secret the endpoint's?`;
}

function figure(name, id, value, kind, more) {
  return el("div", { class: kind ?? "", "data-figure": id }, el("dt", {}, name), el("dd", {}, value, more && el("small", {}, ` ${more}`)));
}

function figures() {
  const { gateway, deadLetters, point } = latest;
  const open = Object.values(deadLetters.byCode).reduce((sum, value) => sum + value, 0);
  const since = gateway.lastVerifiedMillis == null ? null : (latest.atMillis - gateway.lastVerifiedMillis) / 1000;
  const fresh = points.findLast((earlier) => earlier.p50 != null);
  fill(byId("figures"),
    figure("Fresh within", "freshness", fresh ? span(fresh.p50) : "–", "", fresh ? `99 %: ${span(fresh.p99)}` : "no events yet"),
    figure("Oldest waiting event", "lag", point.lagSeconds > 0 ? span(point.lagSeconds) : "none", point.lagSeconds > 5 ? "is-warn" : ""),
    figure("Last verified webhook", "last-verified",
      since != null ? `${span(Math.max(0, since))} ago` : gateway.configured === 0 || gateway.silent.length > 0 ? "not known" : "none yet", "",
      gateway.configured === 0 ? "no gateway is set" : gateway.silent.length > 0 ? "gateway silent" : null),
    figure("Breaker before Kafka", "breaker", gateway.silent.length > 0 || gateway.breaker == null ? "not known" : gateway.breaker.replace("_", " "),
      gateway.breaker && gateway.breaker !== "closed" ? "is-bad" : ""),
    figure("Open dead letters", "dead-letters", count(open), open > 0 ? "is-bad" : "", open > 0 ? `oldest ${span(deadLetters.oldestSeconds)}` : null));
}

function lags() {
  const { partitions, answers, atMillis } = latest.partitions;
  say(byId("lag-note"), answers
    ? partitions.every(({ records }) => records === 0) ? "Every partition is read to its end." : "Events that are stored and not yet applied, all workers together."
    : atMillis ? `Kafka does not answer; this is from ${clock(atMillis)}.` : "Kafka does not answer.");
  const most = Math.max(1, ...partitions.map(({ records }) => records));
  fill(byId("lags"), partitions.map(({ partition, records, reader }) => {
    const length = el("span", {});
    length.style.width = `${100 * records / most}%`;
    return el("li", { title: reader ? `read by ${reader}` : "nobody reads it", class: reader ? "" : "unread" },
      el("span", { class: "quiet" }, el("span", { class: "mono" }, `P${partition}`)), el("span", { class: "lag-bar", "aria-hidden": "true" }, length),
      el("span", {}, reader ? count(records) : `${count(records)} ⏸`));
  }));
}

function loops() {
  const rows = latest.loops.map((loop, index) => {
    const [word, kind] = !loop.running ? ["ended", "bad"] : loop.waits ? ["paused after a failure", "warn"] : loop.partitions === 0 ? ["no partitions", "warn"] : ["runs", "good"];
    return el("tr", {}, el("th", { scope: "row" }, `Loop ${index}`), el("td", {}, el("span", { class: `tag ${kind}` }, word)),
      el("td", {}, `${plural(loop.partitions, "partition")}, sign of life ${span(loop.secondsSinceSign)} ago`));
  });
  const failures = Object.entries(latest.failures).filter(([, value]) => value > 0).map(([kind, value]) => `${count(value)} ${kind}`);
  rows.push(el("tr", {}, el("th", { scope: "row" }, "Failed batches"), el("td", {}, failures.length === 0 ? el("span", { class: "tag good" }, "none") : el("span", { class: "tag warn" }, failures.join(", "))),
    el("td", {}, `since ${clock(latest.startedMillis)}; each was read again`)));
  rows.push(el("tr", {}, el("th", { scope: "row" }, "Breaker"), el("td", {}, el("span", { class: latest.gateway.breaker === "closed" ? "tag good" : "tag warn" }, latest.gateway.breaker?.replace("_", " ") ?? "not known")),
    el("td", {}, "in the gateway, before Kafka: open means 503 at once")));
  fill(byId("loops"), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Loops and breaker" }, el("table", {}, el("tbody", {}, rows))));
}

byId("flow-window").addEventListener("change", draw);
