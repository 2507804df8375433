"""A real server in a process of its own, as `malbeot serve` starts it."""

import atexit
import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import psutil

BASE = "knowledge.sqlite"


@dataclass(frozen=True)
class Running:
    url: str
    process: psutil.Process
    log: Path

    def calls(self) -> int:
        return int(httpx.get(f"{self.url}/status").json()["calls"])


@contextlib.contextmanager
def serving(folder: Path, *overrides: str, profile: str = "scripted") -> Iterator[Running]:
    """A server with a profile and `--set` overrides, warm, its knowledge base and log in `folder`.

    Where there is no base yet, the first server fills one as it does on any machine; the others begin with a copy.
    """
    shipped = not (folder / BASE).exists()
    if shipped:
        _copy_base(_first_base(), folder)
    command = [sys.executable, "-m", "server", "serve", "--profile", profile, "--port", "0"]
    command += ["--kb", str(folder / BASE), "--set", "avatar.prepare=false"]
    for override in overrides:
        command += ["--set", override]
    log = folder / "server.log"
    with log.open("w") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server:
        try:
            url = _address(server, log)
            if shipped and not (_first_base() / BASE).exists():
                _copy_base(folder, _first_base())
            yield Running(url, psutil.Process(server.pid), log)
        finally:
            server.terminate()
            server.wait(20)


@cache
def _first_base() -> Path:
    """Empty until a server has filled it; gone when the tests are over."""
    folder = Path(tempfile.mkdtemp(prefix="malbeot-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _copy_base(source: Path, target: Path) -> None:
    for file in source.glob(f"{BASE}*"):
        shutil.copy2(file, target / file.name)


def _address(server: subprocess.Popen[str], log: Path) -> str:
    for line in server.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found.group().replace("localhost", "127.0.0.1")
    raise AssertionError(f"the server did not start: {log.read_text()}")
