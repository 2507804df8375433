/** One table: what is shown and what can be pressed on each screen. The five buttons of the bar are always there. */

/**
 * @typedef {object} Screen
 * @property {"large" | "small"} stage  how much room the counsellor has
 * @property {boolean} ask    the text field is there
 * @property {boolean} leave  상담 마치기 is there
 * @property {boolean} holds  stays when the counsellor goes on; only the caller leaves it
 * @property {boolean} [talking]  a call goes on behind it: it stays when a lost one is taken up again
 * @property {boolean} over   the call has ended, or ends now: a connection that closes is no loss
 */

/** @type {Record<string, Screen>} */
export const SCREENS = {
  welcome: { stage: "large", ask: false, leave: false, holds: true, over: true },
  settings: { stage: "small", ask: false, leave: false, holds: true, over: true },
  microphone: { stage: "small", ask: false, leave: false, holds: true, over: false },
  waiting: { stage: "small", ask: false, leave: false, holds: false, over: false },
  connecting: { stage: "large", ask: false, leave: false, holds: false, over: false },
  conversation: { stage: "large", ask: true, leave: true, holds: false, over: false, talking: true },
  topics: { stage: "small", ask: true, leave: true, holds: false, over: false, talking: true },
  questions: { stage: "small", ask: true, leave: true, holds: false, over: false, talking: true },
  answer: { stage: "small", ask: true, leave: true, holds: false, over: false, talking: true },
  take: { stage: "small", ask: false, leave: true, holds: false, over: false, talking: true },
  clarify: { stage: "small", ask: true, leave: true, holds: false, over: false, talking: true },
  crisis: { stage: "small", ask: true, leave: true, holds: true, over: false, talking: true },
  person: { stage: "small", ask: false, leave: false, holds: true, over: false, talking: true },
  failure: { stage: "small", ask: false, leave: false, holds: true, over: true },
  summary: { stage: "small", ask: false, leave: false, holds: true, over: true },
  goodbye: { stage: "large", ask: false, leave: false, holds: true, over: true },
};

/** The state pill: the server's five states, and those only the page knows. `level`: shows the microphone's bars. */
export const PILLS = {
  idle: { level: true },
  listening: { level: true },
  thinking: { level: false },
  speaking: { level: false },
  waiting: { level: false },
  writing: { level: false },
  connecting: { level: false },
  interrupted: { level: false },
  silent: { level: false },
};

/** Each failure's one thing to do, then what else may be pressed; `phone`: the office's number is shown large. */
export const FAILURES = {
  ignored: { pill: "silent", actions: ["write", "touch", "microphone"], phone: false },
  denied: { pill: "silent", actions: ["write", "touch", "microphone"], phone: false },
  absent: { pill: "silent", actions: ["write", "touch", "microphone"], phone: false },
  busyMicrophone: { pill: "silent", actions: ["write", "touch", "microphone"], phone: false },
  insecure: { pill: "silent", actions: ["write", "touch"], phone: false },
  unsupported: { pill: null, actions: ["person"], phone: true },
  lost: { pill: "interrupted", actions: ["reconnect"], phone: true },
  broken: { pill: null, actions: ["reconnect"], phone: true },
};
