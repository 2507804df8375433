/** Ties the parts together: what each button does, and how a call begins and ends. */

import { turnOver } from "./answer.js";
import { listenForQuestions } from "./ask.js";
import { RefusedError, hangUp, inCall, placeCall, tell } from "./call.js";
import * as conversation from "./conversation.js";
import { fail, failBusy, stopWaiting } from "./failure.js";
import { MicrophoneError, closeMicrophone, openMicrophone, showLevel } from "./microphone.js";
import { setOffice } from "./office.js";
import { byId } from "./page.js";
import { listen } from "./press.js";
import { fillIn, goBack, notice, pill, show, shown } from "./screens.js";
import { showSettings, toggleLetters, toggleTheme } from "./settings.js";
import { SCREENS } from "./states.js";
import { strings } from "./strings.js";
import { setTopics, showQuestions } from "./topics.js";

const PROMPT_SHOWS_AFTER_MS = 600;
const PRESSED_MS = 700;

const video = byId("video");
let status = {};
let microphone = null;
let attempt = 0; // leaving the page's call makes the attempt under way stale

listen({
  start,
  write: () => place(null),
  microphone: start,
  reconnect: () => place(microphone),
  leave: () => {
    endCall();
    conversation.leave();
  },
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
  understood: conversation.putCardAway,
  unlock: play,
  letters: toggleLetters,
  theme: toggleTheme,
});
listenForQuestions((sent) => (sent ? show("conversation") : fail("lost")));
addEventListener("pagehide", endCall);
addEventListener("pageshow", ({ persisted }) => persisted && show("welcome"));
fillIn();
setOffice();
showSettings();
byId("prompt-host").textContent = location.host;
show("welcome");
await prepare();

/** The page works without either answer: the call itself tells what is wrong. */
async function prepare() {
  const [found, topics] = await Promise.all(["/status", "/topics"].map(fetchJson));
  status = found ?? {};
  setOffice(status.office);
  setTopics(topics ?? []);
  if (status.ai_notice) byId("ai-notice").textContent = status.ai_notice;
}

async function fetchJson(path) {
  try {
    const response = await fetch(path);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

async function start() {
  if (!globalThis.RTCPeerConnection) return fail("unsupported");
  if (status.hearing === false) return place(null);
  const mine = ++attempt;
  stopWaiting();
  show("connecting");
  const promptTimer = setTimeout(() => mine === attempt && show("microphone"), PROMPT_SHOWS_AFTER_MS);
  try {
    const opened = await openMicrophone();
    if (mine !== attempt) return closeMicrophone(opened);
    await place(opened);
  } catch (error) {
    if (!(error instanceof MicrophoneError)) throw error;
    if (mine === attempt) fail(error.reason);
  } finally {
    clearTimeout(promptTimer);
  }
}

/** @param {MediaStream | null} stream  null: in writing */
async function place(stream) {
  if (!globalThis.RTCPeerConnection) return fail("unsupported");
  const mine = ++attempt;
  stopWaiting();
  useMicrophone(stream);
  conversation.wipe();
  conversation.callInWriting(!stream);
  pill("connecting");
  show("connecting");
  try {
    await placeCall({ microphone: stream, iceServers: status.ice_servers ?? [], listener });
  } catch (error) {
    if (mine !== attempt) return;
    if (!(error instanceof RefusedError)) fail("lost");
    else if (error.waitSeconds) failBusy(error, () => place(stream));
    else fail("broken", error);
  }
}

const listener = {
  onPicture(stream) {
    if (video.srcObject === stream) return;
    video.srcObject = stream;
    video.hidden = false;
    play();
  },
  onMessage: conversation.handle,
  onWaver: (steady) => pill(steady ? "idle" : "interrupted"),
  onEnd() {
    clearPicture();
    const { over, holds } = SCREENS[shown()];
    if (over) useMicrophone(null);
    else if (holds) pill("interrupted"); // a number to call stays, whatever the network does
    else fail("lost");
  },
};

async function play() {
  try {
    await video.play();
    byId("unlock").hidden = true;
  } catch (error) {
    byId("unlock").hidden = error.name !== "NotAllowedError";
  }
}

function useMicrophone(stream) {
  if (microphone !== stream) closeMicrophone(microphone);
  if (stream && microphone !== stream) showLevel(stream, byId("level"));
  microphone = stream;
}

function clearPicture() {
  video.srcObject = null;
  video.hidden = true;
  byId("unlock").hidden = true;
}

function endCall() {
  attempt++;
  stopWaiting();
  hangUp();
  clearPicture();
  useMicrophone(null);
  conversation.wipe();
  pill(null);
}

/** In a call: the topics again. Otherwise: the welcome page. */
function home() {
  if (tell("home")) return conversation.startOver();
  endCall();
  show("welcome");
}

function back() {
  goBack();
  const { leave, holds } = SCREENS[shown()];
  if (leave && !holds && !inCall()) fail("lost"); // it went while the caller read the number
}

function tellFromBar(pressed, name) {
  if (!tell(name)) return notice(strings.notices.needsCall);
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
