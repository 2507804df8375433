/** An answer to take home: a code that leads a telephone to its page, and the same on paper. Public knowledge only. */

import { byId, element } from "./page.js";
import { strings } from "./strings.js";

const MOST = 3;

/** @param {{answer_id?: string | null}[]} answers  newest last; where the last three of them can be read again */
function address(answers, file = "") {
  const [first, ...more] = answers.slice(-MOST).map((answer) => answer.answer_id);
  const query = more.map((id) => `also=${encodeURIComponent(id)}`).join("&");
  return `/answers/${encodeURIComponent(first)}${file}${query && `?${query}`}`;
}

/**
 * Fills every place of a screen that offers to take answers home.
 * @param {HTMLElement} screen
 * @param {object[]} answers  `answer` messages' data (docs/events.md)
 */
export function offer(screen, answers) {
  const code = element("img", "");
  code.alt = strings.take.code;
  code.src = address(answers, "/qr.svg");
  screen.querySelector(".code").replaceChildren(code);
  screen.querySelector("a.open").href = address(answers);
  byId("paper").replaceChildren(...answers.slice(-MOST).map(article));
}

export function forgetOffers() {
  for (const place of document.querySelectorAll(".code")) place.replaceChildren();
  for (const link of document.querySelectorAll("a.open")) link.removeAttribute("href");
  byId("paper").replaceChildren();
}

/** Only on paper: everything the office wrote, in large type. */
function article({ title, text, where, documents, steps, phone, source, checked }) {
  const words = strings.answer;
  const part = (label, ...content) => element("div", "", element("h3", "", label), ...content);
  const list = (kind, items) => element(kind, "", ...items.map((item) => element("li", "", item)));
  const parts = [
    element("h2", "", title ?? ""),
    element("p", "", text ?? ""),
    where && part(words.where, element("p", "", where)),
    documents?.length && part(words.documents, list("ul", documents)),
    steps?.length && part(words.how, list("ol", steps)),
    phone && part(words.phone, element("p", "number", phone)),
    source && element("p", "source", [source, checked && words.checked(checked)].filter(Boolean).join(" · ")),
  ];
  return element("article", "", ...parts.filter(Boolean));
}
