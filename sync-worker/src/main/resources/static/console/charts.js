// Two charts over the last quarter of an hour, drawn by uPlot.
import { byId, el } from "./dom.js";
import { clock, rate, span } from "./format.js";

/** A worker that has just started has little to show; a quarter of an hour would hide it. */
const SHORTEST = 60;

/** Canvas takes no variables: a colour as the page computes it. */
function colour(name) {
  const probe = el("i", {});
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return computed;
}

const applied = (outcomes) => (outcomes.inserted ?? 0) + (outcomes.updated ?? 0) + (outcomes.deleted ?? 0);
const unchanged = (outcomes) => (outcomes.stale ?? 0) + (outcomes.duplicate ?? 0);

/** A red line along the ground would alarm where nothing is wrong: none is drawn while nothing dies. */
const NO_LINE = null;

const AT = { label: "at", value: (_, value) => value == null ? "–" : clock(value * 1000) };

/** An hour that is quiet must not look like one that is broken: gaps stay gaps. */
function series(label, stroke, more = {}) {
  return { label, stroke: colour(stroke), width: 2, points: { size: 4 }, ...more };
}

/** A logarithmic scale has ten lines a decade; one is enough. */
const decades = (_, splits) => splits.map((value) => Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6) ? value : null);

function axes(format, lines) {
  const common = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
  const minutes = (_, values) => values.map((value) => clock(value * 1000).replace(/:00$/, ""));
  return [{ ...common, values: minutes, space: 90 }, { ...common, size: 62, ...(lines && { filter: lines, grid: { ...common.grid, filter: lines } }), values: (_, values) => values.map((value) => value == null ? "" : format(value)) }];
}

class Chart {
  constructor(id, options, columns) {
    this.element = byId(id);
    this.options = options;
    this.columns = columns;
    this.element.setAttribute("role", "img");
    this.nothing = el("p", { class: "empty quiet" }, "No events yet, or none for a quarter of an hour");
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(this.element);
  }

  size() {
    return { width: Math.max(240, this.element.clientWidth), height: 210 };
  }

  draw(points) {
    if (this.element.clientWidth === 0 || points.length < 2) return;
    const data = [points.map((point) => point.atMillis / 1000), ...this.columns(points)];
    if (!this.plot) {
      const { scaleY, ...rest } = this.options();
      this.plot = new uPlot({
        ...this.size(), ...rest, cursor: { drag: { x: false, y: false } },
        scales: { x: { time: true, range: (_, min, max) => [Math.min(min, max - SHORTEST), max] }, y: scaleY },
      }, data, this.element);
      this.element.append(this.nothing);
    } else {
      this.plot.setData(data);
    }
    if (this.plot.cursor.left == null || this.plot.cursor.left < 0) this.plot.setLegend({ idx: points.length - 1 });
    this.nothing.hidden = data.slice(1).some((column) => column.some((value) => value > 0));
  }

  describe(text) {
    this.element.setAttribute("aria-label", text);
  }

  forget() {
    this.plot?.destroy();
    this.plot = null;
  }
}

export class Charts {
  constructor() {
    this.freshness = new Chart("freshness-chart", () => ({
      series: [AT, series("half within", "--accent", { value: (_, value) => span(value) }),
        series("99 % within", "--warn", { value: (_, value) => span(value) })],
      axes: axes(span, decades),
      scaleY: { distr: 3, range: (_, min, max) => [Math.min(0.005, min ?? 0.005), Math.max(1, (max ?? 1) * 1.5)] },
    }), (points) => [points.map((point) => point.p50), points.map((point) => point.p99)]);
    this.rates = new Chart("rate-chart", () => ({
      series: [AT, series("applied", "--accent", { fill: colour("--accent-soft"), value: (_, value) => value == null ? "–" : rate(value) }),
        series("changed nothing", "--neutral", { value: (_, value) => value == null ? "–" : rate(value) }),
        series("dead", "--bad", { value: (_, value) => rate(value ?? 0) })],
      axes: axes((value) => String(value)),
      scaleY: { range: (_, __, max) => [0, Math.max(5, (max ?? 0) * 1.15)] },
    }), (points) => {
      const perSecond = (of) => points.map((point) => of(point.outcomes) * 1000 / point.millis);
      const dead = perSecond((outcomes) => outcomes.dead_lettered ?? 0);
      return [perSecond(applied), perSecond(unchanged), dead.some((value) => value > 0) ? dead : dead.map(() => NO_LINE)];
    });
  }

  draw(points) {
    this.freshness.draw(points);
    this.rates.draw(points);
    const last = points.at(-1);
    if (last) {
      this.freshness.describe(`Freshness over the last quarter of an hour. Now: half within ${span(last.p50)}, 99 % within ${span(last.p99)}.`);
      this.rates.describe(`Events per second over the last quarter of an hour. Now: ${rate(applied(last.outcomes))} applied.`);
    }
  }

  /** Colours are drawn in: a change of theme draws anew. */
  redraw(points) {
    this.freshness.forget();
    this.rates.forget();
    this.draw(points);
  }
}
