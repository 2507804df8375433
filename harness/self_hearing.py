"""Whether the counsellor hears itself: its answers, fed back through loudspeaker, room and microphone.

`python -m harness.self_hearing --minutes 30` makes one call a minute, each with a loudspeaker, room, delay and gain of
its own; `--jump` moves the delay in the middle of each, `--loss` loses packets. Each call is heard three times: as it
comes in, guarded, and guarded with a caller who speaks over the voice. Prints a Markdown table; status 1 when the
guarded line would have interrupted her or brought an answer by itself.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng

from harness.loudspeaker import RATE, ringing, some_loudspeaker
from speech.audio import level_dbfs, read_wav, resample
from speech.echo import WINDOW, EchoGuard
from speech.endpoint import Endpointer, EndpointSettings, SpeechStarted, SpeechSustained, Utterance
from speech.guards import guard
from speech.recognizers import embedded
from speech.training.wear import drawn
from speech.types import AudioChunk, Recognizer, Samples, Voice, VoiceDetector
from speech.vads import silero
from speech.voices import espeak

SHIPPED = sorted((Path(__file__).parents[1] / "dialogue" / "knowledge").glob("*.jsonl"))
STEP: Final = RATE // 50
"""samples sent at a time"""
CALL: Final = 60
"""seconds"""
LINE: Final = -72.0
"""dBFS of noise on the open line"""
OVER: Final = (-5.0, 10.0)
"""dB of a caller above the echo spoken over"""
QUIETEST: Final = -45.0
"""dBFS; no caller is more quiet"""
CALLERS: Final = ("m1", "m3", "f4")
"""voices of espeak-ng; the counsellor has another"""
SETTINGS: Final = EndpointSettings(min_speech=0.13, interrupt_after=0.6)
"""as in the profiles"""
SPOKEN_OVER: Final = (
    "아니요, 그거 말고 다른 걸 여쭤보려고요.",
    "잠깐만요, 제가 잘 못 들었어요.",
    "그러면 어디로 가야 하나요?",
)


Happened = SpeechStarted | SpeechSustained | Utterance
Engines = tuple[VoiceDetector, Recognizer]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What goes out and what comes in, at 16 kHz, as it happens in a call."""

    sent: Samples
    microphone: Samples
    sent_by: Sequence[int]
    """for each window of the microphone: how much had been sent when it arrived"""


@dataclass(slots=True)
class Tally:
    seconds: float = 0.0
    own_raw: int = 0
    """turns that our own voice starts without a guard"""
    own_sustained: int = 0
    """interruptions by our own voice, guarded"""
    own_pauses: int = 0
    """times she fell silent for a moment because of her own voice, guarded"""
    own_utterances: int = 0
    own_believed: int = 0
    """of them with words"""
    over: list[tuple[float, bool]] = field(default_factory=list)
    """each caller speaking over the voice: dB above the echo, and whether that interrupted"""
    took: float = 0.0
    """seconds of processor time, by the guard"""


def through_guard(line: Line, guard: EchoGuard) -> Iterator[Samples]:
    """What the guard lets a voice detector hear, window by window."""
    begin = 0
    for window, upto in zip(line.microphone.reshape(-1, WINDOW), line.sent_by, strict=True):
        for step in range(begin, upto - STEP + 1, STEP):
            guard.sent(line.sent[step : step + STEP])
            begin = step + STEP
        yield guard.clean(window).foreign


def turns(windows: Iterator[Samples], detector: VoiceDetector) -> list[tuple[float, Happened]]:
    """Seconds and what would make the counsellor pause, stop or answer."""
    voice, endpointer = detector.stream(), Endpointer(SETTINGS)
    found = []
    for index, window in enumerate(windows):
        event = endpointer.feed(window, voice.probability(window))
        if isinstance(event, SpeechStarted | SpeechSustained | Utterance):
            found.append(((index + 1) * WINDOW / RATE, event))
    return found


def believed(happened: Sequence[Happened], recognizer: Recognizer) -> int:
    """How many of the utterances have words that are believed: the others are passed over."""
    ended = [one for one in happened if isinstance(one, Utterance) and SETTINGS.is_said(one.voiced, one.voiced_share)]
    return sum(bool(guard(recognizer.transcribe(one.audio), one.audio, one.voiced_share).text) for one in ended)


