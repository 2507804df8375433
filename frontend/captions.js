/** What was heard and what is being said, on the screen. Never shows a word as said that was not. */

import { byId, element } from "./page.js";
import { strings } from "./strings.js";

const PHRASE_SYLLABLES = 8;
const STAYS_MS = 5000; // at least, after it was said

const mine = byId("me");
const hers = byId("counsellor");
const past = byId("past");
const herLog = byId("her-words");
const myLog = byId("my-words");
let timer = 0;
let spoken = []; // the words of the sentence on the screen, {text, start, end, place}
let began = 0; // when its sound began, performance.now()

const line = (block) => block.querySelector(".cap");

/** The caller's own words, as far as they are known. */
export function showHeard(text) {
  mine.hidden = false;
  if (line(mine).textContent !== text) line(mine).textContent = text;
}

/** The caller's own words, whole: only these are read to those who hear the page. */
export function showQuestion(text) {
  showHeard(text);
  if (myLog.textContent !== text) myLog.textContent = text;
}

/** Dots, from the first sound until there are words. */
export const showHearing = () => showHeard(strings.conversation.hearing);

/**
 * A sentence whose sound begins now; its words become bold as they are said.
 * @param {{text: string, words?: {text: string, start: number, end: number}[]}} caption  times in seconds
 */
export function showSentence({ text, words = [] }) {
  clearTimeout(timer);
  keep();
  hers.hidden = false;
  if (words.length === 0) return showWhole(text);
  log(text);
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
  const again = shared(said, more);
  log(more.slice(again).map(({ text }) => text).join(" ")); // prettier-ignore
  showWords([...said.slice(0, said.length - again), ...more]);
}

/** The sentence before stays for a while above the one that is being said, as far as there is room. */
function keep() {
  const text = line(hers).textContent;
  if (!text || hers.hidden) return;
  const kept = element("p", "before", text);
  past.append(kept);
  setTimeout(() => kept.remove(), STAYS_MS);
}

function makeRoom() {
  while (past.firstChild && document.documentElement.scrollHeight > innerHeight) past.firstChild.remove();
}

/** Each piece once, as it begins to be said: a screen reader never repeats half a sentence. */
function log(text) {
  if (text) herLog.append(element("span", "", `${text} `));
}

function showWords(words) {
  spoken = phrases(words).flatMap((phrase) => phrase.map((word) => ({ ...word, phrase })));
  for (const word of spoken) word.place = element("span", "later", word.text);
  line(hers).replaceChildren(...spoken.map(({ place }) => place));
  spaceOut();
  follow();
  makeRoom();
}

/** A sentence without word times. */
export function showWhole(text) {
  clearTimeout(timer);
  spoken = [];
  hers.hidden = false;
  line(hers).replaceChildren(text);
  log(text);
  makeRoom();
}

/** Cuts the sentence where the voice was cut. `said`: all that was heard of the whole answer. */
export function cut(said) {
  clearTimeout(timer);
  const words = spoken.map(({ text }) => text);
  const count = longestEnd(words, said.trim());
  if (count === 0 && !said.trim()) hers.hidden = true;
  else line(hers).replaceChildren(count ? words.slice(0, count).join(" ") : said.trim(), " —");
  if (herLog.lastElementChild) herLog.lastElementChild.textContent = words.slice(0, count).join(" ");
  spoken = [];
}

/** How long the sentence on the screen must still stand where `shown` does not say the same. */
export const staysFor = (shown) => (hers.hidden || shown.includes(line(hers).textContent.trim()) ? 0 : STAYS_MS);

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
  for (const place of [line(hers), past, herLog]) place.replaceChildren();
}

export function clearAll() {
  clearAnswer();
  mine.hidden = true;
  for (const place of [line(mine), myLog]) place.replaceChildren();
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
