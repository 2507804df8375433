/* How large a millimetre is here. Runs before the first paint, so that nothing jumps. What is known best counts: the
   address (?diagonal_cm=68.6&resolution=1080x1920), the card once held to the screen, the profile, a 27 inch panel. */
{
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const told = document.querySelector("meta[name=kiosk-panel]")?.content.split(" ") ?? [];
  const pxPerMm = (cm, resolution) => {
    const [width, height] = (resolution ?? "").split("x").map(Number);
    const px = Math.hypot(width, height) / devicePixelRatio / (Number(cm) * 10);
    return Number.isFinite(px) && px > 0.5 && px < 60 ? px : null;
  };
  const guess = Math.hypot(screen.width, screen.height) / 686;
  const scale =
    pxPerMm(asked.get("diagonal_cm"), asked.get("resolution")) ??
    (Number(localStorage.getItem("kiosk.scale")) || null) ??
    pxPerMm(...told) ??
    guess;
  const diagonal = Math.hypot(screen.width, screen.height) / scale; // mm
  root.style.setProperty("--mm", `${scale}px`);
  root.dataset.panel = diagonal <= 280 ? "small" : "large";
  const letter = (diagonal <= 280 ? 8.4 : 13.9) * scale; // px, as in kiosk.css
  const line = innerWidth > innerHeight ? innerWidth * 0.58 : innerWidth;
  root.dataset.room = line / letter < 20 ? "tight" : "usual"; // letters in a line
}
