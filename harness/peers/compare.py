"""The same questions to our server and to the same engines under pipecat, one after the other on this machine.

    python -m harness.peers.compare --peer-python /path/to/peer/bin/python --turns 8

Both are judged by the sound that comes back: from the last voiced sample of the question to the first sound of the
answer. Our call has in addition: the face (25 pictures a second, drawn and encoded), the captions and the card, the
screening of what was said, echo cancelling, and a filler where an answer is late, whose sound counts as the first. The
caller decodes our pictures too, on the same machine. Needs psutil.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from dialogue.knowledge.jsonl import shipped_entries
from harness.caller import Caller
from harness.peers.conversation import Line, converse
from harness.peers.heard import Heard
from harness.peers.pipecat_caller import PipecatCaller
from harness.peers.servers import Running, ours, theirs
from harness.questions import read_questions, say
from harness.recording import Recording, read_recording

Place = Callable[[str], AbstractAsyncContextManager[Line]]

SETTLE: Final = 3.0
"""seconds after a server is warm, before it is called"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one call."""

    side: str
    turns: tuple[Heard, ...]
    seconds: float
    cpu: float
    """seconds that the server's process spent from the offer to the hanging up"""
    load: float
    """of the machine over the last minute, at the end"""

    @property
    def times(self) -> list[float]:
        """Milliseconds of the turns that count."""
        return [1000 * turn.voice_to_voice for turn in self.turns if turn.counts and turn.voice_to_voice is not None]

    def percentile(self, percent: float) -> float | None:
        return round(float(np.percentile(self.times, percent)), 1) if self.times else None

    def as_json(self) -> dict[str, Any]:
        return {
            "side": self.side,
            "turns": len(self.turns),
            "counted": len(self.times),
            "unanswered": sum(turn.voice_to_voice is None for turn in self.turns),
            "talked_over": sum(turn.talked_over for turn in self.turns),
            "p50_ms": self.percentile(50),
            "p95_ms": self.percentile(95),
            "times_ms": [round(each) for each in self.times],
            "answer_s": round(sum(turn.answer for turn in self.turns), 1),
            "call_s": round(self.seconds, 1),
            "cpu_s": round(self.cpu, 2),
            "cpu_share": round(self.cpu / self.seconds, 3),
            "load": round(self.load, 2),
        }


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recordings = _recordings(options, folder)
        outcomes = []
        if "ours" in options.sides:
            with ours(folder, options.clips) as server:
                outcomes.append(asyncio.run(_call("ours", server, OurCaller, recordings, options.listen)))
        if "theirs" in options.sides:
            with theirs(folder, options.peer_python, options.peer_turn_end) as server:
                outcomes.append(asyncio.run(_call("theirs", server, PipecatCaller, recordings, options.listen)))
    for outcome in outcomes:
        print(json.dumps(outcome.as_json()), flush=True)
    if len(outcomes) == 2:
        print(json.dumps(ratios(*outcomes)))


def ratios(our: Outcome, their: Outcome) -> dict[str, float | str | None]:
    """Theirs over ours: above 1 they take longer or spend more."""
    return {
        "ratio": "theirs/ours",
        "p50": _over(their.percentile(50), our.percentile(50)),
        "p95": _over(their.percentile(95), our.percentile(95)),
        "cpu_per_call": _over(their.cpu, our.cpu),
        "cpu_per_second": _over(their.cpu / their.seconds, our.cpu / our.seconds),
    }


def _over(theirs: float | None, ours: float | None) -> float | None:
    return round(theirs / ours, 2) if theirs and ours else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m harness.peers.compare", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--listen", type=float, default=4.0, help="seconds of each answer before it is cut")
    parser.add_argument("--peer-python", type=Path, help="interpreter of an environment with requirements/peer.txt")
    parser.add_argument("--peer-turn-end", choices=("smart-turn", "silence"), default="smart-turn")
    parser.add_argument("--questions", type=Path, help="JSONL as for malbeot bench; else wordings of shipped entries")
    parser.add_argument("--clips", type=Path, help="folder of `malbeot kb prepare`: ours answers from clips")
    parser.add_argument("--sides", nargs="+", choices=("ours", "theirs"), default=["ours", "theirs"])
    options = parser.parse_args()
    if "theirs" in options.sides and options.peer_python is None:
        parser.error("theirs needs --peer-python")
    return options


def _recordings(options: argparse.Namespace, folder: Path) -> list[Recording]:
    if options.questions:
        wavs = [question.wav for question in read_questions(options.questions, folder)]
    else:
        entries = list(shipped_entries())
        spread = np.linspace(0, len(entries) - 1, options.turns).round().astype(int)
        wavs = say([entries[place].questions[0] for place in spread], folder)
    return [read_recording(wavs[turn % len(wavs)]) for turn in range(options.turns)]


class OurCaller(Caller):
    """Takes the pictures without looking at the mouth."""

    def __init__(self, url: str) -> None:
        super().__init__(url, mouth=lambda picture: 0.0)

    def cut(self) -> None:
        self.send("client-message", {"t": "interrupt", "d": {}})


async def _call(side: str, server: Running, place: Place, recordings: Sequence[Recording], listen: float) -> Outcome:
    await asyncio.sleep(SETTLE)
    spent, began = server.cpu(), time.monotonic()

    def tell(turn: Heard) -> None:
        print(f"{side}: {turn}", file=sys.stderr, flush=True)

    async with place(server.url) as line:
        turns = await converse(line, recordings, listen, tell)
    return Outcome(side, tuple(turns), time.monotonic() - began, server.cpu() - spent, os.getloadavg()[0])


if __name__ == "__main__":
    main()
