/** For callers who see little: the page reads out its screens and buttons while the counsellor has no say in it. */

import { byId } from "./page.js";
import { strings } from "./strings.js";
import { hushServer, sayByServer, serverCanSay } from "./server-voice.js";

const RATE = 0.9; // times the usual
const SHE_SPEAKS = ["connecting", "conversation", "answer", "clarify", "crisis"]; // her own voice says what is there

let reading = false;

globalThis.speechSynthesis?.getVoices(); // browsers look for their voices when they are first asked

/** @param {boolean} yes */
export function readAloud(yes) {
  reading = yes;
  if (!yes) hush();
}

export const readsAloud = () => reading;

/** Some voice, the browser's own or the server's, can read the page. */
export const canReadAloud = () => hasKorean() || serverCanSay();

/** The title of a screen, what it says, and what may be pressed. */
export function readScreen(name) {
  if (!reading || SHE_SPEAKS.includes(name)) return hush();
  say(wordsOf(document.querySelector(`[data-screen="${name}"]`)));
}

/**
 * @param {HTMLElement} screen
 * @returns {string[][]} what is read, each in the pieces in which it is written
 */
export function wordsOf(screen) {
  const inAnother = (one) => one.closest("[aria-hidden=true]") || one.parentElement.closest("li, button, a");
  const seen = [...screen.querySelectorAll("h1, p, li, button, a")].filter((one) => one.checkVisibility());
  const spoken = seen.filter((one) => !inAnother(one));
  const [pressed, read] = [true, false].map((wanted) =>
    spoken.filter((one) => one.matches("button, a") === wanted).map(piecesOf),
  );
  const choices = pressed.length ? [[strings.settings.choices]] : [];
  return [...read, ...choices, ...pressed].filter((pieces) => pieces.length);
}

addEventListener("focusin", ({ target }) => {
  if (reading && target.matches("button, a, input")) say([piecesOf(target)]);
});

function piecesOf(one) {
  const walker = document.createTreeWalker(one.labels?.[0] ?? one, NodeFilter.SHOW_TEXT);
  const pieces = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.replaceAll("\u200b", "").replace(/\s+/g, " ").trim();
    if (text && walker.currentNode.parentElement.checkVisibility()) pieces.push(text);
  }
  return one.getAttribute("aria-pressed") === "true" ? [...pieces, strings.settings.on] : pieces;
}

const hasKorean = () => globalThis.speechSynthesis?.getVoices().some(({ lang }) => lang.startsWith("ko")) ?? false;

function hush() {
  globalThis.speechSynthesis?.cancel();
  hushServer();
}

function say(sentences) {
  hush();
  const muted = byId("video").muted;
  if (!hasKorean()) return muted ? undefined : sayByServer(sentences.flat());
  for (const pieces of sentences) {
    const utterance = new SpeechSynthesisUtterance(pieces.join(" "));
    Object.assign(utterance, { lang: "ko-KR", rate: RATE, volume: muted ? 0 : 1 });
    globalThis.speechSynthesis.speak(utterance);
  }
}
