"""Sentences to learn crises from: what people say in one, and what only sounds like it.

A line of `crisis_phrases/*.txt` is one way to say one thing, with its choices in brackets:
"(남편이|영감이) 쓰러졌어요". {…} is a list of `SLOTS`. The file's name is the kind; `calm` is none. All wordings of
a line belong together: what is measured is measured on lines that were not learnt from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from dialogue.training.noise import mishear

PHRASES: Final = Path(__file__).with_name("crisis_phrases")
CALM: Final = "calm"
SLOTS: Final = {
    "가족": "남편이|영감이|우리 아저씨가|어머니가|아버지가|집사람이|할머니가|할아버지가|시어머니가|장모님이|할멈이|"
    "우리 엄마가|아내가|아들이|딸이|동생이|언니가|며느리가|손주가|옆집 할머니가|친구가|사람이|",
    "치매가족": "어머니가|아버지가|남편이|영감이|할머니가|할아버지가|시어머니가|집사람이|장모님이|우리 엄마가|"
    "치매 어머니가|치매 있는 남편이|치매 걸린 할머니가|아내가|시아버지가|우리 언니가",
    "자식": "아들이|며느리가|딸이|사위가|손자가|큰아들이|작은아들이|막내아들 놈이|자식놈이|아들 내외가|조카가|"
    "간병인이|요양보호사가|같이 사는 아들이|둘째 며느리가|아들놈이|손주 놈이",
    "남": "모르는 남자가|어떤 놈이|웬 남자가|옆집 남자가|윗집 사람이|누가|누군가|젊은 놈이|술 취한 사람이|이웃이|"
    "그 남자가|이놈이|집주인이|전남편이|아랫집 아저씨가|사채업자가|낯선 사람이",
    "기관": "검찰이|검사|경찰|금감원|금융감독원|은행|우체국|카드 회사|국세청|수사관|서울중앙지검|사이버 수사대|"
    "법원|건강보험공단|통신사|캐피탈",
    "자손": "아들이라면서|딸이라면서|손자라면서|아들이라고 하는데|딸이라는데|손녀라면서|조카라면서|아들이라 카면서",
    "어디": "부엌에|집에|방에|옆집에서|아파트에|베란다에|창고에|거실에서|윗집에서|화장실에서|가게에|현관에|"
    "지하실에서|다용도실에|보일러실에|안방에서|",
    "지금": "지금|방금|갑자기|아까|막|조금 전에|자꾸||||",
    "며칠": "사흘째|이틀째|며칠째|나흘 동안|일주일째|어제부터|그저께부터|하루 종일|3일 동안|벌써 닷새나|엊그제부터",
    "얼마": "사흘이|며칠|이틀이|일주일이|오래|한참|닷새가|나흘이나|열흘도 더|3일이",
}
OPENINGS: Final = (
    "여보세요", "저기요", "아이고", "아이고 선생님", "저기 있잖아요", "음 그게", "선생님", "거기 상담하는 데죠",
    "저 좀 봐요", "아니 글쎄", "말 좀 물읍시다", "어 저기", "있잖아", "어머나", "보소", "안녕하세요", "그게 말이여",
)  # fmt: skip
CLOSINGS: Final = (
    "어떡해요", "어떻게 해요", "어쩌면 좋아요", "도와주세요", "좀 알려 주세요", "빨리요", "어떡하지", "우짜노",
    "어째야 쓰까", "부탁해요", "좀 봐 주세요", "말 좀 해 줘요", "어디다 말해야 돼요", "큰일 났네",
)  # fmt: skip
SOURCES: Final = (
    (
        "드라마에서|연속극에서|영화에서|드라마를 보는데|소설에서",
        "그러던데|하는 장면이 나와|하더라 세상에|재밌더라|슬프더라고요",
    ),
    ("뉴스에서|신문에|텔레비전 뉴스에|라디오에서|유튜브에", "그런 일이 있대|나오더라|하던데 무섭더라|세상이 험해"),
    ("어젯밤 꿈에|간밤에 꿈에|꿈속에서", "꿈을 꿨어|개꿈이지|꿈이었어 다행이지"),
    (
        "옛날에|젊었을 때|몇 년 전에|작년에|예전에",
        "그랬는데 이제 괜찮아|그때 그랬지 다 지난 일이야|했었는데 지금은 다 나았어|했지만 다 해결됐어",
    ),
)
_PAST: Final = (
    "었",
    "았",
    "였",
    "졌",
    "났",
    "갔",
    "왔",
    "렸",
    "했",
    "됐",
    "셨",
    "쳤",
    "겼",
    "썼",
    "줬",
    "뒀",
    "놨",
    "겠",
    "섰",
    "탔",
)
_AFTER_PAST: Final = (
    "어", "는데", "네요", "습니다", "네", "당께", "심더", "다", "어유", "어예", "는디", "다니까요", "소", "거든요",
    "다 아이가", "지 뭐예요", "구먼유",
)  # fmt: skip
_AFTER_YO: Final = ("", "", "유", "예", "용", "니까요", "라우", "죠")
_NOISE: Final = (0.0, 0.0, 0.0, 0.06, 0.12, 0.2)
FILLERS_LONGEST: Final = 4
SPELT_AS_HEARD: Final = 0.1
_SYLLABLES: Final = 11172
_MUTE: Final = 11
_MOVES: Final = {1: 0, 2: 1, 4: 2, 7: 3, 8: 5, 16: 6, 17: 7, 19: 9, 20: 10, 22: 12, 23: 14, 24: 15, 25: 16, 26: 17}
"""a single final → the same as an initial"""


@dataclass(frozen=True, slots=True)
class Line:
    """One way to say one thing; `name` tells lines apart."""

    kind: str
    name: str
    pattern: str


def lines(folder: Path = PHRASES) -> list[Line]:
    found = []
    for file in sorted(folder.glob("*.txt")):
        for number, text in enumerate(file.read_text("utf-8").splitlines()):
            if text.strip():
                found.append(Line(file.stem.partition("_")[0], f"{file.stem}:{number}", text.strip()))
    return found


def wordings(line: Line, count: int, random: np.random.Generator) -> list[str]:
    """At most `count` different choices of the line, as written."""
    pattern = re.sub(r"\{(.+?)\}", lambda slot: f"({SLOTS[slot[1]]})", line.pattern)
    found = {_choose(pattern, random) for _ in range(3 * count)}
    return sorted(found, key=lambda _: random.random())[:count]


_CHOICE: Final = re.compile(r"\(([^()]*)\)(?:(이|가|을|를|은|는)(?=\s|$))?")
_AFTER_FINAL: Final = {"가": "이", "를": "을", "는": "은"}
_AFTER_VOWEL: Final = {with_final: without for without, with_final in _AFTER_FINAL.items()}


def _choose(pattern: str, random: np.random.Generator) -> str:
    def one(choice: re.Match[str]) -> str:
        word = str(random.choice(choice[1].split("|")))
        return word + _particle(word, choice[2]) if choice[2] else word

    return " ".join(_CHOICE.sub(one, pattern).split())


def _particle(word: str, particle: str) -> str:
    ends_in_consonant = bool(word) and "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % 28 > 0
    return (_AFTER_FINAL if ends_in_consonant else _AFTER_VOWEL).get(particle, particle)


def varied(text: str, fillers: list[str], random: np.random.Generator) -> str:
    """As another caller might say it and a recogniser might hear it: ending, opening, closing, story, noise."""
    text = _ending(text, random)
    if random.random() < 0.15:
        words = text.split()
        text = " ".join(words[: max(2, len(words) - 1)]) if len(words) > 3 else text
    if random.random() < 0.25:
        text = f"{random.choice(OPENINGS)} {text}"
    if random.random() < 0.2:
        text = f"{text} {random.choice(CLOSINGS)}"
    if random.random() < 0.3 and fillers:
        story = [str(random.choice(fillers)) for _ in range(int(random.integers(1, FILLERS_LONGEST)))]
        story.insert(int(random.integers(len(story) + 1)), text)
        text = " ".join(story)
    if random.random() < SPELT_AS_HEARD:
        text = as_heard(text)
    rate = float(random.choice(_NOISE))
    return mishear(text, rate, random) if rate else text


def told_of(text: str, random: np.random.Generator) -> str:
    """The same as a film, the news, a dream or a memory tells it."""
    before, after = SOURCES[int(random.integers(len(SOURCES)))]
    return f"{random.choice(before.split('|'))} {text.removesuffix('요')} {random.choice(after.split('|'))}"


def as_heard(text: str) -> str:
    """Final consonants written before the vowel that follows: 죽어 → 주거."""
    letters = list(text)
    for place in range(len(letters) - 1):
        one, other = (ord(letter) - ord("가") for letter in letters[place : place + 2])
        if not (0 <= one < _SYLLABLES and 0 <= other < _SYLLABLES and other // 588 == _MUTE):
            continue
        initial = _MOVES.get(one % 28)
        if initial is not None:
            letters[place] = chr(ord("가") + one - one % 28)
            letters[place + 1] = chr(ord("가") + other + (initial - _MUTE) * 588)
    return "".join(letters)


def _ending(text: str, random: np.random.Generator) -> str:
    if random.random() < 0.5:
        return text
    if text.endswith("어요") and len(text) > 3 and text[-3] in _PAST:
        return text[:-2] + str(random.choice(_AFTER_PAST))
    if text.endswith("요"):
        return text[:-1] + str(random.choice(_AFTER_YO))
    return text


def shown(count: int, random: np.random.Generator) -> Iterator[tuple[str, str, str]]:
    """Text, kind and line of the development set: `count` wordings of every line, as written."""
    for line in lines():
        for text in wordings(line, count, random):
            yield text, line.kind, line.name
