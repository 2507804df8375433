/** SDP fragments for late ICE candidates (RFC 8840). */

const line = (sdp, name) => sdp.match(new RegExp(`^a=${name}:.*$`, "m"))[0].trim();

/**
 * @param {string} sdp  the local description: its first media line names the bundle
 * @param {RTCIceCandidate[]} candidates
 */
export function candidateFragment(sdp, candidates) {
  const media = sdp.match(/^m=.*$/m)[0].trim();
  const found = candidates.map(({ candidate }) => `a=${candidate}`);
  return [line(sdp, "ice-ufrag"), line(sdp, "ice-pwd"), media, line(sdp, "mid"), ...found, ""].join("\r\n");
}
