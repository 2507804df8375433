"""Chance that can be asked again: the same seed and place always give the same number."""

from math import floor

from avatar.easing import ease

_MASK = (1 << 64) - 1


def chance(seed: int, *place: int) -> float:
    """Evenly 0…1 (splitmix64)."""
    state = seed & _MASK
    for step in (0, *place):
        state = (state + 0x9E3779B97F4A7C15 + step * 0xD1B54A32D192ED03) & _MASK
        state = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ state >> 27) * 0x94D049BB133111EB) & _MASK
        state ^= state >> 31
    return state / (1 << 64)


def drift(seed: int, channel: int, turns: float) -> float:
    """Slow noise −1…1, smooth in `turns`; about one swing each."""
    place = floor(turns * 2)
    share = ease(turns * 2 - place)
    here, there = chance(seed, channel, place), chance(seed, channel, place + 1)
    return 2 * (here + (there - here) * share) - 1
