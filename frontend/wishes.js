/** What a caller asks of the screen, said or written, is done as the button of that name does it. */

import { turnBack, turnOver } from "./answer.js";
import { offerWriting } from "./ask.js";
import * as conversation from "./conversation.js";
import { toggleKeyboard } from "./keyboard.js";
import { byId } from "./page.js";
import { show, shown } from "./screens.js";
import { setLetters, setMode, setTheme } from "./settings.js";
import { knowsTopic, showMoreTopics, showQuestions } from "./topics.js";

/**
 * @typedef {object} Wish
 * @property {string} [topic]  the one that was named
 * @property {string} from  the screen on which it was said
 * @property {boolean} [taken]  a kiosk, which has sides of its own, turns them
 */

/** At once. @type {Record<string, (wish: Wish) => void>} */
const AT_ONCE = {
  home: conversation.startOver,
  next: conversation.putCardAway,
  topics: ({ from }) => (from === "topics" ? moreTopics() : show("topics")),
  topic: ({ topic }) => (knowsTopic(topic) ? questions(topic) : show("topics")),
  card: conversation.showCard,
  side: (wish) => turned(wish, turnOver),
  previous: (wish) => turned(wish, turnBack),
  take: conversation.takeHome,
  print: conversation.takeHome,
  write,
  return: ({ from }) => (from === "take" ? conversation.showCard() : show("conversation")),
  larger: ({ from }) => changed(from, () => setLetters(true)),
  smaller: ({ from }) => changed(from, () => setLetters(false)),
  dark: ({ from }) => changed(from, () => setTheme("dark")),
  light: ({ from }) => changed(from, () => setTheme("light")),
  captions: ({ from }) => changed(from, () => setMode("hearing", true)),
  mute: ({ from }) => changed(from, () => setMode("mute", true)),
  unmute: ({ from }) => changed(from, () => setMode("mute", false)),
  read: ({ from }) => changed(from, () => setMode("seeing", true)),
};

/** Wishes that are about an answer: without one there is nothing to show. */
export const OF_AN_ANSWER = ["card", "side", "previous", "take", "print"];

/** @param {string | null} command  of an `answer` message (docs/events.md) */
export const isWish = (command) => command in AT_ONCE || command === "finish";

/**
 * @param {string} command
 * @param {Wish} wish
 */
export function carryOut(command, wish) {
  const taken = !document.dispatchEvent(new CustomEvent("wish", { cancelable: true, detail: command }));
  AT_ONCE[command]?.({ ...wish, taken });
}

/**
 * What waits until she has said that she does it.
 * @param {string} command
 * @param {() => void} finish
 */
export function carryOutWhenSaid(command, finish) {
  if (command === "finish") finish();
  if (command === "print" && printer().checkVisibility()) globalThis.print();
}

const printer = () => document.querySelector("[data-screen=take] [data-press=print]");

function moreTopics() {
  showMoreTopics();
  show("topics");
}

function questions(topic) {
  showQuestions(topic);
  show("questions");
}

function turned({ from, taken }, turn) {
  if (from === "answer") show("answer");
  else conversation.showCard();
  if (!taken) turn();
}

function write() {
  if (shown() !== "conversation") show("conversation");
  if (byId("keys").hidden) offerWriting();
  else if (byId("keyboard").hidden) toggleKeyboard();
}

/** Letters of another size may need another side of the card: it is laid out anew. */
function changed(from, change) {
  change();
  if (from === "answer") conversation.showCard();
  else show(from);
}
