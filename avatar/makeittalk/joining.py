"""What the two branches say becomes landmarks of a whole utterance. numpy and scipy alone."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import savgol_filter

Floats = NDArray[np.float64]
SHORTEST: Final = 10
"""frames of a piece; shorter ones are not drawn"""
_HEAD: Final = 0.5
_LIPS: Final = 2.0
"""how much of each branch is taken"""
_CLOSED: Final = 0.99
_UPPER_OUTER, _LOWER_OUTER = np.arange(49, 54), np.arange(59, 54, -1)
_UPPER_INNER, _LOWER_INNER = np.arange(61, 64), np.arange(67, 64, -1)
_FOLLOWS: Final = (
    (np.arange(55, 59), np.arange(64, 68)),
    (np.arange(59, 60), np.arange(60, 61)),
    (np.arange(49, 54), np.arange(60, 65)),
)
"""which points of the outer lips follow which of the inner"""


def joined(content: Floats, speaker: Floats, face: Floats) -> Floats:
    """Displacements (T, 204) of one piece and the face at rest (68 x 3) → shapes (T, 68, 3)."""
    shapes = calibrated(content) + _HEAD * _shut(_smooth(speaker, _window(len(speaker), 31)))
    return unfolded(shapes + face)


def whole(pieces: list[Floats]) -> Floats:
    """All pieces in a row, the top of the nose made straight, smoothed: (T, 68, 3)."""
    shapes = np.concatenate(pieces)
    shapes[:, 27] = 2 * shapes[:, 28] - shapes[:, 29]
    shapes = _smooth(shapes, 5)
    shapes[:, :48] = _smooth(shapes[:, :48], _window(len(shapes), 15))
    shapes[:, 48:] = _smooth(shapes[:, 48:], 5)
    return np.asarray(shapes)


def resampled(shapes: Floats, given: float, wanted: float) -> Floats:
    """Frames `given` a second → frames `wanted` a second, straight between neighbours."""
    count = max(1, int((len(shapes) - 1) / given * wanted) + 1)
    place = np.minimum(np.arange(count) * given / wanted, len(shapes) - 1)
    first = np.minimum(place.astype(np.intp), max(0, len(shapes) - 2))
    share = (place - first).reshape(-1, *(1,) * (shapes.ndim - 1))
    return np.asarray(shapes[first] * (1 - share) + shapes[np.minimum(first + 1, len(shapes) - 1)] * share)


def calibrated(content: Floats) -> Floats:
    """Each number less the mean of its lower half over the piece, the mouth made larger: (T, 68, 3)."""
    half = len(content) // 2
    lowest = np.partition(content, half, axis=0)[:half]
    moved = (content - lowest.mean(axis=0)).reshape(-1, 68, 3)
    moved[:, 48:, :2] *= _LIPS
    return np.asarray(moved)


def _shut(speaker: Floats) -> Floats:
    """The head moves, its mouth does not: that is for the other branch."""
    moved = speaker.reshape(-1, 68, 3).copy()
    for upper, lower in ((_UPPER_OUTER, _LOWER_OUTER), (_UPPER_INNER, _LOWER_INNER)):
        middle = (moved[:, upper] + moved[:, lower]) / 2
        moved[:, upper] += (middle - moved[:, upper]) * _CLOSED
        moved[:, lower] += (middle - moved[:, lower]) * _CLOSED
    return moved


def unfolded(shapes: Floats) -> Floats:
    """Where the lips would pass through each other they meet, and the outer lips follow as in the frame before."""
    shapes = shapes.copy()
    for index in np.flatnonzero(_signed_area(shapes[:, 60:68, :2]) < 0):
        frame, before = shapes[index], shapes[max(int(index) - 1, 0)]
        for upper, lower in zip(_UPPER_INNER, _LOWER_INNER, strict=True):
            frame[lower] = frame[upper] = (frame[lower] + frame[upper]) / 2
        for outer, inner in _FOLLOWS:
            frame[outer, 1] = frame[inner, 1] + before[outer, 1] - before[inner, 1]
    return np.asarray(shapes)


def _signed_area(polygons: Floats) -> Floats:
    """Positive where the upper lip lies above the lower one, y growing downwards."""
    after = np.roll(polygons, -1, axis=1)
    return np.asarray((polygons[..., 0] * after[..., 1] - after[..., 0] * polygons[..., 1]).sum(axis=1) / 2)


def _window(frames: int, wanted: int) -> int:
    return int(min(frames - 1, wanted) // 2 * 2 + 1)


def _smooth(values: Floats, window: int) -> Floats:
    return np.asarray(savgol_filter(values, window, 3, axis=0)) if len(values) >= window > 3 else values
