// Elements without markup in strings: what a server says is text, never HTML.

export const byId = (id) => document.getElementById(id);

/** What a condition that does not hold gives is no child. */
const isChild = (child) => child != null && child !== false && child !== "";

/** An element: attributes (on… are listeners, true and false switch), then children; null ones are left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (key === "class") {
      element.className = value;
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value != null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat(Infinity).filter(isChild));
  return element;
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(isChild));
}

/** Writes text only where it is other: a screen reader reads every write of a live region. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function table(caption, heads, rows) {
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", {},
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell) => el("td", {}, cell ?? "")))))));
}

/** Asks in a dialog; resolves to the form's data, or null when it was left. */
export function ask(title, body, action, { danger = false } = {}) {
  const dialog = byId("dialog");
  return new Promise((resolve) => {
    let answer = null;
    const form = el("form", { method: "dialog", onsubmit: () => { answer = new FormData(form); } },
      el("h2", { id: "dialog-title" }, title), body,
      el("div", { class: "line" },
        el("button", { type: "button", onclick: () => dialog.close() }, "Leave it"),
        el("button", { class: danger ? "primary danger" : "primary", id: "dialog-yes" }, action)));
    fill(dialog, form);
    dialog.onclose = () => resolve(answer);
    dialog.showModal();
  });
}
