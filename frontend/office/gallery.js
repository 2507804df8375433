/** Every screen as a page of its own, and every sentence, for whoever reviews them. */

import { byId, element } from "../page.js";
import { strings } from "../strings.js";
import { SHOWN } from "./samples.js";
import { gallery as say } from "./strings.js";

const SIZES = {
  phone: { width: 390, height: 844, scale: 0.62 },
  desk: { width: 1366, height: 768, scale: 0.42 },
  kiosk: { width: 1080, height: 1920, scale: 0.27 },
};

byId("sizes").replaceChildren(...Object.keys(SIZES).map(pick));
byId("sizes").addEventListener("change", ({ target }) => showAll(SIZES[target.value]));
byId("written").replaceChildren(...flat(strings).map(([place, text]) => row(place, text)));
showAll(SIZES.phone);
await listSpoken();

function pick(name) {
  const choice = Object.assign(element("input", ""), { type: "radio", name: "size", value: name });
  choice.checked = name === "phone";
  return element("label", "", choice, say.sizes[name]);
}

function showAll({ width, height, scale }) {
  const frames = byId("frames");
  for (const [name, value] of Object.entries({ width, height, scale })) frames.style.setProperty(`--${name}`, value);
  frames.replaceChildren(...Object.keys(SHOWN).map(figure));
}

function figure(name) {
  const frame = Object.assign(element("iframe", ""), {
    src: `/gallery/screen?show=${name}`,
    title: name,
    loading: "lazy",
    tabIndex: -1,
  });
  return element("figure", "", element("figcaption", "", name), element("div", "view", frame));
}

/** @returns {[string, string][]} the path of each sentence, and the sentence */
function flat(value, path = "") {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, said(value)]];
  return Object.entries(value ?? {}).flatMap(([key, each]) => flat(each, path ? `${path}.${key}` : key));
}

/** A sentence with a gap in it, filled with the first example that fits. */
function said(sentence) {
  for (const example of say.examples) {
    try {
      return String(sentence(...example));
    } catch {
      continue;
    }
  }
  return String(sentence);
}

function row(place, text) {
  return element("tr", "", element("td", "", place), element("td", "", text));
}

async function listSpoken() {
  const spoken = await (await fetch("/gallery/sentences")).json();
  byId("spoken").replaceChildren(...spoken.map((text) => element("li", "", text)));
}
