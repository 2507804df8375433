"""MakeItTalk: landmarks from the sound of a whole utterance, and a photograph or an illustration that follows them.

The published weights are for non-commercial use only: docs/models/makeittalk.md.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.animators.illustration import SPROUT
from avatar.counsellor.motion import pose_at
from avatar.drawing.shapes import Points
from avatar.makeittalk.face import Face, adjusted
from avatar.makeittalk.kept import Kept
from avatar.makeittalk.moving import Movements, displaced, movement
from avatar.portraits.store import read
from avatar.types import Cue, Cues, Frame, Mood, Portrait, State
from avatar.warping.badge import Badge
from avatar.warping.posing import expressed
from avatar.warping.puppet import Puppet

log = logging.getLogger(__name__)

By = Literal["warping", "network"]
_SIDE: Final = 512
"""pixels of what is shown of a photograph"""
_NETWORK_SIDE: Final = 256
_LIDS: Final = ((37, 41), (38, 40), (43, 47), (44, 46))
_LID_SHARE: Final = 0.75
"""of the way to the lower lid that the upper one goes"""


class Illustrated:
    """The movement on an illustration, by triangles."""

    def __init__(self, puppet: Puppet, movements: Movements, fps: float, still: bool) -> None:
        self._puppet, self._movements, self._fps, self._still = puppet, movements, fps, still
        self.size = puppet.size

    def animate(self, cues: Cues, at: float) -> Frame:
        expression = expressed(self._puppet.build, pose_at(cues, at, self._still))
        moves, ruled = movement(cues, at, self._movements, self._fps)
        if ruled:
            expression = displaced(expression, self._puppet.build.landmarks, moves)
        return Frame(self._puppet.draw(expression), at)


class Photographed:
    """The movement on a photograph, by the network while there is speech; the portrait's idle loop otherwise."""

    size = (_SIDE, _SIDE)

    def __init__(
        self,
        portrait: Portrait,
        drawn: Callable[[NDArray[np.float64]], NDArray[np.uint8]],
        movements: Movements,
        fps: float,
    ) -> None:
        self._loop = [
            np.asarray(cv2.resize(frame, self.size, interpolation=cv2.INTER_AREA)) for frame in portrait.frames
        ]
        self._fps_of_loop = portrait.fps
        self._rest = _small(portrait)
        self._drawn, self._movements, self._fps = drawn, movements, fps
        self._badge = Badge(self.size)

    def animate(self, cues: Cues, at: float) -> Frame:
        moves, ruled = movement(cues, at, self._movements, self._fps)
        picture = self._loop[int(at * self._fps_of_loop) % len(self._loop)].copy()
        if ruled:
            made = self._drawn(_with_lids(self._rest + moves, pose_at(cues, at).lid))
            large = cv2.resize(made, self.size, interpolation=cv2.INTER_CUBIC)
            picture = np.asarray(cv2.addWeighted(large, ruled, picture, 1 - ruled, 0), np.uint8)
        self._badge.stamp(picture)
        return Frame(picture, at)


def load(
    checkpoints: str, portrait: str = str(SPROUT), by: By = "warping", device: str = "cpu", still: bool = False
) -> Illustrated | Photographed:
    """`checkpoints`: the folder with MakeItTalk's files. `portrait`: the folder of a portrait.

    `by`: `warping` moves an illustration by triangles, `network` makes pictures of a photograph (a GPU is needed for
    25 a second). `device`: of PyTorch. `still`: no breath, no drifting of the head (warping). Raises FileNotFoundError
    and ValueError that name the file, ModuleNotFoundError without PyTorch.
    """
    if by not in get_args(By):
        raise ValueError(f"unknown way to draw {by!r}; there are {', '.join(get_args(By))}")
    folder = Path(checkpoints)
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is no folder: put MakeItTalk's checkpoints and text files into one")
    face = read(Path(portrait))
    try:
        from avatar.makeittalk.photograph import Photograph
        from avatar.makeittalk.talker import FPS, Talker
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"MakeItTalk needs PyTorch: run `make full` ({error})") from error
    log.warning("MakeItTalk's weights are licensed CC BY-NC 4.0: not for commercial use")
    cv2.setNumThreads(1)
    talker = Talker(folder, device)
    if by == "warping":
        puppet = Puppet(face)
        shape = Face.of(puppet.build.landmarks, talker.standard)
        animator: Illustrated | Photographed = Illustrated(
            puppet, Kept(lambda speech: talker.movement(speech, shape)), FPS, still
        )
    else:
        photo = _square(face)
        small = Face.of(_small(face), talker.standard)
        drawn = Photograph(folder, photo, device).drawn
        animator = Photographed(face, drawn, Kept(lambda speech: talker.movement(speech, small)), FPS)
    rest = Cue(State.IDLE, Mood.CALM, since=0.0)
    animator.animate(Cues(now=rest, before=rest), at=0.0)
    return animator


def _square(portrait: Portrait) -> NDArray[np.uint8]:
    picture: NDArray[np.uint8] = portrait.frames[portrait.neutral]
    if picture.shape[0] != picture.shape[1]:
        raise ValueError(f"the portrait {portrait.name!r} is not square, as the network wants it")
    return picture


def _small(portrait: Portrait) -> Points:
    """The landmarks in the network's pixels, with slimmer lips and wider eyes."""
    scale = _NETWORK_SIDE / portrait.frames.shape[2]
    return adjusted(portrait.landmarks[portrait.neutral].astype(np.float64) * scale, _NETWORK_SIDE)


def _with_lids(landmarks: Points, lid: float) -> Points:
    moved = landmarks.copy()
    for upper, lower in _LIDS:
        shut = landmarks[upper] + (landmarks[lower] - landmarks[upper]) * _LID_SHARE
        share = 1 - min(1.0, max(0.0, lid))
        moved[upper] += (shut - landmarks[upper]) * share
        moved[lower] += (shut - landmarks[lower]) * share
    return moved
