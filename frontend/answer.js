/** The answer card: the conclusion, where, what to bring, the number, the source; then how, step by step.

What has no room on the first side goes to the next, never to smaller type. */

import { byId, element, icon, telephone } from "./page.js";
import { strings } from "./strings.js";

const LOW = 560; // pixels; on a screen lower than this everything scrolls anyway, and two sides are enough

let sides = [];
let facing = 0;

/** @param {object} answer  an `answer` message's data (docs/events.md); its screen is shown already */
export function showAnswer(answer) {
  const [conclusion, ...rest] = sentences(answer.text);
  const { where, documents, steps } = answer;
  const words = strings.answer;
  const facts = [
    where && fact("place", words.where, where),
    documents?.length && fact("bag", words.documents, documents.join(", ")),
  ].filter(Boolean);
  const end = [answer.phone && phone(answer.phone), answer.source && source(answer)].filter(Boolean);
  const how = [
    ...(steps ?? []).map(step),
    rest.length && element("p", "rest", rest.join(" ")),
  ].filter(Boolean);
  const front = fitted({ heading: conclusion, blocks: facts, end });
  const second = steps?.length ? words.how : answer.title || words.details;
  sides = [front, ...asSidesThatFit(second, [...facts.slice(front.blocks.length), ...how])];
  face(0);
  byId("answer").querySelector("h1").focus({ preventScroll: true });
}

/** 더 보기: the next side, and after the last the first. */
export const turnOver = () => turnTo((facing + 1) % sides.length);

export const turnBack = () => turnTo(Math.max(0, facing - 1));

function turnTo(side) {
  face(side);
  byId("answer").querySelector("h1").focus({ preventScroll: true });
}

/** Splits after 다. 요? and the like; "3.5" and "gov.kr" stay whole. */
export function sentences(text) {
  return text.trim().split(/(?<=[.?!])\s+/);
}

function face(facingNow) {
  facing = facingNow;
  draw(sides[facing]);
  const last = facing === sides.length - 1;
  byId("details").hidden = sides.length === 1;
  byId("details").querySelector("span").textContent = last ? strings.answer.summary : strings.answer.details;
  byId("side").textContent = sides.length > 1 ? strings.answer.side(facing + 1, sides.length) : "";
}

function draw({ heading, blocks, end }) {
  const title = element("h1", "", heading);
  title.tabIndex = -1;
  byId("answer").replaceChildren(title, ...blocks, ...end);
}

/** The side with as many of its blocks as the screen has room for. */
function fitted({ heading, blocks, end }, fewest = 0) {
  byId("details").hidden = false;
  for (let count = blocks.length; ; count--) {
    const side = { heading, blocks: blocks.slice(0, count), end };
    draw(side);
    if (count <= fewest || innerHeight < LOW || !overflows()) return side;
  }
}

function asSidesThatFit(heading, blocks) {
  if (!blocks.length) return [];
  const side = fitted({ heading, blocks, end: [] }, 1);
  return [side, ...asSidesThatFit(heading, blocks.slice(side.blocks.length))];
}

const overflows = () => document.documentElement.scrollHeight > innerHeight;

const step = (text, i) => element("p", "step", element("span", "n", String(i + 1)), element("span", "", text));

function fact(drawing, label, text) {
  return element("div", "fact", icon(drawing), element("p", "k", label), element("p", "v", text));
}

function phone(text) {
  const address = telephone(text);
  const strip = element(address ? "a" : "p", "tel", icon("phone"), element("span", "", text));
  if (address) strip.href = address;
  return strip;
}

/** The official word, the source, and the day on which it was checked. */
function source({ title, source: name, checked }) {
  const day = checked?.split("-").map(Number);
  const when = day?.length === 3 && strings.answer.checked(strings.answer.day(day));
  const told = [name, when].filter(Boolean).join(" · ");
  return element("p", "source", title && element("b", "", title), title ? ` · ${told}` : told);
}
