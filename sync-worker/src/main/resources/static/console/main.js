import { forgetToken, setToken, stream } from "./api.js";
import * as checks from "./checks.js";
import * as completeness from "./completeness.js";
import { byId, say } from "./dom.js";
import * as events from "./events.js";
import { clock, count, zone } from "./format.js";
import * as letters from "./letters.js";
import * as lookup from "./lookup.js";
import * as overview from "./overview.js";

/** A pulse comes every second; without one for this long the worker has stopped, or cannot be reached. */
const SILENCE = 3000;
const RETRY = 1500;
const VIEWS = ["overview", "letters", "lookup", "completeness", "checks"];

let heardAt = performance.now();
let lastPulse = null;
let tokenWanted = false;
let followed = false;

function route({ focus = true } = {}) {
  const [view, argument] = location.hash.slice(1).split("/");
  const shown = VIEWS.includes(view) ? view : "overview";
  for (const name of VIEWS) byId(name).hidden = tokenWanted || name !== shown;
  byId("token-view").hidden = !tokenWanted;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === shown) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (tokenWanted) return byId("token").focus();
  const title = byId(shown).querySelector("h1").textContent;
  document.title = shown === "overview" ? "Rollcall console" : `${title} · Rollcall`;
  if (focus) byId("main").focus({ preventScroll: true });
  if (shown === "overview") overview.redraw();
  if (shown === "letters") letters.show();
  if (shown === "checks") checks.show();
  if (shown === "completeness") completeness.show();
  if (shown === "lookup" && argument) lookup.open(decoded(argument), followed);
  followed = false;
  return null;
}

/** An address can be typed, and be wrong. */
function decoded(argument) {
  try {
    return decodeURIComponent(argument);
  } catch {
    return argument;
  }
}

// A search is noted in the audit as this person's: the address alone, which any page can lead here with, makes none.
document.addEventListener("click", (event) => {
  followed = event.isTrusted && event.target.closest?.("a[href^='#lookup/']") != null;
});

function onEvent(name, data) {
  heardAt = performance.now();
  if (name === "history") return overview.history(data);
  if (name === "events") return events.arrived(data);
  lastPulse = data;
  events.of(data.startedMillis);
  setLost(false);
  say(byId("who"), [data.instance, data.clerkInstance].filter(Boolean).join(" · "));
  const open = Object.values(data.deadLetters.byCode).reduce((sum, value) => sum + value, 0);
  byId("letters-count").hidden = open === 0;
  say(byId("letters-count"), open === 0 ? "" : count(open));
  return overview.pulse(data);
}

function setLost(lost) {
  if (document.body.classList.contains("away") === lost) return;
  document.body.classList.toggle("away", lost);
  byId("lost").hidden = !lost;
  if (!lost) return;
  const since = lastPulse ? clock(lastPulse.atMillis) : null;
  say(byId("lost-since"), since ? `No word from the worker since ${since}.` : "The worker does not answer.");
  // Said at each panel, since none of them is of now.
  document.documentElement.style.setProperty("--as-of", since ? `" · as of ${since}"` : '""');
  overview.lost();
}

async function listen() {
  for (;;) {
    if (!tokenWanted) {
      try {
        await stream(onEvent);
      } catch (refusal) {
        if (refusal.status === 401) forgetToken();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  }
}

document.addEventListener("token-wanted", () => {
  if (!tokenWanted) {
    tokenWanted = true;
    setLost(false);
    route();
  }
});

byId("token-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  setToken(byId("token").value.trim());
  const answer = await fetch("ops/status", { headers: { Authorization: `Bearer ${byId("token").value.trim()}` } }).catch(() => null);
  if (answer?.status === 401) {
    forgetToken();
    say(byId("token-error"), "The worker does not know this token.");
    return;
  }
  byId("token").value = "";
  say(byId("token-error"), "");
  tokenWanted = false;
  heardAt = performance.now();
  route();
});

const THEMES = ["system", "light", "dark"];
function theme(chosen) {
  if (chosen === "system") {
    localStorage.removeItem("rollcall-theme");
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem("rollcall-theme", chosen);
    document.documentElement.dataset.theme = chosen;
  }
  byId("theme").textContent = `Theme: ${chosen}`;
  overview.redraw();
}
byId("theme").addEventListener("click", () => {
  const now = localStorage.getItem("rollcall-theme") ?? "system";
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
});
byId("theme").textContent = `Theme: ${localStorage.getItem("rollcall-theme") ?? "system"}`;
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", overview.redraw);

setInterval(() => {
  if (!tokenWanted && performance.now() - heardAt > SILENCE) setLost(true);
}, 250);

say(byId("zone"), zone());
addEventListener("hashchange", () => route());
// uPlot is a plain script that the page defers: it has run before modules do.
route({ focus: false });
listen();
