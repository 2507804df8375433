/** How a call begins, waits its turn, survives a lost network or a lost microphone, and ends. */

import { RefusedError, hangUp, inCall, placeCall, speakInto } from "./call.js";
import * as conversation from "./conversation.js";
import { fail } from "./failure.js";
import { MicrophoneError, closeMicrophone, openMicrophone, showLevel } from "./microphone.js";
import { byId } from "./page.js";
import { comeBackTo, notice, pill, show, shown } from "./screens.js";
import { SCREENS } from "./states.js";
import { strings } from "./strings.js";
import { stopWaiting, wait } from "./waiting.js";

const PROMPT_SHOWS_AFTER_MS = 600;
const TRIES_AFTER_MS = [0, 2000, 4000, 8000]; // of taking up a lost call

const video = byId("video");
let known = {}; // what the server said of itself
let microphone = null;
let unplugged = false; // the microphone went in mid-call
let speaks = false; // the conversation began with a microphone
let conversationId = null; // lets a new call go on with what the lost one knew
let ticket = null; // keeps the place in the queue
let tries = 0;
let attempt = 0; // leaving the page's call makes the attempt under way stale
let whenBegun = () => {};

/** @param {object} status  the answer of GET /status */
export function knowServer(status) {
  known = status;
}

/** With the microphone, where there are ears for it. */
export async function start() {
  if (!globalThis.RTCPeerConnection) return fail("unsupported");
  if (known.hearing === false) return place(null);
  const mine = newAttempt();
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

/**
 * A call of a new conversation.
 * @param {MediaStream | null} stream  null: in writing
 * @param {() => void} [begun]  what to do when the counsellor is there
 */
export function place(stream, begun = () => {}) {
  if (!globalThis.RTCPeerConnection) return fail("unsupported");
  conversation.wipe();
  conversation.callInWriting(!stream);
  conversationId = ticket = null;
  speaks = Boolean(stream);
  whenBegun = begun;
  pill("connecting");
  show("connecting");
  return dial(stream);
}

/** 다시 연결: goes on where the network was lost, or begins anew where nothing had begun. */
export function reconnect() {
  if (speaks && !microphone) return start();
  if (!conversationId) return place(microphone);
  tries = 0;
  pill("connecting");
  show("connecting");
  return dial(microphone);
}

export function endCall() {
  newAttempt();
  hangUp();
  clearPicture();
  useMicrophone(null);
  conversationId = ticket = null;
  tries = 0;
  pill(null);
}

/** The browser let no sound out before a tap. */
export async function play() {
  try {
    await video.play();
    byId("unlock").hidden = true;
  } catch (error) {
    byId("unlock").hidden = error.name !== "NotAllowedError";
  }
}

/** The person's number was read; meanwhile the call may have come, or gone for good. */
export function lostMeanwhile() {
  return SCREENS[shown()].talking && !SCREENS[shown()].holds && !inCall() && tries >= TRIES_AFTER_MS.length;
}

async function dial(stream) {
  const mine = newAttempt();
  useMicrophone(stream);
  const iceServers = known.ice_servers ?? [];
  try {
    await placeCall({ microphone: stream, iceServers, listener, ticket, conversation: conversationId });
    ticket = null;
  } catch (error) {
    if (mine !== attempt) return;
    if (!(error instanceof RefusedError)) return listener.onEnd();
    if (!error.waitSeconds) return fail("broken", error);
    ticket = error.ticket ?? ticket;
    wait(error, () => dial(stream));
  }
}

const listener = {
  onPicture(stream) {
    if (video.srcObject === stream) return;
    video.srcObject = stream;
    video.hidden = false;
    play();
  },
  onMessage(message) {
    if (message.type === "bot-ready") begin(message.data ?? {});
    conversation.handle(message);
  },
  onWaver(steady) {
    pill(steady ? "idle" : "interrupted");
  },
  onEnd() {
    clearPicture();
    const { over, talking, holds } = SCREENS[shown()];
    if (over) return useMicrophone(null);
    if (talking && tries < TRIES_AFTER_MS.length) return takeUpAgain();
    if (holds) pill("interrupted"); // a number to call stays, whatever the network does
    else fail("lost");
  },
};

function begin({ conversation: id }) {
  if (tries > 0) notice(strings.notices.reconnected);
  conversationId = id ?? conversationId;
  tries = 0;
  if (shown() === "person") comeBackTo("conversation");
  queueMicrotask(whenBegun);
  whenBegun = () => {};
}

/** Captions and card stay on the screen while a new call goes on with the conversation. */
function takeUpAgain() {
  const mine = newAttempt();
  pill("interrupted");
  notice(strings.notices.reconnecting);
  setTimeout(() => mine === attempt && dial(microphone), TRIES_AFTER_MS[tries++]);
}

function useMicrophone(stream) {
  if (microphone === stream) return;
  closeMicrophone(microphone);
  microphone = stream;
  unplugged = false;
  if (!stream) return;
  const onQuiet = () => notice(strings.notices.closer);
  showLevel(stream, byId("level"), { isTurn: conversation.mayBeHeard, onQuiet });
  for (const track of stream.getAudioTracks()) track.addEventListener("ended", () => replaceMicrophone(stream));
}

/** The microphone was pulled out: another one, or in writing until one is plugged in. */
async function replaceMicrophone(lost) {
  if (microphone !== lost) return;
  useMicrophone(null);
  unplugged = true;
  try {
    await listenThroughAnother();
  } catch {
    speakInto(null);
    conversation.goOnInWriting();
  }
}

async function listenThroughAnother() {
  const mine = attempt;
  const opened = await openMicrophone();
  if (mine !== attempt || !unplugged) return closeMicrophone(opened);
  await speakInto(opened);
  useMicrophone(opened);
  conversation.callInWriting(false);
  notice(strings.notices.microphoneBack);
}

navigator.mediaDevices?.addEventListener?.("devicechange", () => {
  if (unplugged && inCall()) listenThroughAnother().catch(() => {});
});

function newAttempt() {
  stopWaiting();
  unplugged = false;
  return ++attempt;
}

function clearPicture() {
  video.srcObject = null;
  video.hidden = true;
  byId("unlock").hidden = true;
}


