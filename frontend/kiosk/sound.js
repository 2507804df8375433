/** How loud the counsellor and the guidance are, on the loudspeaker or in earphones, and the guidance itself. */

import { byId } from "../page.js";
import { coverEars } from "./hearing.js";

export const MOST = 5;
const IN_EARPHONES = 3;

let level = MOST;
let saying = null;

export const soundLevel = () => level;

/** @param {number} wanted  1…MOST */
export function setSound(wanted) {
  level = Math.min(MOST, Math.max(1, wanted));
  byId("video").volume = level / MOST;
  if (saying) saying.volume = level / MOST;
}

/** Says one of the server's fixed sentences (server/kiosk_voice.py); silent where it cannot. */
export function guide(name) {
  hush();
  saying = new Audio(`/kiosk/voice/${name}.wav`);
  saying.volume = level / MOST;
  saying.onloadedmetadata = () => coverEars((saying?.duration ?? 0) * 1000 + 400);
  saying.play().catch(() => {});
}

export function hush() {
  saying?.pause();
  saying = null;
}

/** Earphones that are plugged in begin at a middle level: nobody's ears are to hurt. */
export async function mindEarphones() {
  const outputs = async () =>
    (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "audiooutput").length;
  if (!navigator.mediaDevices?.enumerateDevices) return;
  let known = await outputs();
  navigator.mediaDevices.addEventListener("devicechange", async () => {
    const now = await outputs();
    if (now > known) setSound(IN_EARPHONES);
    known = now;
  });
}
