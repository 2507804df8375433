/** What was heard and what is being said, on the screen. Never shows a word as said that was not. */

import { byId, element } from "./page.js";
import { strings } from "./strings.js";

const PHRASE_SYLLABLES = 8;

const mine = byId("me");
const hers = byId("counsellor");
let timer = 0;
let spoken = []; // the words of the sentence on the screen, {text, start, end, place}
let began = 0; // when its sound began, performance.now()

const line = (block) => block.querySelector(".cap");

/** The caller's own words, as far as they are known. */
export function showHeard(text) {
  mine.hidden = false;
  if (line(mine).textContent !== text) line(mine).textContent = text;
}

/** Dots, from the first sound until there are words. */
export const showHearing = () => showHeard(strings.conversation.hearing);

/**
 * A sentence whose sound begins now; its words become bold as they are said.
 * @param {{text: string, words?: {text: string, start: number, end: number}[]}} caption  times in seconds
 */
export function showSentence({ text, words = [] }) {
  clearTimeout(timer);
  hers.hidden = false;
  if (words.length === 0) return showWhole(text);
  began = performance.now();
  showWords(words);
}

/** The next piece of the sentence on the screen, or what is left of one that was held; its sound begins now. */
export function showMore({ words = [] }) {
  if (words.length === 0) return; // it only goes on with the last word
  const later = (performance.now() - began) / 1000;
  const more = words.map((word) => ({ ...word, start: word.start + later, end: word.end + later }));
  clearTimeout(timer);
  const said = spoken.map(({ text, start, end }) => ({ text, start, end }));
  showWords([...said.slice(0, said.length - shared(said, more)), ...more]);
}

function showWords(words) {
  spoken = phrases(words).flatMap((phrase) => phrase.map((word) => ({ ...word, phrase })));
  for (const word of spoken) word.place = element("span", "later", word.text);
  line(hers).replaceChildren(...spoken.map(({ place }) => place));
  spaceOut();
  follow();
}

/** A sentence without word times. */
export function showWhole(text) {
  clearTimeout(timer);
  spoken = [];
  hers.hidden = false;
  line(hers).replaceChildren(text);
}

/** Cuts the sentence where the voice was cut. `said`: all that was heard of the whole answer. */
export function cut(said) {
  clearTimeout(timer);
  const words = spoken.map(({ text }) => text);
  const count = longestEnd(words, said.trim());
  if (count === 0 && !said.trim()) hers.hidden = true;
  else line(hers).replaceChildren(count ? words.slice(0, count).join(" ") : said.trim(), " —");
  spoken = [];
}

/** All words said: the sentence stays as it is until the next act. */
export function finish() {
  clearTimeout(timer);
  for (const { place } of spoken) place.className = "said";
}

export const saidNothing = () => hers.hidden;

export function clearAnswer() {
  clearTimeout(timer);
  spoken = [];
  hers.hidden = true;
  line(hers).replaceChildren();
}

export function clearAll() {
  clearAnswer();
  mine.hidden = true;
  line(mine).replaceChildren();
}

/** The space belongs to the word before it, but not at a phrase's end: one phrase, one unbroken underline. */
function spaceOut() {
  spoken.slice(0, -1).forEach(({ place, phrase }, i) => {
    if (phrase === spoken[i + 1].phrase) place.append(" ");
    else place.after(" ");
  });
}

function follow() {
  const now = (performance.now() - began) / 1000;
  const current = spoken.findLast((word) => word.start <= now);
  for (const word of spoken) {
    const inPhrase = current && word.phrase === current.phrase && now < current.phrase.at(-1).end;
    word.place.className = [word.start <= now ? "said" : "later", inPhrase ? "now" : ""].join(" ").trim();
  }
  const next = spoken.flatMap(({ start, end }) => [start, end]).filter((time) => time > now);
  if (next.length) timer = setTimeout(follow, (Math.min(...next) - now) * 1000);
}

/** Words said in one breath: up to a comma, or about eight syllables. */
function phrases(words) {
  const groups = [[]];
  for (const word of words) {
    const group = groups.at(-1);
    group.push(word);
    const syllables = group.reduce((sum, { text }) => sum + text.length, 0);
    if (syllables >= PHRASE_SYLLABLES || /[,.?!]$/.test(word.text)) groups.push([]);
  }
  return groups.filter((group) => group.length);
}

/** How many words both end the one and begin the other. */
function shared(before, after) {
  for (let count = Math.min(before.length, after.length); count > 0; count--) {
    if (before.slice(-count).every(({ text }, i) => text === after[i].text)) return count;
  }
  return 0;
}

/** How many of the words, from the first, stand at the end of what was said. */
function longestEnd(words, said) {
  for (let count = words.length; count > 0; count--) {
    if (said.endsWith(words.slice(0, count).join(" "))) return count;
  }
  return 0;
}
