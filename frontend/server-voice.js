/** The counsellor's voice for the page's own sentences. The server knows them by their hash and says no others. */

let turn = 0; // what is said later silences what was said before
let sounding = null;

/** Hashing needs a secure page, as the microphone does. */
export const serverCanSay = () => Boolean(globalThis.crypto?.subtle);

/** @param {string[]} sentences  as they are written on the page; what the server does not know is passed over */
export async function sayByServer(sentences) {
  hushServer();
  const mine = turn;
  for (const sentence of serverCanSay() ? sentences : []) {
    const address = await addressOf(sentence);
    if (mine !== turn) return;
    await play(address);
  }
}

export function hushServer() {
  turn++;
  sounding?.pause();
  sounding = null;
}

async function addressOf(sentence) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sentence)));
  return `/voice/${[...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}.wav`;
}

function play(address) {
  return new Promise((done) => {
    sounding = new Audio(address);
    for (const end of ["ended", "error", "pause"]) sounding.addEventListener(end, done);
    sounding.play().catch(done);
  });
}
