/** The caller's microphone: opening it, everything that can go wrong with that, and how loud it is. */

import { EVERY_MS, Nearness } from "./nearness.js";

const PATIENCE_MS = 10_000;
const WANTED = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  video: false,
};
const REASONS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busyMicrophone",
  AbortError: "busyMicrophone",
};

/** `reason` is a key of FAILURES. */
export class MicrophoneError extends Error {
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/**
 * Asks for the microphone and waits ten seconds for an answer.
 * @returns {Promise<MediaStream>}
 * @throws {MicrophoneError}
 */
export async function openMicrophone() {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new MicrophoneError(window.isSecureContext ? "absent" : "insecure");
  }
  const asked = navigator.mediaDevices.getUserMedia(WANTED);
  let timer = 0;
  const ignored = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new MicrophoneError("ignored")), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, ignored]);
  } catch (error) {
    asked.then(closeMicrophone, () => {}); // allowed too late: nobody listens any more
    throw error instanceof MicrophoneError ? error : new MicrophoneError(REASONS[error.name] ?? "absent", error);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {MediaStream | null} stream */
export function closeMicrophone(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/**
 * Moves the bars with the voice until the microphone closes, and calls back when it is too quiet to be understood.
 * @param {MediaStream} stream
 * @param {HTMLElement} bars  one child per bar
 * @param {{isTurn: () => boolean, onQuiet: () => void}} caller  whether it is the caller who speaks now
 */
export function showLevel(stream, bars, { isTurn, onQuiet }) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 512 });
  const samples = new Float32Array(analyser.fftSize);
  const nearness = new Nearness();
  context.createMediaStreamSource(stream).connect(analyser);
  const draw = () => {
    if (!stream.active) return void context.close();
    analyser.getFloatTimeDomainData(samples);
    const level = decibels(samples);
    const height = (i) => barHeight(loudness(level), i, bars.children.length);
    [...bars.children].forEach((bar, i) => bar.style.setProperty("--level", height(i)));
    if (!isTurn()) nearness.pause();
    else if (nearness.isTooFar(level)) onQuiet();
    setTimeout(draw, EVERY_MS);
  };
  draw();
}

/** @returns {number} dBFS, at least -90 */
function decibels(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return 10 * Math.log10(power + 1e-9);
}

/** 0 at −55 dBFS and below, 1 at −15 dBFS and above. */
const loudness = (level) => Math.min(1, Math.max(0, (level + 55) / 40));

/** The middle bars rise highest; a quiet microphone still shows that it is there. */
function barHeight(level, index, count) {
  const middle = (count - 1) / 2;
  return (0.22 + 0.78 * level * (1 - (0.55 * Math.abs(index - middle)) / middle)).toFixed(2);
}
