/** One call at a time: WHIP signalling (RFC 9725), the messages on the data channel, and its end. */

import { figures, since } from "./netstats.js";
import { FRAGMENT, candidateFragment, renewed, restartFragment } from "./trickle.js";

const LABEL = "rtvi-ai";
const VERSION = "1.2.0";
const HEARTBEAT_MS = 2000;
const GATHERING_MS = 1000;
const SETUP_MS = 15_000;
const WAVERING_MS = 5000;
const STATS_MS = 5000;

/**
 * The server refused. `sentence` is its own, in Korean. When every line is busy there are `waitSeconds`, and
 * perhaps a `ticket` that keeps the caller's place and how many are `ahead`.
 */
export class RefusedError extends Error {
  constructor({ message = null, ahead = null, ticket = null } = {}, waitSeconds = null) {
    super(message ?? "refused");
    Object.assign(this, { sentence: message, waitSeconds, ahead, ticket });
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
 * @param {object} options
 * @param {MediaStream | null} options.microphone
 * @param {RTCIceServer[]} options.iceServers
 * @param {Listener} options.listener
 * @param {string | null} [options.ticket]  the place in the queue
 * @param {string | null} [options.conversation]  an earlier call's, which this one goes on with
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

/** Sends an RTVI message and answers its id; without a call it goes nowhere and the answer is false. */
export const send = (type, data = {}) => call?.send(type, data) ?? false;

/** Sends one of our own client messages, by name. */
export const tell = (name, details = {}) => send("client-message", { t: name, d: details });

/** Another microphone from now on; null: none. Nothing is signalled anew. */
export const speakInto = (stream) => call?.speakInto(stream);

class Call {
  #listener;
  #peer;
  #voice;
  #query;
  #unheeded = new Set(); // ids of messages whose refusal is nobody's business
  #figures = {};
  #channel;
  #timers = new Set();
  #location = null;
  #tag = null;
  #late = [];
  #holding = false;
  #over = false;

  constructor({ microphone, iceServers, listener, ticket, conversation }) {
    this.#listener = listener;
    const known = Object.entries({ ticket, conversation }).filter(([, value]) => value);
    this.#query = known.length ? `?${new URLSearchParams(known)}` : "";
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
    if (voice) this.#voice = this.#peer.addTransceiver(voice, { direction: "sendrecv", streams: [microphone] }).sender;
    else this.#peer.addTransceiver("audio", { direction: "recvonly" });
    this.#peer.addTransceiver("video", { direction: "recvonly" });
    const picture = new MediaStream();
    this.#peer.ontrack = ({ track }) => {
      picture.addTrack(track);
      this.#listener.onPicture(picture);
    };
  }

  speakInto(stream) {
    return this.#voice?.replaceTrack(stream?.getAudioTracks()[0] ?? null);
  }

  async connect() {
    this.#after(SETUP_MS, () => this.#channel.readyState === "connecting" && this.#lose());
    this.#peer.onicecandidate = ({ candidate }) => candidate && this.#trickle(candidate);
    await this.#peer.setLocalDescription();
    await this.#gathered();
    const offer = this.#peer.localDescription;
    this.#late = [];
    const response = await fetch(`/calls${this.#query}`, {
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
    if (this.#location && !this.#holding) this.#sendLate();
  }

  #sendLate() {
    if (!this.#late.length || this.#over) return;
    const body = candidateFragment(this.#peer.localDescription.sdp, this.#late.splice(0));
    this.#patch(body, this.#tag ?? "*").catch(() => {}); // the others may do
  }

  #patch(body, tag) {
    const headers = { "Content-Type": FRAGMENT, "If-Match": tag };
    return fetch(this.#location, { method: "PATCH", headers, body });
  }

  /** Looks for another path with the same call (RFC 9725, section 4.3.3). What goes wrong leaves the old path. */
  async #restart() {
    const answer = this.#peer.remoteDescription?.sdp;
    if (!answer || !this.#location) return;
    this.#holding = true; // what comes meanwhile belongs to a session the server does not know yet
    this.#late = [];
    try {
      await this.#peer.setLocalDescription(await this.#peer.createOffer({ iceRestart: true }));
      await this.#gathered();
      const response = await this.#patch(restartFragment(this.#peer.localDescription.sdp), "*");
      if (!response.ok || this.#over) return;
      this.#tag = response.headers.get("ETag") ?? this.#tag;
      await this.#peer.setRemoteDescription({ type: "answer", sdp: renewed(answer, await response.text()) });
    } catch {
      // no network, or the browser thought better of it: a new call follows
    } finally {
      this.#holding = false;
      this.#sendLate();
    }
  }

  #greet() {
    this.send("client-ready", { version: VERSION, about: { library: "malbeot-page", library_version: "1" } });
    this.#beat();
    this.#after(STATS_MS, () => this.#report());
  }

  async #report() {
    if (this.#over) return;
    const now = figures((await this.#peer.getStats()).values());
    this.#unheeded.add(this.send("client-message", { t: "stats", d: since(this.#figures, now) }));
    this.#figures = now;
    this.#after(STATS_MS, () => this.#report());
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
    const id = crypto.randomUUID?.() ?? String(performance.now());
    this.#channel.send(JSON.stringify({ label: LABEL, type, id, data }));
    return id;
  }

  #receive(text) {
    const message = JSON.parse(text);
    if (message.type === "error-response" && this.#unheeded.delete(message.id)) return;
    if (message.label === LABEL) this.#listener.onMessage(message);
  }

  #follow(state) {
    if (this.#over) return;
    if (state === "failed" || state === "closed") this.#lose();
    else if (state === "connected") this.#listener.onWaver(true);
    else if (state === "disconnected") {
      this.#listener.onWaver(false);
      this.#restart();
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
  return new RefusedError(problem, wait);
}
