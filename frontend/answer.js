/** The answer card. Front: the conclusion, where, what to bring, the number, the source. Back: how, step by step. */

import { byId, element, icon, telephone } from "./page.js";
import { strings } from "./strings.js";

let sides = [];
let facing = 0;

/** @param {object} answer  an `answer` message's data (docs/events.md) */
export function showAnswer(answer) {
  const [conclusion, ...rest] = sentences(answer.text);
  sides = [front(answer, conclusion)];
  if (rest.length || answer.steps?.length) sides.push(back(answer, rest));
  face(0);
}

/** 자세히 보기, and back. */
export function turnOver() {
  face(1 - facing);
  byId("answer").querySelector("h1").focus();
}

function face(side) {
  facing = side;
  byId("answer").replaceChildren(...sides[side]);
  byId("details").hidden = sides.length === 1;
  byId("details").textContent = side === 0 ? strings.answer.details : strings.answer.summary;
}

function front(answer, conclusion) {
  const words = strings.answer;
  return [
    answer.title && element("p", "about", answer.title),
    heading(conclusion),
    answer.where && fact("place", words.where, answer.where),
    answer.documents?.length && fact("bag", words.documents, answer.documents.join(", ")),
    answer.phone && phone(answer.phone),
    answer.source && element("p", "source", source(answer)),
  ].filter(Boolean);
}

function back(answer, rest) {
  return [
    heading(answer.steps?.length ? strings.answer.how : answer.title || strings.answer.details),
    answer.steps?.length && element("ol", "steps", ...answer.steps.map(step)),
    rest.length && element("p", "rest", rest.join(" ")),
  ].filter(Boolean);
}

function heading(text) {
  const made = element("h1", "", text);
  made.tabIndex = -1;
  return made;
}

const step = (text) => element("li", "", element("span", "", text));

function fact(drawing, label, text) {
  return element("div", "fact", icon(drawing), element("p", "k", label), element("p", "v", text));
}

function phone(text) {
  const address = telephone(text);
  const strip = element(address ? "a" : "p", "tel", icon("phone"), element("span", "", text));
  if (address) strip.href = address;
  return strip;
}

function source({ source: name, checked }) {
  const day = checked?.split("-").map(Number);
  return day?.length === 3 ? `${name} · ${strings.answer.checked(strings.answer.day(day))}` : name;
}

/** Splits after 다. 요? and the like; "3.5" and "gov.kr" stay whole. */
function sentences(text) {
  return text.trim().split(/(?<=[.?!])\s+/);
}
