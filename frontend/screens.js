/** Shows one screen at a time, as the table in states.js says, and moves the focus to its heading. */

import { readScreen } from "./aloud.js";
import { closeKeyboard } from "./keyboard.js";
import { byId } from "./page.js";
import { PILLS, SCREENS } from "./states.js";
import { strings } from "./strings.js";

const SIDE_SCREENS = ["settings", "topics", "questions", "take", "person"];
const NOTICE_MS = 6000;

let current = "";
let returnTo = "welcome";
let noticeTimer = 0;

export const shown = () => current;

/** @param {string} name  a key of SCREENS */
export function show(name) {
  const screen = SCREENS[name];
  current = name;
  if (!SIDE_SCREENS.includes(name)) returnTo = name;
  document.body.dataset.shown = name;
  document.querySelector(".stage").dataset.size = screen.stage;
  document.querySelector(".leave").hidden = !screen.leave;
  byId("ask").hidden = !screen.ask;
  if (!screen.ask) closeKeyboard();
  for (const section of document.querySelectorAll("[data-screen]")) section.hidden = section.dataset.screen !== name;
  focusHeading(name);
  readScreen(name);
}

/** Leaves the topics, the questions, a code or the telephone number for the screen before them. */
export const goBack = () => show(returnTo);

/** Where 돌아가기 will lead from now on. */
export function comeBackTo(name) {
  returnTo = name;
}

function focusHeading(name) {
  if (document.activeElement === byId("question")) return; // someone is writing
  window.scrollTo(0, 0);
  document.querySelector(`[data-screen="${name}"] h1`)?.focus({ preventScroll: true });
}

/** @param {string | null} name  a key of PILLS; null hides it */
export function pill(name) {
  const box = byId("pill");
  box.hidden = name === null;
  if (name === null) return;
  byId("pill-words").textContent = strings.pill[name];
  byId("level").hidden = !PILLS[name].level;
}

/** A sentence for a moment, over the top of the stage. */
export function notice(sentence) {
  clearTimeout(noticeTimer);
  byId("notice").textContent = sentence;
  noticeTimer = setTimeout(() => byId("notice").replaceChildren(), NOTICE_MS);
}

/** Puts the sentences of strings.js where the page asks for them. */
export function fillIn() {
  const sentence = (path) => path.split(".").reduce((part, key) => part[key], strings);
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = sentence(place.dataset.text);
  for (const place of document.querySelectorAll("[data-label]")) {
    place.setAttribute("aria-label", sentence(place.dataset.label));
  }
  for (const drawing of document.querySelectorAll("svg.ic")) drawing.setAttribute("aria-hidden", "true");
}
