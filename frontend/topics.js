/** Topic tiles, and the most-asked questions behind each. */

import { button, byId, element, icon } from "./page.js";
import { strings } from "./strings.js";

const MOST_QUESTIONS = 4; // the server knows the same number: dialogue/answering.py
const MOST_TOPICS = 6; // on one screen

/** The first that fits decides; a topic the table does not know gets a speech bubble. */
const DRAWINGS = [
  [/수도|물/, "drop"],
  [/증명|서류|민원|등본|주민/, "doc"],
  [/돌봄|요양|치매/, "hand"],
  [/복지|연금/, "heart"],
  [/교통|버스|지하철/, "bus"],
  [/건강|의료|병원|감염|예방/, "cross"],
  [/에너지|전기|난방|가스/, "bolt"],
  [/사기|안전|신고|불편/, "horn"],
  [/디지털|휴대|전화|온라인/, "keys"],
];

let topics = [];
let from = 0; // the first topic of those on the screen

/** @param {{id: string, questions: {answer_id: string, text: string}[]}[]} found  most asked first */
export function setTopics(found) {
  topics = found;
  const few = byId("topics").querySelector(".tiles");
  few.replaceChildren(...topics.map(tile), tileOf("topics", "more", strings.topics.more));
  few.classList.toggle("fits", topics.length <= 6);
  from = 0;
  showSome();
  byId("topics").hidden = topics.length === 0;
}

/** 다른 주제: the next six, and after the last the first. */
export function showMoreTopics() {
  from = from + MOST_TOPICS < topics.length ? from + MOST_TOPICS : 0;
  showSome();
  byId("all-topics").querySelector("button")?.focus({ preventScroll: true });
}

function showSome() {
  byId("all-topics").replaceChildren(...topics.slice(from, from + MOST_TOPICS).map(tile));
  byId("more-topics").hidden = topics.length <= MOST_TOPICS;
}

/** @param {string} id */
export const knowsTopic = (id) => topics.some((topic) => topic.id === id);

/** @param {string} id  the topic whose questions the next screen offers */
export function showQuestions(id) {
  byId("topic-title").textContent = id;
  const questions = topics.find((topic) => topic.id === id).questions.slice(0, MOST_QUESTIONS);
  byId("questions").replaceChildren(...questions.map(question));
}

const tile = ({ id }) => tileOf("topic", drawingOf(id), id, { topic: id });

function tileOf(press, drawing, words, data = {}) {
  const kind = press === "topics" ? "tile more" : "tile";
  return button({ press, className: kind, data }, icon(drawing), element("span", "", words));
}

function question({ answer_id: id, text }) {
  return button({ press: "ask", className: "option", data: { answerId: id } }, icon("ask"), element("b", "", text));
}

const drawingOf = (id) => DRAWINGS.find(([pattern]) => pattern.test(id))?.[1] ?? "ask";
