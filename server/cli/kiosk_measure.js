// Run in the page: every letter that can be seen, everything that can be pressed, and whether anything is cut off.
() => {
  const main = document.querySelector("main");
  const panel = document.querySelector(".panel");
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const box = ({ left, top, right, bottom }) => ({ left, top, right, bottom });
  const within = (rect) => rect.width > 0 && rect.top >= 0 && rect.bottom <= innerHeight && rect.right <= innerWidth;
  // a letter's box is higher than its ink, and lies over the lines above and below
  const ink = ({ left, top, right, bottom, height }) => ({ left, top: top + height * 0.13, right, bottom: bottom - height * 0.09 });
  const colour = (text) => text.match(/[\d.]+/g).slice(0, 3).map(Number);
  const uncovered = (rect, element) => {
    const top = document.elementFromPoint((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2);
    return top !== null && (element.contains(top) || (top.contains(element) && !top.contains(panel)));
  };
  const dealt = main.hasAttribute("data-sides");
  const view = panel.getBoundingClientRect();
  const whole = (rect, element) =>
    !panel.contains(element) || (rect.top >= view.top - 1 && rect.bottom <= view.bottom + 1 && uncovered(rect, element));
  const letters = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    const text = node.data;
    if (!text.trim() || !seen(parent) || parent.closest("script, noscript, .heard-only, [aria-hidden=true]")) continue;
    const run = [];
    for (let i = 0; i < text.length && run.length < 12; i++) {
      if (!/[가-힣0-9]/.test(text[i])) continue;
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const rect = range.getBoundingClientRect();
      if (within(rect) && whole(rect, parent) && uncovered(rect, parent)) run.push({ ...box(ink(rect)), letter: text[i] });
    }
    if (run.length) letters.push({ text: text.trim().replace(/\s+/g, " ").slice(0, 24), colour: colour(getComputedStyle(parent).color), run });
  }
  const pressed = [...document.querySelectorAll("button, a[href], input, [tabindex='0']")].filter(
    (one) => seen(one) && whole(one.getBoundingClientRect(), one),
  );
  const targets = pressed.map((element) => {
    const rect = element.closest(".field")?.getBoundingClientRect() ?? element.getBoundingClientRect();
    return { ...box(rect), name: (element.getAttribute("aria-label") || element.innerText || element.id).trim().replace(/\s+/g, " ").slice(0, 16) };
  });
  const headings = [...document.querySelectorAll("h1")].filter(seen).map((one) => one.innerText);
  const wide = [...document.querySelectorAll("button, h1, h2, p")].filter(
    (one) => seen(one) && !one.matches(".heard-only") && one.scrollWidth > one.clientWidth + 2,
  );
  const lowest = [...panel.querySelectorAll("*")]
    .filter((one) => one.childElementCount === 0 && seen(one) && !one.closest(".heard-only"))
    .map((one) => one.getBoundingClientRect().bottom);
  return {
    letters,
    links: document.querySelectorAll("a[href]").length,
    targets,
    headings,
    width: innerWidth,
    height: innerHeight,
    cut: wide.map((one) => one.innerText.replace(/\s+/g, " ").slice(0, 16)),
    sideways: document.documentElement.scrollWidth - innerWidth,
    below: dealt ? 0 : Math.max(...lowest) - view.bottom,
    sides: dealt ? Number(document.getElementById("side-now").textContent.split("/")[1]) : 1,
  };
}
