"""How long the counsellor still sounds at the caller after the caller began to speak over her."""

import argparse
import asyncio
import time
from pathlib import Path

import numpy as np

from harness.caller import Caller
from harness.recording import Recording, read_recording
from harness.sound import HOP, RATE, SILENCE, levels, own_voice_threshold, voiced_hops

QUESTION = "기초연금 어떻게 신청해요?"
"""in writing; any question with an answer of several sentences"""


async def interrupt(url: str, over: Recording) -> float:
    """Seconds from the first voiced sample sent to the last sound of the answer that came in."""
    async with Caller(url) as caller:
        await caller.quiet()
        caller.send("send-text", {"content": QUESTION})
        await caller.message("server-message/caption", since=time.monotonic())
        await asyncio.sleep(1.2)
        ended = await caller.speak(over)
        begin = int(voiced_hops(levels(over.samples), own_voice_threshold(over.samples))[0]) * HOP
        onset = ended - (over.voiced_end - begin) / RATE
        heard = [piece.arrival for piece in caller.received.sound if levels(piece.samples).max() >= SILENCE]
        return max(at for at in heard if at < ended) - onset


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m harness.interruption", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("wav", type=Path, help="what is said over her; at least two seconds long")
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    over = read_recording(options.wav)
    taken = [1000 * await interrupt(options.url, over) for _ in range(options.times)]
    p50, p95 = np.percentile(taken, [50, 95])
    print(f"interrupted {len(taken)} times: p50 {p50:.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
