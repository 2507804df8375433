"""A piece of a text that nobody else should read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    start: int
    end: int
    label: str
    """its Korean name"""
