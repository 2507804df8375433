"""The ten shapes of a Korean mouth, and which of them the phonemes ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from speech.types import Mark

PAUSE = 0.12
"""seconds of silence from which the mouth closes"""


class Mouth(NamedTuple):
    """A mouth shape; every number 0…1."""

    jaw: float = 0.0
    part: float = 0.0
    wide: float = 0.0
    round: float = 0.0
    press: float = 0.0
    teeth: float = 0.0
    teeth_low: float = 0.0
    tongue: float = 0.0
    smile: float = 0.45


A = Mouth(jaw=0.78, part=0.50, wide=0.05, teeth=0.55, smile=0.22)
EO = Mouth(jaw=0.60, part=0.40, round=0.38, teeth=0.25, smile=0.10)
O = Mouth(jaw=0.38, part=0.50, round=0.82, smile=0.0)  # noqa: E741 - the vowel's name
U = Mouth(jaw=0.12, part=0.50, round=1.0, smile=0.0)
I = Mouth(jaw=0.05, part=0.66, wide=0.75, teeth=0.85, teeth_low=0.25, smile=0.30)  # noqa: E741
EU = I._replace(wide=0.30)
E = Mouth(jaw=0.34, part=0.55, wide=0.45, teeth=0.75, tongue=0.10, smile=0.26)
M = Mouth(wide=0.05, press=0.85, smile=0.25)
S = Mouth(jaw=0.03, part=0.46, wide=0.25, teeth=0.95, teeth_low=0.85, smile=0.15)
N = Mouth(jaw=0.26, part=0.55, wide=0.12, teeth=0.45, tongue=1.0, smile=0.20)
PAUSED = Mouth(part=0.15, smile=0.35)
REST = Mouth()

_U_LIGHT = U._replace(round=0.7)
_Y = I._replace(wide=0.45, part=0.55)
"""the fleeting ㅣ before the vowel of ㅑ, ㅕ and ㅖ"""
_GLIDES: dict[str, tuple[Mouth, ...]] = {
    "ㅏ": (A,),
    "ㅑ": (_Y, A),
    "ㅓ": (EO,),
    "ㅕ": (_Y, EO),
    **dict.fromkeys("ㅗㅛ", (O,)),
    **dict.fromkeys("ㅜㅠ", (U,)),
    **dict.fromkeys("ㅔㅐ", (E,)),
    **dict.fromkeys("ㅖㅒ", (_Y, E)),
    "ㅣ": (I,),
    "ㅡ": (EU,),
    "ㅘ": (O, A),
    "ㅝ": (U, EO),
    "ㅟ": (U, I),
    "ㅢ": (EU, I),
    **dict.fromkeys("ㅚㅙㅞ", (_U_LIGHT, E)),
}
_CONSONANTS: dict[str, Mouth] = {
    **dict.fromkeys("ㅁㅂㅃㅍ", M),
    **dict.fromkeys("ㅅㅆㅈㅉㅊ", S),
    **dict.fromkeys("ㄴㄷㄸㄹㅌ", N),
}
CLOSED = "ㅁㅂㅃㅍ"
"""the consonants for which the lips shut"""
_FIRST_PART = 0.4
"""share of a diphthong's time that its first vowel takes"""
_Y_PART = 0.2
"""the same for the fleeting ㅣ, which is hardly more than a beginning"""
_UNSEEN = 0.7
"""how much of its vowel's shape a consonant takes that is made behind the lips"""
_SPREAD, _LINGER = 0.8, 0.5
"""how much of a vowel's rounding the consonants before it take, and a final consonant (받침) behind it"""
_FINAL_JAW = 0.12
"""a final consonant opens the jaw no further than its vowel, or this"""


@dataclass(frozen=True, slots=True)
class Step:
    shape: Mouth
    start: float
    """seconds from the start of the sound"""
    end: float


def steps(marks: tuple[Mark, ...]) -> Iterator[Step]:
    """The mouth shapes that the phoneme marks ask for, one after the other, pauses included."""
    phonemes = [mark for mark in marks if mark.kind == "phoneme"]
    for index, mark in enumerate(phonemes):
        following = phonemes[index + 1] if index + 1 < len(phonemes) else None
        pause = following is not None and following.start - mark.end > PAUSE
        end = mark.end if following is None or pause else following.start
        shapes = _GLIDES.get(mark.text) or (_consonant(phonemes, index),)
        first_part = _Y_PART if shapes[0] is _Y else _FIRST_PART
        turn = mark.start + (end - mark.start) * first_part if len(shapes) > 1 else end
        yield Step(shapes[0], mark.start, turn)
        if len(shapes) > 1:
            yield Step(shapes[1], turn, end)
        if following is not None and pause:
            yield Step(PAUSED, end, following.start)


def _consonant(phonemes: list[Mark], index: int) -> Mouth:
    after, before = _vowel(phonemes, index, 1), _vowel(phonemes, index, -1)
    final = before is not None and not _opens_syllable(phonemes, index)
    shape = _CONSONANTS.get(phonemes[index].text)
    if shape is None:
        near = (before if final else after) or before or REST
        return near._replace(jaw=near.jaw * _UNSEEN, part=near.part * _UNSEEN, round=near.round * _UNSEEN)
    rounded = _SPREAD * after.round if after else 0.0
    if final and before:
        rounded = max(rounded, _LINGER * before.round)
        shape = shape._replace(jaw=min(shape.jaw, max(before.jaw, _FINAL_JAW)))
    return shape._replace(round=max(shape.round, rounded), wide=shape.wide * (1 - rounded))


def _opens_syllable(phonemes: list[Mark], index: int) -> bool:
    """Whether a vowel follows at once."""
    if index + 1 == len(phonemes):
        return False
    mark, following = phonemes[index : index + 2]
    return following.text in _GLIDES and following.start - mark.end <= PAUSE


def _vowel(phonemes: list[Mark], index: int, direction: int) -> Mouth | None:
    """The shape of the nearest vowel that is reached through consonants without a pause."""
    while 0 <= index + direction < len(phonemes):
        earlier, later = sorted((phonemes[index], phonemes[index + direction]), key=lambda mark: mark.start)
        if later.start - earlier.end > PAUSE:
            return None
        index += direction
        shapes = _GLIDES.get(phonemes[index].text)
        if shapes:
            return shapes[0 if direction > 0 else -1]
    return None
