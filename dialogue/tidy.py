"""Written text as it comes from a recogniser, a keyboard or a stranger, made plain."""

import unicodedata

_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


def tidy(text: str) -> str:
    """Composed syllables, no control or invisible characters, single blanks, no blanks around."""
    composed = unicodedata.normalize("NFC", text)
    visible = (" " if unicodedata.category(c) in _INVISIBLE else c for c in composed)
    return " ".join("".join(visible).split())
