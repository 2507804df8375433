/* Service worker of /kiosk: when the server is gone it answers with the page that says so. It keeps these files and
   nothing else, so that nothing of a caller can be in it. */

const KEPT = "malbeot-kiosk";
const PAGE = "/kiosk/offline";
const FILES = [
  PAGE,
  "/static/tokens.css",
  "/static/layout.css",
  "/static/components.css",
  "/static/kiosk/kiosk.css",
  "/static/kiosk/offline.js",
  "/static/kiosk/scale.js",
  "/static/kiosk/strings.js",
  "/static/theme.js",
  "/static/icons.svg",
  "/static/icon.svg",
  "/static/counsellor.webp",
  "/static/counsellor-dark.webp",
  "/static/fonts/NotoSansKR-400.woff2",
  "/static/fonts/NotoSansKR-700.woff2",
];
const PATIENCE_MS = 8000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep().catch(() => {}))); // the office may have a new number
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate") event.respondWith(open(event.request));
  else if (FILES.includes(pathname)) event.respondWith(fetch(event.request).catch(() => caches.match(pathname)));
});

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
}

async function open(request) {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.status < 500) return response;
  } catch {
    // gone, or too slow: the same to whoever stands there
  }
  return (await caches.match(PAGE)) ?? Response.error();
}
