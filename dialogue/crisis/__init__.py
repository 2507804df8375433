"""Hears a crisis in a sentence: by patterns, which work while every model is down, and by a small learnt detector.

Each kind has patterns for someone who is in it now. What happens only in thought ("불이 났을 때는 어떻게 해요") does
not count, except for suicide. Blanks are left out before anything is read, since recognisers set them as they like.
"""

import re
from typing import Final

from dialogue.crisis import patterns
from dialogue.crisis.contacts import CONTACTS, Contact, contacts
from dialogue.crisis.detector import letters_of, shipped
from dialogue.crisis.patterns import NOW, SIGNS

__all__ = ["CONTACTS", "NOW", "SIGNS", "Contact", "concern", "contacts", "crisis"]

CONCERN: Final = 0.4
"""danger from which the number is named beside the answer"""
STRIDE: Final = 100
"""letters without blanks; patterns read a long text in overlapping pieces of twice this, which bounds the work"""


def crisis(text: str) -> str | None:
    """The kind of crisis the text tells of: one of `NOW`. None when there is none."""
    told = _by_patterns(text)
    detector = shipped()
    if detector is None:
        return told
    reading = detector.read(letters_of(text))
    if reading.danger >= detector.threshold:
        return reading.kind
    return told if reading.danger >= detector.doubt else None


def concern(text: str) -> str | None:
    """The kind of crisis the text may tell of: too unsure to speak of nothing else, sure enough to name the number."""
    detector = shipped()
    if detector is None:
        return None
    reading = detector.read(letters_of(text))
    return reading.kind if reading.danger >= CONCERN else None


def _by_patterns(text: str) -> str | None:
    letters = re.sub(r"[^\w?]|_", "", text.lower())
    pieces = (letters[start : start + 2 * STRIDE] for start in range(0, max(len(letters) - STRIDE, 1), STRIDE))
    return next((kind for kind in map(patterns.read, pieces) if kind), None)
