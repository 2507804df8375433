/** The loop that invites: one question after another that can be asked here. The only motion is a slow fade. */

import { byId } from "../page.js";

const EVERY_MS = 8000;
const FADE_MS = 600;
const MOST = 12;

/** @param {() => boolean} shown  whether anybody can see it */
export async function invite(shown) {
  const topics = await fetch("/topics").then((answer) => (answer.ok ? answer.json() : []), () => []);
  const examples = topics.map(({ questions }) => questions[0]?.text).filter(Boolean).slice(0, MOST);
  if (!examples.length) return;
  const place = byId("example");
  let index = 0;
  place.textContent = `“${examples[0]}”`;
  setInterval(() => {
    if (!shown()) return;
    place.classList.add("fading");
    setTimeout(() => {
      index = (index + 1) % examples.length;
      place.textContent = `“${examples[index]}”`;
      place.classList.remove("fading");
    }, FADE_MS);
  }, EVERY_MS);
}
