/** What a person may set for the time she or he stands here: lower controls, size, colours, sound. Reset with the page. */

import { byId } from "../page.js";
import { covered, cover } from "./panels.js";
import { guide, MOST, setSound, soundLevel } from "./sound.js";
import { strings } from "./strings.js";

const SIZES = strings.sheet.sizes.map(([size]) => size);

const root = document.documentElement;
let under = null; // what the sheet covers

export const aids = {
  lower() {
    const lowered = root.toggleAttribute("data-lowered");
    guide(lowered ? "lowered" : "raised");
    showAids();
    if (covered() === "all") cover(null);
  },
  sheet() {
    if (covered() === "sheet") return aids.close();
    under = covered() === "all" ? null : covered();
    showAids();
    cover("sheet");
  },
  close() {
    cover(under === "still" ? null : under);
  },
  size({ dataset }) {
    setSize(dataset.size);
    guide(dataset.size === "1" ? "usual" : "bigger");
  },
  theme({ dataset }) {
    root.dataset.chosen = "yes"; // theme.js: kept whatever the device says later
    root.dataset.theme = dataset.theme;
    showAids();
  },
  quieter: () => changeSound(-1),
  louder: () => changeSound(1),
};

/** @param {1 | -1} by  steps */
export function resize(by) {
  const at = SIZES.indexOf(root.dataset.size ?? SIZES[0]) + by;
  setSize(SIZES[Math.min(Math.max(at, 0), SIZES.length - 1)]);
}

function setSize(size) {
  root.dataset.size = size;
  showAids();
}

function changeSound(by) {
  setSound(soundLevel() + by);
  guide("louder");
  showAids();
}

export function showAids() {
  const lower = document.querySelector("[data-kiosk-press=lower] span");
  lower.textContent = root.hasAttribute("data-lowered") ? strings.aids.raise : strings.aids.lower;
  press("size", ({ size }) => size === (root.dataset.size ?? "1"));
  press("theme", ({ theme }) => theme === (root.dataset.theme ?? "light"));
  [...byId("sound-level").children].forEach((bar, i) => bar.classList.toggle("on", i < soundLevel()));
  byId("sound-level").setAttribute("aria-label", strings.sheet.level(soundLevel(), MOST));
}

function press(name, isChosen) {
  for (const one of document.querySelectorAll(`[data-kiosk-press=${name}]`)) {
    one.setAttribute("aria-pressed", String(isChosen(one.dataset)));
  }
}
