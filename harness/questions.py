"""Questions with known answers, from a JSONL file: recordings, or texts for a voice that is not the counsellor's.

One object a line: `wav` (a path, relative to the file) or `text` (said by espeak), or both (`text` is then what the
recording says), and `answer_id`, null where the right answer is that there is none. Without `answer_id` only the times
of a question are measured.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import soundfile

from speech.voices import espeak

VARIANT: Final = "f5"
"""of espeak; the counsellor has another"""
PITCH: Final = 55
"""of espeak, 0…99"""


@dataclass(frozen=True, slots=True)
class Question:
    wav: Path
    text: str | None = None
    """what is said; None: unknown"""
    answer_id: str | None = None
    """of the right answer; None: the right answer is that there is none"""
    has_answer: bool = False
    """False: nobody stated which answer is right"""


def read_questions(file: Path, folder: Path) -> list[Question]:
    """What has no recording is said into `folder`. Raises OSError, and ValueError that names the line."""
    rows = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip():
            rows.append(_row(line, f"{file}:{number}"))
    if not rows:
        raise ValueError(f"{file} holds no question")
    said = iter(say([row["text"] for row in rows if "wav" not in row], folder))
    return [
        Question(
            file.parent / row["wav"] if "wav" in row else next(said),
            row.get("text"),
            row.get("answer_id"),
            "answer_id" in row,
        )
        for row in rows
    ]


def say(texts: Iterable[str], folder: Path) -> list[Path]:
    """A WAV for each text, in a voice that is not the counsellor's."""
    voice = espeak.load(variant=VARIANT, pitch=PITCH)
    paths = []
    for number, text in enumerate(texts):
        (speech,) = voice.speak(text)
        paths.append(folder / f"said-{number}.wav")
        soundfile.write(paths[-1], speech.samples, speech.rate, subtype="PCM_16")
    return paths


def wavs_only(wavs: Sequence[Path]) -> list[Question]:
    return [Question(wav) for wav in wavs]


def _row(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{place}: not JSON") from error
    if not isinstance(row, dict) or not {"wav", "text"} & set(row) or set(row) - {"wav", "text", "answer_id"}:
        raise ValueError(f"{place}: a question has `wav` or `text`, and `answer_id` where it is known")
    if not all(isinstance(value, str) for key, value in row.items() if key != "answer_id" or value is not None):
        raise ValueError(f"{place}: `wav`, `text` and `answer_id` are strings; `answer_id` may be null")
    return row
