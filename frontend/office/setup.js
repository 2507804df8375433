/** The first-day form: filled with what holds now, saved as the office's own profile. */

import { byId, element } from "../page.js";
import { setup as say } from "./strings.js";

const form = byId("form");

form.addEventListener("submit", save);
form.addEventListener("input", ({ target }) => target.removeAttribute("aria-invalid"));
await fill();

async function fill() {
  const response = await fetch("/setup/choices");
  if (!response.ok) return tell(say.elsewhere, false);
  const now = await response.json();
  const picks = now.all_topics.map((topic) => {
    const box = Object.assign(element("input", ""), { type: "checkbox", name: "topics", value: topic });
    box.checked = now.topics.includes(topic);
    return element("label", "", box, topic);
  });
  byId("topics").replaceChildren(...picks);
  for (const name of ["name", "phone", "hours", "diagonal_cm", "resolution"]) form.elements[name].value = now[name] ?? "";
  form.elements.counsellor.value = now.counsellor;
  form.elements.contrast.checked = now.contrast;
}

async function save(event) {
  event.preventDefault();
  const wrong = [...form.elements].filter((field) => field.willValidate && !field.checkValidity());
  for (const field of wrong) field.setAttribute("aria-invalid", "true");
  if (wrong.length) {
    wrong[0].focus();
    return tell(say.wrong(wrong[0].labels[0].textContent), false);
  }
  const response = await send(chosen()).catch(() => null);
  if (!response?.ok) return tell(response ? say.refused : say.lost, false);
  tell(say.saved((await response.json()).profile), true);
  byId("next").hidden = false;
}

function chosen() {
  const data = new FormData(form);
  const text = (name) => data.get(name)?.trim() ?? "";
  return {
    name: text("name"),
    phone: text("phone"),
    hours: text("hours"),
    topics: data.getAll("topics"),
    counsellor: data.get("counsellor"),
    contrast: data.has("contrast"),
    voice: data.get("voice"),
    diagonal_cm: text("diagonal_cm") ? Number(text("diagonal_cm")) : null,
    resolution: text("resolution") || null,
  };
}

const send = (body) =>
  fetch("/setup", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function tell(words, well) {
  const outcome = byId("outcome");
  outcome.textContent = words;
  outcome.className = `verdict ${well ? "ok" : "fail"}`;
  outcome.hidden = false;
}
