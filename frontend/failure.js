/** Whatever went wrong: one plain sentence and one thing to do. */

import { button, byId, element, icon } from "./page.js";
import { pill, show } from "./screens.js";
import { FAILURES } from "./states.js";
import { strings } from "./strings.js";

const DRAWINGS = { write: "keys", touch: "more", microphone: "mic", reconnect: "again", person: "person" };

/**
 * @param {keyof typeof FAILURES} kind
 * @param {{sentence?: string | null}} [own]  the server's own sentence instead of ours
 */
export function fail(kind, { sentence } = {}) {
  const failure = FAILURES[kind];
  byId("failure-title").textContent = strings.failures[kind].title;
  byId("failure-sentence").textContent = sentence || strings.failures[kind].sentence;
  byId("failure-phone").hidden = !failure.phone;
  byId("failure-actions").replaceChildren(...failure.actions.map(actionButton));
  pill(failure.pill);
  show("failure");
}

function actionButton(press, index) {
  const kind = index === 0 ? "btn main xl" : "btn";
  return button({ press, className: kind }, icon(DRAWINGS[press]), element("span", "", strings.actions[press]));
}
