"""Her idle life and her moods: a pose for every moment, before she says anything."""

from collections.abc import Iterator
from math import cos, floor, pi

from avatar.blinks import Blinks
from avatar.chance import chance, drift
from avatar.counsellor.pose import Pose
from avatar.easing import bump, ease
from avatar.types import Cue, Cues, Mood, State
from avatar.visemes import track

FADE = 0.25
"""seconds from one state to the next"""
BREATHS = 0.24
"""a second"""
BLINK_INTERVAL, GRAVE_BLINK_INTERVAL = 3.2, 4.5
LONG_LINE = 4.0
"""seconds of speech before which she breathes in deeper"""
THOUGHT = 1.2
"""seconds at most for which she looks away to think"""
SENTENCE_GAP = 0.15
"""seconds of quiet between two sentences at least"""
GRIN = 1.6
"""seconds for which a warm smile shows her teeth"""

_STATES = {
    State.IDLE: Pose(smile=0.70, squint=0.50),
    State.LISTENING: Pose(smile=0.50, brow=0.25, squint=0.35, tilt=2.4, turn=0.2),
    State.THINKING: Pose(smile=0.25, brow=0.35, press=0.20, squint=0.2, tilt=-2.5, turn=-0.35),
    State.SPEAKING: Pose(smile=0.45, brow=0.10, squint=0.4),
    State.WAITING: Pose(smile=0.65, squint=0.45),
}


def pose_at(cues: Cues, at: float, still: bool = False) -> Pose:
    """Her pose but for speech. `still`: no breath, no drifting of the head."""
    share = ease((at - cues.now.since) / FADE)
    pose = _in_state(cues, cues.now, at, still)
    return pose if share >= 1 else _in_state(cues, cues.before, at, still).towards(pose, share)


def _in_state(cues: Cues, cue: Cue, at: float, still: bool) -> Pose:
    since = max(0.0, at - cue.since)
    pose = _in_mood(_STATES[cue.state], cue, since)
    gaze_x, gaze_y = _gaze(cues.seed, cue, since, at)
    pose = pose._replace(gaze_x=gaze_x, gaze_y=gaze_y, lid=pose.lid * _blinks(cues, cue).lid(at))
    if cue.state is State.LISTENING and cue.mood is not Mood.SERIOUS:
        pose = pose._replace(nod=pose.nod + _listening_nod(cues.seed, since))
    if still:
        return pose._replace(tilt=0.0, turn=0.0)
    strength = 1.0 if cue.state is State.SPEAKING else 0.5
    return pose._replace(
        tilt=pose.tilt + 1.2 * strength * drift(cues.seed, 3, at * 0.25),
        turn=pose.turn + 0.15 * strength * drift(cues.seed, 4, at * 0.25),
        breath=_breath(cues, at),
    )


def _in_mood(pose: Pose, cue: Cue, since: float) -> Pose:
    if cue.mood is Mood.SERIOUS:
        return pose._replace(
            smile=0.12, squint=0.25, brow_in=0.42, brow=-0.1, lid=0.93, warmth=0.25, tilt=1.5, turn=0.0
        )
    if cue.mood is Mood.CALM:
        return pose
    pose = pose._replace(smile=min(1.0, pose.smile + 0.25), squint=pose.squint + 0.2, warmth=1.0)
    if cue.state is not State.IDLE:
        return pose
    grin = pose._replace(smile=1.0, squint=0.85, part=0.75, teeth=1.0, wide=0.4, jaw=0.08)
    return grin.towards(pose, ease((since - GRIN) / 0.6))


def _gaze(seed: int, cue: Cue, since: float, at: float) -> tuple[float, float]:
    x, y = _wandering(seed, at)
    if cue.state is State.THINKING:
        away = ease(since / 0.2) * (1 - ease((since - THOUGHT) / 0.2))
        return x + (-0.55 - x) * away, y + (-0.65 - y) * away
    if cue.state is State.WAITING:
        away = bump((since % 4.0) - 3.0, 0.15, 0.6, 0.15)
        return x + (0.5 - x) * away, y + (0.15 - y) * away
    return x, y


def _wandering(seed: int, at: float) -> tuple[float, float]:
    """Mostly on the caller; small quick shifts now and then."""
    slot = floor(at / 2.2)
    moved = ease((at - (slot + 0.3 * chance(seed, 5, slot)) * 2.2) / 0.05)

    def target(slot: int) -> tuple[float, float]:
        if chance(seed, 6, slot) < 0.6:
            return 0.0, 0.0
        return 0.24 * chance(seed, 7, slot) - 0.12, 0.12 * chance(seed, 8, slot) - 0.06

    (x0, y0), (x1, y1) = target(slot - 1), target(slot)
    return x0 + (x1 - x0) * moved, y0 + (y1 - y0) * moved


def _blinks(cues: Cues, cue: Cue) -> Blinks:
    thinking = [cue.since + 0.05 for cue in (cues.before, cues.now) if cue.state is State.THINKING]
    sentence_ends = [end + 0.08 for end in _sentence_ends(cues)]
    closures = [
        (line.start + start, line.start + end) for line in cues.lines for start, end in track(line.speech).closures
    ]
    interval = GRAVE_BLINK_INTERVAL if cue.mood is Mood.SERIOUS else BLINK_INTERVAL
    return Blinks(cues.seed, interval, tuple(thinking + sentence_ends), closures)


def _sentence_ends(cues: Cues) -> Iterator[float]:
    """When she stops to speak; pieces that follow each other at once are one sentence."""
    for index, line in enumerate(cues.lines):
        if index + 1 == len(cues.lines) or cues.lines[index + 1].start - line.end > SENTENCE_GAP:
            yield line.end


def _listening_nod(seed: int, since: float) -> float:
    slot = floor(since / 4.0)
    start = slot * 4.0 + 1.4 + 1.4 * chance(seed, 9, slot)
    return 0.5 * bump(since - start, 0.18, 0.0, 0.26)


def _breath(cues: Cues, at: float) -> float:
    turn = (at * BREATHS + chance(cues.seed, 10)) % 1.0
    turn = turn * 1.25 if turn < 0.4 else 0.5 + (turn - 0.4) / 1.2  # in faster than out
    deep = max(
        (bump(at - line.start + 0.6, 0.5, 0.1, 0.8) for line in cues.lines if line.speech.seconds > LONG_LINE),
        default=0.0,
    )
    return (0.7 + 0.3 * deep) * (0.5 - 0.5 * cos(2 * pi * turn)) * (1 - deep) + deep
