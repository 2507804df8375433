/** What each message of the server does to the page. Knows nothing of how messages arrive. */

import { showAnswer } from "./answer.js";
import { offerWriting } from "./ask.js";
import * as captions from "./captions.js";
import { showChoices } from "./choices.js";
import { showCrisis } from "./crisis.js";
import { fail } from "./failure.js";
import { byId } from "./page.js";
import { notice, pill, show, shown } from "./screens.js";
import { SCREENS } from "./states.js";
import { strings } from "./strings.js";

/** Kinds of answer that have a screen of their own at once; the rest is captions, then perhaps a card. */
const AT_ONCE = { clarify: "clarify", crisis: "crisis", human: "person" };

let answer = null; // the last one
let cardWaits = false; // its card comes when the voice has ended
let heardHer = false; // a sentence of it has begun
let sentence = {}; // the caption last shown
let writing = false; // no microphone, or nobody to hear it

const messages = {
  "bot-ready": ({ hearing }) => begin({ hearing }),
  "user-started-speaking": () => captions.showHearing(),
  "user-transcription": ({ text }) => text && captions.showHeard(text),
  "bot-stopped-speaking": () => heardHer && finishAnswer(),
  error: ({ message, fatal }) => (fatal ? fail("broken", { sentence: message }) : message && notice(message)),
  "error-response": () => notice(strings.notices.refused),
  "server-message": ({ t, d }) => events[t]?.(d),
};

const events = {
  state: ({ state }) => pill(writing && ["idle", "listening"].includes(state) ? "writing" : state),
  question: ({ text }) => askAnew(text),
  answer: (given) => takeAnswer(given),
  caption: (caption) => say(caption),
  interrupted: ({ said }) => interrupt(said),
  turn: ({ turn }) => answer?.turn === turn && finishAnswer(),
  goodbye: ({ text }) => leave(text),
};

/** @param {{type: string, data?: object}} message  as in docs/events.md */
export function handle({ type, data }) {
  messages[type]?.(data ?? {});
}

/** The call is placed without a microphone. */
export function callInWriting(yes) {
  writing = yes;
  setInWriting(yes ? strings.conversation.inWriting : null);
}

/** 처음으로 within a call: as if nothing had been asked yet. */
export function startOver() {
  captions.clearAll();
  setAnswer(null);
  show("conversation");
}

export function showCard() {
  showAnswer(answer);
  show("answer");
}

/** The caller has read the card. */
export function putCardAway() {
  setAnswer(null);
  captions.clearAll();
  show("conversation");
}

/** @param {string} [text]  the server's farewell */
export function leave(text) {
  byId("goodbye-sentence").textContent = text || strings.goodbye.sentence;
  wipe();
  pill(null);
  show("goodbye");
}

/** Nothing of a conversation stays in the page after it. */
export function wipe() {
  captions.clearAll();
  setAnswer(null);
  writing = false;
  setInWriting(null);
  for (const id of ["answer", "choices"]) byId(id).replaceChildren();
  byId("question").value = "";
}

function begin({ hearing }) {
  show("conversation");
  if (hearing !== false) return;
  writing = true;
  setInWriting(strings.conversation.deaf);
  offerWriting();
}

function askAnew(text) {
  captions.clearAnswer();
  captions.showHeard(text);
  setAnswer(null);
  moveOn("conversation");
}

function takeAnswer(given) {
  setAnswer(given);
  showChoices(given.choices ?? []);
  if (given.kind === "crisis") showCrisis(given);
  if (given.kind in AT_ONCE) show(AT_ONCE[given.kind]);
  else moveOn("conversation"); // an answer said again comes without a question
}

function say(caption) {
  const goesOn = heardHer && caption.turn === sentence.turn && caption.sentence === sentence.sentence;
  heardHer = true;
  sentence = caption;
  if (goesOn) captions.showMore(caption);
  else captions.showSentence(caption);
  if (shown() === "connecting") show("conversation");
}

function interrupt(said) {
  captions.cut(said ?? "");
  cardWaits = false; // she was cut because the caller wants something else; the card stays within reach
  heardHer = false;
}

/** Said to the end: an answer now stands as a card until the caller acts. */
function finishAnswer() {
  captions.finish();
  if (answer && captions.saidNothing()) captions.showWhole(answer.text); // the voice failed, the words did not
  if (cardWaits && shown() === "conversation") showCard();
  cardWaits = false;
  heardHer = false;
}

function setAnswer(given) {
  answer = given;
  cardWaits = given?.kind === "answer";
  heardHer = false;
  byId("card-ready").hidden = !cardWaits;
  byId("topics").classList.toggle("behind", cardWaits);
}

/** Goes on unless the screen waits for the caller's own hand. */
function moveOn(name) {
  if (!SCREENS[shown()].holds) show(name);
}

function setInWriting(sentence) {
  const note = byId("in-writing");
  note.hidden = !sentence;
  note.querySelector("p").textContent = sentence ?? "";
}
