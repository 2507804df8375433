/** Letters, theme and help for ears and eyes, as the caller chose them. Kept for this visit only. */

import { canReadAloud, readAloud } from "./aloud.js";
import { byId } from "./page.js";
import { notice } from "./screens.js";
import { strings } from "./strings.js";

const root = document.documentElement;

const EFFECTS = {
  hearing: (on) => (root.dataset.captions = on ? "first" : "usual"),
  seeing: (on) => {
    readAloud(on);
    if (on && !canReadAloud()) notice(strings.settings.noVoice);
  },
  mute: (on) => (byId("video").muted = on),
};

export const toggleTheme = () => setTheme(root.dataset.theme === "dark" ? "light" : "dark");

/** @param {"dark" | "light"} theme */
export function setTheme(theme) {
  root.dataset.chosen = "yes";
  root.dataset.theme = theme;
  showSettings();
}

export const toggleLetters = () => setLetters(root.dataset.letters !== "large");

/** @param {boolean} large */
export function setLetters(large) {
  root.dataset.letters = large ? "large" : "usual";
  showSettings();
}

/** @param {HTMLElement} pressed  one of the modes of the settings */
export const toggleMode = (pressed) => setMode(pressed.dataset.mode, pressed.getAttribute("aria-pressed") !== "true");

/** @param {keyof typeof EFFECTS} mode */
export function setMode(mode, on) {
  document.querySelector(`[data-mode=${mode}]`).setAttribute("aria-pressed", String(on));
  EFFECTS[mode](on);
}

/** Each button says what it will do next. */
export function showSettings() {
  const words = strings.welcome;
  byId("theme-words").textContent = root.dataset.theme === "dark" ? words.light : words.dark;
  byId("letters-words").textContent = root.dataset.letters === "large" ? words.lettersUsual : words.lettersLarger;
}
