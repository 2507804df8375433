/** One call at a time: WHIP signalling (RFC 9725), the messages on the data channel, and its end. */

import { candidateFragment } from "./trickle.js";

const LABEL = "rtvi-ai";
const VERSION = "1.2.0";
const HEARTBEAT_MS = 2000;
const GATHERING_MS = 1000;
const SETUP_MS = 15_000;
const WAVERING_MS = 5000;

/** The server refused. `sentence` is its own, in Korean; `waitSeconds` is set when every line is busy. */
export class RefusedError extends Error {
  constructor(sentence, waitSeconds) {
    super(sentence ?? "refused");
    this.sentence = sentence;
    this.waitSeconds = waitSeconds;
  }
}

/**
 * @typedef {object} Listener
 * @property {(stream: MediaStream) => void} onPicture
 * @property {(message: {type: string, data?: object}) => void} onMessage
 * @property {(steady: boolean) => void} onWaver  the network falters, or is steady again
 * @property {() => void} onEnd  the connection has gone, whoever ended it
 */

let call = null;

/**
 * @param {{microphone: MediaStream | null, iceServers: RTCIceServer[], listener: Listener}} options
 * @throws {RefusedError} the server said no
 * @throws {TypeError} no network
 */
export async function placeCall(options) {
  hangUp();
  const placed = new Call(options);
  call = placed;
  try {
    await placed.connect();
  } catch (error) {
    placed.end();
    throw error;
  }
}

export function hangUp() {
  call?.end();
  call = null;
}

export const inCall = () => call?.isUp ?? false;

/** Sends an RTVI message; without a call it goes nowhere and the answer is false. */
export const send = (type, data = {}) => call?.send(type, data) ?? false;

/** Sends one of our own client messages, by name. */
export const tell = (name, details = {}) => send("client-message", { t: name, d: details });

class Call {
  #listener;
  #peer;
  #channel;
  #timers = new Set();
  #location = null;
  #tag = null;
  #late = [];
  #over = false;

  constructor({ microphone, iceServers, listener }) {
    this.#listener = listener;
    this.#peer = new RTCPeerConnection({ iceServers });
    this.#addMedia(microphone);
    this.#channel = this.#peer.createDataChannel("rtvi");
    this.#channel.onopen = () => this.#greet();
    this.#channel.onmessage = (event) => this.#receive(event.data);
    this.#channel.onclose = () => this.#lose();
    this.#peer.onconnectionstatechange = () => this.#follow(this.#peer.connectionState);
  }

  #addMedia(microphone) {
    const [voice] = microphone?.getAudioTracks() ?? [];
    if (voice) this.#peer.addTransceiver(voice, { direction: "sendrecv", streams: [microphone] });
    else this.#peer.addTransceiver("audio", { direction: "recvonly" });
    this.#peer.addTransceiver("video", { direction: "recvonly" });
    const picture = new MediaStream();
    this.#peer.ontrack = ({ track }) => {
      picture.addTrack(track);
      this.#listener.onPicture(picture);
    };
  }

  async connect() {
    this.#after(SETUP_MS, () => this.#channel.readyState === "connecting" && this.#lose());
    this.#peer.onicecandidate = ({ candidate }) => candidate && this.#trickle(candidate);
    await this.#peer.setLocalDescription();
    await this.#gathered();
    const offer = this.#peer.localDescription;
    this.#late = [];
    const response = await fetch("/calls", {
      method: "POST",
      headers: { "Content-Type": "application/sdp" },
      body: offer.sdp,
    });
    if (!response.ok) throw await refusal(response);
    this.#location = response.headers.get("Location");
    this.#tag = response.headers.get("ETag");
    const answer = await response.text();
    if (this.#over) return this.#release(); // hung up while the server was picking up
    await this.#peer.setRemoteDescription({ type: "answer", sdp: answer });
    this.#sendLate();
  }

  /** Most candidates are there at once; whatever comes later follows in a PATCH. */
  #gathered() {
    return new Promise((resolve) => {
      const done = () => this.#peer.iceGatheringState === "complete" && resolve();
      this.#peer.addEventListener("icegatheringstatechange", done);
      this.#after(GATHERING_MS, resolve);
      done();
    });
  }

  #trickle(candidate) {
    this.#late.push(candidate);
    if (this.#location) this.#sendLate();
  }

  #sendLate() {
    if (!this.#late.length || this.#over) return;
    const body = candidateFragment(this.#peer.localDescription.sdp, this.#late.splice(0));
    const headers = { "Content-Type": "application/trickle-ice-sdpfrag", "If-Match": this.#tag ?? "*" };
    fetch(this.#location, { method: "PATCH", headers, body }).catch(() => {}); // the others may do
  }

  #greet() {
    this.send("client-ready", { version: VERSION, about: { library: "malbeot-page", library_version: "1" } });
    this.#beat();
  }

  #beat() {
    this.send("client-message", { t: "heartbeat", d: {} });
    this.#after(HEARTBEAT_MS, () => this.#beat());
  }

  get isUp() {
    return this.#channel.readyState === "open";
  }

  send(type, data) {
    if (!this.isUp) return false;
    this.#channel.send(JSON.stringify({ label: LABEL, type, id: crypto.randomUUID?.() ?? String(Date.now()), data }));
    return true;
  }

  #receive(text) {
    const message = JSON.parse(text);
    if (message.label === LABEL) this.#listener.onMessage(message);
  }

  #follow(state) {
    if (this.#over) return;
    if (state === "failed" || state === "closed") this.#lose();
    else if (state === "connected") this.#listener.onWaver(true);
    else if (state === "disconnected") {
      this.#listener.onWaver(false);
      this.#after(WAVERING_MS, () => this.#peer.connectionState === "disconnected" && this.#lose());
    }
  }

  #lose() {
    if (this.#over) return;
    this.end();
    this.#listener.onEnd();
  }

  end() {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#release();
    this.#peer.close();
  }

  /** `keepalive` lets the request outlive a page that is being closed. */
  #release() {
    if (this.#location) fetch(this.#location, { method: "DELETE", keepalive: true }).catch(() => {});
  }

  #after(milliseconds, act) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

/** Reads problem+json (RFC 9457) where there is one. */
async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const wait = response.status === 503 ? Number(response.headers.get("Retry-After")) || 10 : null;
  return new RefusedError(problem.message ?? null, wait);
}
