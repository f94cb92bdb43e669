const numbers = new Intl.NumberFormat("en");
const rates = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const times = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minutes = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const moments = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)$/;
const HOUR = 3_600_000;

export const count = (value) => numbers.format(value);
export const rate = (value) => `${rates.format(value)}/s`;
export const clock = (millis) => times.format(new Date(millis));
export const moment = (iso) => iso == null ? "" : moments.format(new Date(iso));
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** The zone of every time on the page. */
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A whole hour, as the span that it is. */
export function hourOf(iso) {
  const begin = new Date(iso);
  return `${days.format(begin)}, ${minutes.format(begin)}–${minutes.format(new Date(begin.getTime() + HOUR))}`;
}

/** A value of a row: a time as all times of the page are written, anything else as it is. */
export const shown = (text) => typeof text === "string" && ISO.test(text) ? moment(text.replace(" ", "T")) : text;

/** A span of time as people say it, in one unit. */
export function span(seconds) {
  if (seconds == null) return "–";
  if (seconds < 0.0005) return "0 ms";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}
