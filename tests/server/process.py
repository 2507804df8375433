"""A real server in a process of its own, as `malbeot serve` starts it."""

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil


@dataclass(frozen=True)
class Running:
    url: str
    process: psutil.Process
    log: Path

    def calls(self) -> int:
        return int(httpx.get(f"{self.url}/status").json()["calls"])


@contextlib.contextmanager
def serving(folder: Path, *overrides: str, profile: str = "scripted") -> Iterator[Running]:
    """A server with a profile and `--set` overrides, warm, its knowledge base and log in `folder`."""
    command = [sys.executable, "-m", "server", "serve", "--profile", profile, "--port", "0"]
    command += ["--kb", str(folder / "knowledge.sqlite")]
    for override in overrides:
        command += ["--set", override]
    log = folder / "server.log"
    with log.open("w") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server:
        try:
            yield Running(_address(server, log), psutil.Process(server.pid), log)
        finally:
            server.terminate()
            server.wait(20)


def _address(server: subprocess.Popen[str], log: Path) -> str:
    for line in server.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found.group().replace("localhost", "127.0.0.1")
    raise AssertionError(f"the server did not start: {log.read_text()}")
