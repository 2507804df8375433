"""Korean text as it is said: sentences, numbers, dates, telephone numbers, units and Latin letters become Hangul.

A table of rules, tried in order at every place of the text; the first that fits says what stands there.
Knows nothing of sound: `pronunciation.py` goes on from here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from speech.numbers import decimal, digit_by_digit, native, sino
from speech.readings import LATIN_WORDS, LETTERS, NATIVE_UP_TO, SERVICE_LINES, UNITS


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    start: int
    """characters from the start of the text"""
    end: int
    """characters from the start of the text, exclusive"""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    written: str
    """what stands between two spaces"""
    spoken: str
    """Hangul, spaces and commas (pauses); empty when nothing is to be said"""
    start: int
    """characters from the start of the text"""


def sentences(text: str) -> list[Sentence]:
    """Sentences with their place in the text. A full stop inside a date (2026. 1. 15.) or after a list number (1.)
    ends nothing."""
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [sentence for start, end in pairwise(cuts) if (sentence := _trimmed(text, start, end)).text]


def spoken_words(text: str) -> list[SpokenWord]:
    """Every written word of the text (in Unicode's composed form) with its spoken form, in order."""
    text = unicodedata.normalize("NFC", text)
    said = [""] * len(text)
    for at, piece in _pieces(text):
        said[at] = piece
    return [_spoken_word(word, said) for word in re.finditer(r"\S+", text)]


def spoken(text: str) -> str:
    """The whole text as it is said. Empty when nothing in it can be said."""
    said = " ".join(word.spoken for word in spoken_words(text) if word.spoken)
    return re.sub(r"[\s,]*,[\s,]*", ", ", said).strip(" ,")


_SENTENCE_END: Final = re.compile(
    r"(?:(?<![0-9])\.+|[?!…。]+\.*|(?<=[0-9]{3})\.(?!\s*[0-9]))[\"'”’)\]]*(?=\s|$)\s*|\n\s*"
)


def _trimmed(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    begin = start + len(part) - len(part.lstrip())
    return Sentence(part.strip(), begin, begin + len(part.strip()))


def _spoken_word(word: re.Match[str], said: list[str]) -> SpokenWord:
    """`said`: what each character of the text begins."""
    spoken = re.sub(r"\s+", " ", "".join(said[word.start() : word.end()])).strip()
    return SpokenWord(word.group(), spoken, word.start())


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(place, spoken form) of everything in the text, in order."""
    at = 0
    while at < len(text):
        if plain := _PLAIN.match(text, at):
            yield at, plain.group()
            at = plain.end()
            continue
        match, say = next(((match, say) for pattern, say in _RULES if (match := pattern.match(text, at))), (None, None))
        if match and say:
            yield at, _joined(say(match), text, match.end())
            at = match.end()
        else:
            yield at, _character(text[at])
            at += 1


def _character(char: str) -> str:
    return ", " if char in _PAUSES else _SYMBOLS.get(char, "")


def _joined(said: str, text: str, end: int) -> str:
    """A space between a number and the word that counts (삼십 분), none before a particle (삼십은)."""
    rest = text[end:]
    counts = rest and "가" <= rest[0] <= "힣" and said[-1:] not in " ," and not _PARTICLE.match(rest)
    return said + " " if counts else said


# ---- what each rule says


def _phone(match: re.Match[str]) -> str:
    return ", ".join(digit_by_digit(group) for group in re.findall(r"[0-9]+", match.group()))


def _number(match: re.Match[str]) -> str:
    """1,250 or 3.5 or 5천만 (digits and Hangul myriads)."""
    whole, fraction, scale = match["whole"].replace(",", ""), match["fraction"], match["scale"]
    said = decimal(whole, fraction) if fraction else sino(whole)
    return ("" if whole == "1" and scale and scale[0] in "십백천만" else said) + (scale or "")


def _counted(match: re.Match[str]) -> str:
    """A number whose counter decides: 세 명, 삼 층. With "~" before a second number the counter is said twice."""
    return _with_counter(int(match["n"]), match["counter"])


def _with_counter(n: int, counter: str) -> str:
    return native(n) if 1 <= n <= NATIVE_UP_TO[counter] else sino(str(n))


def _counted_range(match: re.Match[str]) -> str:
    counter = match["counter"]
    return f"{_with_counter(int(match['n']), counter)} {counter}에서 "


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    return f"{_with_counter(hour, '시')} 시" + (f" {sino(str(minute))} 분" if minute else "")


def _date(match: re.Match[str]) -> str:
    return f"{sino(match['year'])} 년 {_month(match['month'])} {sino(str(int(match['day'])))} 일"


def _month(digits: str) -> str:
    return {6: "유월", 10: "시월"}.get(int(digits)) or f"{sino(str(int(digits)))} 월"


def _fraction(match: re.Match[str]) -> str:
    return f"{sino(match['under'])}분의 {sino(match['over'])}"


def _letters(match: re.Match[str]) -> str:
    """A known word, or letter by letter."""
    word = match.group().lower()
    return LATIN_WORDS.get(word) or "".join(LETTERS.get(letter, "") for letter in word)


def _const(said: str) -> Callable[[re.Match[str]], str]:
    return lambda _match: said


# ---- the tables

_PLAIN: Final = re.compile(r"[가-힣]+|\s")
_PAUSES: Final = frozenset(',.?!…。;:()[]{}“”"·→-–—/|\n')
_SYMBOLS: Final = {"@": " 골뱅이 ", "&": " 앤 ", "+": " 플러스 ", "=": " 는 ", "#": " 샵 ", "%": " 퍼센트", "℃": " 도"}
_PARTICLE: Final = re.compile(
    r"(?:은|는|이|가|을|를|과|와|의|에|만|나|로|이나|에게|보다|이며|이고|이라|라)(?![가-힣])"
    r"|입니다|이에요|예요|으로|에서|까지|부터|이상|이하|여(?=\s?[가-힣])"
)


def _either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_COUNTERS: Final = _either(NATIVE_UP_TO)
_SERVICE: Final = rf"(?<![0-9.,~])(?:{_either(SERVICE_LINES)})(?![0-9,~%]|\.[0-9])"
_CALLS: Final = r"(?=\s*(?:번(?!째|\s*버스)|콜|상담|다산|(?:으로|로|에|에다)\s*(?:전화|연락|문의|신고|걸)))"
_N: Final = r"(?<![0-9])(?P<n>[0-9]{1,3})"
_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), say)
    for pattern, say in (
        # telephone numbers
        (r"(?<![0-9])\(?0[0-9]{1,2}\)?[-.\s)]{1,2}[0-9]{3,4}[-.\s][0-9]{4}(?![0-9])", _phone),
        (r"(?<![0-9])0(?:2|[3-6][1-5])-1[0-9]{2}(?![0-9])", _phone),
        (r"(?<![0-9])1[0-9]{3}-[0-9]{4}(?![0-9])", _phone),
        (r"(?<![0-9])01[016789][0-9]{7,8}(?![0-9])", _phone),
        (_SERVICE + _CALLS, _phone),
        (rf"(?:(?<=국번없이 )|(?<=국번 없이 )|(?<=전화 )|(?<=☎)|(?<=\()(?={_SERVICE}\))){_SERVICE}", _phone),
        # dates and times of day
        (
            r"(?<![0-9])(?P<year>[0-9]{4})(?P<sep>[-./])(?P<month>0?[1-9]|1[0-2])(?P=sep)"
            r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])\.?",
            _date,
        ),
        (r"(?<![0-9])[0-9]{4}\.(?=\s+[0-9]{1,2}\.)", lambda match: sino(match.group()[:-1]) + " 년"),
        (r"(?<=[0-9]{4}\. )[0-9]{1,2}\.(?=\s+[0-9]{1,2}\.)", lambda match: _month(match.group()[:-1])),
        (r"(?<=[0-9]\. )[0-9]{1,2}\.(?![0-9])", lambda match: sino(str(int(match.group()[:-1]))) + " 일"),
        (r"(?<![0-9])(?P<month>6|10|06)\s?월(?!급)", lambda match: _month(match["month"])),
        (r"(?<![0-9:])(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?![0-9:])", _clock),
        # numbers with their counters
        (rf"{_N}\s?[~∼～](?=\s?[0-9]{{1,3}}\s?(?P<counter>{_COUNTERS}))", _counted_range),
        (r"(?<![0-9])1(?=번째)", _const("첫")),
        (rf"{_N}(?=번\s*(?:출구|창구|버스|홈|승강장|문|키|을|를|이|은|으로|후보))", lambda match: sino(match["n"])),
        (rf"{_N}(?=\s?(?P<counter>{_COUNTERS}))", _counted),
        # other numbers
        (r"(?<![0-9])(?P<over>[0-9]{1,3})/(?P<under>[0-9]{1,3})(?![0-9/])", _fraction),
        (r"[-−](?=[0-9.]+\s?(?:도|℃|°))", _const("영하 ")),
        (r"(?<=[0-9])\s?-(?=[0-9])", _const(" 다시 ")),
        (r"₩(?P<whole>[0-9][0-9,]*)(?P<fraction>)(?P<scale>)", lambda match: _number(match) + " 원"),
        (
            r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<fraction>[0-9]+))?"
            r"(?P<scale>[십백천]?[만억조]|[십백천])?",
            _number,
        ),
        *((rf"(?<=[0-9])\s?{re.escape(unit)}(?![a-z])", _const(f" {name}")) for unit, name in UNITS.items()),
        # the rest
        (r"(?<=[0-9가-힣a-z%])(?:[~∼～]|\s[~∼～]\s)(?=[0-9가-힣])", _const("에서 ")),
        (r"(?<=[a-z0-9])\.(?=[a-z])", _const(" 점 ")),
        (r"wi-fi|e-mail|[a-z]+", _letters),
    )
)  # fmt: skip
