"""What speech adds to the pose: the mouth, and the small nods and raised brows of stressed words."""

from collections.abc import Iterator

from avatar.counsellor.pose import Pose
from avatar.easing import bump, ease
from avatar.mouth_shapes import Mouth
from avatar.types import Cues, Line, Mood
from avatar.visemes import track
from speech.types import Speech

CUT = 0.15
"""seconds in which the mouth closes when the voice is stopped"""
_STRESS_APART = 1.0
"""seconds"""


def speaking(cues: Cues, at: float, pose: Pose, still: bool = False) -> Pose:
    """The pose with the mouth of what is being said."""
    said = pose
    stress = 0.0
    for line in cues.lines:
        going_on = 1.0 if line.cut is None else 1 - ease((at - line.cut) / CUT)
        mouth, rule = track(line.speech).at(min(at, line.cut or at) - line.start)
        if rule:
            said = said.towards(_mouthed(pose, mouth, cues.now.mood), rule * going_on)
        stress = max(stress, _stress(line, at) * going_on)
    if cues.now.mood is Mood.SERIOUS or not stress:
        return said
    down = 0.0 if still else 0.35 * stress * (1 - min(1.0, said.nod))  # a bow swallows it
    return said._replace(brow=said.brow + 0.2 * stress, nod=said.nod + down)


def _mouthed(pose: Pose, mouth: Mouth, mood: Mood) -> Pose:
    smile = {Mood.CALM: mouth.smile, Mood.WARM: mouth.smile + 0.2, Mood.SERIOUS: mouth.smile * 0.3}[mood]
    return pose._replace(**mouth._replace(smile=smile)._asdict())


def _stress(line: Line, at: float) -> float:
    return max((bump(at - line.start - word, 0.18, 0.05, 0.30) for word in _stressed(line.speech)), default=0.0)


def _stressed(speech: Speech) -> Iterator[float]:
    """Seconds at which a word begins that is leaned on: the first, then at most one a second."""
    free = 0.0
    for mark in speech.marks:
        if mark.kind == "word" and mark.start >= free and mark.end - mark.start > 0.25:
            yield mark.start
            free = mark.start + _STRESS_APART
