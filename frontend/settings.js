/** Letters, theme and help for ears and eyes, as the caller chose them. Kept for this visit only. */

import { readAloud } from "./aloud.js";
import { byId } from "./page.js";
import { strings } from "./strings.js";

const root = document.documentElement;

const EFFECTS = {
  hearing: (on) => (root.dataset.captions = on ? "first" : "usual"),
  seeing: readAloud,
  mute: (on) => (byId("video").muted = on),
};

export function toggleTheme() {
  root.dataset.chosen = "yes";
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  showSettings();
}

export function toggleLetters() {
  root.dataset.letters = root.dataset.letters === "large" ? "usual" : "large";
  showSettings();
}

/** @param {HTMLElement} pressed  one of the modes of the settings */
export function toggleMode(pressed) {
  const on = pressed.getAttribute("aria-pressed") !== "true";
  pressed.setAttribute("aria-pressed", String(on));
  EFFECTS[pressed.dataset.mode](on);
}

/** Each button says what it will do next. */
export function showSettings() {
  const words = strings.welcome;
  byId("theme-words").textContent = root.dataset.theme === "dark" ? words.light : words.dark;
  byId("letters-words").textContent = root.dataset.letters === "large" ? words.lettersUsual : words.lettersLarger;
}
