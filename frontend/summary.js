/** What was asked and answered in this conversation, until the caller has left it. Kept in memory only. */

import { sentences } from "./answer.js";
import { byId, element, icon, telephone } from "./page.js";
import { strings } from "./strings.js";
import { forgetOffers, offer } from "./take-home.js";

const MOST = 3;

let told = [];

/** @param {object} answer  an `answer` message's data */
export function remember(answer) {
  if (answer.kind !== "answer" || !answer.answer_id) return;
  told = [...told.filter(({ answer_id: id }) => id !== answer.answer_id), answer].slice(-MOST);
}

/** The newest answer, also after its card was put away. */
export const lastTold = () => told.at(-1) ?? null;

export const anythingTold = () => told.length > 0;

export function fillSummary() {
  byId("told").replaceChildren(...told.map(line));
  byId("told").classList.toggle("several", told.length > 1);
  const [{ source }] = told;
  byId("told-sources").textContent = source && told.length === 1 ? `${strings.summary.source}: ${source}` : "";
  offer(document.querySelector("[data-screen=summary]"), told);
}

export function forgetTold() {
  told = [];
  forgetOffers();
  for (const id of ["told", "told-sources"]) byId(id).replaceChildren();
}

/** Nothing of what the caller said: the title, the conclusion and the number are the office's own words. */
function line({ title, text, phone }) {
  const [conclusion] = sentences(text ?? "");
  const words = element("p", "", title && element("b", "", title), element("span", "", conclusion));
  const address = telephone(phone);
  if (address) {
    const call = element("a", "call", icon("phone"), phone);
    call.href = address;
    return element("li", "", icon("check"), words, call);
  }
  return element("li", "", icon("check"), words);
}
