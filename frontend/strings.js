/** Every Korean sentence the page can show. Read it as text: 존댓말, short, never blaming the caller. */

export const strings = {
  name: "말벗",
  badge: "AI 상담원",
  stage: "상담 화면",
  counsellor: "AI 상담원",
  leave: "상담 마치기",
  unlock: "소리 켜기",
  office: { name: "정부민원안내", phone: "110" },

  welcome: {
    title: "안녕하세요.\n무엇이 궁금하세요?",
    sub: "말로 물어보시면 바로 알려 드립니다.",
    start: "상담 시작하기",
    aiNotice: "AI 상담원이 대답합니다.",
    consent: "시작을 누르시면 목소리를 대답하는 데에만 쓰는 것에 동의하시게 됩니다.",
    lettersLarger: "글자 크게",
    lettersUsual: "글자 보통",
    dark: "어두운 화면",
    light: "밝은 화면",
    settings: "보기·듣기",
  },

  settings: {
    title: "편하게 맞춰 드릴게요",
    hearing: "잘 안 들리세요?",
    hearingHelp: "큰 글자로 보여 드립니다.",
    seeing: "잘 안 보이세요?",
    seeingHelp: "소리로 읽어 드립니다.",
    mute: "소리가 필요 없으세요?",
    muteHelp: "글자만 보여 드립니다.",
    done: "다 됐어요",
    on: "켜져 있어요",
    noVoice: "이 기기에는 한국어 목소리가 없어 읽어 드리지 못해요.",
    /** Read out in front of the buttons of a screen. */
    choices: "누르실 수 있는 것은 다음과 같습니다.",
  },

  microphone: {
    title: "마이크를 켜 주세요",
    sub: "화면에 이런 창이 보이면 “허용”을 누르시면 됩니다.",
    prompt: "에서 요청합니다",
    use: "마이크 사용",
    block: "차단",
    allow: "허용",
    write: "말하지 않고 글자로 묻기",
  },

  connecting: {
    title: "상담원을 부르고 있어요",
    sub: "그대로 계시면 됩니다.",
    sayings: "상담 중에는 이렇게 말씀하셔도 됩니다",
    again: "다시 말해 주세요",
    slower: "천천히 말해 주세요",
    larger: "글자 크게 해 주세요",
    finish: "상담 끝낼게요",
  },

  conversation: {
    title: "상담 중입니다",
    me: "내가 한 말",
    counsellor: "상담원",
    hearing: "…",
    card: "정리한 내용 보기",
    inWriting: "글자로 물어보시거나 아래 주제를 눌러 주세요.",
    unplugged: "마이크가 빠졌어요. 글자로 물어보시거나 아래 주제를 눌러 주세요.",
    deaf: "지금은 말소리를 알아듣지 못해요. 글자로 물어보시거나 아래 주제를 눌러 주세요.",
  },

  topics: {
    also: "이런 것도 물어보세요",
    title: "어떤 것이 궁금하세요?",
    more: "모두 보기",
    others: "다른 주제",
    back: "돌아가기",
  },

  answer: {
    how: "이렇게 하시면 됩니다",
    where: "어디로",
    documents: "가져오실 것",
    phone: "전화하기",
    checked: (/** @type {string} */ day) => `${day} 확인`,
    day: (/** @type {number[]} */ [year, month, day]) => `${year}년 ${month}월 ${day}일`,
    details: "더 보기",
    summary: "앞으로",
    take: "가져가기",
    understood: "알겠습니다",
    /** Which side of the card is shown, for those who hear the page. */
    side: (/** @type {number} */ side, /** @type {number} */ of) => `${of}쪽 가운데 ${side}쪽`,
  },

  take: {
    title: "집에 가져가세요",
    camera: "휴대전화 카메라로 비추세요.",
    again: "들으신 내용을 다시 볼 수 있습니다.",
    code: "들으신 안내로 가는 큐알(QR) 코드",
    print: "큰 글씨로 인쇄",
    open: "이 전화로 보기",
    back: "돌아가기",
  },

  summary: {
    title: "오늘 들으신 내용입니다",
    source: "알려 드린 곳",
    finish: "상담 마치기",
    wiped: "마치면 화면을 모두 지웁니다.",
  },

  waiting: {
    title: "지금은 상담이 모두 차 있어요",
    next: "바로 다음 차례예요",
    ahead: (/** @type {string} */ people) => `앞에 ${people} 계세요`,
    sentence: "그대로 계시면 자리가 나는 대로 이어 드립니다.",
    retry: "다시 연결하기까지",
    unit: "초",
    people: "명",
    phone: "급하시면 전화로 물어보세요",
    cancel: "그만 기다리기",
  },

  clarify: {
    title: "어느 쪽이 궁금하세요?",
    neither: "둘 다 아니에요",
    hint: "말로 다시 물어보셔도 됩니다.",
    again: "다르게 한 번 더 물어봐 주세요.",
  },

  crisis: {
    call: (number) => `지금 ${number}번으로 전화하기`,
    person: "직원 부르기",
    ambulance: "119 구급차",
  },

  person: {
    title: "이 번호로 전화하시면\n사람이 받습니다",
    sub: "번호를 누르시면 바로 전화가 걸립니다.",
    back: "AI 상담원과 이야기하기",
  },

  goodbye: {
    title: "상담을 마쳤습니다",
    sentence: "이용해 주셔서 고맙습니다. 또 궁금하시면 언제든지 불러 주세요.",
    wiped: "화면에 있던 이야기는 모두 지웠습니다.",
    again: "다시 상담하기",
    home: "처음 화면으로",
  },

  ask: { label: "글자로 묻기", send: "보내기", empty: "궁금하신 것을 먼저 적어 주세요.", keys: "글자판" },

  keyboard: {
    label: "글자판",
    erase: "지우기",
    space: "띄우기",
    numbers: "숫자",
    letters: "한글",
    close: "닫기",
    shift: "쌍자음",
  },

  /** The bottom bar. A space, seen or not, is where a narrow button breaks its line. */
  bar: {
    label: "언제나 쓸 수 있는 단추",
    person: "사람과 통화",
    again: "다시 듣기",
    slower: "더 천천히",
    louder: "더 크게",
    home: "처음\u200b으로",
    pressed: "네",
  },

  notices: {
    again: "다시 말씀드릴게요.",
    slower: "더 천천히 말씀드릴게요.",
    louder: "소리를 더 키울게요.",
    refused: "그것은 답해 드리지 못했어요. 다르게 물어봐 주세요.",
    reconnecting: "잠시 끊겼어요. 다시 연결하고 있으니 그대로 계시면 됩니다.",
    reconnected: "다시 연결됐어요.",
    closer: "조금 더 가까이서 말씀해 주세요.",
    microphoneBack: "마이크를 다시 켰어요. 말씀하셔도 됩니다.",
    still: "지금 이용하시는 분이 많아 화면이 멈춰 있어요. 목소리는 그대로예요.",
    nothingYet: "아직 정리한 내용이 없어요. 궁금한 것을 먼저 물어보세요.",
    needsCall: "상담을 시작하시면 쓰실 수 있어요.",
  },

  pill: {
    idle: "편하게 물어보세요",
    listening: "듣고 있어요",
    thinking: "생각하고 있어요",
    speaking: "말하고 있어요",
    waiting: "잠시 기다려 주세요",
    writing: "글자로 물어보세요",
    connecting: "연결하고 있어요",
    interrupted: "잠시 끊겼어요",
    silent: "소리가 안 들려요",
  },

  failures: {
    phone: "급하시면 전화로 물어보세요",
    ignored: {
      title: "마이크가 아직 꺼져 있어요",
      sentence: "글자로 물어보셔도 똑같이 알려 드립니다.",
    },
    denied: {
      title: "마이크를 쓸 수 없어요",
      sentence: "글자로 물어보셔도 똑같이 알려 드립니다.",
    },
    absent: {
      title: "마이크를 찾지 못했어요",
      sentence: "글자로 물어보셔도 똑같이 알려 드립니다.",
    },
    busyMicrophone: {
      title: "다른 곳에서 마이크를 쓰고 있어요",
      sentence: "글자로 물어보셔도 똑같이 알려 드립니다.",
    },
    insecure: {
      title: "이 주소에서는 마이크를 켤 수 없어요",
      sentence: "글자로 물어보셔도 똑같이 알려 드립니다.",
    },
    unsupported: {
      title: "이 기기에서는 화면 상담이 안 돼요",
      sentence: "전화로 물어보시면 사람이 알려 드립니다.",
    },
    lost: {
      title: "연결이 끊겼습니다",
      sentence: "잘못하신 것은 없습니다. 다시 연결을 눌러 주세요.",
    },
    broken: {
      title: "상담을 이어 가지 못했어요",
      sentence: "저희 쪽 문제입니다. 잠시 뒤에 다시 눌러 주세요.",
    },
  },

  actions: {
    write: "글자로 묻기",
    touch: "주제를 눌러서 묻기",
    microphone: "마이크 다시 켜기",
    reconnect: "다시 연결",
    person: "사람과 통화",
    home: "처음으로",
  },
};
