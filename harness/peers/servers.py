"""Ours and theirs, each in a process of its own, started, warm, and ended."""

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

ENDS: Final = 20
"""seconds in which a server ends by itself"""


@dataclass(frozen=True, slots=True)
class Running:
    url: str
    process: psutil.Process

    def cpu(self) -> float:
        """Seconds of CPU so far, of the process and those it started."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(times.user + times.system for times in (each.cpu_times() for each in family)))


def ours(folder: Path, clips: Path | None) -> contextlib.AbstractContextManager[Running]:
    """`malbeot serve` with the embedded profile and nothing being prepared; `folder` for its knowledge base."""
    options = ["--profile", "embedded", "--port", "0", "--kb", str(folder / "knowledge.sqlite")]
    settings = ["--set", "avatar.prepare=false", "--set", f"avatar.clips={clips or folder / 'clips'}"]
    return _running([sys.executable, "-m", "server", "serve", *options, *settings], folder / "ours.log")


def theirs(folder: Path, python: Path, turn_end: str) -> contextlib.AbstractContextManager[Running]:
    """`python`: the interpreter of an environment with requirements/peer.txt; `turn_end`: smart-turn or silence."""
    options = ["--port", "0", "--turn-end", turn_end]
    return _running([str(python), "-m", "harness.peers.pipecat_server", *options], folder / "theirs.log")


@contextlib.contextmanager
def _running(command: Sequence[str], log: Path) -> Iterator[Running]:
    """Raises OSError with the end of its log when the server does not come up."""
    with log.open("w") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server:
        try:
            yield Running(_address(server, log), psutil.Process(server.pid))
        finally:
            server.terminate()
            try:
                server.wait(ENDS)
            except subprocess.TimeoutExpired:
                server.kill()


def _address(server: "subprocess.Popen[str]", log: Path) -> str:
    for line in server.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found.group().replace("localhost", "127.0.0.1")
    raise OSError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")
