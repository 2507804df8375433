"""`malbeot` as a person or a script would run it."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest

from server.cli import main

Outcome = subprocess.CompletedProcess[str]


def malbeot_alone(*arguments: str, stdin: str = "") -> Outcome:
    """In a process of its own, whose imports take two seconds."""
    command = [sys.executable, "-m", "server", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=120, check=False)


def malbeot(*arguments: str, stdin: str = "") -> Outcome:
    """In this process, from its arguments to its exit status; log lines are left to pytest."""
    out, errors = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        patch.setattr(sys, "argv", ["malbeot", *arguments])
        patch.setattr(sys, "stdin", io.StringIO(stdin))
        status = _status()
    return Outcome(arguments, status, out.getvalue(), errors.getvalue())


def _status() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
