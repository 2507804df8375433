/** Ties the parts together: what each button does. */

import { readScreen } from "./aloud.js";
import { turnOver } from "./answer.js";
import { listenForQuestions } from "./ask.js";
import { tell } from "./call.js";
import { endCall, knowServer, lostMeanwhile, place, play, reconnect, start } from "./calling.js";
import * as conversation from "./conversation.js";
import { fail } from "./failure.js";
import { prepareKeyboard, toggleKeyboard } from "./keyboard.js";
import { setOffice } from "./office.js";
import { byId } from "./page.js";
import { listen } from "./press.js";
import { fillIn, goBack, notice, show, shown } from "./screens.js";
import { showSettings, toggleLetters, toggleMode, toggleTheme } from "./settings.js";
import { strings } from "./strings.js";
import { setTopics, showMoreTopics, showQuestions } from "./topics.js";
import * as wishes from "./wishes.js";

const PRESSED_MS = 700;

listen({
  start,
  write: () => place(null),
  touch: () => place(null, () => show("topics")),
  microphone: start,
  reconnect,
  cancel: leaveForWelcome,
  leave,
  finish: () => conversation.leave(),
  home,
  back,
  person: () => {
    tell("person");
    show("person");
  },
  again: (pressed) => tellFromBar(pressed, "again"),
  slower: (pressed) => tellFromBar(pressed, "slower"),
  louder: (pressed) => tellFromBar(pressed, "louder"),
  topics: () => {
    tell("topic", { topic: null });
    show("topics");
  },
  moreTopics: showMoreTopics,
  topic: ({ dataset }) => {
    tell("topic", { topic: dataset.topic });
    showQuestions(dataset.topic);
    show("questions");
  },
  ask: ({ dataset }) => {
    tell("ask", { answer_id: dataset.answerId });
    show("conversation");
  },
  neither: () => {
    tell("interrupt");
    conversation.startOver();
    notice(strings.clarify.again);
  },
  card: conversation.showCard,
  details: turnOver,
  take: conversation.takeHome,
  print: () => globalThis.print(),
  understood: conversation.putCardAway,
  unlock: play,
  letters: toggleLetters,
  theme: toggleTheme,
  settings: () => show("settings"),
  mode: (pressed) => {
    toggleMode(pressed);
    readScreen(shown());
  },
  keys: toggleKeyboard,
});
conversation.grantWishes(wishes, leave);
listenForQuestions((sent) => (sent ? show("conversation") : fail("lost")));
addEventListener("pagehide", leaveNothing);
addEventListener("pageshow", ({ persisted }) => persisted && show("welcome"));
fillIn();
setOffice();
showSettings();
prepareKeyboard();
byId("prompt-host").textContent = location.host;
show("welcome");
await prepare();

/** The page works without either answer: the call itself tells what is wrong. */
async function prepare() {
  const [status, topics] = await Promise.all(["/status", "/topics"].map(fetchJson));
  knowServer(status ?? {});
  setOffice(status?.office);
  setTopics(topics ?? []);
  if (status?.ai_notice) byId("ai-notice").textContent = status.ai_notice;
}

async function fetchJson(path) {
  try {
    const response = await fetch(path);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** In a call: the topics again. Otherwise: the welcome page. */
function home() {
  if (tell("home")) return conversation.startOver();
  leaveForWelcome();
}

function leave() {
  endCall();
  conversation.sumUp();
}

function leaveForWelcome() {
  leaveNothing();
  show("welcome");
}

function leaveNothing() {
  endCall();
  conversation.wipe();
}

function back() {
  goBack();
  if (lostMeanwhile()) fail("lost");
}

function tellFromBar(pressed, name) {
  if (!tell(name)) return readScreen(shown()) || notice(strings.notices.needsCall);
  notice(strings.notices[name]);
  acknowledge(pressed.querySelector("span"));
}

/** The button says 네 for a moment: it has been heard. */
function acknowledge(label) {
  const words = label.textContent;
  if (words === strings.bar.pressed) return;
  label.textContent = strings.bar.pressed;
  setTimeout(() => (label.textContent = words), PRESSED_MS);
}
