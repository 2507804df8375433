"""One moment of the counsellor's body and face, as numbers that can be mixed."""

from typing import NamedTuple


class Pose(NamedTuple):
    jaw: float = 0.0
    """0…1 open"""
    part: float = 0.0
    """0…1 lips open without the jaw"""
    wide: float = 0.0
    round: float = 0.0
    press: float = 0.0
    """0…1 lips pressed together"""
    teeth: float = 0.0
    teeth_low: float = 0.0
    tongue: float = 0.0
    """0…1 raised to the upper teeth"""
    smile: float = 0.7
    brow: float = 0.0
    """−1…1 raised"""
    brow_in: float = 0.0
    """−0.2…1 inner ends raised (worry)"""
    lid: float = 1.0
    """0 closed … 1.1 wide"""
    squint: float = 0.5
    gaze_x: float = 0.0
    """−1…1, the picture's left to its right"""
    gaze_y: float = 0.0
    """−1…1, up to down"""
    tilt: float = 0.0
    """degrees, clockwise"""
    turn: float = 0.0
    """−1…1, the picture's left to its right"""
    nod: float = 0.0
    """0 upright … 2 a bow"""
    breath: float = 0.0
    """0…1 breathed in"""
    warmth: float = 0.5
    """0…1 colour in the cheeks"""

    def towards(self, other: "Pose", share: float) -> "Pose":
        """Every number moved `share` (0…1) of the way to the other pose."""
        return Pose(*(mine + (its - mine) * share for mine, its in zip(self, other, strict=True)))
