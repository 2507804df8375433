/** Tests, one after the other, all that a call from this device needs. Nothing of it is kept or sent on. */

import { RefusedError, hangUp, placeCall } from "../call.js";
import { MicrophoneError, closeMicrophone, openMicrophone } from "../microphone.js";
import { byId, element } from "../page.js";
import { check as say } from "./strings.js";

const LISTEN_MS = 3000;
const GATHER_MS = 5000;
const CONNECT_MS = 8000;
const AUDIBLE = 0.003; // root mean square of full scale; a room with somebody in it lies above

/** @typedef {{level: "ok" | "warn" | "fail", words: string[]}} Outcome */

const ok = (words) => ({ level: "ok", words: [words] });
const warn = (words) => ({ level: "warn", words });
const fail = (words) => ({ level: "fail", words });

/** In the order of a call; each gives an Outcome. */
const CHECKS = { browser, secure, server, microphone, udp, stun: () => relay("stun"), turn: () => relay("turn") };

byId("begin").addEventListener("click", run);

async function run() {
  const begin = byId("begin");
  begin.disabled = true;
  byId("findings").replaceChildren();
  byId("verdict").hidden = true;
  let bad = false;
  for (const [name, look] of Object.entries(CHECKS)) {
    const line = addLine(say[name].name);
    const outcome = await look();
    bad ||= outcome.level === "fail";
    fill(line, name, outcome);
  }
  byId("verdict").textContent = bad ? say.bad : say.good;
  byId("verdict").className = `verdict ${bad ? "fail" : "ok"}`;
  byId("verdict").hidden = false;
  begin.textContent = say.again;
  begin.disabled = false;
}

function addLine(name) {
  const line = element("li", "finding", element("b", "", name), element("p", "", say.waiting));
  byId("findings").append(line);
  return line;
}

/** @param {Outcome} outcome */
function fill(line, name, { level, words: [found, advice] }) {
  line.dataset.check = name;
  line.dataset.level = level;
  const title = line.querySelector("b");
  title.append(" ", element("span", "mark-of", say.level[level]));
  line.replaceChildren(title, element("p", "", found), ...(advice ? [element("p", "advice", advice)] : []));
}

function browser() {
  return globalThis.RTCPeerConnection && globalThis.MediaStream ? ok(say.browser.ok) : fail(say.browser.fail);
}

function secure() {
  return globalThis.isSecureContext ? ok(say.secure.ok) : fail(say.secure.fail);
}

async function server() {
  try {
    const response = await fetch("/readyz");
    return response.ok ? ok(say.server.ok) : fail(say.server.fail);
  } catch {
    return fail(say.server.fail);
  }
}

async function microphone() {
  let stream;
  try {
    stream = await openMicrophone();
  } catch (error) {
    if (!(error instanceof MicrophoneError)) throw error;
    return fail(error.reason === "denied" || error.reason === "ignored" ? say.microphone.denied : say.microphone.absent);
  }
  const heard = await loudest(stream);
  closeMicrophone(stream);
  return heard > AUDIBLE ? ok(say.microphone.ok) : warn(say.microphone.quiet);
}

/** Root mean square of the loudest moment within LISTEN_MS. */
async function loudest(stream) {
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let most = 0;
  for (const end = performance.now() + LISTEN_MS; performance.now() < end && most <= AUDIBLE; ) {
    await pause(50);
    analyser.getFloatTimeDomainData(samples);
    most = Math.max(most, Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
  }
  await context.close();
  return most;
}

/** A real call, hung up as soon as it stands. */
async function udp() {
  const iceServers = (await status()).ice_servers ?? [];
  let stands;
  const standing = new Promise((resolve) => (stands = resolve));
  const listener = {
    onPicture: () => {},
    onMessage: () => stands(true),
    onWaver: () => {},
    onEnd: () => stands(false),
  };
  try {
    await placeCall({ microphone: null, iceServers, listener });
    const up = await Promise.race([standing, pause(CONNECT_MS).then(() => false)]);
    return up ? ok(say.udp.ok) : fail(say.udp.fail);
  } catch (error) {
    return error instanceof RefusedError && error.waitSeconds ? warn(say.udp.full) : fail(say.udp.fail);
  } finally {
    hangUp();
  }
}

/** @param {"stun" | "turn"} scheme */
async function relay(scheme) {
  const servers = ((await status()).ice_servers ?? []).filter(({ urls }) => urls.startsWith(scheme));
  if (!servers.length) return warn(say[scheme].none);
  const wanted = scheme === "stun" ? "srflx" : "relay";
  const peer = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: scheme === "turn" ? "relay" : "all" });
  peer.createDataChannel("check");
  const found = new Promise((resolve) => {
    peer.onicecandidate = ({ candidate }) => candidate?.type === wanted && resolve(true);
  });
  await peer.setLocalDescription();
  const seen = await Promise.race([found, pause(GATHER_MS).then(() => false)]);
  peer.close();
  return seen ? ok(say[scheme].ok) : fail(say[scheme].fail);
}

async function status() {
  try {
    const response = await fetch("/status");
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
