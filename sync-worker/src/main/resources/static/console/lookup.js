import { get, post } from "./api.js";
import { byId, el, fill, say, table } from "./dom.js";
import { count, moment, plural, shown } from "./format.js";

const EFFECTS = {
  WROTE: ["wrote the row", "good"], WROTE_FROM_ELSEWHERE: ["row written, by another message", "good"], RECORDED: ["row written, says rollcall.history", "good"], REPEATED: ["repeated", ""],
  DEAD: ["dead letter", "bad"], NOTHING_KNOWN: ["no change known: older, or compacted away", ""], WAITING: ["not read yet", "warn"],
};

const RECENT = 6;
const IDS = /^(user|org)_[A-Za-z0-9_-]+$/;

const said = (text) => say(byId("lookup-said"), text);
let asked = 0;

export async function find(id, values = false) {
  const mine = ++asked;
  byId("lookup-id").value = id;
  said("Looking …");
  if (!values) fill(byId("lookup-result"));
  const path = `ops/entities/${encodeURIComponent(id)}`;
  try {
    let entity = null;
    try {
      entity = await get(`${path}?values=${values}`);
    } catch (refusal) {
      if (refusal.status !== 404) throw refusal;
    }
    if (mine !== asked) return;
    said(entity ? "" : "The database has no row with this id. Below is what the topics know of it.");
    if (entity) remember(id);
    const timeline = el("div", { class: "panel" }, el("h2", {}, "Timeline"), el("p", { class: "quiet" }, "Reading the topics …"));
    fill(byId("lookup-result"), el("div", { class: "stack" }, entity ? row(entity, values, id) : beginning(id), fetcher(id), timeline, entity?.related.map(related)));
    const read = await get(`${path}/timeline?values=${values}`).then(entries, (refusal) => el("p", {}, refusal.message));
    if (mine === asked) fill(timeline, el("h2", {}, "Timeline"), read);
  } catch (refusal) {
    if (mine === asked) said(refusal.message);
  }
}

/** What a link names: a user, an organization, or what belongs to one, which is searched only when a person followed it. */
export function open(id, followed) {
  if (IDS.test(id)) return find(id);
  byId("lookup-id").value = id;
  return followed ? search(id) : said("Not searched yet: a search is noted in the audit.");
}

/** By what people know of somebody. It is sent in a body and leaves no trace in the address. */
async function search(text) {
  const mine = ++asked;
  said("Looking …");
  fill(byId("lookup-result"));
  try {
    const { matches } = await post("ops/search", { text });
    if (mine !== asked) return;
    said(matches.length === 0 ? "Nobody in the copy has exactly this as e-mail address, phone number, external id, username or slug, no row with this id belongs to anybody in it, and no user's or organization's id begins so." : `${plural(matches.length, "match", "matches")}, noted in the audit.`);
    if (matches.length === 1) {
      // Instead of what led here, so that Back does not lead here again.
      location.replace(`#lookup/${encodeURIComponent(matches[0].id)}`);
    } else if (matches.length > 1) {
      fill(byId("lookup-result"), el("div", { class: "panel" }, table("Matches", ["Id", "Found by"], matches.map(({ id, by }) => [el("a", { href: `#lookup/${encodeURIComponent(id)}` }, el("code", {}, id)), by]))));
    }
  } catch (refusal) {
    if (mine === asked) said(refusal.message);
  }
}

/** The ids that were found last, for as long as this tab is open. */
function remember(id) {
  const recent = [id, ...remembered().filter((other) => other !== id)].slice(0, RECENT);
  sessionStorage.setItem("looked-up", JSON.stringify(recent));
  showRecent();
}

function remembered() {
  return JSON.parse(sessionStorage.getItem("looked-up") ?? "[]");
}

function showRecent() {
  const recent = remembered();
  byId("lookup-recent").hidden = recent.length === 0;
  fill(byId("lookup-recent"), "Looked up lately: ", recent.map((id) => [el("a", { href: `#lookup/${encodeURIComponent(id)}` }, el("code", {}, id)), " "]));
}

const beginning = (id) => el("p", {}, el("button", { type: "button", id: "beginning", onclick: () => search(id) }, "Find ids that begin so (noted in the audit)"));

/** Asked for again after it was fetched: a row that was published is written a moment later. */
async function refetch(id) {
  const mine = ++asked;
  const button = byId("refetch");
  button.disabled = true;
  said("Asking Clerk …");
  try {
    const { said: line } = await post(`ops/entities/${encodeURIComponent(id)}/refetch`, {});
    if (mine === asked) said(`${line}.${/ published/.test(line) ? " The workers write it in a moment: look again." : ""}`);
  } catch (refusal) {
    if (mine === asked) said(refusal.message);
  } finally {
    button.disabled = false;
  }
}

const fetcher = (id) => el("p", {}, el("button", { type: "button", id: "refetch", onclick: () => refetch(id) }, "Fetch from Clerk now (noted in the audit)"));

