/** How Koreans count people aloud: 한, 두, 세 … up to ninety-nine; beyond, and for anything else, digits. */

const TENS = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];
const ONES = ["", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"];

/** @param {number} count  "세 분", "스무 분", "120명" */
export function people(count) {
  if (!Number.isInteger(count) || count < 1 || count > 99) return `${count}명`;
  if (count === 20) return "스무 분";
  return `${TENS[Math.floor(count / 10)]}${ONES[count % 10]} 분`;
}
