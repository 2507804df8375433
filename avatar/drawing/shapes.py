"""Outlines as plain point arrays, shape (n, 2), in the units of whoever draws."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Step = tuple[float, ...]
"""2 numbers: a line to that point; 4: a quadratic; 6: a cubic Bézier curve"""

_STEPS = np.linspace(0.0, 1.0, 13)[1:]
_BERNSTEIN = np.stack(
    [(1 - _STEPS) ** 3, 3 * (1 - _STEPS) ** 2 * _STEPS, 3 * (1 - _STEPS) * _STEPS**2, _STEPS**3], axis=1
)
_ROUND = np.linspace(0.0, 2 * np.pi, 65)[:-1]
_CIRCLE = np.stack([np.cos(_ROUND), np.sin(_ROUND)], axis=1)


def trace(start: Step, *steps: Step) -> Points:
    """The line that begins at `start` and follows the steps, flattened to 12 points a step."""
    control: list[Step] = []
    x, y = start
    for step in steps:
        control.append(_cubic(x, y, step))
        x, y = step[-2:]
    curves = np.array(control).reshape(len(steps), 4, 2)
    return np.concatenate([np.array([start]), (_BERNSTEIN @ curves).reshape(-1, 2)])


def _cubic(x: float, y: float, step: Step) -> Step:
    if len(step) == 6:
        return (x, y, *step)
    if len(step) == 4:
        a, b, ex, ey = step
        return x, y, x + (a - x) * 2 / 3, y + (b - y) * 2 / 3, ex + (a - ex) * 2 / 3, ey + (b - ey) * 2 / 3, ex, ey
    ex, ey = step
    return x, y, x + (ex - x) / 3, y + (ey - y) / 3, x + (ex - x) * 2 / 3, y + (ey - y) * 2 / 3, ex, ey


_LENGTH = {"M": 2, "L": 2, "Q": 4, "C": 6}


def outline(path: str) -> Points:
    """Reads one absolute SVG sub-path of M, L, C, Q and Z."""
    numbers: list[Step] = []
    words = path.replace(",", " ").split()
    length = 2
    while words:
        if words[0].isalpha():
            command = words.pop(0)
            if command == "Z":
                break
            length = _LENGTH[command]
        numbers.append(tuple(float(word) for word in words[:length]))
        del words[:length]
    return trace(numbers[0], *numbers[1:])


def mirrored(points: Points, axis: float) -> Points:
    """The same outline on the other side of the upright line x = axis."""
    return np.stack([2 * axis - points[:, 0], points[:, 1]], axis=1)


def moved(points: Points, x: float, y: float) -> Points:
    return np.asarray(points + np.array([x, y]))


def smooth(knots: Sequence[tuple[float, float]], tension: float = 0.5) -> Points:
    """A closed cardinal spline through the knots."""
    at = np.array(knots)
    pull = (np.roll(at, -1, axis=0) - np.roll(at, 1, axis=0)) * tension / 3
    ahead = np.roll(at, -1, axis=0)
    curves = np.stack([at, at + pull, ahead - np.roll(pull, -1, axis=0), ahead], axis=1)
    return np.asarray((_BERNSTEIN @ curves).reshape(-1, 2))


def oval(left: float, top: float, right: float, bottom: float, turned: float = 0.0) -> Points:
    """An ellipse in its box; `turned` degrees clockwise about the middle of the box."""
    half = np.array([(right - left) / 2, (bottom - top) / 2])
    points = _CIRCLE * half
    if turned:
        angle = np.radians(turned)
        points = points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return moved(points, (left + right) / 2, (top + bottom) / 2)


def circle(x: float, y: float, radius: float) -> Points:
    return moved(_CIRCLE * radius, x, y)


def round_box(left: float, top: float, right: float, bottom: float, radius: float) -> Points:
    """A box with round corners; the radius is held to half the shorter side."""
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    inner = np.array([(right - left) / 2 - radius, (bottom - top) / 2 - radius])
    signs = np.where(_CIRCLE >= 0, 1.0, -1.0)
    return np.asarray(middle + signs * inner + _CIRCLE * radius)
