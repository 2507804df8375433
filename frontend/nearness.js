/** Is somebody speaking, but too far away to be understood? Judged by the level alone; no sound is kept. */

export const EVERY_MS = 80; // between two levels

const ENOUGH_DB = -42; // dBFS; what rises above this is loud enough
const ABOVE_ROOM_DB = 8; // a voice, however far, stands out of the room's own noise by this much
const SILENT_DB = -85; // no microphone is that quiet: nothing comes from it yet
const SPEECH_MS = 1200; // of a quiet voice within the window
const WINDOW_MS = 4000;
const REST_MS = 20_000; // nobody is told more often
const ROOM_RISES_DB = 0.04; // per level: a fan that was switched on becomes the room's noise within half a minute

export class Nearness {
  #room = 0; // dBFS
  #recent = [];
  #rest = 0;

  /**
   * @param {number} level  dBFS, one every EVERY_MS
   * @returns {boolean} true at the moment in which it is worth telling
   */
  isTooFar(level) {
    if (level < SILENT_DB) return false;
    this.#room = Math.min(level, this.#room + ROOM_RISES_DB);
    this.#rest = Math.max(0, this.#rest - EVERY_MS);
    this.#recent.push(level);
    if (this.#recent.length > WINDOW_MS / EVERY_MS) this.#recent.shift();
    const quiet = this.#recent.filter((one) => one > this.#room + ABOVE_ROOM_DB);
    const tooFar = quiet.length * EVERY_MS >= SPEECH_MS && quiet.every((one) => one < ENOUGH_DB);
    if (!tooFar || this.#rest > 0) return false;
    this.#rest = REST_MS;
    return true;
  }

  /** It is not the caller who is heard now. */
  pause() {
    this.#recent = [];
  }
}
