/** The keys of the on-screen keyboard. A name out of strings.keyboard does something; anything else is written. */

/**
 * `strokes` is the arrangement of Korean telephones (천지인): few keys, so that they can be large on a narrow screen.
 * `rows` is the arrangement of Korean keyboards (두벌식), for screens with room for ten keys in a row.
 */
export const LAYOUTS = {
  strokes: [
    ["ㅣ", "ㆍ", "ㅡ", "erase"],
    ["ㄱㅋ", "ㄴㄹ", "ㄷㅌ", "numbers"],
    ["ㅂㅍ", "ㅅㅎ", "ㅈㅊ", "space"],
    [".,?", "ㅇㅁ", "close"],
  ],
  numbers: [
    ["1", "2", "3", "erase"],
    ["4", "5", "6", "letters"],
    ["7", "8", "9", "space"],
    ["-", "0", "close"],
  ],
  rows: [
    [..."1234567890"],
    [..."ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ"],
    [..."ㅁㄴㅇㄹㅎㅗㅓㅏㅣ"],
    ["shift", ..."ㅋㅌㅊㅍㅠㅜㅡ", "erase"],
    ["close", "space", "?", "."],
  ],
  shift: [
    [..."1234567890"],
    [..."ㅃㅉㄸㄲㅆㅛㅕㅑㅒㅖ"],
    [..."ㅁㄴㅇㄹㅎㅗㅓㅏㅣ"],
    ["letters", ..."ㅋㅌㅊㅍㅠㅜㅡ", "erase"],
    ["close", "space", "?", "."],
  ],
};

/** What one key of `strokes` writes when it is pressed again and again. */
export const TURNS = {
  ㄱㅋ: ["ㄱ", "ㅋ", "ㄲ"],
  ㄴㄹ: ["ㄴ", "ㄹ"],
  ㄷㅌ: ["ㄷ", "ㅌ", "ㄸ"],
  ㅂㅍ: ["ㅂ", "ㅍ", "ㅃ"],
  ㅅㅎ: ["ㅅ", "ㅎ", "ㅆ"],
  ㅈㅊ: ["ㅈ", "ㅊ", "ㅉ"],
  ㅇㅁ: ["ㅇ", "ㅁ"],
  ".,?": [".", ",", "?"],
};

/** Heaven, earth and man: strokes one after the other make a vowel. */
export const VOWELS = {
  "ㅣ": "ㅣ",
  "ㅡ": "ㅡ",
  "ㅣㆍ": "ㅏ",
  "ㅣㆍㆍ": "ㅑ",
  "ㅣㆍㅣ": "ㅐ",
  "ㅣㆍㆍㅣ": "ㅒ",
  "ㆍㅣ": "ㅓ",
  "ㆍㆍㅣ": "ㅕ",
  "ㆍㅣㅣ": "ㅔ",
  "ㆍㆍㅣㅣ": "ㅖ",
  "ㆍㅡ": "ㅗ",
  "ㆍㆍㅡ": "ㅛ",
  "ㆍㅡㅣ": "ㅚ",
  "ㆍㅡㅣㆍ": "ㅘ",
  "ㆍㅡㅣㆍㅣ": "ㅙ",
  "ㅡㆍ": "ㅜ",
  "ㅡㆍㆍ": "ㅠ",
  "ㅡㅣ": "ㅢ",
  "ㅡㆍㅣ": "ㅟ",
  "ㅡㆍㆍㅣ": "ㅝ",
  "ㅡㆍㆍㅣㅣ": "ㅞ",
};