function value(field) {
  if (field.masked) return el("span", { class: "masked", title: "masked" }, `••••• ${field.type}`);
  return field.value == null ? "" : shown(field.value);
}

function row(entity, values, id) {
  const { version } = entity;
  const filled = entity.fields.filter((field) => field.type !== "nothing");
  const masked = filled.some((field) => field.masked) || entity.related.some(({ rows }) => rows.flat().some((field) => field.masked));
  const empty = entity.fields.length - filled.length;
  return el("div", { class: "panel", id: "lookup-row" },
    el("div", { class: "panel-head" }, el("h2", {}, el("code", {}, entity.id), " ", el("span", { class: `tag ${entity.state === "live" ? "good" : "warn"}` }, entity.state)),
      values ? el("span", { class: "tag warn" }, "personal data shown, noted in the audit")
        : masked && el("button", { type: "button", id: "reveal", onclick: () => find(id, true) }, "Show personal data (noted in the audit)")),
    entity.known.length > 0 && el("dl", { class: "known", id: "lookup-known" }, entity.known.map((field) => [el("dt", {}, field.name), el("dd", {}, value(field))])),
    el("p", { class: "quiet" }, `${entity.table}, revision ${version.revision}, written ${moment(version.committedAt)} by message `, el("code", {}, version.messageId || "none"), `, version of ${moment(version.updatedAt)}`),
    version.incomplete?.length > 0 && el("p", { class: "warn", id: "lookup-incomplete" }, `Clerk said more than the row can hold in: ${version.incomplete.join(", ")}. The message has all of it.`),
    table(`Columns of ${entity.id}`, ["Column", "Value"], filled.map((field) => [el("code", {}, field.name), value(field)])),
    empty > 0 && el("p", { class: "quiet" }, `${plural(empty, "column is", "columns are")} empty.`));
}

function related({ name, table: from, count: size, columns, rows }) {
  return el("div", { class: "panel", "data-related": name },
    el("h2", {}, `${name[0].toUpperCase()}${name.slice(1)} · ${count(size)}`),
    size === 0 ? el("p", { class: "quiet" }, `None in ${from}.`)
      : table(name, columns, rows.map((fields) => columns.map((column) => {
        const field = fields.find((one) => one.name === column);
        if (!field) return "";
        return /^(user|organization)_id$/.test(column) && field.value ? el("a", { href: `#lookup/${encodeURIComponent(field.value)}` }, el("code", {}, field.value)) : value(field);
      }))),
    size > rows.length && el("p", { class: "quiet" }, `The first ${rows.length} of them.`));
}

function past({ on, changes, complete }) {
  if (changes === 0) return on ? "rollcall.history has nothing about it yet." : "Older changes of the row may have been compacted away; rollcall.history, which would keep them, is off.";
  return `rollcall.history has ${plural(changes, "change", "changes")} of it${complete ? "" : ", and older ones"}${on ? "." : ", and is off now."}`;
}

function entries({ entries: all, events, changes, history }) {
  const bound = [events, changes].map((searched) => searched.since == null ? `${searched.topic} ${searched.complete ? "has nothing" : "could not be searched in time"}`
    : searched.complete ? `${searched.topic} searched to its start (${moment(searched.since)})` : `${searched.topic} searched back to ${moment(searched.since)} only: there is too much to read`);
  return [
    all.length === 0 ? el("p", { class: "empty" }, "The topics have nothing about this id.") : el("ol", { class: "timeline", id: "timeline" }, all.map(entry)),
    el("p", { class: "quiet" }, `${bound.join("; ")}. ${past(history)}`),
  ];
}

function entry(one) {
  const [word, tag] = EFFECTS[one.effect];
  return el("li", { class: one.effect === "RECORDED" || one.effect.startsWith("WROTE") ? "wrote" : one.effect.toLowerCase(), "data-message": one.messageId },
    el("div", { class: "line" }, el("b", {}, one.what), el("span", { class: `tag ${tag}` }, one.revision == null ? word : `${word}, revision ${one.revision}`), el("span", { class: "quiet" }, moment(one.at))),
    el("p", { class: "where" }, one.messageId && el("code", {}, one.messageId), one.origin && ` · ${one.origin} · partition ${one.partition}, offset ${one.offset}`, one.letter && ` · letter ${one.letter}`),
    one.differences.length > 0 && (one.differences.every((difference) => difference.masked && difference.before == null && difference.after == null)
      ? el("p", {}, "changed: ", el("code", {}, one.differences.map(({ field }) => field).join(", ")))
      : table(`What ${one.messageId || one.what} changed`, ["Field", "Was", "Became"], one.differences.map((difference) => [el("code", {}, difference.field),
        difference.masked ? el("span", { class: "masked" }, "•••••") : shown(difference.before), difference.masked ? el("span", { class: "masked" }, "•••••") : shown(difference.after)]))));
}

byId("lookup-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const id = byId("lookup-id").value.trim();
  if (!IDS.test(id)) {
    search(id);
    return;
  }
  if (location.hash === `#lookup/${id}`) find(id);
  else location.hash = `#lookup/${id}`;
});

showRecent();
