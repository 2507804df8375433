"""The prepared clips at hand: found by what they say or show, opened once for all calls, unused ones closed."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar import clips, takes
from avatar.clips import Clip, ClipError, Encoding
from avatar.takes import Take
from avatar.types import Mood, State
from server.config import Profile
from speech.types import Speech

ROOM: Final = 96 << 20
"""bytes of opened clips that are kept"""
LOOP: Final = 8.0
"""seconds of a loop"""
LOOPS: Final = (
    (State.IDLE, Mood.WARM),
    (State.IDLE, Mood.CALM),
    (State.LISTENING, Mood.CALM),
    (State.THINKING, Mood.CALM),
)
"""what is shown in silence and prepared"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A clip ready to be sent."""

    clip: Clip
    speech: Speech
    """its whole sound, as the caller's decoder gives it"""
    take: Take
    first: NDArray[np.uint8] | None = None
    """its first picture, RGB, where a call fades to it: of loops"""

    @property
    def size(self) -> int:
        """Bytes."""
        return self.clip.size + self.speech.samples.nbytes


def made_of(profile: Profile) -> Mapping[str, object]:
    """What clips of this profile are made of besides their text."""
    return {"voice": profile.speech.voice.model_dump(), "animator": profile.avatar.animator.model_dump()}


def encodings(profile: Profile) -> list[Encoding]:
    """From the best to the smallest."""
    return [Encoding(profile.avatar.fps, bitrate) for bitrate in sorted(profile.avatar.bitrates, reverse=True)]


def path_of(profile: Profile, text: str, encoding: Encoding) -> Path:
    return clips.path_of(profile.avatar.clips, clips.name_of(text, made_of(profile), encoding))


def loop_name(state: State, mood: Mood) -> str:
    """Stands in the place of what is said."""
    return f"[{state} {mood}]"


class Shelf:
    """Safe to share between threads. What cannot be opened counts as not prepared: it is spoken and drawn live."""

    def __init__(self, profile: Profile, room: int = ROOM) -> None:
        self._profile = profile
        self._encodings = encodings(profile)
        self._room = room
        self._open: OrderedDict[Path, Opened] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._loops: dict[Path, Opened] = {}

    def sentence(self, text: str, bitrate: int) -> Opened | None:
        """The clip that says `text`, of the best quality that `bitrate` (bits a second) allows. May read a file."""
        if known := self.at_hand(text, bitrate):
            return known
        path = path_of(self._profile, text, self._fitting(bitrate))
        opened = _opened(path, _spoken)
        return self._kept(path, opened) if opened else None

    def at_hand(self, text: str, bitrate: int) -> Opened | None:
        """The same when it is open already. Reads nothing."""
        path = path_of(self._profile, text, self._fitting(bitrate))
        with self._lock:
            if known := self._open.get(path):
                self._open.move_to_end(path)
            return known

    def has(self, text: str) -> bool:
        """Whether there is a file of a clip that says `text`."""
        return path_of(self._profile, text, self._encodings[-1]).is_file()

    def loop(self, state: State, mood: Mood, bitrate: int) -> Opened | None:
        """The face in silence, when `open_loops` found it. Reads nothing."""
        return self._loops.get(path_of(self._profile, loop_name(state, mood), self._fitting(bitrate)))

    def open_loops(self) -> None:
        """Open those that were prepared since. Reads files."""
        for state, mood in LOOPS:
            for encoding in self._encodings:
                path = path_of(self._profile, loop_name(state, mood), encoding)
                if path in self._loops:
                    continue
                if opened := _opened(path, partial(_resting, state, mood)):
                    self._loops[path] = opened

    def _fitting(self, bitrate: int) -> Encoding:
        return next((one for one in self._encodings if one.bitrate <= bitrate), self._encodings[-1])

    def _kept(self, path: Path, opened: Opened) -> Opened:
        with self._lock:
            self._size += opened.size if path not in self._open else 0
            self._open[path] = opened
            while self._size > self._room and len(self._open) > 1:
                _, oldest = self._open.popitem(last=False)
                self._size -= oldest.size
        return opened


def _spoken(clip: Clip, speech: Speech) -> Opened:
    return Opened(clip, speech, takes.spoken(speech, 0.0, clip.seconds))


def _resting(state: State, mood: Mood, clip: Clip, speech: Speech) -> Opened:
    return Opened(clip, speech, takes.resting(state, mood, clip.seconds), clips.first_picture(clip))


def _opened(path: Path, shown: Callable[[Clip, Speech], Opened]) -> Opened | None:
    try:
        clip = clips.read(path)
        return shown(clip, clips.heard(clip))
    except ClipError as error:
        if error.code != "clip-missing":
            log.warning("a clip is not played: %s", error)
        return None
