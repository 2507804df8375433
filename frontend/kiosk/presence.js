/** Whether somebody has come to the screen: differences between tiny pictures of the camera. No picture is kept, sent or
 *  looked at for whom it shows; without a camera, or without its permission, nothing happens. */

const WIDTH = 32;
const HEIGHT = 24;
const EVERY_MS = 400;
const CHANGED = 24; // of 255
const MOVING = 0.04; // part of the picture
const ARRIVED_AFTER = 3; // pictures in a row with motion
const GONE_AFTER_MS = 8000;

let stream = null;
let lastMoved = -Infinity;

/** @param {number} [within] ms */
export const seenLately = (within = GONE_AFTER_MS) => !stream || performance.now() - lastMoved < within;

/** @param {() => void} onArrival  after a time without motion there is some, and it goes on */
export async function watchForPeople(onArrival) {
  if (!(await allowed("camera"))) return;
  const video = document.createElement("video");
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: 160, height: 120, frameRate: 5 } });
  } catch {
    return; // no camera, or another program has it
  }
  video.muted = true;
  video.srcObject = stream;
  await video.play().catch(() => {});
  const paper = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const pen = paper.getContext("2d", { willReadFrequently: true });
  let before = null;
  let moving = 0;
  const look = () => {
    if (!stream?.active) return;
    pen.drawImage(video, 0, 0, WIDTH, HEIGHT);
    const now = brightness(pen.getImageData(0, 0, WIDTH, HEIGHT).data);
    moving = before && change(before, now) > MOVING ? moving + 1 : 0;
    before = now;
    const wasGone = performance.now() - lastMoved > GONE_AFTER_MS;
    if (moving === ARRIVED_AFTER && wasGone) onArrival();
    if (moving >= ARRIVED_AFTER) lastMoved = performance.now();
    setTimeout(look, EVERY_MS);
  };
  look();
}

/** The camera's light goes out: a call needs no camera. */
export function stopWatching() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}

/** Never asks: on a kiosk the policy has allowed it, elsewhere a prompt would be in the way. */
export async function allowed(name) {
  if (!navigator.mediaDevices?.getUserMedia) return false;
  const permission = await navigator.permissions?.query({ name }).catch(() => null);
  return permission?.state === "granted";
}

function brightness(pixels) {
  const made = new Uint8Array(pixels.length / 4);
  for (let i = 0; i < made.length; i++) made[i] = (pixels[4 * i] + 2 * pixels[4 * i + 1] + pixels[4 * i + 2]) / 4;
  return made;
}

/** Which part of the picture changed; a lamp that is switched on changes all of it alike and does not count. */
export function change(before, now) {
  let sum = 0;
  for (let i = 0; i < now.length; i++) sum += now[i] - before[i];
  const mean = sum / now.length;
  let changed = 0;
  for (let i = 0; i < now.length; i++) if (Math.abs(now[i] - before[i] - mean) > CHANGED) changed++;
  return changed / now.length;
}
