"""Where the sound of an utterance is cut into pieces: a short one first, so that something is heard at once, then as
much as can be made while the piece before it sounds. Cuts lie between words where they can, else between jamo.
"""

from collections.abc import Sequence
from typing import Final

from speech.jets.marks import Timed

UNDIVIDED: Final = 0.3
"""seconds; a shorter utterance is one piece"""
FIRST: Final = 0.19, 0.29
"""seconds at least and at most"""
COST: Final = 0.35
"""seconds that a second of sound takes to make, on a machine that does little else"""
LONGEST: Final = 2.0
"""seconds of a piece at most"""


def cuts(timed: Sequence[Timed], frames: int, frame: float, reach: int, sounding: int = 0) -> list[int]:
    """Frames at which the pieces end, each of `frame` seconds. `reach`: frames made beside a piece on either side;
    `sounding`: frames that were made before and are heard meanwhile."""
    if frames * frame <= UNDIVIDED:
        return [frames]
    words = [one.begin for one in timed if one.mark.kind == "word"]
    jamo = [one.begin for one in timed if one.mark.kind == "phoneme"]
    soon = [round(seconds / frame) for seconds in FIRST]
    ends = [] if sounding > soon[1] else [_last(words, jamo, soon[0], soon[1])]
    while not ends or ends[-1] < frames:
        end = ends[-1] if ends else 0
        made = end - (ends[-2] if len(ends) > 1 else 0) or sounding
        room = min(max(made, round(made / COST) - 2 * reach), round(LONGEST / frame))
        ends.append(frames if frames - end <= room else _last(words, jamo, end + room // 2, end + room))
    return ends


def _last(words: Sequence[int], jamo: Sequence[int], least: int, most: int) -> int:
    for places in (words, jamo):
        if fitting := [place for place in places if least <= place <= most]:
            return fitting[-1]
    return most
