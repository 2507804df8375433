/** Shows the code that staff type in once, and waits until they have. */

import { strings } from "./strings.js";

const ASK_EVERY_MS = 3000;
const byId = (id) => document.getElementById(id);
let until = 0;

byId("title").textContent = strings.enrol.title;
byId("sub").textContent = strings.enrol.sub;
addEventListener("contextmenu", (event) => event.preventDefault());
await wait();

async function wait() {
  try {
    const { state } = await ask("GET");
    if (state === "enrolled") return void location.replace(`/kiosk${location.search}`);
    if (state === "unknown" || Date.now() > until) await showCode();
    byId("left").textContent = strings.enrol.left(Math.max(1, Math.ceil((until - Date.now()) / 60_000)));
  } catch {
    byId("left").textContent = strings.enrol.failed;
  }
  setTimeout(wait, ASK_EVERY_MS);
}

async function showCode() {
  byId("left").textContent = strings.enrol.expired;
  const { code, expires_in: seconds } = await ask("POST");
  until = Date.now() + seconds * 1000;
  byId("code").textContent = `${code.slice(0, 3)} ${code.slice(3)}`;
  byId("typed").textContent = code;
}

async function ask(method) {
  const response = await fetch("/kiosk/enrolment", { method });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}
