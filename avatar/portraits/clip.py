"""Reads the frames of a clip at the rate of a portrait. Its sound is not looked at."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from avatar.portraits.problems import PictureError
from avatar.portraits.still import check_size

LONGEST: Final = 30.0
"""seconds of a clip that are looked at"""
_FASTEST: Final = 240
"""frames a second that are decoded at most"""
MAX_BYTES: Final = 1_000_000_000
UNREADABLE: Final = "the clip is damaged or of a kind that cannot be read; save it as MP4 (H.264)"


def frames(path: Path, fps: float) -> Iterator[NDArray[np.uint8]]:
    """RGB, upright, every 1 / fps seconds of the first 30. Raises PictureError for what is no clip or is damaged."""
    if path.stat().st_size > MAX_BYTES:
        raise PictureError(f"the clip is larger than {MAX_BYTES // 1_000_000_000} GB; cut it to ten quiet seconds")
    try:
        with av.open(str(path), "r") as container:
            if not container.streams.video:
                raise PictureError("the file holds no picture; bring an MP4 clip")
            stream = container.streams.video[0]
            if stream.codec_context is None:  # a kind of picture that nothing here decodes
                raise PictureError(UNREADABLE)
            check_size(stream.codec_context.width, stream.codec_context.height)
            for frame in _paced(container.decode(stream), fps):
                check_size(frame.width, frame.height)
                picture = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                yield np.ascontiguousarray(np.rot90(picture, round(frame.rotation / 90)))
    except (av.FFmpegError, ValueError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(UNREADABLE) from error


def _paced(decoded: Iterator[av.VideoFrame], fps: float) -> Iterator[av.VideoFrame]:
    first: float | None = None
    index = 0
    for number, frame in enumerate(decoded):
        at = frame.time
        if at is None:
            continue
        first = at if first is None else first
        if at - first > LONGEST or number > LONGEST * _FASTEST:
            return
        while at - first >= index / fps - 1e-4:
            yield frame
            index += 1
