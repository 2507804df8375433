"""How well the lips follow the voice at the caller: known syllables through voice, face, encoder and a real call.

`python -m harness.lip_sync --engine counsellor --times 5` starts a server with that face, has it say the syllables and
prints the offset of the mouth against the sound and how alike they move. `--set section.key=value` as for `malbeot
serve`; `--portrait FOLDER` says where the mouth is when the face is another than the drawn counsellor's.
"""

import argparse
import asyncio
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.mouth_opening import opening
from harness.caller import Caller
from harness.errors import CallError
from harness.measure import measure_turn
from harness.mouth import MouthReader, mouth_of
from harness.skew import Skew

QUESTION: Final = "입 모양을 보여 주세요"
SYLLABLES: Final = "아바 아파 아빠 아파 아바 아빠 아파 아바."
"""wide and shut by turns, and silent when shut"""
ROW: Final = {"id": "syllables", "topic": "안내", "questions": [QUESTION], "answer": SYLLABLES}
PATIENCE: Final = 60.0
"""seconds for an answer; for a server to start, as much for each of its engines"""
TAIL: Final = 0.3
"""seconds in which the last packets come"""

Mouth = Callable[[NDArray[np.uint8]], float]


@dataclass(frozen=True, slots=True)
class LipSync:
    answers: int
    """that were listened to"""
    told: tuple[Skew, ...]
    """of those where mouth and sound clearly belong together"""

    @property
    def offsets_ms(self) -> list[float]:
        """Positive: the picture comes after the sound."""
        return [skew.seconds * 1000 for skew in self.told]

    @property
    def correlation(self) -> float:
        """Median of mouth opening and loudness over the answers; 0 when none could be told."""
        return float(np.median([skew.correlation for skew in self.told])) if self.told else 0.0


async def listen(url: str, times: int, mouth: Mouth | None = None) -> LipSync:
    """Has the syllables said over and over in one call. Raises CallError."""
    skews: list[Skew | None] = []
    async with Caller(url, mouth=mouth or opening) as caller:
        for _ in range(times):
            await caller.quiet()
            asked = time.monotonic()
            caller.received.forget_media_before(asked - 1)
            caller.send("send-text", {"content": QUESTION})
            try:
                async with asyncio.timeout(PATIENCE):
                    await caller.message("server-message/turn", since=asked)
            except TimeoutError:
                raise CallError("no-answer", f"the syllables were not said within {PATIENCE:.0f} s") from None
            ended = time.monotonic()
            await asyncio.sleep(TAIL)
            skews.append(measure_turn(caller.received, asked, ended).skew)
    return LipSync(len(skews), tuple(skew for skew in skews if skew is not None))


@contextlib.contextmanager
def serving(engine: str, overrides: Sequence[str] = (), profile: str = "scripted") -> Iterator[str]:
    """The address of a server of this machine that knows the syllables and shows the face of that engine."""
    with tempfile.TemporaryDirectory() as folder:
        base = str(Path(folder, "knowledge.sqlite"))
        row = Path(folder, "row.jsonl")
        row.write_text(json.dumps(ROW), encoding="utf-8")
        malbeot = [sys.executable, "-m", "server"]
        subprocess.run([*malbeot, "kb", "import", str(row), "--kb", base], check=True, capture_output=True)
        settings = [f"avatar.animator.engine={engine}", *overrides]
        options = [word for setting in settings for word in ("--set", setting)]
        command = [*malbeot, "serve", "--profile", profile, "--port", "0", "--kb", base, *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                yield _address(server)
            finally:
                server.terminate()


def _address(server: "subprocess.Popen[str]") -> str:
    for line in server.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found.group().replace("localhost", "127.0.0.1")
    raise CallError("no-server", "the server did not start; what it said stands above")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m harness.lip_sync", description=__doc__)
    parser.add_argument("--engine", default="counsellor", help="of avatar/animators")
    parser.add_argument("--set", action="append", default=[], metavar="section.key=value")
    parser.add_argument("--portrait", type=Path, help="folder; whose mouth is looked at")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    mouth = MouthReader(mouth_of(options.portrait)) if options.portrait else None
    with serving(options.engine, options.set) as url:
        found = asyncio.run(listen(url, options.times, mouth))
    if not found.told:
        print(f"{options.engine}: mouth and sound have nothing to do with each other in {found.answers} answers")
        return 1
    middle, far = np.median(found.offsets_ms), np.percentile(np.abs(found.offsets_ms), 95)
    print(
        f"{options.engine}: offset median {middle:+.0f} ms, p95 of its size {far:.0f} ms, "
        f"correlation {found.correlation:.2f}, told in {len(found.told)} of {found.answers} answers"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
