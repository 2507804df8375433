"""What a shape is filled with: one colour or a gradient, and how soft its edge is."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Stop = tuple[float, str] | tuple[float, str, float]
"""position 0…1, colour, and opacity 0…1 where it is not 1"""


def rgb(colour: str) -> tuple[float, float, float]:
    """`#RRGGBB` as three numbers 0…1."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


@dataclass(frozen=True, slots=True)
class Solid:
    colour: str
    alpha: float = 1.0
    """opacity 0…1"""
    blur: float = 0.0
    """standard deviation of the soft edge, in the drawing's units"""


@dataclass(frozen=True, slots=True)
class Linear:
    start: tuple[float, float]
    end: tuple[float, float]
    stops: tuple[Stop, ...]
    blur: float = 0.0
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Radial:
    centre: tuple[float, float]
    radius: float
    stops: tuple[Stop, ...]
    blur: float = 0.0
    alpha: float = 1.0


Paint = Solid | Linear | Radial

LEVELS = 512


@lru_cache(maxsize=256)
def ramp(stops: tuple[Stop, ...]) -> NDArray[np.float32]:
    """The gradient from its first to its last stop, shape (LEVELS, 4): red, green, blue, opacity."""
    places = [stop[0] for stop in stops]
    values = np.array([(*rgb(stop[1]), stop[2] if len(stop) > 2 else 1.0) for stop in stops])
    along = np.linspace(0.0, 1.0, LEVELS)
    return np.stack([np.interp(along, places, column) for column in values.T], axis=1).astype(np.float32)
