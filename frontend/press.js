/** One listener for every button: a press acts on release, and once in half a second however often it is tapped. */

const AT_MOST_EVERY_MS = 500;

/**
 * @param {Record<string, (pressed: HTMLElement) => void>} actions  what each `data-press` does
 */
export function listen(actions) {
  let last = -Infinity;
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-press]");
    if (!pressed) return;
    if (event.timeStamp - last < AT_MOST_EVERY_MS) return; // a trembling hand, or a second tap on what came up below
    last = event.timeStamp;
    actions[pressed.dataset.press](pressed);
  });
}
