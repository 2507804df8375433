"""A portrait's idle loop whose mouth is drawn from the sound: what all faces with such a network share."""

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.types import Cues, Frame, Line
from avatar.warping.badge import Badge
from avatar.wav2lip.faces import Faces
from avatar.wav2lip.heard import CLOSES, OPENS, voiced
from avatar.wav2lip.mouths import Mouths


class MovingFace:
    def __init__(self, faces: Faces, mouths: Mouths, fps: int, hold: int) -> None:
        """`fps`: pictures a second; `hold`: pictures from one drawn mouth to the next, mixed in between."""
        height, width = faces.portrait.frames.shape[1:3]
        self.size = (width, height)
        self._faces = faces
        self._mouths = mouths
        self._fps = fps
        self._hold = hold
        self._badge = Badge(self.size)

    def animate(self, cues: Cues, at: float) -> Frame:
        number = round(at * self._fps)
        shown = number / self._fps
        index = self._faces.index(shown, cues.seed)
        picture: NDArray[np.uint8] = self._faces.portrait.frames[index].copy()
        share = voiced(cues.lines, shown)
        line = _ruling(cues.lines, shown)
        if share > 0 and line is not None:
            self._faces.laid_back(picture, index, self._mouth(cues, line, number), share)
        self._badge.stamp(picture)
        picture.setflags(write=False)
        return Frame(picture, at)

    def _mouth(self, cues: Cues, line: Line, number: int) -> NDArray[np.uint8]:
        whole, rest = divmod(number, self._hold)
        mouth = self._mouths.mouth(cues, line, whole)
        if not rest:
            return mouth
        following = self._mouths.mouth(cues, line, whole + 1)
        part = rest / self._hold
        return np.asarray(cv2.addWeighted(mouth, 1 - part, following, part, 0), np.uint8)


def _ruling(lines: tuple[Line, ...], at: float) -> Line | None:
    """The line that moves the mouth: the one being said, or the one just said, or the one about to be."""
    begun = [line for line in lines if line.start <= at < line.end + CLOSES]
    if begun:
        return begun[-1]
    return next((line for line in lines if at < line.start <= at + OPENS), None)
