/** Time: when nobody has touched or said anything, asks; when nobody answers, ends. Never while someone speaks. */

const LONGER = { crisis: 5 };

/**
 * @typedef {object} Wishes
 * @property {number} patience  seconds until it asks
 * @property {number} warning   seconds it waits for an answer
 * @property {() => boolean} busy  someone speaks, or the counsellor is at work
 * @property {() => string} screen
 * @property {(left: number) => void} ask  once a second while it asks
 * @property {() => void} takeBack
 * @property {() => void} end
 */

export class Patience {
  #wishes;
  #last = performance.now();
  #asked = null;

  /** @param {Wishes} wishes */
  constructor(wishes) {
    this.#wishes = wishes;
  }

  get asking() {
    return this.#asked !== null;
  }

  /** Somebody is there. */
  extend() {
    this.#last = performance.now();
    if (!this.asking) return;
    this.#asked = null;
    this.#wishes.takeBack();
  }

  /** To be called about once a second. */
  tick() {
    const { patience, warning, busy, screen, ask, end } = this.#wishes;
    if (busy()) return this.extend();
    const now = performance.now();
    if (!this.asking) {
      if (now - this.#last < patience * 1000 * (LONGER[screen()] ?? 1)) return;
      this.#asked = now;
    }
    const left = Math.ceil(warning - (now - this.#asked) / 1000);
    if (left > 0) ask(left);
    else end();
  }
}
