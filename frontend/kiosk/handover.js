/** The end of one person's time: everything goes, and a fresh document begins. */

import { hangUp } from "../call.js";
import { wipe } from "../conversation.js";

const KEPT_STORAGE = ["kiosk.scale"]; // how large the screen is: nobody's
export const KEPT_CACHE = "malbeot-kiosk";
let going = false;

export const isGoing = () => going;

/** @param {"attract" | "welcome" | "start"} next  what the fresh document begins with */
export async function handOver(next) {
  if (going) return;
  going = true;
  document.body.dataset.kiosk = "wiping";
  hangUp();
  wipe();
  await Promise.race([emptyStores(), new Promise((done) => setTimeout(done, 500))]);
  beginAnew(next);
}

/** By a reload: another address in the same document would leave the old one in memory and in the history. */
export function beginAnew(next) {
  history.replaceState(null, "", `${location.pathname}${location.search}#${next}`);
  location.reload();
}

async function emptyStores() {
  sessionStorage.clear();
  for (const key of Object.keys(localStorage)) if (!KEPT_STORAGE.includes(key)) localStorage.removeItem(key);
  for (const cookie of document.cookie.split(";").filter(Boolean)) {
    document.cookie = `${cookie.split("=")[0].trim()}=; Max-Age=0; Path=/`;
  }
  const names = (await globalThis.caches?.keys()) ?? [];
  const databases = (await globalThis.indexedDB?.databases?.()) ?? [];
  await Promise.all(names.filter((name) => name !== KEPT_CACHE).map((name) => caches.delete(name)));
  for (const { name } of databases) indexedDB.deleteDatabase(name);
}
