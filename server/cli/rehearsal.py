"""A server of the bench's own with the scripted profile, and questions that it knows."""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dialogue import replies
from dialogue.knowledge.jsonl import shipped_entries
from harness.questions import Question, say
from server import preparing
from server.config import load_profile
from speech.korean import sentences
from speech.recognizers.rehearsed import Size

PROFILE: Final = "scripted"
NETWORKS: Final = "rehearsal"
"""the profile with networks of the published sizes, taught nothing"""
ANSWERS: Final = {
    "기초연금은 어떻게 신청하나요": "basic-pension-apply",
    "주민등록등본은 어디서 떼나요": "resident-register-copy",
    "치매 검사를 받고 싶어요": "dementia-screening",
    "수도 요금이 너무 많이 나왔어요": "water-leak-reduction",
}
"""the right answers to the sentences of the profile"""
RIGHT: Final = frozenset(ANSWERS.values())
CLIPS: Final = Path("var/bench-clips")


@contextlib.contextmanager
def rehearsal(*, prepared: bool = False, networks: Size | None = None) -> Iterator[tuple[str, list[Question]]]:
    """A server with the scripted profile in a process of its own: its address, and what it can be asked. `prepared`:
    the answers and the face at rest are clips; those once made are kept. `networks`: Whisper of that size, JETS and
    Wav2Lip, all with random weights, work behind what is scripted; where PyTorch is missing they do not."""
    profile = NETWORKS if networks else PROFILE
    command = [sys.executable, "-m", "server", "serve", "--profile", profile, "--port", "0"]
    with tempfile.TemporaryDirectory() as folder:
        if networks:
            command += ["--set", f"speech.recognizer.rehearsed.size={networks}"]
            command += ["--set", f"speech.voice.rehearsed.model={_untaught_voice(Path(folder))}"]
        questions = _questions(Path(folder))
        if prepared:
            prepare_answers()
        clips = CLIPS if prepared else Path(folder)
        command += ["--kb", f"{folder}/knowledge.sqlite", "--set", f"avatar.clips={clips}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                yield _address(server), questions
            finally:
                server.terminate()
                server.wait(15)


def prepare_answers() -> None:
    """Clips of the greeting and of the right answers; those that are there stay."""
    profile = load_profile(PROFILE, [f"avatar.clips={CLIPS}"])
    entries = [entry for entry in shipped_entries() if entry.id in RIGHT]
    said = [*preparing.texts(profile, entries, fixed=False), *(one.text for one in sentences(replies.GREETING))]
    preparing.prepare(profile, preparing.jobs(profile, said), os.cpu_count() or 1, lambda _: None)


def _untaught_voice(folder: Path) -> Path:
    """A folder, empty without PyTorch: the embedded voice speaks then."""
    with contextlib.suppress(ModuleNotFoundError):
        from speech.training.jets import untaught

        untaught.write(folder / "jets")
    return folder / "jets"


def voice_to_voice_budget() -> float:
    """Milliseconds."""
    return load_profile(PROFILE).budgets.voice_to_voice


def _questions(folder: Path) -> list[Question]:
    sentences = load_profile(PROFILE).speech.recognizer.options["sentences"]
    wavs = say(sentences, folder)
    return [Question(wav, text, ANSWERS[text], has_answer=True) for wav, text in zip(wavs, sentences, strict=True)]


def _address(server: subprocess.Popen[str]) -> str:
    for line in server.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found.group()
    raise OSError(f"the server ended at start with status {server.wait()}")
