/** Every line is busy: how many are before the caller, and by itself another try when the server says so. */

import { byId } from "./page.js";
import { people } from "./numerals.js";
import { pill, show, shown } from "./screens.js";
import { strings } from "./strings.js";

let ticking = 0;

/**
 * @param {{sentence?: string | null, waitSeconds: number, ahead: number | null}} refusal
 * @param {() => void} retry
 */
export function wait({ sentence, waitSeconds, ahead }, retry) {
  stopWaiting();
  const words = strings.waiting;
  const known = Number.isInteger(ahead);
  setText("waiting-title", known ? (ahead > 0 ? words.ahead(people(ahead)) : words.next) : words.title);
  setText("waiting-sentence", known || !sentence ? words.sentence : sentence);
  setText("waiting-what", words.retry);
  byId("waiting-what").hidden = known;
  setText("waiting-unit", known ? words.people : words.unit);
  if (known) setText("waiting-number", String(ahead));
  pill("waiting");
  if (!["waiting", "person"].includes(shown())) show("waiting");
  countDown(waitSeconds, known ? () => {} : (left) => setText("waiting-number", String(left)), retry);
}

export function stopWaiting() {
  clearTimeout(ticking);
}

function countDown(left, tell, done) {
  tell(left);
  ticking = setTimeout(left > 0 ? () => countDown(left - 1, tell, done) : done, left > 0 ? 1000 : 0);
}

/** Only what has changed: a screen reader says it again otherwise. */
function setText(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}
