"""Makes what is said again and again ready as clips: every sentence of the knowledge base, and the fixed ones.

A clip holds one sentence, because a turn speaks sentence by sentence: answers share sentences, and prepared and live
ones follow each other. The face at rest is prepared too, as loops. What is there already stays; what nobody says any
more goes.
"""

import contextlib
import datetime
import fcntl
import logging
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2

from avatar import clips, takes
from avatar.clips import ClipError, Encoding
from avatar.types import Mood, State
from dialogue import replies
from dialogue.knowledge.entry import Entry
from dialogue.telling import complete
from server.config import Profile
from server.counsel import choose_face, choose_voice, open_knowledge
from server.shelf import LOOP, LOOPS, encodings, loop_name, path_of
from speech.joining import joined
from speech.korean import sentences
from speech.nonsense import syllables

MADE: Final = "made"
PRESENT: Final = "present"

log = logging.getLogger("malbeot.clips")


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to show, drawn once for all its files."""

    shows: str | tuple[State, Mood]
    """a sentence, or the face at rest"""
    files: tuple[tuple[Path, Encoding], ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(path for path, _ in self.files)


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
    """What is shown in every call comes first."""
    loops = [Job((state, mood), _files(profile, loop_name(state, mood))) for state, mood in LOOPS]
    return [*loops, *(Job(text, _files(profile, text)) for text in said)]


def _files(profile: Profile, text: str) -> tuple[tuple[Path, Encoding], ...]:
    return tuple((path_of(profile, text, encoding), encoding) for encoding in encodings(profile))


def prepare(profile: Profile, wanted: Sequence[Job], workers: int, on_done: Callable[[int], None]) -> Prepared:
    """Make what is missing, in `workers` processes, or in this one when 0; `on_done` hears of each how many are still
    to come.

    Raises BusyError, and OSError when the disk does not take a file; what was made until then stays.
    """
    folder = profile.avatar.clips
    with _alone(folder):
        removed = _collect(folder, {path for job in wanted for path in job.paths})
        made, failed = 0, []
        for left, outcome in enumerate(_outcomes(profile, wanted, workers), 1):
            made += outcome == MADE
            failed += [outcome] if outcome not in (MADE, PRESENT) else []
            on_done(len(wanted) - left)
    return Prepared(made, len(wanted) - made - len(failed), removed, tuple(failed))


def prepare_beside(profile: Profile) -> None:
    """The whole of it, in a process of its own beside the calls; what goes wrong is logged."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with contextlib.suppress(KeyboardInterrupt):
        try:
            entries = open_knowledge(profile.dialogue.knowledge).entries()
            done = prepare(profile, jobs(profile, texts(profile, entries)), 0, lambda _: None)
        except OSError as error:
            log.error("clips are not prepared, answers are drawn live: %s", error)
            return
        log.info(
            "clips: %d made, %d were there, %d removed, %d failed",
            done.made,
            done.present,
            done.removed,
            len(done.failed),
        )


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


def _outcomes(profile: Profile, wanted: Sequence[Job], workers: int) -> Iterator[str]:
    """As they come: MADE, PRESENT, or the reason why it could not be made."""
    if not workers:
        _open(profile)
        yield from map(_make, wanted)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_open, initargs=(profile,)) as pool:
        pending = [pool.submit(_make, job) for job in wanted]
        try:
            for done in as_completed(pending):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


@dataclass(slots=True)
class _Studio:
    """The engines of a process that makes clips; loaded with the first clip that is missing."""

    profile: Profile
    engines: tuple[Any, Any] | None = None
    """voice and animator"""

    def open(self) -> tuple[Any, Any]:
        if self.engines is None:
            self.engines = choose_voice(self.profile).engine, choose_face(self.profile).engine
        return self.engines


_studio: list[_Studio] = []
"""of this process"""


def _open(profile: Profile) -> None:
    give_way()
    cv2.setNumThreads(1)
    _studio[:] = [_Studio(profile)]


def give_way() -> None:
    """Calls come first: this process only gets what they leave of the processor, where the system knows how."""
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    os.nice(19)


def _make(job: Job) -> str:
    if all(map(_sound, job.paths)):
        return PRESENT
    voice, animator = _studio[0].open()
    files = dict(job.files)
    if not isinstance(job.shows, str):
        clips.record(animator, takes.resting(*job.shows, LOOP), files)
        return MADE
    try:
        speech = joined(list(voice.speak(job.shows)))
        clips.record(animator, clips.take_of(speech), files, speech)
    except ValueError as error:
        return f"{job.shows}: {error}"
    return MADE


def _sound(path: Path) -> bool:
    try:
        clips.read(path)
    except ClipError:
        return False
    return True
