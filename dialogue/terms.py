"""What a text is compared by: its Korean morphemes, and its runs of jamo for what was misheard or misspelt."""

import functools
import threading
from typing import Any

CONTENT_TAGS = ("N", "V", "M", "S", "X")
"""first letters of the Sejong tags that carry meaning: nouns, verbs, modifiers, numbers and foreign words, roots"""
GRAM_SIZES = (3, 4, 5, 6)
"""jamo; a syllable is three of them"""
LETTER_GRAM_SIZES = (1, 2, 3)

_SYLLABLES = range(0xAC00, 0xD7A4)
_kiwi_guard = threading.Lock()


@functools.cache
def _load_kiwi() -> Any:
    from kiwipiepy import Kiwi  # type: ignore[import-untyped]  # its model takes two seconds to load

    return Kiwi(num_workers=1, load_multi_dict=False)  # the dictionary of names takes 200 MB and finds nothing here


def kiwi() -> Any:
    """The one morpheme analyser of this process, loaded when first asked for."""
    with _kiwi_guard:
        return _load_kiwi()


def morphemes(text: str) -> list[str]:
    """Content morphemes with the class they were read as; particles, endings and punctuation are left out."""
    whole = text.encode("utf-8", "ignore").decode()  # Kiwi cannot read half a character
    return [
        f"{token.form}/{token.tag[0]}"
        for token in kiwi().tokenize(whole)
        if token.tag.startswith(CONTENT_TAGS) and token.tag not in ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW")
    ]


def jamo_grams(text: str) -> list[str]:
    """Runs of 3 to 6 jamo, blanks left out; a syllable always gives three, with a sign for "no final"."""
    jamo = "".join(_spell(character) for character in text if not character.isspace())
    return [jamo[i : i + size] for size in GRAM_SIZES for i in range(len(jamo) - size + 1)]


def letter_grams(text: str) -> list[str]:
    """Runs of 1 to 3 letters inside words, lower case; punctuation parts words."""
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return [word[i : i + size] for word in words for size in LETTER_GRAM_SIZES for i in range(len(word) - size + 1)]


def _spell(character: str) -> str:
    code = ord(character)
    if code not in _SYLLABLES:
        return character.lower()
    rest = code - 0xAC00
    return chr(0x1100 + rest // 588) + chr(0x1161 + rest % 588 // 28) + chr(0x11A7 + rest % 28)