def arrival(sent: Samples, microphone: Samples, random: Generator, loss: float) -> Line:
    """The microphone comes in unevenly, up to 40 ms late, and a share `loss` of its 20 ms packets does not come."""
    packets = microphone[: len(microphone) // STEP * STEP].reshape(-1, STEP)
    kept = np.flatnonzero(random.random(len(packets)) >= loss)
    arrived = packets[kept].ravel()
    windows = len(arrived) // WINDOW
    ends = (np.arange(windows) + 1) * WINDOW - 1
    came = (kept[ends // STEP] + 1) * STEP
    late = random.integers(0, RATE * 40 // 1000, windows)
    return Line(sent, arrived[: windows * WINDOW], np.maximum.accumulate(came + late).tolist())


def call(
    voice: Voice, answers: Sequence[str], rooms: Sequence[Samples], random: Generator, jump: float, loss: float
) -> Line:
    """A minute of answers; the delay grows by `jump` seconds (or shrinks) in the middle."""
    sent = _answers(voice, answers, random)
    speaker = some_loudspeaker(random, rooms)
    microphone = speaker.heard(sent, random)
    if jump:
        later = replace(speaker, delay=speaker.delay + (jump if speaker.delay < 0.25 else -jump))
        middle = len(sent) // 2
        microphone = np.concatenate([microphone[:middle], later.heard(sent, random)[middle:]])
    return arrival(sent, microphone, random, loss)


def measure(line: Line, callers: Sequence[Samples], random: Generator, engines: Engines, tally: Tally) -> None:
    """One call, heard three times."""
    detector, recognizer = engines
    raw = turns(iter(line.microphone.reshape(-1, WINDOW)), detector)
    began = time.process_time()
    cleaned = list(through_guard(line, EchoGuard()))
    tally.took += time.process_time() - began
    guarded = [event for _, event in turns(iter(cleaned), detector)]
    tally.seconds += len(line.microphone) / RATE
    tally.own_raw += sum(isinstance(event, Utterance) for _, event in raw)
    tally.own_pauses += sum(isinstance(event, SpeechStarted) for event in guarded)
    tally.own_sustained += sum(isinstance(event, SpeechSustained) for event in guarded)
    tally.own_utterances += sum(isinstance(event, Utterance) for event in guarded)
    tally.own_believed += believed(guarded, recognizer)
    tally.over.append(_spoken_over(line, drawn(callers, random), random, detector))


def _spoken_over(line: Line, caller: Samples, random: Generator, detector: VoiceDetector) -> tuple[float, bool]:
    begin = _while_played(line, len(caller), random)
    end = begin + len(caller)
    over = random.uniform(*OVER)
    level = max(QUIETEST, level_dbfs(line.microphone[begin:end]) + over)
    microphone = line.microphone.copy()
    microphone[begin:end] += caller * 10 ** ((level - level_dbfs(caller)) / 20)
    both = replace(line, microphone=np.clip(microphone, -1, 1))
    found = turns(through_guard(both, EchoGuard()), detector)
    stopped = [at for at, event in found if isinstance(event, SpeechSustained)]
    return over, any(begin < at * RATE < end + RATE // 4 for at in stopped)


def _while_played(line: Line, length: int, random: Generator) -> int:
    """A place from the fourth second on where the loudspeaker is busy for most of `length` samples."""
    loud = np.abs(line.sent[: len(line.microphone)]) > 0.01
    for _ in range(100):
        begin = int(random.integers(4 * RATE, len(line.microphone) - length - RATE))
        if loud[begin : begin + length].mean() > 0.3:
            break
    return begin


def _answers(voice: Voice, texts: Sequence[str], random: Generator) -> Samples:
    sound: list[Samples] = []
    while sum(map(len, sound)) < CALL * RATE:
        sound += [_at_rate(piece.samples, piece.rate) for piece in voice.speak(drawn(texts, random))]
        sound.append(np.zeros(int(random.uniform(0.3, 4) * RATE), np.float32))
    whole = np.concatenate(sound)[: CALL * RATE]
    noise = random.standard_normal(len(whole), np.float32) * np.float32(10 ** (LINE / 20))
    return np.asarray(whole + noise, np.float32)


def _at_rate(samples: Samples, rate: int) -> Samples:
    return resample(AudioChunk(samples, rate), RATE).samples


def _callers(folder: Path | None) -> list[Samples]:
    if folder:
        return [read_wav(path).samples for path in sorted(folder.glob("*.wav"))]
    voices = [espeak.load(variant=variant) for variant in CALLERS]
    return [
        np.concatenate([_at_rate(piece.samples, piece.rate) for piece in voice.speak(text)])
        for voice in voices
        for text in SPOKEN_OVER
    ]


def table(tally: Tally) -> str:
    rows = [
        ("minutes of answers fed back", f"{tally.seconds / 60:.0f}"),
        ("turns started by our own voice, unguarded", str(tally.own_raw)),
        ("interruptions by our own voice, guarded", str(tally.own_sustained)),
        ("moments in which she fell silent for her own voice, guarded", str(tally.own_pauses)),
        ("turns started by our own voice, guarded", str(tally.own_utterances)),
        ("of them with words, so that she would answer", str(tally.own_believed)),
        ("time of the guard", f"{tally.took / tally.seconds * WINDOW / RATE * 1000:.2f} ms a window"),
    ]
    for low, high in ((-5, 0), (0, 5), (5, 10)):
        heard = [found for over, found in tally.over if low <= over < high]
        rows.append((f"callers heard {low}…{high} dB above our own voice", f"{sum(heard)} of {len(heard)}"))
    return "\n".join(["| | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m harness.self_hearing", description=__doc__)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--answers", type=Path, nargs="+", default=SHIPPED, help="knowledge entries (JSONL)")
    parser.add_argument("--rooms", type=Path, help="folder of measured responses (WAV)")
    parser.add_argument("--callers", type=Path, help="folder of recorded callers (WAV, at most 20 s); else synthetic")
    parser.add_argument("--jump", type=float, default=0.0, help="seconds, at most 0.25")
    parser.add_argument("--loss", type=float, default=0.0, help="share of the packets")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random = default_rng(options.seed)
    rooms = [ringing(read_wav(path).samples) for path in sorted(options.rooms.glob("*.wav"))] if options.rooms else []
    voice, callers, tally = espeak.load(), _callers(options.callers), Tally()
    engines = silero.load(), embedded.load()
    texts = [json.loads(line)["answer"] for file in options.answers for line in file.read_text().splitlines()]
    for _ in range(options.minutes):
        line = call(voice, texts, rooms, random, options.jump, options.loss)
        measure(line, callers, random, engines, tally)
    print(table(tally))
    return 1 if tally.own_sustained or tally.own_believed else 0


if __name__ == "__main__":
    sys.exit(main())
