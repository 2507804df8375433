/** The question back: which of these did you mean? */

import { button, byId, element } from "./page.js";

/** @param {{answer_id: string, text: string}[]} choices  shown in order, three at most */
export function showChoices(choices) {
  const options = choices.slice(0, 3).map(({ answer_id: id, text }, i) =>
    button(
      { press: "ask", className: "option", data: { answerId: id } },
      element("span", "n", String(i + 1)),
      element("b", "", text),
    ),
  );
  byId("choices").replaceChildren(...options);
}
