/** Signs of life: to the server, for the watchdog beside the browser, and to itself. What fails is loaded anew. */

const EVERY_MS = 10_000;
const MISSED = 3;
const FROZEN_MS = 30_000;
const seat = new URLSearchParams(location.search).get("seat")?.match(/^[A-Za-z0-9-]{1,40}$/)?.[0] ?? "kiosk";
const begun = performance.now();

/**
 * @param {{screen: () => "attract" | "busy" | "still", inUse: () => boolean, incomplete: () => boolean,
 *          reload: () => void}} page  `inUse`: must not be taken away from somebody; `incomplete`: loaded too early
 */
export function beat({ screen, inUse, incomplete, reload }) {
  let missed = 0;
  let drawn = performance.now();
  let broken = false;
  const draw = () => {
    drawn = performance.now();
    setTimeout(() => requestAnimationFrame(draw), 1000);
  };
  draw();
  addEventListener("error", () => (broken = true));
  addEventListener("unhandledrejection", () => (broken = true));
  const tell = async () => {
    missed = (await arrives(screen())) ? 0 : missed + 1;
    const frozen = !document.hidden && performance.now() - drawn > FROZEN_MS;
    const late = missed === 0 && incomplete() && (await ready());
    if (!inUse() && (missed >= MISSED || frozen || broken || late)) return reload();
    setTimeout(tell, EVERY_MS);
  };
  setTimeout(tell, 1000);
}

async function arrives(screen) {
  const up = Math.round((performance.now() - begun) / 1000);
  const response = await fetch("/kiosk/heartbeat", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ seat, screen, up }),
    signal: AbortSignal.timeout(5000),
  }).catch(() => null);
  return response?.ok ?? false;
}

const ready = () => fetch("/readyz").then((response) => response.ok, () => false);
