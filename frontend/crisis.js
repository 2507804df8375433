/** The crisis screen: the sentence and the one number that fit this danger, as the server says. */

import { byId, telephone } from "./page.js";
import { strings } from "./strings.js";

/** @param {object} answer  an `answer` message of kind `crisis`: `title` names the number, `where` its hours */
export function showCrisis({ text, phone, title, where }) {
  const words = strings.crisis;
  byId("crisis-title").textContent = text;
  byId("crisis-number").textContent = phone;
  byId("crisis-number").classList.toggle("long", phone.length > 4);
  byId("crisis-name").textContent = title ?? "";
  byId("crisis-hours").textContent = where ?? "";
  byId("crisis-call").href = telephone(phone);
  byId("crisis-call").querySelector("span").textContent = words.call(phone);
  byId("crisis-ambulance").hidden = phone === "119";
}
