"""How any voice speaks to older ears: an even pace, pauses between phrases, numbers a little stronger, a clear sound.

A voice that is delivered is measured once, on sentences of its own: how fast it speaks and how loud. From then on it is
asked for the pace that gives SYLLABLES a second and brought to one loudness.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from speech import clarity
from speech.korean import sentences
from speech.nonsense import finite, possible
from speech.phrasing import PhrasedWord, phrased
from speech.rests import Rests
from speech.types import Mark, Samples, Speech, Voice

SYLLABLES: Final = 4.25
"""a second without pauses, at pace 1"""
STRESS: Final = 2.0
"""dB by which numbers and words that matter are stronger"""
RAMP: Final = 0.03
"""seconds in which the strength changes"""
QUIET: Final = 10 ** (-27 / 20)
"""against the loudest hundredth of a second of a piece: below it is silence"""
FADE: Final = 0.008
"""seconds in which sound begins"""
RELEASE: Final = 0.09
"""seconds in which sound dies away before a pause; synthesisers stop dead"""
MARGIN: Final = 0.02
"""seconds of silence left where sound begins and ends: weak consonants lie below QUIET"""
NEAR: Final = 0.08
"""seconds by which a mark may miss the silence it stands for"""
MEASURED_WITH: Final = (
    "주민센터에 신분증과 통장 사본을 가지고 가시면 됩니다.",
    "올해 금액과 물품은 담당 부서에 물어보세요.",
    "형편에 따라 덜 내기도 합니다.",
    "자세한 것은 담당 직원이 친절하게 알려 드릴게요.",
)
"""as fast as answers are on the whole"""
FASTEST_ASKED, SLOWEST_ASKED = 1.6, 0.5
"""pace that a voice can be asked for"""


@dataclass(frozen=True, slots=True)
class _Silence:
    """In samples of the piece as it was spoken."""

    place: int
    """what ends here ends before it, what begins here begins after it"""
    begin: int
    end: int
    length: int
    """that it gets"""


class Delivery:
    """A voice, delivered. Safe to share between threads when the voice is. `lift`: dB at 2–4 kHz."""

    def __init__(self, voice: Voice, lift: float = clarity.LIFT) -> None:
        """Raises ValueError for a voice that makes no sound."""
        self._voice = voice
        self._lift = lift
        said = [piece for sentence in MEASURED_WITH for piece in voice.speak(sentence)]
        if not any(finite(piece.samples).any() for piece in said):
            raise ValueError("the voice makes no sound")
        self._faster = SYLLABLES / _syllables_a_second(said)
        self._louder = _gain(said, lift)

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        """As the voice speaks it, piece by piece. `pace` is kept within 0.5…1.5. Raises what the voice raises, at once,
        and SpeakError with a piece that is no sound."""
        pace = possible(pace)
        asked = min(max(self._faster * pace, SLOWEST_ASKED), FASTEST_ASKED)
        words = [word for part in sentences(sentence) for word in phrased(part.text)]
        pieces = self._voice.speak(sentence, asked)
        return self._delivered(pieces, words, pace)

    def _delivered(self, pieces: Iterator[Speech], words: Sequence[PhrasedWord], pace: float) -> Iterator[Speech]:
        at = 0
        lift: clarity.Lift | None = None
        stress: _Stress | None = None
        rests = Rests(pace)
        before: Speech | None = None
        rested = True
        for piece in pieces:
            if not len(finite(piece.samples)):
                continue
            lift = lift or clarity.Lift(piece.rate, self._lift)
            stress = stress or _Stress(piece.rate)
            marks = [mark for mark in piece.marks if mark.kind == "word"]
            at, owners = _owners(words, marks, at)
            clear = clarity.limited(lift(stress(piece, marks, owners) * self._louder))
            pauses = rests.within(piece, marks, owners)
            before = _paused(replace(piece, samples=clear), pauses, goes_on=not rested)
            rested = bool(pauses) and not _ends_in_sound(before)
            yield before
        if before and rests.owed:
            yield Speech(np.zeros(round(rests.owed * before.rate), np.float32), before.rate, before.text)


def _owners(words: Sequence[PhrasedWord], marks: Sequence[Mark], at: int) -> tuple[int, list[PhrasedWord]]:
    """The written word that each mark says, looked for from `at` on; and where the next piece goes on."""
    owners = []
    for mark in marks:
        found = next((i for i in range(at, len(words)) if words[i].word.written == mark.text), None)
        owners.append(words[found] if found is not None else words[min(at, len(words) - 1)])
        at = found + 1 if found is not None else at
    return at, owners


class _Stress:
    """Words that matter a little stronger, without a step, in a sentence that comes in pieces."""

    def __init__(self, rate: int) -> None:
        self._before = np.ones(max(1, round(RAMP * rate)))

    def __call__(self, piece: Speech, marks: Sequence[Mark], owners: Sequence[PhrasedWord]) -> Samples:
        gain = np.ones(len(piece.samples))
        for mark, owner in zip(marks, owners, strict=True):
            if owner.stressed:
                gain[round(mark.start * piece.rate) : round(mark.end * piece.rate)] = 10 ** (STRESS / 20)
        width = len(self._before)
        known = np.concatenate([self._before, gain])
        self._before = known[len(known) - width :]
        sums = np.cumsum(known)
        return np.asarray(piece.samples * ((sums[width:] - sums[:-width]) / width), np.float32)


def _paused(piece: Speech, pauses: Sequence[tuple[float, float]], *, goes_on: bool) -> Speech:
    """The silence at each place (seconds) brought to a length (seconds); marks move along. `goes_on`: the piece
    begins inside a phrase."""
    quiet = _quiet(piece)
    margin = round(MARGIN * piece.rate)
    silences = [] if goes_on else [_Silence(0, 0, max(0, _first_sound(quiet) - margin), 0)]
    for place, length in pauses:
        at = round(place * piece.rate)
        begin, end = _silence_near(quiet, at, round(NEAR * piece.rate))
        spare = max(0, min(margin, (end - begin) // 2))
        begin, end = begin + spare, end - spare
        if not silences or begin >= silences[-1].end:
            silences.append(_Silence(at, begin, end, max(0, round(length * piece.rate) - 2 * spare)))
    return _with(piece, silences)


def _with(piece: Speech, silences: Sequence[_Silence]) -> Speech:
    parts: list[Samples] = []
    at = 0
    for number, silence in enumerate(silences):
        phrase = piece.samples[at : silence.begin]
        begun = _beginning(phrase, piece.rate) if number else phrase
        parts += [_ending(begun, piece.rate), np.zeros(silence.length, np.float32)]
        at = silence.end
    rest = piece.samples[at:]
    parts.append(_beginning(rest, piece.rate) if silences else rest)
    marks = tuple(
        replace(
            mark,
            start=_moved(round(mark.start * piece.rate), silences, ends=False) / piece.rate,
            end=_moved(round(mark.end * piece.rate), silences, ends=True) / piece.rate,
        )
        for mark in piece.marks
    )
    return replace(piece, samples=np.concatenate(parts), marks=marks)


def _moved(place: int, silences: Sequence[_Silence], *, ends: bool) -> int:
    """Where a mark that begins or ends at a place does so now."""
    moved, shift = place, 0
    for silence in silences:
        if place < silence.place or (ends and place == silence.place):
            return min(moved, silence.begin + shift)
        shift += silence.length - (silence.end - silence.begin)
        moved = max(place, silence.end) + shift
    return moved


def _beginning(samples: Samples, rate: int) -> Samples:
    """Without a click."""
    fade = min(round(FADE * rate), len(samples))
    return np.concatenate([samples[:fade] * np.linspace(0, 1, fade, dtype=np.float32), samples[fade:]])


def _ending(samples: Samples, rate: int) -> Samples:
    """Dying away."""
    fade = min(round(RELEASE * rate), len(samples))
    slope = np.cos(np.linspace(0, np.pi / 2, fade, dtype=np.float32))
    return np.concatenate([samples[: len(samples) - fade], samples[len(samples) - fade :] * slope])


def _ends_in_sound(piece: Speech) -> bool:
    return bool(len(piece.samples)) and not _quiet(piece)[-1]


def _quiet(piece: Speech) -> np.ndarray:
    """Which samples are silence; shape (n,)."""
    width = max(1, round(0.01 * piece.rate))
    power = np.convolve(np.square(piece.samples, dtype=np.float64), np.full(width, 1 / width), "same")[
        : len(piece.samples)
    ]
    return np.asarray(power < (np.sqrt(power.max(initial=0.0)) * QUIET) ** 2 + 1e-12)


def _first_sound(quiet: np.ndarray) -> int:
    loud = np.flatnonzero(~quiet)
    return int(loud[0]) if len(loud) else len(quiet)


def _silence_near(quiet: np.ndarray, place: int, reach: int) -> tuple[int, int]:
    """Begin and end of the silence that lies nearest to a place; of no length where there is none within reach."""
    place = min(max(place, 0), len(quiet))
    near = np.flatnonzero(quiet[max(0, place - reach) : place + reach]) + max(0, place - reach)
    if not len(near):
        return place, place
    nearest = int(near[np.abs(near - place).argmin()])
    loud = np.flatnonzero(~quiet)
    before, after = loud[loud < nearest], loud[loud > nearest]
    return (int(before[-1]) + 1 if len(before) else 0), (int(after[0]) if len(after) else len(quiet))


def _syllables_a_second(pieces: Sequence[Speech]) -> float:
    """Without pauses: from the first to the last phoneme of every word."""
    words = [mark for piece in pieces for mark in piece.marks if mark.kind == "word"]
    vowels = sum(mark.kind == "phoneme" and "ㅏ" <= mark.text <= "ㅣ" for piece in pieces for mark in piece.marks)
    seconds = sum(mark.end - mark.start for mark in words)
    return vowels / seconds if vowels and seconds else SYLLABLES


def _gain(pieces: Sequence[Speech], lift: float) -> float:
    rate = pieces[0].rate
    sound = clarity.lifted(np.concatenate([piece.samples for piece in pieces]), rate, lift)
    found = clarity.loudness(sound, rate)
    return float(10 ** ((clarity.LOUDNESS - found) / 20)) if np.isfinite(found) else 1.0
