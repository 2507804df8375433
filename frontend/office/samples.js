/** What brings the call page to each of its screens, with made-up contents. */

const says = (t, d) => ({ type: "server-message", data: { t, d } });

const READY = { type: "bot-ready", data: { hearing: true, pace: 1 } };
const QUESTION = says("question", { turn: 1, text: "이사 가는데 수도 요금은 어떻게 해요?" });
const SENTENCE = "수도 요금은 이사 나가는 날까지만 내시면 됩니다.";
const SAID = [0, 0, 0, 200, 210, 220, 230]; // seconds: three words are said, the next comes when nobody looks any more
const WORDS = SENTENCE.split(" ").map((text, i) => ({ text, start: SAID[i], end: SAID[i] + (i < 3 ? 190 : 10) }));
const CAPTION = says("caption", { turn: 1, sentence: 0, of: 1, text: SENTENCE, seconds: 300, words: WORDS });
const ANSWER = {
  turn: 1,
  kind: "answer",
  answer_id: "sample",
  topic: "상하수도",
  title: "이사할 때 수도 요금",
  text: `${SENTENCE} 나가는 날 계량기 숫자를 알려 주세요.`,
  steps: ["계량기 숫자를 적어 두세요.", "다산콜센터로 전화하세요."],
  documents: ["고지서의 고객번호", "계량기 숫자"],
  where: "다산콜센터에 전화하시면 됩니다",
  phone: "02-120",
  source: "보기",
  checked: "2026-11-03",
  choices: [],
};
const answer = (kind, more) => says("answer", { turn: 1, kind, text: SENTENCE, choices: [], ...more });
const CHOICES = [
  { answer_id: "a", text: "수도 요금 내는 방법" },
  { answer_id: "b", text: "수도 요금이 많이 나온 이유" },
];
const CRISIS = { text: "많이 힘드셨지요. 지금 109번에 전화하시면 도와드립니다.", phone: "109", title: "자살예방 상담전화" };
const TOLD = [READY, QUESTION, says("answer", ANSWER), CAPTION, says("turn", { turn: 1 })];

const reconnecting = async () => {
  const { notice, pill } = await import("../screens.js");
  const { strings } = await import("../strings.js");
  pill("interrupted");
  notice(strings.notices.reconnecting);
};

const questions = async () => {
  const topics = await import("../topics.js");
  topics.setTopics(await (await fetch("/topics")).json());
  topics.showQuestions(document.querySelector("#topics [data-topic]").dataset.topic);
  (await import("../screens.js")).show("questions");
};

const screen = (name) => async () => (await import("../screens.js")).show(name);

/** Screen → the messages that come, then what else is done. */
export const SHOWN = {
  welcome: { messages: [] },
  settings: { messages: [], then: screen("settings") },
  microphone: { messages: [], then: screen("microphone") },
  connecting: { messages: [], then: screen("connecting") },
  waiting: { messages: [], then: async () => (await import("../waiting.js")).wait({ waitSeconds: 300, ahead: 2 }, () => {}) },
  conversation: { messages: [READY, says("state", { state: "speaking" }), QUESTION, CAPTION] },
  topics: { messages: [READY], then: screen("topics") },
  questions: { messages: [READY], then: questions },
  reconnecting: { messages: [READY, QUESTION, CAPTION], then: reconnecting },
  answer: { messages: TOLD },
  take: { messages: TOLD, then: async () => (await import("../conversation.js")).takeHome() },
  keyboard: { messages: [READY], then: async () => (await import("../keyboard.js")).toggleKeyboard() },
  clarify: { messages: [READY, QUESTION, answer("clarify", { choices: CHOICES })] },
  crisis: { messages: [READY, QUESTION, answer("crisis", { ...CRISIS, where: "24시간" })] },
  person: { messages: [READY, QUESTION, answer("human", { phone: "02-120" })] },
  summary: { messages: [...TOLD, says("goodbye", { reason: "length", text: "시간이 다 되었습니다." })] },
  goodbye: { messages: [READY, says("goodbye", { reason: "idle", text: "말씀이 없으셔서 상담을 마칩니다." })] },
  lost: { messages: [], then: async () => (await import("../failure.js")).fail("lost") },
  denied: { messages: [], then: async () => (await import("../failure.js")).fail("denied") },
  absent: { messages: [], then: async () => (await import("../failure.js")).fail("absent") },
  insecure: { messages: [], then: async () => (await import("../failure.js")).fail("insecure") },
  unsupported: { messages: [], then: async () => (await import("../failure.js")).fail("unsupported") },
  broken: { messages: [{ type: "error", data: { error: "broken", message: "잠시 쉬어 갑니다.", fatal: true } }] },
};
