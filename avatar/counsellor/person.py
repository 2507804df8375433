"""A counsellor as a set of layers: the still ones drawn by these functions, the face after the look."""

from collections.abc import Callable
from dataclasses import dataclass

from avatar.counsellor.look import Look
from avatar.drawing.canvas import Canvas

Layer = tuple[Callable[[Canvas], None], ...]
"""drawn one over the other, in the figure's units"""


@dataclass(frozen=True, slots=True)
class Person:
    """From back to front."""

    look: Look
    behind: Layer
    """what turns with the head behind the shoulders: hair, ears"""
    torso: Layer
    neck: Layer
    chin_shadow: Layer
    """on the neck; sinks with the jaw"""
    collar: Layer
    shade: Layer
    """what the hair throws on the face"""
    front: Layer
    """hair and whatever sits on it"""
    glasses: Layer = ()
