/** No way out of the kiosk: no menus, selections, drags, zooms, key combinations, links or other pages. */

const SWALLOWED = ["contextmenu", "selectstart", "dragstart", "dragover", "drop", "gesturestart", "auxclick", "copy", "cut"];
const KEYS = ["Tab", "Enter", " ", "Escape", "Backspace", "Delete", "Home", "End", "Shift", "HangulMode", "Process"];

/** @param {{printing: boolean}} options  whether the page may print */
export function closeFence({ printing }) {
  for (const name of SWALLOWED) addEventListener(name, swallow, { capture: true, passive: false });
  addEventListener("keydown", keepKeysIn, { capture: true });
  addEventListener("wheel", (event) => event.ctrlKey && swallow(event), { capture: true, passive: false });
  addEventListener("touchmove", (event) => event.touches.length > 1 && swallow(event), { capture: true, passive: false });
  addEventListener("click", stopLinks, { capture: true });
  globalThis.navigation?.addEventListener("navigate", stayHere);
  globalThis.open = () => null;
  if (!printing) globalThis.print = () => {};
  document.documentElement.classList.toggle("prints", printing);
  takeLinksAway(document.body);
  new MutationObserver(() => takeLinksAway(document.body)).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ["href"],
  });
}

function swallow(event) {
  if (event.cancelable) event.preventDefault();
}

/** Letters, arrows and what a field needs; F5, Alt+Left, Ctrl+anything and the like do nothing. */
function keepKeysIn(event) {
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain && (event.key.length === 1 || event.key.startsWith("Arrow") || KEYS.includes(event.key))) return;
  swallow(event);
}

function stopLinks(event) {
  if (event.target.closest?.("a")) swallow(event);
}

function stayHere(event) {
  const to = new URL(event.destination.url);
  if (to.origin !== location.origin || to.pathname !== location.pathname) swallow(event);
}

/** A number on a kiosk is to be read, not tapped. */
function takeLinksAway(within) {
  for (const link of within.querySelectorAll("a[href]")) link.removeAttribute("href");
}
