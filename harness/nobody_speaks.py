"""Minutes in which nobody speaks to the counsellor: does she take any of it for a question?"""

import argparse
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import soundfile

from speech.audio import RATE, resample, sanitise
from speech.endpoint import WINDOW, Endpointer, EndpointSettings, Utterance
from speech.guards import guard
from speech.recognizers import embedded
from speech.types import AudioChunk, Recognizer, Samples, VoiceDetector
from speech.vads import silero
from speech.voices import espeak

SENTENCES = (
    "오늘 날씨가 참 좋네요",
    "점심은 드셨어요",
    "어제 시장에 다녀왔어요",
    "버스가 늦게 오네요",
    "우리 손자가 다음 달에 와요",
)
TALKERS = ("f1", "f4", "m1", "m4", "m7", "f5")


def silence(random: np.random.Generator, n: int) -> Samples:
    return (random.standard_normal(n) * 10 ** (-70 / 20)).astype(np.float32)


def hum(random: np.random.Generator, n: int) -> Samples:
    at = np.arange(n) / RATE
    tones = sum(np.sin(2 * np.pi * 60 * k * at + random.uniform(0, 6)) / k for k in (1, 2, 3, 5))
    return (0.05 * np.asarray(tones)).astype(np.float32) + silence(random, n)


def music(random: np.random.Generator, n: int) -> Samples:
    """Chords that change each half second, with decaying overtones."""
    beat, sound = RATE // 2, np.zeros(n, np.float32)
    at = np.arange(beat) / RATE
    for begin in range(0, n - beat, beat):
        root = 110 * 2 ** (random.integers(0, 24) / 12)
        for step in (0, 4, 7):
            tone = sum(np.sin(2 * np.pi * root * 2 ** (step / 12) * k * at) / k for k in range(1, 6))
            sound[begin : begin + beat] += (0.04 * np.exp(-3 * at) * np.asarray(tone)).astype(np.float32)
    return sound


def babble(random: np.random.Generator, n: int) -> Samples:
    """Six people talking to each other at the next tables, −35 dBFS."""
    room = np.zeros(n, np.float32)
    for talker in TALKERS:
        voice, at = espeak.load(variant=talker), int(random.integers(RATE))
        for sentence in cycle(random.permutation(SENTENCES)):
            if at >= n:
                break
            for piece in voice.speak(str(sentence)):
                said = resample(AudioChunk(piece.samples, piece.rate), RATE).samples[: n - at]
                room[at : at + len(said)] += said
                at += len(said) + int(random.integers(RATE))
    return (room * 10 ** (-35 / 20) / max(float(np.sqrt(np.mean(room**2))), 1e-6)).astype(np.float32)


def repeated(file: Path, n: int) -> Samples:
    samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    mono = resample(AudioChunk(sanitise(samples.mean(axis=1)), rate), RATE).samples
    return np.fromiter(islice(cycle(mono), n), np.float32, n)


def believed_words(sound: Samples, detector: VoiceDetector, recognizer: Recognizer) -> Iterator[str]:
    """The words of every utterance that was found and believed."""
    voice, endpointer = detector.stream(), Endpointer(EndpointSettings(min_speech=0.13, interrupt_after=0.6))
    for window in sound[: len(sound) // WINDOW * WINDOW].reshape(-1, WINDOW):
        heard = endpointer.feed(window, voice.probability(window))
        if isinstance(heard, Utterance):
            text = guard(recognizer.transcribe(heard.audio), heard.audio, heard.voiced_share).text
            if text:
                yield text


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m harness.nobody_speaks", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", help="recordings of more noises")
    parser.add_argument("--minutes", type=float, default=10.0, help="of each kind")
    options = parser.parse_args()
    random, n = np.random.default_rng(0), round(options.minutes * 60 * RATE)
    detector, recognizer = silero.load(), embedded.load()
    sounds = {make.__name__: make(random, n) for make in (silence, hum, music, babble)}
    sounds |= {file.name: repeated(file, n) for file in options.files}
    for name, sound in sounds.items():
        believed = list(believed_words(sound, detector, recognizer))
        print(f"{name:40} {options.minutes:.0f} min: {len(believed)} turns")


if __name__ == "__main__":
    main()
