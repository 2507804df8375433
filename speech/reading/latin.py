"""Latin letters: words that are read as words, the others letter by letter."""

import re
from typing import Final

from speech.reading.rule import Rule, either, rule

LETTERS: Final = {
    "a": "에이", "b": "비", "c": "시", "d": "디", "e": "이", "f": "에프", "g": "지", "h": "에이치", "i": "아이",
    "j": "제이", "k": "케이", "l": "엘", "m": "엠", "n": "엔", "o": "오", "p": "피", "q": "큐", "r": "알",
    "s": "에스", "t": "티", "u": "유", "v": "브이", "w": "더블유", "x": "엑스", "y": "와이", "z": "제트",
}  # fmt: skip

WORDS: Final = {
    # names
    "youtube": "유튜브", "naver": "네이버", "google": "구글", "kakao": "카카오", "kakaotalk": "카카오톡",
    "android": "안드로이드", "iphone": "아이폰", "galaxy": "갤럭시", "samsung": "삼성", "apple": "애플",
    "windows": "윈도", "chrome": "크롬", "play": "플레이", "zoom": "줌", "netflix": "넷플릭스", "facebook": "페이스북",
    "instagram": "인스타그램", "bokjiro": "복지로", "payco": "페이코", "toss": "토스", "covid": "코비드",
    # words
    "wifi": "와이파이", "app": "앱", "web": "웹", "site": "사이트", "email": "이메일", "mail": "메일", "pass": "패스",
    "ok": "오케이", "home": "홈", "card": "카드", "bank": "뱅크", "pay": "페이", "smart": "스마트", "plus": "플러스",
    "call": "콜", "center": "센터", "box": "박스", "kit": "키트", "tax": "택스", "one": "원", "stop": "스톱",
    "care": "케어", "day": "데이", "money": "머니", "water": "워터", "store": "스토어", "fax": "팩스", "tel": "전화",
    "pin": "핀", "sim": "심", "esim": "이심", "ray": "레이", "no": "넘버", "vs": "대", "free": "프리", "help": "헬프",
    "desk": "데스크", "live": "라이브", "news": "뉴스", "test": "테스트", "check": "체크", "start": "스타트",
    "family": "패밀리", "senior": "시니어", "green": "그린", "blue": "블루", "red": "레드", "gold": "골드",
    "zone": "존", "bus": "버스", "taxi": "택시", "kiosk": "키오스크", "menu": "메뉴", "login": "로그인",
    "zero": "제로", "happy": "해피", "silver": "실버", "mz": "엠지",
    # abbreviations said as words
    "aids": "에이즈", "sars": "사스", "mers": "메르스", "unicef": "유니세프", "unesco": "유네스코", "nasa": "나사",
    "nato": "나토", "kotra": "코트라",
}  # fmt: skip
"""words that are not read letter by letter"""

NAMES: Final = {
    "wi-fi": "와이파이", "a4": "에이포", "a3": "에이스리", "u+": "유플러스", "mp3": "엠피쓰리", "x-ray": "엑스레이",
    "2g": "투지", "3g": "쓰리지", "4g": "포지", "5g": "파이브지", "3d": "쓰리디", "4k": "포케이", "d-day": "디데이",
}  # fmt: skip
"""names with digits or signs in them"""

_ALONE: Final = r"(?<![a-z0-9]){}(?![a-z0-9])"


def _word(match: re.Match[str]) -> str:
    word = match.group().lower()
    return WORDS.get(word) or "".join(LETTERS[letter] for letter in word)


NAMED: Final[tuple[Rule, ...]] = (rule(_ALONE.format(either(NAMES)), lambda match: NAMES[match.group().lower()]),)
"""tried before numbers, because names may begin with one"""

RULES: Final[tuple[Rule, ...]] = (
    rule(r"https?://", ""),
    rule(r"(?<![a-z0-9])no\.?(?=\s?[0-9])", "넘버"),
    rule(r"(?<![a-z])no(?![a-z])", "엔오"),
    rule(r"(?<=[a-z])-(?=[a-z])", ""),
    rule(r"(?:(?<=^[a-z])|(?<=[^a-z][a-z]))\.(?=[a-z](?![a-z]))", ""),
    rule(r"(?<=[a-z0-9])\.(?=[a-z])", " 점 "),
    rule(r"[a-z]+", _word, re.IGNORECASE | re.ASCII),
)
