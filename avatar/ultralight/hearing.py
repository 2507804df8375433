"""What the network hears of the sound around a picture: eight neighbouring features, 20 a second."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from avatar.types import Line
from avatar.ultralight.encoder import CHUNK, Encoder
from avatar.ultralight.fbank import RATE
from avatar.wav2lip import heard
from avatar.wav2lip.generator import Floats

FEATURES_A_SECOND: Final = 20
"""pictures a second of the recording that the network learnt from"""
HEARD: Final = (128, 16, 32)
"""shape of what the network takes for one picture"""
_STEP: Final = RATE // FEATURES_A_SECOND
"""samples from feature to feature"""
_BEFORE: Final = 32 * 160
"""samples by which a chunk begins before its feature's time"""
_EARLIER, _LATER = 4, 3
"""features before and after that of the picture"""
_LOUDEST: Final = 32767


class Features:
    """Takes the feature nearest in time, 25 ms away at most, since pictures and features do not keep step."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def reach(self, times: Sequence[float]) -> tuple[float, float]:
        begin, end = _samples(_nearest(times[0]) - _EARLIER, _nearest(times[-1]) + _LATER)
        return begin / RATE, end / RATE

    def taken(self, lines: Sequence[Line], origin: float, times: Sequence[float]) -> Floats:
        """n x 128 x 16 x 32."""
        middles = [_nearest(at) for at in times]
        first, last = middles[0] - _EARLIER, middles[-1] + _LATER
        begin, end = _samples(first, last)
        sound = heard.sound(lines, origin, begin, end - begin)
        whole = np.trunc(np.clip(sound, -1, 1) * _LOUDEST).astype(np.int16)
        chunks = (whole[start : start + CHUNK] for start in range(0, (last - first + 1) * _STEP, _STEP))
        features = [self._encoder.features(chunk) for chunk in chunks]
        around = (features[middle - _EARLIER - first : middle + _LATER + 1 - first] for middle in middles)
        return np.stack([np.stack(near).reshape(HEARD) for near in around])


def _nearest(at: float) -> int:
    return int(np.floor(at * FEATURES_A_SECOND + 0.5 + 1e-6))


def _samples(first: int, last: int) -> tuple[int, int]:
    """Where the sound of those features begins and ends, counted from the beginning of the line."""
    return first * _STEP - _BEFORE, last * _STEP - _BEFORE + CHUNK
