"""An answer of readable length out of long sections, and how much of it is said aloud."""

from collections.abc import Sequence
from typing import Final

from dialogue.knowledge.layouts.plain import shortened

SHOWN: Final = 450
"""letters of an answer on the screen"""
SPOKEN: Final = 160
"""letters of an answer said aloud, about half a minute"""

MORE: Final = "이 밖에 더 정해진 것이 있습니다."
ON_SCREEN: Final = "더 자세한 것은 화면에 있습니다."


def told(sections: Sequence[tuple[str, Sequence[str]]], ask: str | None) -> dict[str, str]:
    """`answer` and `spoken` of an entry.

    `sections`: (heading or "", sentences) in order of weight; `ask`: the last sentence.
    Sections share the room on the screen; what is left out is said to be left out.
    """
    full = [(heading, list(sentences)) for heading, sentences in sections if sentences]
    shown = _shown(full)
    cut = any(len(kept) < len(sentences) for (_, kept), (_, sentences) in zip(shown, full, strict=True))
    last = [sentence for sentence in (MORE if cut else None, ask) if sentence]
    lines = [_joined(heading, *kept) for heading, kept in shown]
    said = [sentence for heading, (first, *rest) in shown for sentence in (_joined(heading, first), *rest)]
    aloud = shortened(said, SPOKEN)
    more = [ON_SCREEN] if len(aloud) < len(said) or cut else []
    ask_aloud = [ask] if ask else []
    return {"answer": "\n".join([*lines, *last]), "spoken": _joined(*aloud, *more, *ask_aloud)}


def ask_at(phone: str | None, place: str | None = None) -> str | None:
    """Whom to ask for more; None when the file names nobody."""
    if phone:
        return f"자세한 것은 {phone}번에 전화해 물어보세요."
    return f"자세한 것은 {place}에 물어보세요." if place else None


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _shown(full: Sequence[tuple[str, list[str]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Every section gets its share of the room, and what those before it left over."""
    shown, room = [], SHOWN
    for place, (heading, sentences) in enumerate(full):
        kept = shortened(sentences, room // (len(full) - place))
        room = max(0, room - sum(map(len, kept)))
        shown.append((heading, kept))
    return shown
