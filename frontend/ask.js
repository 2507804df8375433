/** The text field: the way of a caller who cannot hear, or would rather write. */

import { send } from "./call.js";
import { closeKeyboard } from "./keyboard.js";
import { byId } from "./page.js";
import { notice } from "./screens.js";
import { strings } from "./strings.js";

const field = byId("question");

/** @param {(sent: boolean) => void} onSubmit  false: there is no connection to send it over */
export function listenForQuestions(onSubmit) {
  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    const content = field.value.trim();
    if (!content) return notice(strings.ask.empty);
    field.value = "";
    closeKeyboard();
    field.blur(); // puts the phone's keyboard away, so that the counsellor is seen again
    onSubmit(Boolean(send("send-text", { content })));
  });
}

export function offerWriting() {
  field.focus({ preventScroll: true });
}
