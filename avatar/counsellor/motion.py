"""Idle life and moods: a pose for every moment, before anything is said."""

from collections.abc import Iterator
from math import cos, floor, pi

from avatar.blinks import Blinks
from avatar.chance import chance, drift
from avatar.counsellor import bow, nods
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
SHIFTS = 2.2
"""seconds from one small shift of the gaze to the next, on average"""
GLANCES = 4.0
"""seconds from glance to glance at the number of those who wait before the caller"""
NUMBER = (0.7, 0.8)
"""where that number is, as gaze: beside or below her picture"""
GRIN = 1.6
"""seconds for which a warm smile shows her teeth"""

_STAY = 0.4
"""how far the gaze moves against a full turn or nod of the head, so that it stays on the caller"""
_STATES = {
    State.IDLE: Pose(smile=0.70, squint=0.50),
    State.LISTENING: Pose(smile=0.50, brow=0.25, squint=0.35, tilt=2.4, turn=0.2),
    State.THINKING: Pose(smile=0.25, brow=0.35, press=0.20, squint=0.2, tilt=-2.5, turn=-0.35),
    State.SPEAKING: Pose(smile=0.45, brow=0.10, squint=0.4),
    State.WAITING: Pose(smile=0.70, squint=0.50),
}


def pose_at(cues: Cues, at: float, still: bool = False) -> Pose:
    """Her pose but for speech. `still`: no breath, no drifting of the head."""
    share = ease((at - cues.now.since) / FADE)
    pose = _in_state(cues, cues.now, at, still)
    return pose if share >= 1 else _in_state(cues, cues.before, at, still).towards(pose, share)


def _in_state(cues: Cues, cue: Cue, at: float, still: bool) -> Pose:
    since = max(0.0, at - cue.since)
    pose = _in_mood(_STATES[cue.state], cue, since)
    pose = pose._replace(tilt=0.0, turn=0.0) if still else _living(pose, cues, cue, at)
    gaze_x, gaze_y = _gaze(cues.seed, cue, since, at, pose)
    return pose._replace(gaze_x=gaze_x, gaze_y=gaze_y, lid=pose.lid * _blinks(cues, cue).lid(at))


def _living(pose: Pose, cues: Cues, cue: Cue, at: float) -> Pose:
    """With the movements of head and body."""
    strength = 1.0 if cue.state is State.SPEAKING else 0.5
    pose = pose._replace(
        tilt=pose.tilt + 1.2 * strength * drift(cues.seed, 3, at * 0.25),
        turn=pose.turn + 0.15 * strength * drift(cues.seed, 4, at * 0.25),
        breath=_breath(cues, at),
    )
    if bow.bows(cue):
        since = max(0.0, at - cue.since)
        return pose._replace(nod=max(pose.nod, bow.nod(since)), lid=pose.lid * bow.lid(since))
    if cue.state is State.LISTENING and cue.mood is not Mood.SERIOUS:
        return pose._replace(nod=pose.nod + nods.nod(cues.pauses, at))
    return pose


def _in_mood(pose: Pose, cue: Cue, since: float) -> Pose:
    if cue.mood is Mood.SERIOUS:
        return pose._replace(
            smile=0.12, squint=0.25, brow_in=0.42, brow=-0.1, lid=0.93, warmth=0.25, tilt=1.5, turn=0.0, nod=0.3
        )
    if cue.mood is Mood.CALM:
        return pose
    pose = pose._replace(smile=min(1.0, pose.smile + 0.25), squint=pose.squint + 0.2, warmth=1.0)
    if cue.state is not State.IDLE:
        return pose
    grin = pose._replace(smile=1.0, squint=0.85, part=0.75, teeth=1.0, wide=0.4, jaw=0.08)
    return grin.towards(pose, ease((since - GRIN) / 0.6))


def _gaze(seed: int, cue: Cue, since: float, at: float, head: Pose) -> tuple[float, float]:
    """On the caller, against the movements of the head, but for looks to think or to the number of those waiting."""
    x, y = _wandering(seed, at)
    x, y = x - _STAY * head.turn, y - _STAY * min(1.0, head.nod)
    if cue.state is State.THINKING:
        away = ease(since / 0.2) * (1 - ease((since - THOUGHT) / 0.2))
        return x + (-0.55 - x) * away, y + (-0.65 - y) * away
    if cue.state is State.WAITING:
        away = bump(since % GLANCES - (GLANCES - 1.0), 0.12, 0.6, 0.12)
        return x + (NUMBER[0] - x) * away, y + (NUMBER[1] - y) * away
    return x, y


def _wandering(seed: int, at: float) -> tuple[float, float]:
    """On the caller but for a small quick shift each two seconds or so, which lasts a moment."""
    slot = floor(at / SHIFTS)
    begun = (slot + 0.3 * chance(seed, 5, slot)) * SHIFTS
    away = bump(at - begun, 0.05, 0.15 + 0.3 * chance(seed, 6, slot), 0.05)
    return away * (0.24 * chance(seed, 7, slot) - 0.12), away * (0.12 * chance(seed, 8, slot) - 0.06)


def _blinks(cues: Cues, cue: Cue) -> Blinks:
    thinking = [cue.since + 0.05 for cue in (cues.before, cues.now) if cue.state is State.THINKING]
    sentence_ends = [end + 0.08 for end in _sentence_ends(cues)]
    closures = [
        (line.start + start, line.start + end) for line in cues.lines for start, end in track(line.speech).closures
    ]
    if bow.bows(cue):
        closures.append((cue.since, cue.since + bow.LENGTH))
    interval = GRAVE_BLINK_INTERVAL if cue.mood is Mood.SERIOUS else BLINK_INTERVAL
    return Blinks(cues.seed, interval, tuple(thinking + sentence_ends), closures)


def _sentence_ends(cues: Cues) -> Iterator[float]:
    """When she stops to speak; pieces that follow each other at once are one sentence."""
    for index, line in enumerate(cues.lines):
        if index + 1 == len(cues.lines) or cues.lines[index + 1].start - line.end > SENTENCE_GAP:
            yield line.end


def _breath(cues: Cues, at: float) -> float:
    turn = (at * BREATHS + chance(cues.seed, 10)) % 1.0
    turn = turn * 1.25 if turn < 0.4 else 0.5 + (turn - 0.4) / 1.2  # in faster than out
    deep = max(
        (bump(at - line.start + 0.6, 0.5, 0.1, 0.8) for line in cues.lines if line.speech.seconds > LONG_LINE),
        default=0.0,
    )
    return (0.7 + 0.3 * deep) * (0.5 - 0.5 * cos(2 * pi * turn)) * (1 - deep) + deep
