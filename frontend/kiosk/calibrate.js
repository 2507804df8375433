/** Finds the real size of the screen with a bank card (ISO/IEC 7810 ID-1, 85.60 mm wide). */

import { strings } from "./strings.js";

const STEP = 1.005;
const root = document.documentElement;
const words = strings.calibrate;
const byId = (id) => document.getElementById(id);
let scale = Number.parseFloat(root.style.getPropertyValue("--mm")); // CSS px in a millimetre

for (const id of ["title", "sub", "smaller", "bigger", "save"]) byId(id).textContent = words[id];
byId("smaller").addEventListener("click", () => change(1 / STEP));
byId("bigger").addEventListener("click", () => change(STEP));
addEventListener("keydown", ({ key }) => {
  if (key === "ArrowLeft") change(1 / STEP);
  if (key === "ArrowRight") change(STEP);
});
byId("save").addEventListener("click", () => {
  localStorage.setItem("kiosk.scale", String(scale));
  byId("result").textContent = words.saved;
  setTimeout(() => location.replace("/kiosk"), 1500);
});
change(1);

function change(by) {
  scale *= by;
  root.style.setProperty("--card", `${scale}px`);
  const cm = Math.hypot(screen.width, screen.height) / scale / 10;
  byId("result").textContent = words.result(cm.toFixed(1));
}
