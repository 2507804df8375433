"""Faces in order of preference: where one fails, the next is shown until the first is tried again."""

import logging
import time
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from avatar.types import Animator, Cues, Frame

REST: Final = 5.0
"""seconds for which a face that failed is not asked"""

log = logging.getLogger(__name__)


class StandingIn:
    """Safe to share between threads when the faces are. Pictures are as large as the first face's."""

    def __init__(self, faces: Sequence[Animator]) -> None:
        if not faces:
            raise ValueError("there is no face to choose from")
        self.size = faces[0].size
        self._faces = tuple(faces)
        self._failed = [-REST] * len(faces)
        """time.monotonic() of each face's last failure"""

    def animate(self, cues: Cues, at: float) -> Frame:
        """Raises what the last face raises when none can draw."""
        for number, face in enumerate(self._faces[:-1]):
            if time.monotonic() - self._failed[number] < REST:
                continue
            try:
                return face.animate(cues, at)
            except Exception:
                self._failed[number] = time.monotonic()
                log.exception("face %d of %d failed; the next is shown", number + 1, len(self._faces))
        return self._fitted(self._faces[-1].animate(cues, at))

    def _fitted(self, frame: Frame) -> Frame:
        height, width = frame.image.shape[:2]
        if (width, height) == self.size:
            return frame
        return Frame(np.asarray(cv2.resize(frame.image, self.size, interpolation=cv2.INTER_AREA), np.uint8), frame.at)
