/** SDP fragments (RFC 8840): late ICE candidates, and the new credentials of an ICE restart (RFC 9725). */

const line = (sdp, name) => sdp.match(new RegExp(`^a=${name}:.*$`, "m"))[0].trim();

export const FRAGMENT = "application/trickle-ice-sdpfrag";

/**
 * @param {string} sdp  the local description: its first media line names the bundle
 * @param {RTCIceCandidate[]} candidates
 */
export function candidateFragment(sdp, candidates) {
  const media = sdp.match(/^m=.*$/m)[0].trim();
  const found = candidates.map(({ candidate }) => `a=${candidate}`);
  return [line(sdp, "ice-ufrag"), line(sdp, "ice-pwd"), media, line(sdp, "mid"), ...found, ""].join("\r\n");
}

/** The credentials and every candidate of a local description, to ask for an ICE restart. */
export function restartFragment(sdp) {
  const candidates = sdp.split(/(?=^m=)/m)[1].match(/^a=(candidate:.*)$/gm) ?? [];
  return candidateFragment(
    sdp,
    candidates.map((found) => ({ candidate: found.trim().slice(2) })),
  );
}

/**
 * The server's answer with the credentials and candidates of its fragment in place of the old ones.
 * @param {string} answer
 * @param {string} fragment
 */
export function renewed(answer, fragment) {
  const candidates = fragment.match(/^a=(candidate:|end-of-candidates).*$/gm)?.map((found) => found.trim()) ?? [];
  const [session, first, ...others] = answer
    .replace(/^a=ice-ufrag:.*$/gm, line(fragment, "ice-ufrag"))
    .replace(/^a=ice-pwd:.*$/gm, line(fragment, "ice-pwd"))
    .replace(/^a=(candidate:|end-of-candidates).*(\r\n|\n|$)/gm, "")
    .split(/(?=^m=)/m);
  return [session, `${first}${candidates.join("\r\n")}${candidates.length ? "\r\n" : ""}`, ...others].join("");
}
