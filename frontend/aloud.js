/** For callers who see little: the page reads out its screens and buttons while the counsellor has no say in it. */

import { byId } from "./page.js";
import { strings } from "./strings.js";

const RATE = 0.9; // times the usual
const SHE_SPEAKS = ["connecting", "conversation", "answer", "clarify", "crisis"]; // her own voice says what is there

let reading = false;

/** @param {boolean} yes */
export function readAloud(yes) {
  reading = yes;
  if (!yes) globalThis.speechSynthesis?.cancel();
}

export const readsAloud = () => reading;

/** The title of a screen, what it says, and what may be pressed. */
export function readScreen(name) {
  if (!reading || SHE_SPEAKS.includes(name)) return globalThis.speechSynthesis?.cancel();
  say(wordsOf(document.querySelector(`[data-screen="${name}"]`)));
}

/** @param {HTMLElement} screen */
export function wordsOf(screen) {
  const inAnother = (one) => one.closest("[aria-hidden=true]") || one.parentElement.closest("li, button, a");
  const seen = [...screen.querySelectorAll("h1, p, li, button, a")].filter((one) => one.checkVisibility());
  const spoken = seen.filter((one) => !inAnother(one));
  const [pressed, read] = [true, false].map((wanted) =>
    spoken.filter((one) => one.matches("button, a") === wanted).map(nameOf),
  );
  return [...read, pressed.length && strings.settings.choices, ...pressed].filter(Boolean);
}

addEventListener("focusin", ({ target }) => {
  if (reading && target.matches("button, a, input")) say([nameOf(target)]);
});

function nameOf(one) {
  const state = one.getAttribute("aria-pressed") === "true" ? ` ${strings.settings.on}` : "";
  return (one.labels?.[0]?.textContent ?? one.innerText).replace(/\s+/g, " ").trim() + state;
}

function say(sentences) {
  const voice = globalThis.speechSynthesis;
  if (!voice) return;
  voice.cancel();
  for (const text of sentences) {
    const utterance = new SpeechSynthesisUtterance(text);
    Object.assign(utterance, { lang: "ko-KR", rate: RATE, volume: byId("video").muted ? 0 : 1 });
    voice.speak(utterance);
  }
}
