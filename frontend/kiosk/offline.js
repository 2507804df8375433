/** The page without a server: tries again by itself, not all screens at the same moment. */

import { strings } from "./strings.js";

const SHORTEST_MS = 3000;
const LONGEST_MS = 30_000;
const button = document.getElementById("again");
let wait = SHORTEST_MS;
let timer = 0;

button.querySelector("span").textContent = strings.offline.again;
button.addEventListener("click", tryAgain);
addEventListener("contextmenu", (event) => event.preventDefault());
addEventListener("online", tryAgain);
later();

function later() {
  timer = setTimeout(tryAgain, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 1.5, LONGEST_MS);
}

async function tryAgain() {
  clearTimeout(timer);
  document.getElementById("state").textContent = strings.offline.trying;
  const back = await fetch("/readyz", { signal: AbortSignal.timeout(5000) }).then((answer) => answer.ok, () => false);
  if (back) location.reload();
  else later();
}
