/** Letters on the screen for those without a keyboard of their own: a kiosk, or fingers that want larger keys. */

import { LAYOUTS } from "./keys.js";
import { byId, element, icon } from "./page.js";
import { strings } from "./strings.js";
import { Typist } from "./typist.js";

const TEN_KEYS = 669; // pixels that ten keys in a row need: 57 each and 11 between two

const field = byId("question");
const board = byId("keyboard");
const opener = byId("keys");
let typist = null;
let layout = "";

/** The button is there on touch screens and on kiosks only; elsewhere people have keys before them. */
export function prepareKeyboard() {
  const touched = matchMedia("(any-pointer: coarse)").matches || location.pathname.startsWith("/kiosk");
  opener.hidden = !touched;
  board.addEventListener("click", ({ target }) => {
    const key = target.closest("button");
    if (key) press(key.dataset.key);
  });
  field.addEventListener("input", () => typist?.begin(field.value));
}

export async function toggleKeyboard() {
  if (!board.hidden) return closeKeyboard();
  const { assemble } = await import("./vendor/es-hangul.js");
  typist = new Typist(assemble);
  typist.begin(field.value);
  field.inputMode = "none"; // the device's own keyboard stays away
  setOpen(true);
  draw(board.clientWidth >= TEN_KEYS ? "rows" : "strokes");
  field.focus({ preventScroll: true });
}

export function closeKeyboard() {
  if (board.hidden) return;
  field.removeAttribute("inputmode");
  typist = null;
  setOpen(false);
}

function setOpen(open) {
  board.hidden = !open;
  document.body.toggleAttribute("data-typing", open);
  opener.setAttribute("aria-expanded", String(open));
}

function draw(name) {
  layout = name;
  typist.useStrokes(name === "strokes");
  board.dataset.layout = name;
  board.replaceChildren(...LAYOUTS[name].map((keys) => element("div", "keys-row", ...keys.map(keyButton))));
}

function keyButton(key) {
  const named = strings.keyboard[key];
  const button = element("button", named ? "key wide" : "key", key === "erase" ? icon("erase") : (named ?? key));
  if (key === "erase") button.ariaLabel = named;
  button.type = "button";
  button.dataset.key = key;
  return button;
}

function press(key) {
  if (key === "close") return closeKeyboard();
  if (LAYOUTS[key]) return draw(key);
  if (key === "letters") return draw(layout === "shift" ? "rows" : "strokes");
  typist.press(key);
  if (layout === "shift") draw("rows");
  field.value = typist.text.slice(0, field.maxLength);
  field.setSelectionRange(field.value.length, field.value.length);
  field.scrollLeft = field.scrollWidth;
}
