/** Nothing is scrolled on a kiosk: what has no room on the panel is dealt out to sides, turned with two buttons. */

import { byId } from "../page.js";
import { strings } from "./strings.js";

const WHOLE = "button, .tel, .code, .number, .field, .level-bars";
const WHOLE_WHERE_SHORT = "h1, h2, li, .fact, .step, .prompt, .note";
const SHORT = 0.5; // of the panel

const panel = document.querySelector(".panel");
const main = document.querySelector("main");
let sides = []; // {top, bottom} in pixels of what the panel holds
let facing = 0;
let asked = 0;
let screen = "";
const leftAt = new Map(); // screen → which side of how many

export function turnSides() {
  const observer = new MutationObserver(dealSoon);
  observer.observe(panel, { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden", "class"] });
  observer.observe(document.body, { attributeFilter: ["data-shown", "data-kiosk", "data-typing"] });
  observer.observe(document.documentElement, { attributeFilter: ["data-room", "data-size", "data-lowered"] });
  new ResizeObserver(dealSoon).observe(main);
  panel.addEventListener("focusin", ({ target }) => sides.length > 1 && face(sideOf(target) ?? facing));
  document.fonts.ready.then(dealSoon);
  dealSoon();
}

/** The first side again where another screen is shown. @param {string} now */
export function faceFirst(now) {
  if (now === screen) return;
  leftAt.set(screen, { facing, of: sides.length });
  screen = now;
  facing = 0;
  dealSoon();
}

/** @param {1 | -1} by */
export function turn(by) {
  face(facing + by);
}

/**
 * Asked for by voice: the question left the screen on which it was asked, and the answer comes back to it.
 * @param {string} left  the screen
 * @param {1 | -1} by
 * @returns {boolean}  there is such a side; it is shown once that screen is
 */
export function turnFromWhereLeft(left, by) {
  const { facing: was, of } = leftAt.get(left) ?? { facing: 0, of: 0 };
  const wanted = was + by;
  if (wanted < 0 || wanted >= of) return false;
  setTimeout(() => {
    facing = wanted;
    dealSoon();
  });
  return true;
}

function dealSoon() {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(deal);
}

function deal() {
  lay({ sides: 1 });
  sides = [];
  if (panel.scrollHeight <= panel.clientHeight + 1) return void (facing = 0);
  lay({ sides: 2 });
  sides = asSides(pieces(panel), panel.clientHeight);
  if (sides.length < 2) return lay({ sides: 1 });
  const now = panel.querySelector(".cap .now");
  face(now?.checkVisibility() ? (sideOf(now) ?? facing) : facing);
}

/** Without sides the panel is as it would be; with them there is room for the two buttons. */
function lay({ sides: many }) {
  main.toggleAttribute("data-sides", many > 1);
  panel.scrollTop = 0;
  panel.style.paddingBottom = panel.style.clipPath = "";
}

function face(wanted) {
  facing = Math.min(Math.max(wanted, 0), sides.length - 1);
  const { top, bottom } = sides[facing];
  const room = panel.clientHeight;
  panel.style.paddingBottom = `${room}px`; // the last side may begin anywhere
  panel.scrollTop = top;
  panel.style.clipPath = `inset(0 -100vw ${Math.max(0, room - (bottom - top) - spare())}px -100vw)`;
  offer(byId("side-before"), facing > 0, byId("side-after"));
  offer(byId("side-after"), facing < sides.length - 1, byId("side-before"));
  byId("side-now").textContent = `${facing + 1}/${sides.length}`;
  byId("side-told").textContent = strings.sides.told(facing + 1, sides.length);
}

/** Its place stays empty where it leads nowhere. */
function offer(button, leads, other) {
  if (!leads && document.activeElement === button) other.focus({ preventScroll: true });
  button.classList.toggle("absent", !leads);
}

/** Focus rings and the edge of a card, where the next side's edge is far enough away. */
const spare = () => (document.documentElement.dataset.room === "least" ? 0 : parseFloat(getComputedStyle(panel).rowGap) / 3);

function sideOf(element) {
  const at = element.getBoundingClientRect().top - panel.getBoundingClientRect().top + panel.scrollTop;
  const found = sides.findIndex(({ bottom }) => at < bottom);
  return found < 0 ? null : found;
}

/** Everything that must not be cut: buttons, facts, lines of text; pixels from the top of what the panel holds. */
function pieces(within) {
  const zero = panel.getBoundingClientRect().top - panel.scrollTop;
  const found = [];
  const add = ({ top, bottom, width }) => width && bottom > top && found.push({ top: top - zero, bottom: bottom - zero });
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) add(ink(line));
    } else if (node.nodeType === Node.ELEMENT_NODE && node.checkVisibility() && !node.matches(".heard-only")) {
      const box = node.getBoundingClientRect();
      const most = node.matches(WHOLE) ? 1 : node.matches(WHOLE_WHERE_SHORT) ? SHORT : 0;
      if (box.height <= panel.clientHeight * most) add(withNext(node, box));
      else for (const child of node.childNodes) walk(child);
    }
  };
  walk(within);
  return merged(found);
}

/** A line of text is drawn in the middle of its box, which lies over the lines beside it. */
const ink = ({ top, bottom, width }) => ({ top: top + (bottom - top) / 8, bottom: bottom - (bottom - top) / 12, width });

/** A small heading stays with what it is the heading of. */
function withNext(node, box) {
  const next = node.matches("h2") && node.nextElementSibling?.getBoundingClientRect();
  if (!next || next.bottom - box.top > panel.clientHeight) return box;
  return { top: box.top, bottom: next.bottom, width: box.width };
}

function merged(found) {
  const together = [];
  for (const one of found.sort((a, b) => a.top - b.top)) {
    const last = together.at(-1);
    if (last && one.top < last.bottom - 1) last.bottom = Math.max(last.bottom, one.bottom);
    else together.push(one);
  }
  return together;
}

function asSides(parts, room) {
  const dealt = [];
  for (const { top, bottom } of parts) {
    const last = dealt.at(-1);
    if (last && bottom - last.top <= room) last.bottom = bottom;
    else dealt.push({ top: dealt.length ? top : Math.min(0, top), bottom });
  }
  return dealt;
}
