/** Letters and theme as chosen on the welcome page. Kept for this visit only. */

import { byId } from "./page.js";
import { strings } from "./strings.js";

const root = document.documentElement;

export function toggleTheme() {
  root.dataset.chosen = "yes";
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  showSettings();
}

export function toggleLetters() {
  root.dataset.letters = root.dataset.letters === "large" ? "usual" : "large";
  showSettings();
}

/** Each button says what it will do next. */
export function showSettings() {
  const words = strings.welcome;
  byId("theme-words").textContent = root.dataset.theme === "dark" ? words.light : words.dark;
  byId("letters-words").textContent = root.dataset.letters === "large" ? words.lettersUsual : words.lettersLarger;
}
