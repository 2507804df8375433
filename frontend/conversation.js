/** What each message of the server does to the page. Knows nothing of how messages arrive. */

import { sentences, showAnswer } from "./answer.js";
import { offerWriting } from "./ask.js";
import * as captions from "./captions.js";
import { showChoices } from "./choices.js";
import { showCrisis } from "./crisis.js";
import { fail } from "./failure.js";
import { byId } from "./page.js";
import { notice, pill, show, shown } from "./screens.js";
import { SCREENS } from "./states.js";
import { strings } from "./strings.js";
import { anythingTold, fillSummary, forgetTold, lastTold, remember } from "./summary.js";
import { offer } from "./take-home.js";

/** Kinds of answer that have a screen of their own at once; the rest is captions, then perhaps a card. */
const AT_ONCE = { clarify: "clarify", crisis: "crisis", human: "person" };

/** Levels of service in which the picture stands still. */
const STILL = ["still", "prepared", "text"];

/** Reasons to end a call at which nobody is in front of the screen any more. */
const NOBODY = ["idle", "vanished"];

/** Places of the page that are emptied after a call, beside captions, card and summary. */
const WRITTEN = ["answer", "side", "choices", "crisis-title", "topic-title", "failure-sentence"];

let answer = null; // the last one
let cardWaits = false; // its card comes when the voice has ended
let cardTimer = 0;
let heardHer = false; // a sentence of it has begun
let sentence = {}; // the caption last shown
let writing = false; // no microphone, or nobody to hear it
let hers = false; // she is speaking or about to
let aside = { screen: "conversation", answer: null }; // what the last question took the place of
let granted = null; // the turn and the wish that wait for her to have said so
let wishes = null; // wishes.js, which does with this module what its buttons do
let finish = () => {}; // ends the call

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
  state: ({ state }) => {
    hers = ["thinking", "speaking"].includes(state);
    return pill(writing && ["idle", "listening"].includes(state) ? "writing" : state);
  },
  question: ({ text }) => askAnew(text),
  answer: (given) => takeAnswer(given),
  caption: (caption) => say(caption),
  interrupted: ({ said }) => interrupt(said),
  turn: ({ turn }) => {
    if (answer?.turn === turn) finishAnswer();
    if (granted?.turn === turn) grantAtLast();
  },
  quality: ({ level }) => STILL.includes(level) && notice(strings.notices.still),
  goodbye: ({ reason, text }) => {
    if (reason === "continued") return; // another call goes on with it
    if (NOBODY.includes(reason)) leave(text);
    else sumUp(text);
  },
};

/** @param {{type: string, data?: object}} message  as in docs/events.md */
export function handle({ type, data }) {
  messages[type]?.(data ?? {});
}

/**
 * @param {typeof import("./wishes.js")} granting
 * @param {() => void} end  what 상담 마치기 does
 */
export function grantWishes(granting, end) {
  wishes = granting;
  finish = end;
}

/** The call is placed without a microphone. */
export function callInWriting(yes) {
  writing = yes;
  setInWriting(yes ? strings.conversation.inWriting : null);
}

/** The microphone has gone in the middle of a call. */
export function goOnInWriting() {
  writing = true;
  setInWriting(strings.conversation.unplugged);
  pill("writing");
  notice(strings.conversation.unplugged);
}

/** It is the caller's turn and there are ears: a voice that is too far away may be told so. */
export const mayBeHeard = () => SCREENS[shown()].talking && !writing && !hers;

/** 처음으로 within a call: as if nothing had been asked yet. */
export function startOver() {
  captions.clearAll();
  setAnswer(null);
  show("conversation");
}

export function showCard() {
  clearTimeout(cardTimer);
  byId("take").hidden = !answer.answer_id;
  show("answer");
  showAnswer(answer);
}

/** 가져가기 on a card. */
export function takeHome() {
  offer(document.querySelector("[data-screen=take]"), [answer]);
  show("take");
}

/** The caller has read the card. */
export function putCardAway() {
  setAnswer(null);
  captions.clearAll();
  show("conversation");
}

/** The end of a call: what was told stands there until the caller has done with it. */
export function sumUp(text) {
  if (!anythingTold()) return leave(text);
  captions.clearAll();
  setAnswer(null);
  fillSummary();
  pill(null);
  show("summary");
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
  forgetTold();
  writing = hers = false;
  aside = { screen: "conversation", answer: null };
  granted = null;
  setInWriting(null);
  notice("");
  for (const id of WRITTEN) byId(id).replaceChildren();
  byId("question").value = "";
}

function begin({ hearing }) {
  if (!SCREENS[shown()].talking) show("conversation");
  if (hearing !== false) return;
  writing = true;
  setInWriting(strings.conversation.deaf);
  offerWriting();
}

function askAnew(text) {
  aside = { screen: shown(), answer };
  captions.clearAnswer();
  captions.showQuestion(text);
  setAnswer(null);
  moveOn("conversation");
}

function takeAnswer(given) {
  if (wishes.isWish(given.command)) return grant(given);
  setAnswer(given);
  remember(given);
  showChoices(given.choices ?? []);
  if (given.kind === "crisis") showCrisis(given);
  if (given.kind in AT_ONCE) show(AT_ONCE[given.kind]);
  else moveOn("conversation"); // an answer said again comes without a question
}

/** The question has cleared the screen; a wish is about what stood there before. */
function grant({ turn, command, topic }) {
  const before = aside.answer?.kind === "answer" ? aside.answer : lastTold();
  if (wishes.OF_AN_ANSWER.includes(command) && !before) return notice(strings.notices.nothingYet);
  setAnswer(before);
  cardWaits = false; // it has been shown
  granted = { turn, command };
  wishes.carryOut(command, { topic, from: aside.screen });
}

function grantAtLast() {
  const { command } = granted;
  granted = null;
  wishes.carryOutWhenSaid(command, finish);
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
  granted = null;
  captions.cut(said ?? "");
  clearTimeout(cardTimer);
  cardWaits = false; // she was cut because the caller wants something else; the card stays within reach
  heardHer = false;
}

/** Said to the end: an answer now stands as a card until the caller acts. */
function finishAnswer() {
  captions.finish();
  if (answer && captions.saidNothing()) captions.showWhole(answer.text); // the voice failed, the words did not
  if (cardWaits) bringCard(!heardHer ? 0 : captions.staysFor(sentences(answer.text)[0]));
  cardWaits = false;
  heardHer = false;
}

/** At once where it says what she said last; otherwise that may be read to its end first. */
function bringCard(afterMs) {
  const given = answer;
  const bring = () => answer === given && shown() === "conversation" && showCard();
  clearTimeout(cardTimer);
  if (afterMs) cardTimer = setTimeout(bring, afterMs);
  else bring();
}

function setAnswer(given) {
  clearTimeout(cardTimer);
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
