/** Small helpers every part builds its elements with. Server text only ever becomes a text node. */

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string | null | undefined | false | 0)} children  what is empty is left out
 */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter(Boolean));
  return made;
}

/** @param {string} name  a symbol of icons.svg */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.classList.add("ic");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/**
 * A button that does `press` (a name in app.js) with the given data.
 * @param {{press: string, className?: string, data?: Record<string, string>}} what
 * @param {...(Node | string)} children
 */
export function button({ press, className = "btn", data = {} }, ...children) {
  const made = element("button", className, ...children);
  made.type = "button";
  Object.assign(made.dataset, data, { press });
  return made;
}

/** @param {string} id */
export const byId = (id) => document.getElementById(id);

/** A number as a `tel:` address; null when the text holds none. "국번 없이 129" → "tel:129" */
export function telephone(text) {
  const digits = text?.match(/\+?\d[\d-]*\d/)?.[0].replaceAll("-", "");
  return digits ? `tel:${digits}` : null;
}
