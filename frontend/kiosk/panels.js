/** The kiosk's own screens, laid over the panel of the call page; what that shows goes on underneath. */

import { byId, element, icon } from "../page.js";
import { faceFirst } from "./sides.js";
import { strings } from "./strings.js";

/** @param {string | null} name  attract, still, sheet or all (the buttons); null: the call page's own screen */
export function cover(name) {
  const { body } = document;
  if (name) body.dataset.kiosk = name;
  else delete body.dataset.kiosk;
  for (const one of document.querySelectorAll("[data-cover]")) one.hidden = one.dataset.cover !== name;
  const all = document.querySelector("[data-kiosk-press=all] span");
  if (all) all.textContent = name === "all" ? strings.aids.fewer : strings.aids.all;
  document.querySelector(`[data-cover="${name}"] h1`)?.focus({ preventScroll: true });
  faceFirst();
}

export const covered = () => document.body.dataset.kiosk ?? null;

export function build() {
  document.querySelector(".panel").append(attract(), still(), sheet());
  document.querySelector("main").append(turner());
  const bar = document.querySelector(".bar");
  const keypad = element("div", "keypad");
  bar.before(keypad);
  keypad.append(aids(), bar);
  byId("video").disablePictureInPicture = true;
  new MutationObserver(forgetLayout).observe(document.body, { attributeFilter: ["data-typing"] });
}

/** The next time the keyboard is opened it is measured anew (kiosk.css). */
function forgetLayout() {
  if (!document.body.hasAttribute("data-typing")) byId("keyboard").removeAttribute("data-layout");
}

/** @param {string} press  a name in kiosk.js */
function button(press, className, ...children) {
  const made = element("button", className, ...children);
  made.type = "button";
  made.dataset.kioskPress = press;
  return made;
}

/** @param {string} name  a symbol of the kiosk's own icons.svg */
function drawing(name) {
  const made = icon(name);
  made.firstChild.setAttribute("href", `/static/kiosk/icons.svg#${name}`);
  return made;
}

function heading(text) {
  const made = element("h1", "", text);
  made.tabIndex = -1;
  return made;
}

function section(name, ...children) {
  const made = element("section", name === "sheet" ? "cover" : "cover mid", ...children);
  made.dataset.cover = name;
  made.hidden = true;
  return made;
}

function attract() {
  const { title, note, ask, question } = strings.attract;
  const example = element("p", "example", question);
  example.id = "example";
  const invitation = button("wake", "invitation", icon("mic"), element("span", "", ask), example);
  return section(
    "attract",
    heading(title),
    element("div", "grow"),
    invitation,
    element("div", "grow"),
    element("div", "note", icon("shield"), element("p", "", note)),
  );
}

function still() {
  const { title, sub, unit, go, end } = strings.still;
  const number = element("p", "number", element("span", ""), element("small", "", unit));
  number.firstChild.id = "still-seconds";
  return section(
    "still",
    heading(title),
    element("p", "sub", sub),
    element("div", "card", number),
    element("div", "grow"),
    button("stay", "btn main xl", icon("check"), element("span", "", go)),
    button("end", "btn", element("span", "", end)),
  );
}

function sheet() {
  const words = strings.sheet;
  const sizes = words.sizes.map(([size, name]) => {
    const made = button("size", "btn choice", icon("check"), element("span", "", name));
    made.dataset.size = size;
    return made;
  });
  const themes = ["light", "dark"].map((name) => {
    const made = button("theme", "btn choice", icon("check"), element("span", "", words[name]));
    made.dataset.theme = name;
    return made;
  });
  const level = element("p", "level-bars", ...Array.from({ length: 5 }, () => element("i", "")));
  level.id = "sound-level";
  level.setAttribute("role", "img");
  return section(
    "sheet",
    heading(words.title),
    element("h2", "", words.letters),
    element("div", "row", ...sizes),
    element("h2", "", words.theme),
    element("div", "row", ...themes),
    element("h2", "", words.sound),
    element(
      "div",
      "row sound",
      button("quieter", "btn", element("span", "", words.quieter)),
      level,
      button("louder", "btn", icon("loud"), element("span", "", words.louder)),
    ),
    element("p", "sub", words.earphones),
    element("div", "grow"),
    button("close", "btn main", icon("check"), element("span", "", words.close)),
  );
}

/** Where there is more than one side. */
function turner() {
  const { label, before, after } = strings.sides;
  const back = button("before", "btn", element("span", "", before));
  const on = button("after", "btn main", element("span", "", after), element("small", ""));
  back.id = "side-before";
  on.id = "side-after";
  on.lastChild.id = "side-now";
  on.lastChild.ariaHidden = "true";
  const told = element("p", "heard-only");
  told.id = "side-told";
  told.role = "status";
  const made = element("nav", "turner", back, on, told);
  made.setAttribute("aria-label", label);
  return made;
}

function aids() {
  const { label, lower, sheet: open, all } = strings.aids;
  const made = element(
    "nav",
    "aids",
    button("lower", "aid", drawing("lower"), element("span", "", lower)),
    button("sheet", "aid", icon("letters"), element("span", "", open)),
    button("all", "aid all", icon("more"), element("span", "", all)),
  );
  made.setAttribute("aria-label", label);
  const leave = document.querySelector("header .leave");
  if (leave) made.append(leave); // within reach of a wheelchair, like everything that can be pressed
  return made;
}
