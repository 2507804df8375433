from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from avatar.animators.counsellor import Counsellor, load
from avatar.counsellor.background import Background
from avatar.counsellor.mouth import Lips
from avatar.counsellor.portrait import head_matrix
from avatar.counsellor.pose import Pose
from avatar.mouth_opening import opening
from avatar.types import Cue, Cues, Mood, State
from tests.avatar.talk import cues, said

FRAME = 1 / 25
TALK = said("ㅏㄴㄴㅕㅇㅎㅏㅅㅔㅇㅛ ㅁㅜㅓㅅㅡㄹㄷㅗㅘㄷㅡㄹㅣㄹㄲㅏㅇㅛ ㅂㅏㅂㅡㄴ ㅁㅏㅁㅏㅍㅏ", 0.075)


@pytest.fixture(scope="module")
def counsellor() -> Counsellor:
    return load()


def outline(pose: Pose) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Lips and head in fractions of the frame."""
    head = head_matrix(pose)
    points = np.concatenate([Lips.of(pose).outer(), Lips.of(pose).inner(), [(256.0, 60.0), (150.0, 200.0)]])
    return np.asarray((points @ head[:, :2].T + head[:, 2]) / 512)


def test_twenty_seconds_of_talk_without_a_jump(counsellor: Counsellor) -> None:
    talk = cues(State.SPEAKING, Mood.CALM, *(said(TALK.text, 0.075) for _ in range(5)))
    assert talk.lines[-1].end > 20
    poses = [counsellor.pose(talk, at) for at in np.arange(0, 20, FRAME)]
    steps = [np.abs(outline(one) - outline(other)).max() for one, other in pairwise(poses)]
    assert max(steps) < 0.02
    assert max(steps) > 0.002, "she does move"


def test_mouth_follows_the_words_and_rests_after_them(counsellor: Counsellor) -> None:
    talk = cues(State.SPEAKING, Mood.CALM, said("ㅏㅏㅏ", 0.2))
    before, during, after = (opening(counsellor.animate(talk, at).image) for at in (0.5, 1.3, 2.6))
    assert before == after == 0
    assert during > 0.5


def test_silence_keeps_the_mouth_still_while_she_lives(counsellor: Counsellor) -> None:
    quiet = cues(State.IDLE)
    poses = [counsellor.pose(quiet, at) for at in np.arange(0, 30, FRAME)]
    assert {(pose.jaw, pose.part, pose.press) for pose in poses} == {(0.0, 0.0, 0.0)}
    assert min(pose.lid for pose in poses) < 0.3, "blinks"
    assert np.ptp([pose.breath for pose in poses]) > 0.5, "breathes"
    assert np.ptp([pose.tilt for pose in poses]) > 0.2, "moves a little"


def test_a_cut_closes_the_mouth_at_once(counsellor: Counsellor) -> None:
    talk = cues(State.SPEAKING, Mood.CALM, said("ㅏㅏㅏㅏㅏㅏ", 0.2))
    cut = replace(talk, lines=tuple(replace(line, cut=1.5) for line in talk.lines))
    assert counsellor.pose(cut, 1.49) == counsellor.pose(talk, 1.49)
    assert counsellor.pose(talk, 1.7).jaw > 0.3
    assert counsellor.pose(cut, 1.7).jaw == counsellor.pose(cut, 1.7).part == 0


def test_pieces_of_one_sentence_follow_each_other_without_resting(counsellor: Counsellor) -> None:
    talk = cues(State.SPEAKING, Mood.CALM, said("ㅏㅏㅏ", 0.2), said("ㅏㅏㅏ", 0.2))
    first, second = talk.lines
    joined = replace(talk, lines=(first, replace(second, start=first.end - 0.1)))
    assert min(counsellor.pose(joined, at).jaw for at in np.arange(1.2, 2.0, 0.01)) > 0.15


def test_changing_state_is_a_fade_of_a_quarter_second(counsellor: Counsellor) -> None:
    listening = Cue(State.LISTENING, Mood.CALM, since=0.0)
    change = Cues(now=Cue(State.THINKING, Mood.CALM, since=5.0), before=listening, seed=7)
    poses = [counsellor.pose(change, at) for at in np.arange(4.9, 5.4, 0.01)]
    steps = [np.abs(np.array(one) - np.array(other)) for one, other in pairwise(poses)]
    still = [index for index, name in enumerate(Pose._fields) if name != "lid"]
    assert np.max(steps, axis=0)[still].max() < 0.35  # tilt, in degrees, moves most
    assert counsellor.pose(change, 5.0).tilt == pytest.approx(
        counsellor.pose(Cues(listening, listening, seed=7), 5.0).tilt
    )
    assert poses[-1].tilt < 0 < poses[0].tilt


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("mood", list(Mood))
def test_every_state_carries_the_badge(counsellor: Counsellor, state: State, mood: Mood) -> None:
    badge = counsellor.animate(cues(state, mood), 3.0).image[460:488, 35:160]
    assert (badge == 255).all(axis=-1).sum() > 300


def test_states_look_different(counsellor: Counsellor) -> None:
    poses = {state: counsellor.pose(cues(state), 40.0) for state in State}
    assert poses[State.LISTENING].brow > poses[State.IDLE].brow
    assert poses[State.THINKING].tilt < 0 < poses[State.LISTENING].tilt
    assert counsellor.pose(cues(State.SPEAKING, Mood.SERIOUS), 40.0).brow_in > 0.3
    assert counsellor.pose(cues(State.IDLE, Mood.WARM), 40.0).warmth == 1


def test_thinking_looks_away_only_for_a_moment(counsellor: Counsellor) -> None:
    begun = Cue(State.THINKING, Mood.CALM, since=10.0)
    think = Cues(begun, begun)
    assert counsellor.pose(think, 10.6).gaze_y < -0.5
    assert abs(counsellor.pose(think, 11.8).gaze_y) < 0.1


def nods(
    counsellor: Counsellor, *pauses: float, mood: Mood = Mood.CALM
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    listening = replace(cues(State.LISTENING, mood), pauses=pauses)
    return np.array([counsellor.pose(listening, at).nod for at in np.arange(0, 20, 0.02)])


def when_down(depths: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float]:
    """The deepest moment of each nod, seconds."""
    return [
        index * 0.02 for index in range(1, len(depths) - 1) if depths[index - 1] <= depths[index] > depths[index + 1]
    ]


def test_she_nods_when_the_caller_pauses_and_only_then(counsellor: Counsellor) -> None:
    assert not nods(counsellor).any()
    assert when_down(nods(counsellor, 4.0, 9.0)) == pytest.approx([4.18, 9.18], abs=0.03)
    assert nods(counsellor, 4.0).max() == pytest.approx(0.5, abs=0.03)
    assert not nods(counsellor, 4.0)[[int(3.9 / 0.02), int(4.5 / 0.02)]].any()


def test_nods_are_two_and_a_half_seconds_apart(counsellor: Counsellor) -> None:
    assert when_down(nods(counsellor, 4.0, 5.5, 7.0, 8.5)) == pytest.approx([4.18, 7.18], abs=0.03)


def test_a_long_pause_brings_a_double_nod(counsellor: Counsellor) -> None:
    first, second = when_down(nods(counsellor, 4.0, 4.45))
    assert first == pytest.approx(4.18, abs=0.03)
    assert 0.3 < second - first < 0.8
    assert len(when_down(nods(counsellor, 2.0, 4.0, 4.45))) == 1, "the pause that brought no nod brings no second one"


def test_no_nod_in_crisis(counsellor: Counsellor) -> None:
    assert np.ptp(nods(counsellor, 4.0, 9.0, mood=Mood.SERIOUS)) == 0


def test_a_warm_answer_begins_with_a_bow(counsellor: Counsellor) -> None:
    listening = Cue(State.LISTENING, Mood.CALM, since=0.0)
    begun = Cue(State.SPEAKING, Mood.WARM, since=5.0)
    hello = Cues(begun, listening, cues(State.SPEAKING, Mood.WARM, said("ㅏㄴㄴㅕㅇ", 0.1), start=5.0).lines, seed=7)
    poses = {at: counsellor.pose(hello, at) for at in (5.0, 5.3, 5.6, 5.9, 6.6)}
    assert poses[5.6].nod == pytest.approx(2.0, abs=0.05)
    assert poses[5.0].nod < 0.1 < poses[5.3].nod < 1.9
    assert poses[6.6].nod < 0.1
    assert poses[5.6].lid == poses[5.9].lid == 0.0, "eyes are shut while the head is down"
    assert poses[5.3].lid > 0.3
    calm = replace(hello, now=replace(begun, mood=Mood.CALM))
    assert counsellor.pose(calm, 5.6).nod < 0.5


def test_a_bow_that_is_interrupted_is_taken_back_without_a_jump(counsellor: Counsellor) -> None:
    bowing = Cue(State.SPEAKING, Mood.WARM, since=5.0)
    interrupted = Cues(Cue(State.LISTENING, Mood.CALM, since=5.6), bowing, seed=7)
    depths = [counsellor.pose(interrupted, at).nod for at in np.arange(5.5, 6.2, FRAME)]
    assert np.abs(np.diff(depths)).max() < 0.6
    assert depths[-1] == 0


def test_while_waiting_she_glances_at_the_number_every_four_seconds(counsellor: Counsellor) -> None:
    looks = np.array([counsellor.pose(cues(State.WAITING), at).gaze_y > 0.4 for at in np.arange(0, 40, FRAME)])
    assert int((np.diff(looks.astype(int)) == 1).sum()) == 10
    assert looks.mean() < 0.25


def test_gaze_is_on_the_caller_most_of_the_time() -> None:
    still = load(still=True)
    gaze = np.array([still.pose(cues(State.IDLE), at)[13:15] for at in np.arange(0, 120, FRAME)])
    assert 0.75 < (np.abs(gaze).max(axis=1) < 0.01).mean() < 0.92
    assert np.abs(gaze).max() <= 0.13


def test_gaze_stays_on_the_caller_when_the_head_turns_or_nods(counsellor: Counsellor) -> None:
    listening = replace(cues(State.LISTENING), pauses=(4.0,))
    before, down = (counsellor.pose(listening, at) for at in (3.99, 4.18))
    assert before.turn > 0.1 > 0 > before.gaze_x
    assert down.gaze_y < before.gaze_y - 0.1


def test_same_cues_same_picture_from_two_threads(counsellor: Counsellor) -> None:
    talk = cues(State.SPEAKING, Mood.WARM, said("ㅁㅏㄹㅂㅓㅅ", 0.1))
    times = list(np.arange(1.0, 2.0, FRAME)) * 2
    another = load()
    alone = [another.animate(talk, at).image for at in times]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(lambda at: counsellor.animate(talk, at).image, times))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_callers_differ_by_seed(counsellor: Counsellor) -> None:
    one, other = (replace(cues(State.IDLE), seed=seed) for seed in (1, 2))
    assert counsellor.pose(one, 12.0) != counsellor.pose(other, 12.0)


def test_still_option_keeps_only_mouth_blink_and_gaze() -> None:
    still = load(still=True)
    talk = cues(State.SPEAKING, Mood.CALM, said("ㅏㅁㅏ", 0.2))
    poses = [still.pose(talk, at) for at in np.arange(0, 20, FRAME)]
    assert {(pose.tilt, pose.turn, pose.nod, pose.breath) for pose in poses} == {(0.0, 0.0, 0.0, 0.0)}
    assert max(pose.jaw for pose in poses) > 0.4
    assert min(pose.lid for pose in poses) < 0.3


def test_frame_is_what_the_contract_says(counsellor: Counsellor) -> None:
    frame = counsellor.animate(cues(State.IDLE), 3.25)
    assert frame.at == 3.25
    assert frame.image.dtype == np.uint8
    assert frame.image.shape == (counsellor.size[1], counsellor.size[0], 3)


@pytest.mark.parametrize("background", ["day", "contrast"])
def test_the_man_speaks_as_well(background: Background) -> None:
    man = load(who="man", background=background)
    talk = cues(State.SPEAKING, Mood.CALM, said("ㅏㅏㅏ", 0.2))
    before, during = (man.animate(talk, at).image for at in (0.5, 1.3))
    assert opening(before) == 0
    assert opening(during) > 0.4
    assert np.abs(before.astype(float) - load(background=background).animate(talk, 0.5).image).mean() > 5
    assert (before[460:488, 35:160] == 255).all(axis=-1).sum() > 300, "the badge"


def test_an_unknown_counsellor_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="woman, man"):
        load(who="child")  # type: ignore[arg-type]


def test_an_unknown_background_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="contrast"):
        load(background="night")  # type: ignore[arg-type]
