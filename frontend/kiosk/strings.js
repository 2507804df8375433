/** Every Korean sentence of the kiosk's own screens. Read it as text: 존댓말, short, never blaming the caller. */

export const strings = {
  attract: {
    title: "화면을 누르거나\n말씀해 주세요",
    note: "AI 상담원이 대답합니다. 목소리는 대답하는 데에만 쓰고 남기지 않습니다.",
    ask: "이렇게 물어보세요",
    question: "궁금한 것을 편하게 물어보세요.",
  },

  still: {
    title: "아직 계신가요?",
    sub: "말씀이 없으시면 처음 화면으로 돌아갑니다.",
    unit: "초",
    go: "네, 계속할게요",
    end: "이제 마칠게요",
  },

  aids: {
    label: "보기와 소리 단추",
    lower: "낮은 화면",
    raise: "원래 높이",
    sheet: "보기와 소리",
    all: "모든 단추",
    fewer: "단추 닫기",
  },

  sides: {
    label: "쪽 넘기기",
    before: "이전",
    after: "다음",
    told: (/** @type {number} */ side, /** @type {number} */ of) => `${of}쪽 가운데 ${side}쪽`,
  },

  sheet: {
    title: "보기와 소리",
    letters: "글자와 화면 크기",
    sizes: [
      ["1", "보통"],
      ["1.5", "크게"],
      ["2", "두 배"],
    ],
    theme: "화면 색",
    light: "밝게",
    dark: "어둡게",
    sound: "소리 크기",
    earphones: "이어폰에서도 이 크기로 들립니다.",
    quieter: "작게",
    louder: "크게",
    level: (/** @type {number} */ now, /** @type {number} */ most) => `${most}단계 중 ${now}단계`,
    close: "다 됐어요",
  },

  person: "이 번호로 전화하시거나 가까운 직원을 불러 주세요.",
  crisis: "전화기가 없으시면 옆의 직원을 불러 주세요. 구급차는 119입니다.",
  wiping: "화면의 이야기를 지우고 있습니다.",

  offline: { again: "다시 연결해 볼게요", trying: "다시 연결하고 있습니다" },

  enrol: {
    title: "이 화면을 등록해 주세요",
    sub: "직원이 아래 번호를 서버에 입력하면 바로 시작됩니다.",
    left: (/** @type {number} */ minutes) => `${minutes}분 안에 입력해 주세요.`,
    expired: "번호를 새로 받고 있습니다.",
    failed: "서버와 연결되지 않아 다시 해 보고 있습니다.",
  },

  calibrate: {
    title: "카드를 화면에 대어 주세요",
    sub: "신용카드나 교통카드를 그림 위에 대고 크기를 맞춰 주세요.",
    smaller: "작게",
    bigger: "크게",
    save: "이 크기로 쓰기",
    result: (/** @type {string} */ cm) => `이 화면의 대각선은 약 ${cm} cm입니다.`,
    saved: "맞춘 크기를 이 화면에 남겼습니다.",
  },
};
