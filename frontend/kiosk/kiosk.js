/** Makes the call page a kiosk: invites, greets, asks whether somebody is still there, and begins anew for the next. */

import "../app.js";
import { byId, element } from "../page.js";
import { fillIn, shown } from "../screens.js";
import { aids, resize, showAids } from "./aids.js";
import { invite } from "./attract.js";
import { closeFence } from "./fence.js";
import { beginAnew, handOver, isGoing } from "./handover.js";
import { listenForVoice, stopListening } from "./hearing.js";
import { beat } from "./heartbeat.js";
import { build, cover, covered } from "./panels.js";
import { Patience } from "./patience.js";
import { seenLately, stopWatching, watchForPeople } from "./presence.js";
import { faceFirst, turn, turnFromWhereLeft, turnSides } from "./sides.js";
import { guide, hush, mindEarphones } from "./sound.js";
import { inUse, incomplete, someoneSpeaks } from "./state.js";
import { strings } from "./strings.js";

const DEFAULTS = { patience: 60, warning: 30, printing: false };
const GOODBYE_MS = 15_000;
const UNTOUCHED_MS = 25_000;
const PRESSES_AT_MOST_EVERY_MS = 500;
const SAYS_AGAIN_MS = 30_000;

const begun = location.hash.slice(1);
const settings = { ...DEFAULTS, ...(await fetch("/kiosk/settings").then((answer) => answer.json(), () => ({}))) };
let touched = false; // somebody's finger, since the page began
let greetedAt = -Infinity;
let lastPress = -Infinity;
let leaving = 0;

const patience = new Patience({
  patience: settings.patience,
  warning: settings.warning,
  busy: someoneSpeaks,
  screen: shown,
  ask(left) {
    byId("still-seconds").textContent = String(left);
    if (covered() === "still") return;
    cover("still");
    guide("still");
  },
  takeBack: () => covered() === "still" && cover(null),
  end: () => handOver("attract"),
});

const presses = {
  ...aids,
  wake: () => greet(),
  stay: () => patience.extend(),
  end: () => handOver("attract"),
  before: () => turn(-1),
  after: () => turn(1),
  all: () => cover(covered() === "all" ? null : "all"),
};

/** What is asked of the screen by voice, where a kiosk has its own: true when nothing is left for the page to do. */
const wishes = {
  larger: () => resize(1),
  smaller: () => resize(-1),
  side: () => turnFromWhereLeft("answer", 1),
  previous: () => turnFromWhereLeft("answer", -1),
};

history.replaceState(null, "", `${location.pathname}${location.search}`);
closeFence(settings);
build();
fillIn();
showAids();
turnSides();
speakForKiosks();
addEventListener("click", onPress, { capture: true });
for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, onSign, { capture: true });
document.addEventListener("wish", (asked) => wishes[asked.detail]?.() && asked.preventDefault());
new MutationObserver(onScreen).observe(document.body, { attributeFilter: ["data-shown"] });
setInterval(() => covered() !== "attract" && !isGoing() && look(), 1000);
beat({
  screen: () => (covered() === "attract" ? "attract" : covered() === "still" ? "still" : "busy"),
  inUse: () => inUse() || (covered() !== "attract" && touched),
  incomplete,
  reload: () => beginAnew("attract"),
});
mindEarphones();
if (begun === "start") start();
else if (begun === "welcome") greet({ quietly: true });
else attract();
keepForOffline();

function attract() {
  cover("attract");
  invite(() => covered() === "attract");
  watchForPeople(() => covered() === "attract" && greet());
  listenForVoice(onVoice);
}

/** The welcome page, said once aloud. */
function greet({ quietly = false } = {}) {
  patience.extend();
  greetedAt = performance.now();
  cover(null);
  if (!quietly) guide("greeting");
}

function start() {
  cover(null);
  document.querySelector('[data-screen="welcome"] [data-press="start"]').click();
}

/** The first word wakes the screen; who goes on talking to it has a call. */
function onVoice() {
  if (!seenLately()) return;
  if (covered() === "attract") return performance.now() - greetedAt > SAYS_AGAIN_MS && greet();
  if (covered() === null && shown() === "welcome") start();
}

function onSign() {
  touched = true;
  if (covered() !== "still") patience.extend();
}

function onPress(event) {
  if (isGoing()) return stop(event);
  const ours = event.target.closest?.("[data-kiosk-press]");
  const theirs = event.target.closest?.("[data-press]")?.dataset.press;
  if (covered() === "attract" && !ours && theirs !== "person") {
    stop(event);
    return presses.wake();
  }
  if (ours) {
    stop(event);
    if (event.timeStamp - lastPress < PRESSES_AT_MOST_EVERY_MS) return;
    lastPress = event.timeStamp;
    return presses[ours.dataset.kioskPress](ours);
  }
  if (!theirs) return;
  if (theirs === "home" && (inUse() || shown() === "goodbye")) {
    stop(event);
    return handOver("welcome");
  }
  if (theirs === "start" && shown() === "goodbye") {
    stop(event);
    return handOver("start");
  }
  if (covered()) cover(null);
  patience.extend();
}

function stop(event) {
  event.stopImmediatePropagation();
  event.preventDefault();
}

function onScreen() {
  const now = shown();
  faceFirst(now);
  clearTimeout(leaving);
  if (now !== "welcome") {
    stopWatching();
    stopListening();
    hush();
    if (covered() === "attract") cover(null);
  }
  if (now !== "goodbye") return;
  if (covered()) cover(null);
  leaving = setTimeout(() => handOver("attract"), GOODBYE_MS);
}

/** Once a second while somebody may be there. */
function look() {
  const untouched = !touched && shown() === "welcome";
  if (untouched && performance.now() - greetedAt > UNTOUCHED_MS) return cover("attract");
  if (shown() !== "goodbye" && !untouched) patience.tick();
}

/** Sentences of the call page that hold for a telephone in the hand only. */
function speakForKiosks() {
  const person = document.querySelector('[data-screen="person"] [data-text="person.sub"]');
  if (person) person.textContent = strings.person;
  document.querySelector('[data-screen="crisis"] .grow')?.before(element("p", "sub", strings.crisis));
}

async function keepForOffline() {
  const worker = await navigator.serviceWorker?.register("/kiosk/worker.js", { scope: "/kiosk" }).catch(() => null);
  worker?.active?.postMessage("keep");
}
