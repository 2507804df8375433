"""Makes what is said again and again ready as clips: every sentence of the knowledge base, and the fixed ones.

A clip holds one sentence, because a turn speaks sentence by sentence: answers share sentences, and prepared and live
ones follow each other. What is there already stays; what nobody says any more goes.
"""

import datetime
import fcntl
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

from avatar import clips
from avatar.clips import ClipError, Encoding
from dialogue import replies
from dialogue.knowledge.entry import Entry
from dialogue.telling import complete
from server.config import Profile
from server.counsel import choose_face, choose_voice
from speech.joining import joined
from speech.korean import sentences
from speech.nonsense import syllables


@dataclass(frozen=True, slots=True)
class Job:
    text: str
    encoding: Encoding
    path: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    made: int
    present: int
    removed: int
    failed: tuple[str, ...]
    """the reasons, one for each sentence that could not be made"""


class BusyError(OSError):
    """Another process is preparing in the same folder."""


def texts(profile: Profile, entries: Iterable[Entry], *, fixed: bool = True) -> list[str]:
    """Every sentence once, in the order callers meet them."""
    today, phone = datetime.date.today(), profile.office.phone
    spoken = [*(replies.fixed() if fixed else ()), *(complete(entry, today, phone).spoken for entry in entries)]
    found = (sentence.text for text in spoken for sentence in sentences(text))
    return list(dict.fromkeys(text for text in found if syllables(text)))


def jobs(profile: Profile, said: Sequence[str]) -> list[Job]:
    """A clip for each sentence and bitrate."""
    avatar = profile.avatar
    made_of = {"voice": profile.speech.voice.model_dump(), "animator": avatar.animator.model_dump()}
    encodings = [Encoding(avatar.fps, bitrate) for bitrate in avatar.bitrates]
    return [
        Job(text, encoding, clips.path_of(avatar.clips, clips.name_of(text, made_of, encoding)))
        for encoding in encodings
        for text in said
    ]


def prepare(profile: Profile, wanted: Sequence[Job], workers: int, on_done: Callable[[int], None]) -> Prepared:
    """Make what is missing, in `workers` processes; `on_done` hears of each clip how many are still to come.

    Raises BusyError, and OSError when the disk does not take a file; what was made until then stays.
    """
    folder = profile.avatar.clips
    with _alone(folder):
        removed = _collect(folder, {job.path for job in wanted})
        missing = [job for job in wanted if not _sound(job.path)]
        failed = []
        for left, reason in enumerate(_made(profile, missing, workers), 1):
            failed += [reason] if reason else []
            on_done(len(missing) - left)
    return Prepared(len(missing) - len(failed), len(wanted) - len(missing), removed, tuple(failed))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"another process is preparing clips in {folder}; wait for it") from error
        yield


def _collect(folder: Path, wanted: set[Path]) -> int:
    """Remove what nobody says any more, and what a broken-off run left. Returns how many clips."""
    stale = [file for file in folder.glob("??/*.webm") if file not in wanted]
    for file in (*stale, *folder.glob("??/*.part")):
        file.unlink(missing_ok=True)
    return len(stale)


def _sound(path: Path) -> bool:
    try:
        clips.read(path)
    except ClipError:
        return False
    return True


def _made(profile: Profile, missing: Sequence[Job], workers: int) -> Iterator[str | None]:
    """The reason why a clip could not be made, None where it could, as they are done."""
    if not missing:
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_open, initargs=(profile,)) as pool:
        pending = [pool.submit(_make, job) for job in missing]
        try:
            for done in as_completed(pending):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


_engines: dict[str, Any] = {}
"""of a worker process"""


def _open(profile: Profile) -> None:
    os.nice(10)  # calls come first
    cv2.setNumThreads(1)
    _engines["voice"] = choose_voice(profile).engine
    _engines["animator"] = choose_face(profile).engine


def _make(job: Job) -> str | None:
    try:
        speech = joined(list(_engines["voice"].speak(job.text)))
        clips.record(_engines["animator"], speech, job.path, job.encoding)
    except ValueError as error:
        return f"{job.text}: {error}"
    return None
