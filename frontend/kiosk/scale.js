/* How large a millimetre is here, and how many letters have room. Runs before the first paint, so that nothing jumps.
   What is known best counts: the address (?diagonal_cm=68.6&resolution=1080x1920), the card once held to the screen,
   the profile, a 27 inch panel. */
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
  const letter = (diagonal <= 280 ? 8.4 : 13.9) * scale; // px, as in kiosk.css

  /** usual: everything at once; tight: shorter; least: one thing, and the buttons behind one button */
  const roomAt = (zoom) => {
    const across = innerWidth / letter / zoom;
    const down = innerHeight / letter / zoom;
    if (across > down) return down < 11 ? "least" : down < 24 ? "tight" : "usual";
    return across < 14 ? "least" : across < 20 ? "tight" : "usual";
  };
  const measure = () => {
    const zoom = Number(root.dataset.size ?? 1);
    root.dataset.room = roomAt(zoom);
    const down = innerHeight / letter / zoom;
    root.toggleAttribute("data-alone", root.dataset.room === "least" && (down < 18 || innerWidth > innerHeight));
  };

  root.style.setProperty("--mm", `${scale}px`);
  root.dataset.panel = diagonal <= 280 ? "small" : "large";
  root.dataset.type = roomAt(1) === "usual" ? "usual" : "even"; // even: headings no larger than the text
  measure();
  new MutationObserver(measure).observe(root, { attributeFilter: ["data-size"] });
  addEventListener("resize", measure);
}
