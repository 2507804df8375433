/** Keys become Hangul. Knows nothing of the page. */

import { TURNS, VOWELS } from "./keys.js";

const SAME_KEY_MS = 1500; // longer apart, the same key begins a new letter: 국가
const STROKE = /^[ㅣㆍㅡ]$/;
const LETTER = /^[ㄱ-ㅣ]$/;

export class Typist {
  #assemble;
  #done = ""; // finished; only erasing reaches it
  #letters = []; // of the word being written
  #strokes = ""; // of the vowel being written
  #byStrokes = false;
  #last = { key: "", at: -Infinity };

  /** @param {(letters: string[]) => string} assemble  letters to syllables */
  constructor(assemble) {
    this.#assemble = assemble;
  }

  /** Writes on after `text`. */
  begin(text) {
    this.#done = text;
    this.#letters = [];
    this.#strokes = "";
    this.#last = { key: "", at: -Infinity };
  }

  get text() {
    const dots = this.#strokes in VOWELS ? "" : this.#strokes;
    return this.#done + (this.#letters.length ? this.#assemble(this.#letters) : "") + dots;
  }

  /**
   * @param {string} key  as in keys.js
   * @param {number} [at]  milliseconds
   */
  press(key, at = performance.now()) {
    const again = key === this.#last.key && at - this.#last.at < SAME_KEY_MS;
    this.#last = { key, at };
    if (key === "erase") this.#erase();
    else if (key === "space") this.#finish(" ");
    else if (TURNS[key]) this.#turn(TURNS[key], again);
    else if (this.#byStrokes && STROKE.test(key)) this.#stroke(key);
    else if (LETTER.test(key)) this.#letters.push(key);
    else this.#finish(key);
  }

  /** This arrangement writes ㅣ and ㅡ as strokes of a vowel. */
  useStrokes(yes) {
    this.#byStrokes = yes;
  }

  #turn(turns, again) {
    this.#strokes = "";
    const mark = turns[0] === ".";
    const last = mark ? this.#done.at(-1) : this.#letters.at(-1);
    const next = again ? turns[(turns.indexOf(last) + 1) % turns.length] : turns[0];
    if (again && mark) this.#done = this.#done.slice(0, -1);
    else if (again) this.#letters.pop();
    if (mark) this.#finish(next);
    else this.#letters.push(next);
  }

  #stroke(stroke) {
    const more = this.#strokes + stroke;
    const goesOn = this.#strokes && Object.keys(VOWELS).some((known) => known.startsWith(more));
    if (goesOn && this.#strokes in VOWELS) this.#letters.pop();
    this.#strokes = goesOn ? more : stroke;
    if (this.#strokes in VOWELS) this.#letters.push(VOWELS[this.#strokes]);
  }

  #finish(sign) {
    this.#strokes = "";
    this.#done = this.text + sign;
    this.#letters = [];
  }

  #erase() {
    const dots = this.#strokes && !(this.#strokes in VOWELS);
    if (dots) this.#strokes = "";
    else if (this.#letters.length) this.#letters.pop();
    else this.#done = this.#done.slice(0, -1);
    this.#strokes = "";
  }
}
