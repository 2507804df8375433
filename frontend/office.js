/** The office this counsellor belongs to: its name and the number a person answers. */

import { icon, telephone } from "./page.js";
import { strings } from "./strings.js";

/** @param {{name?: string, phone?: string}} office  what is missing is the national line, 110 */
export function setOffice({ name, phone } = {}) {
  const number = phone || strings.office.phone;
  for (const place of document.querySelectorAll("[data-office=name]")) {
    place.textContent = name || strings.office.name;
  }
  for (const place of document.querySelectorAll("[data-office=phone]")) {
    place.replaceChildren(icon("phone"), number);
    place.href = telephone(number);
  }
}
