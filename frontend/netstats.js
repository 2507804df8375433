/** What the browser itself says of the connection (webrtc-stats), as numbers since the last time they were asked for. */

const COUNTED = ["freezes", "frozen_ms", "lost"];

/**
 * @param {Iterable<object>} report  the values of an RTCStatsReport
 * @returns {Record<string, number | null>} null: this browser does not say
 */
export function figures(report) {
  const found = { freezes: null, frozen_ms: null, lost: null, jitter_ms: null, rtt_ms: null };
  const add = (name, value) => {
    if (value !== undefined) found[name] = (found[name] ?? 0) + value;
  };
  for (const one of report) {
    if (one.type === "inbound-rtp") {
      add("freezes", one.freezeCount);
      add("frozen_ms", one.totalFreezesDuration && one.totalFreezesDuration * 1000);
      add("lost", one.packetsLost);
      if (one.kind === "audio") add("jitter_ms", one.jitter && one.jitter * 1000);
    }
    if (one.type === "candidate-pair" && one.nominated) {
      add("rtt_ms", one.currentRoundTripTime && one.currentRoundTripTime * 1000);
    }
  }
  return found;
}

/** Counted since `before`, rounded; jitter and round trip as they are now. */
export function since(before, now) {
  const pairs = Object.entries(now).map(([name, value]) => {
    const from = COUNTED.includes(name) ? (before[name] ?? 0) : 0;
    return [name, value === null ? null : Math.max(0, Math.round(value - from))];
  });
  return Object.fromEntries(pairs);
}
