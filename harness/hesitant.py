"""Callers who hesitate: real and synthetic sentences with pauses put between their words.

A caller has a tempo of pausing and keeps it for all turns. A pause stands where a speaker might take one (after a
comma, a sentence, a filler, or where the reader really paused) or where no one should (between any two words).
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.random import Generator

from harness.word_times import RATE, Said, voice_end, word_times
from speech.audio import resample
from speech.types import AudioChunk, Samples
from speech.voices import espeak

TEMPI: Final = ((0.2, 0.6), (0.2, 1.0), (0.5, 1.5))
"""seconds: shortest and longest pause of a quick, a usual and a slow caller"""
AFTER: Final = 3.0
"""seconds of silence after a turn"""
ROOM: Final = 3e-4
"""RMS of the noise under everything"""
_MARGIN: Final = 0.05
"""seconds kept before the first word and after the last"""
_READ_PAUSE: Final = 0.08
"""seconds between two words at which the reader himself paused"""
_FILLERS: Final = ("음", "그", "저기", "어", "그러니까", "뭐지", "그게")
_OPENERS: Final = (
    "안녕하세요.", "저기요.", "제가 혼자 사는데,", "지난달에 이사를 왔어요.", "다리가 아파서 잘 못 걸어요.",
    "우리 아들이 그러는데,", "이번에 칠십이 됐거든요.", "동사무소에 갔더니 여기로 물어보라고 해서요,",
    "편지를 하나 받았는데요,", "글씨가 작아서 잘 안 보여요.", "집사람이 많이 아픕니다.", "컴퓨터를 못 해서,",
)  # fmt: skip
_READ_OUT: Final = (
    "제 전화번호는 공일공 이삼사오 육칠팔구예요.",
    "주소는 서울시 마포구 성산동 백이십삼 번지예요.",
    "고객번호가 삼사오 칠팔이 공구일이에요.",
    "공일공 칠칠사일 이팔오공으로 전화 주세요.",
)


@dataclass(frozen=True, slots=True)
class Turn:
    samples: Samples
    """16 kHz, with AFTER seconds of silence at the end"""
    words: tuple[Said, ...]
    ended: float
    """seconds up to the last voice"""
    pauses: int


@dataclass(frozen=True, slots=True)
class Caller:
    name: str
    real: bool
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    """A sentence as it was said."""

    samples: Samples
    words: tuple[Said, ...]


def real_callers(folder: Path, turns: int, rng: Generator) -> Iterator[Caller]:
    """One caller for each reader of a folder with `metadata.tsv` (file, speaker, text_as_spoken)."""
    with (folder / "metadata.tsv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, speaker in enumerate(sorted({row["speaker"] for row in rows})):
        own = [row for row in rows if row["speaker"] == speaker]
        chosen = rng.permutation(len(own))[: 2 * turns]
        clips = [_read(folder / own[index]["file"], own[index]["text_as_spoken"]) for index in chosen]
        yield Caller(speaker, True, tuple(_turns(clips, turns, number, rng)))


def synthetic_callers(sentences: Sequence[str], callers: int, turns: int, rng: Generator) -> Iterator[Caller]:
    """Callers who introduce themselves, ask one of the sentences, and now and then read a number out."""
    variants = ("f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7")
    for number in range(callers):
        variant = variants[number % len(variants)]
        voice = espeak.load(variant, rate=int(rng.integers(100, 140)), pitch=int(rng.integers(25, 60)))
        clips = [_spoken(voice, _script(sentences, rng)) for _ in range(turns)]
        yield Caller(f"{variant}-{number}", False, tuple(_turns(clips, turns, number, rng)))


def read_sentences(file: Path) -> list[str]:
    """Questions of a JSONL file: `questions` (a list) or q1, q2 … of every row."""
    sentences: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sentences += row.get("questions") or [row[key] for key in row if key in ("q1", "q2", "q3")]
    return sentences


def _script(sentences: Sequence[str], rng: Generator) -> str:
    if rng.random() < 0.15:
        return str(rng.choice(_READ_OUT))
    words = str(rng.choice(np.array(sentences))).split()
    if rng.random() < 0.4 and len(words) > 1:
        words.insert(int(rng.integers(len(words))), f"{rng.choice(_FILLERS)},")
    opener = [str(rng.choice(_OPENERS))] if rng.random() < 0.5 else []
    return " ".join([*opener, *words])


def _read(file: Path, text: str) -> Clip:
    samples, rate = soundfile.read(file, dtype="float32")
    sound = resample(AudioChunk(samples, rate), RATE).samples
    return Clip(sound, word_times(sound, text))


def _spoken(voice: espeak.EspeakVoice, text: str) -> Clip:
    sounds: list[Samples] = []
    words: list[Said] = []
    at = 0.0
    for piece in voice.speak(text):
        words += [Said(mark.text, at + mark.start, at + mark.end) for mark in piece.marks if mark.kind == "word"]
        sounds.append(resample(AudioChunk(piece.samples, piece.rate), RATE).samples)
        at += len(sounds[-1]) / RATE
    return Clip(np.concatenate(sounds), tuple(words))


def _turns(clips: Sequence[Clip], turns: int, number: int, rng: Generator) -> Iterator[Turn]:
    """Now and then two clips make one turn."""
    rest = list(clips)
    tempo = TEMPI[number % len(TEMPI)]
    for _ in range(turns):
        joined = 2 if len(rest) > turns and rng.random() < 0.25 else 1
        yield _hesitate([rest.pop() for _ in range(min(joined, len(rest)))], tempo, rng)
        if not rest:
            return


def _hesitate(clips: Sequence[Clip], tempo: tuple[float, float], rng: Generator) -> Turn:
    """The clips in a row with pauses: always between clips, and inside each at none, one or two places."""
    fragments = [fragment for clip in clips for fragment in _fragments(clip, _places(clip, rng))]
    sounds: list[Samples] = []
    words: list[Said] = []
    at = 0.0
    for index, fragment in enumerate(fragments):
        pause = float(np.exp(rng.uniform(*np.log(tempo)))) if index + 1 < len(fragments) else AFTER
        words += [Said(word.text, at + word.start, at + word.end) for word in fragment.words]
        sounds += [fragment.samples, np.zeros(int(pause * RATE), np.float32)]
        at += sum(len(sound) for sound in sounds[-2:]) / RATE
    sound = np.concatenate(sounds)
    noise = (ROOM * rng.standard_normal(len(sound))).astype(np.float32)
    return Turn(sound + noise, tuple(words), voice_end(sound), len(fragments) - 1)


def _fragments(clip: Clip, cuts: Sequence[int]) -> Iterator[Clip]:
    """The clip cut after these words; times are counted from the start of each fragment."""
    first = 0
    begin = max(0.0, clip.words[0].start - _MARGIN)
    for last in [*cuts, len(clip.words) - 1]:
        end = clip.words[-1].end + _MARGIN if last == len(clip.words) - 1 else _middle(clip, last)
        words = [Said(word.text, word.start - begin, word.end - begin) for word in clip.words[first : last + 1]]
        yield Clip(clip.samples[int(begin * RATE) : int(end * RATE)], tuple(words))
        first, begin = last + 1, end


def _places(clip: Clip, rng: Generator) -> list[int]:
    """Words after which the speaker pauses, in order."""
    inner = range(len(clip.words) - 1)
    natural = [index for index in inner if _pauses_after(clip, index)]
    places: set[int] = set()
    for _ in range(int(rng.choice(3, p=(0.3, 0.4, 0.3)))):
        choice = natural if natural and rng.random() < 0.6 else list(inner)
        if choice:
            places.add(int(rng.choice(choice)))
    return sorted(places)


def _pauses_after(clip: Clip, index: int) -> bool:
    word, following = clip.words[index], clip.words[index + 1]
    return word.text.endswith((",", ".", "?", "!")) or following.start - word.end >= _READ_PAUSE


def _middle(clip: Clip, index: int) -> float:
    return (clip.words[index].end + clip.words[index + 1].start) / 2
