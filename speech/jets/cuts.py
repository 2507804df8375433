"""Where the sound of an utterance is cut into pieces: a short one first, so that something is heard at once, then as
much as can be made while the piece before it sounds. Cuts lie between words where they can, else between jamo.
"""

from collections.abc import Sequence
from typing import Final

from speech.jets.marks import Timed

UNDIVIDED: Final = 0.3
"""seconds; a shorter utterance is one piece"""
FIRST: Final = 0.16, 0.28
"""seconds at least and at most"""
COST: Final = 0.35
"""seconds that a second of sound takes to make, on a machine that does little else"""
LONGEST: Final = 2.0
"""seconds of a piece at most"""


def cuts(timed: Sequence[Timed], frames: int, frame: float, reach: int) -> list[int]:
    """Frames at which the pieces end, each of `frame` seconds. `reach`: frames made beside a piece on either side."""
    if frames * frame <= UNDIVIDED:
        return [frames]
    words = [one.begin for one in timed if one.mark.kind == "word"]
    jamo = [one.begin for one in timed if one.mark.kind == "phoneme"]
    least, most = (round(seconds / frame) for seconds in FIRST)
    ends = [_last(words, jamo, least, most)]
    while ends[-1] < frames:
        made = ends[-1] - (ends[-2] if len(ends) > 1 else 0)
        room = min(max(made, round(made / COST) - 2 * reach), round(LONGEST / frame))
        rest = frames - ends[-1]
        ends.append(frames if rest <= room else _last(words, jamo, ends[-1] + room // 2, ends[-1] + room))
    return ends


def _last(words: Sequence[int], jamo: Sequence[int], least: int, most: int) -> int:
    for places in (words, jamo):
        if fitting := [place for place in places if least <= place <= most]:
            return fitting[-1]
    return most
