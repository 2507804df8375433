/** Whether somebody speaks at the screen before a call: loudness alone, measured here; no sound is kept or sent. */

import { closeMicrophone, openMicrophone } from "../microphone.js";
import { allowed } from "./presence.js";

const EVERY_MS = 60;
const ABOVE_FLOOR_DB = 14;
const QUIETEST_DB = -50;
const SPEECH_MS = 600;
const GAP_MS = 250;

let stream = null;
let deafUntil = 0;

/** @param {number} ms  for which the loudspeaker is heard, not a person */
export function coverEars(ms) {
  deafUntil = Math.max(deafUntil, performance.now() + ms);
}

/** @param {() => void} onVoice  again for every 0.6 s of voice */
export async function listenForVoice(onVoice) {
  if (!(await allowed("microphone"))) return;
  stream = await openMicrophone().catch(() => null);
  if (!stream) return;
  const mine = stream;
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  const source = context.createMediaStreamSource(mine);
  source.connect(new BiquadFilterNode(context, { type: "bandpass", frequency: 800, Q: 0.5 })).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let floor = QUIETEST_DB;
  let voiced = 0;
  let quiet = 0;
  const listen = () => {
    if (!mine.active) return void context.close();
    analyser.getFloatTimeDomainData(samples);
    const level = decibels(samples);
    const loud = performance.now() > deafUntil && level > Math.max(floor + ABOVE_FLOOR_DB, QUIETEST_DB);
    floor += (level - floor) * (level < floor ? 0.2 : 0.005); // falls at once, rises slowly
    quiet = loud ? 0 : quiet + EVERY_MS;
    voiced = loud ? voiced + EVERY_MS : quiet > GAP_MS ? 0 : voiced;
    if (voiced >= SPEECH_MS) {
      voiced = 0;
      onVoice();
    }
    setTimeout(listen, EVERY_MS);
  };
  listen();
}

/** The call opens the microphone anew, with its own wishes. */
export function stopListening() {
  closeMicrophone(stream);
  stream = null;
}

function decibels(samples) {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return 10 * Math.log10(power / samples.length + 1e-9);
}
