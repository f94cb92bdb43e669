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
      element.className = value ?? "";
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

/** Whether somebody has selected a part of it, and would lose that. */
function isSelected(node) {
  const selection = getSelection();
  return selection.rangeCount > 0 && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(node);
}

/** As say, for what is told again every second: what is being selected stays as it is. */
export function tell(element, text) {
  if (element.textContent !== text && !isSelected(element)) element.textContent = text;
}

/** The page's policy allows no style attributes; what scripts set is set by scripts. */
function adopt(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (name !== "style" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name !== "style" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.style.width !== fresh.style.width) old.style.width = fresh.style.width;
}

/**
 * Makes an element's children those that are given, in place: what stays keeps its focus, its scrolling and its selection.
 * Not for children with listeners of their own.
 */
export function update(element, ...children) {
  const wanted = children.flat(Infinity).filter(isChild).map((child) => (child instanceof Node ? child : new Text(child)));
  const there = [...element.childNodes];
  wanted.forEach((fresh, index) => {
    const old = there[index];
    if (old == null) {
      element.append(fresh);
    } else if (old.nodeName !== fresh.nodeName) {
      old.replaceWith(fresh);
    } else if (fresh instanceof Text) {
      if (old.data !== fresh.data && !isSelected(old)) old.data = fresh.data;
    } else {
      adopt(old, fresh);
      update(old, ...fresh.childNodes);
    }
  });
  there.slice(wanted.length).forEach((old) => old.remove());
}

/** A head that is for the ear only. */
export const unseen = (text) => el("span", { class: "unseen" }, text);

/** Roles are written out, since a narrow screen shows rows as cards, which takes them away. */
export function row(heads, cells, attributes = {}) {
  return el("tr", { role: "row", ...attributes }, cells.map((cell, index) =>
    el("td", { role: "cell", "data-label": typeof heads[index] === "string" ? heads[index] : null }, el("div", {}, cell ?? ""))));
}

export function table(caption, heads, rows) {
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    el("table", { role: "table", class: heads.length === 2 ? "pairs" : null, "aria-label": caption },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map((head) => el("th", { scope: "col", role: "columnheader" }, head)))),
      el("tbody", { role: "rowgroup" }, rows.map((cells) => row(heads, cells)))));
}

/** Asks in a dialog; resolves to the form's data, or null when it was left. */
export function ask(title, body, action, { danger = false } = {}) {
  const dialog = byId("dialog");
  return new Promise((resolve) => {
    let answer = null;
    const form = el("form", { method: "dialog", onsubmit: () => { answer = new FormData(form); } },
      el("h2", { id: "dialog-title" }, title), body,
      el("div", { class: "line" },
        el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        el("button", { class: danger ? "primary danger" : "primary", id: "dialog-yes" }, action)));
    fill(dialog, form);
    dialog.onclose = () => resolve(answer);
    dialog.showModal();
  });
}
