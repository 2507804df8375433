import gc
import weakref

import numpy as np
import pytest

from avatar.mouth_shapes import Mouth
from avatar.visemes import RATE, track
from speech.types import Mark, Speech
from tests.avatar.talk import hum, said


def mouths(speech: Speech, start: float, end: float) -> list[Mouth]:
    return [track(speech).at(time)[0] for time in np.arange(start, end, 0.005)]


@pytest.mark.parametrize("letter", "ㅁㅂㅃㅍ")
@pytest.mark.parametrize("each", [0.04, 0.07, 0.12])
def test_lips_shut_for_every_closed_consonant_however_short(letter: str, each: float) -> None:
    speech = said(f"ㅏ{letter}ㅏ", each, lead_in=0.2)
    shut = [mouth for mouth in mouths(speech, 0.1, 0.8) if mouth.press >= 0.8 and mouth.part + mouth.jaw < 0.01]
    assert len(shut) * 0.005 >= 0.04


def test_closure_comes_with_its_sound_and_opens_for_the_vowel() -> None:
    speech = said("ㅏㅁㅏ", 0.12, lead_in=0.2)
    assert track(speech).at(0.34)[0].press >= 0.8
    assert track(speech).at(0.50)[0].press < 0.1
    assert track(speech).at(0.50)[0].jaw > 0.3


def test_vowels_reach_their_shapes() -> None:
    tracks = {letter: track(said(letter, 0.3, lead_in=0.2)).at(0.35)[0] for letter in "ㅏㅗㅜㅣㅔ"}
    assert tracks["ㅏ"].jaw > tracks["ㅗ"].jaw > tracks["ㅜ"].jaw
    assert tracks["ㅜ"].round > tracks["ㅗ"].round > 0.7 > tracks["ㅏ"].round
    assert tracks["ㅣ"].wide == max(mouth.wide for mouth in tracks.values())
    assert tracks["ㅔ"].tongue > 0


def test_mouth_is_never_later_than_the_sound() -> None:
    speech = said("ㅏ", 0.3, lead_in=0.3)
    assert track(speech).at(0.28)[0].part > 0.4
    assert track(speech).at(0.33)[0].jaw > 0.5


def test_diphthong_glides_from_round_to_open() -> None:
    speech = said("ㅘ", 0.3, lead_in=0.2)
    first, second = track(speech).at(0.20)[0], track(speech).at(0.46)[0]
    assert first.round > 0.6
    assert second.round < 0.1
    assert second.jaw > first.jaw


def test_rounding_spreads_over_the_consonant_before() -> None:
    before_round, before_open = said("ㅅㅗ", 0.12, lead_in=0.2), said("ㅅㅏ", 0.12, lead_in=0.2)
    assert track(before_round).at(0.22)[0].round > 0.5 > track(before_open).at(0.22)[0].round


def test_unseen_consonant_follows_its_vowel() -> None:
    mouth = track(said("ㄱㅜ", 0.12, lead_in=0.2)).at(0.22)[0]
    assert mouth.round > 0.5


def test_rounding_lingers_on_the_final_consonant() -> None:
    rounded, plain = said("ㅅㅗㄴ", 0.12, lead_in=0.2), said("ㅅㅏㄴ", 0.12, lead_in=0.2)
    assert track(rounded).at(0.48)[0].round > 0.3 > track(plain).at(0.48)[0].round


def test_final_consonant_opens_no_further_than_its_vowel() -> None:
    closed, opened = said("ㅅㅣㄴ", 0.12, lead_in=0.2), said("ㅅㅏㄴ", 0.12, lead_in=0.2)
    assert track(closed).at(0.46)[0].jaw < 0.15 < track(opened).at(0.46)[0].jaw


def test_silent_final_keeps_its_vowel_rather_than_the_next() -> None:
    assert track(said("ㅏㅇㄷㅗ", 0.12, lead_in=0.2)).at(0.34)[0].round < 0.35


@pytest.mark.parametrize(("glided", "plain"), ["ㅑㅏ", "ㅕㅓ", "ㅖㅔ"])
def test_a_y_glide_begins_spread_and_ends_as_its_vowel(glided: str, plain: str) -> None:
    first, last = (track(said(glided, 0.3, lead_in=0.2)).at(at)[0] for at in (0.17, 0.42))
    assert first.wide > track(said(plain, 0.3, lead_in=0.2)).at(0.17)[0].wide + 0.1 or glided == "ㅖ"
    assert first.jaw < last.jaw
    assert last.jaw == pytest.approx(track(said(plain, 0.3, lead_in=0.2)).at(0.42)[0].jaw, abs=0.03)


def test_pause_inside_speech_closes_the_mouth_and_keeps_it_still() -> None:
    speech = said("ㅏ ㅏ", 0.2, lead_in=0.2)
    pause = mouths(speech, 0.5, 0.7)
    assert max(mouth.jaw for mouth in pause) < 0.01
    assert max(mouth.part for mouth in pause) < 0.17
    assert np.ptp([mouth.part for mouth in pause]) < 0.01


def test_end_of_speech_comes_to_rest_within_a_quarter_second() -> None:
    speech = said("ㅏ", 0.3)
    mouth, rule = track(speech).at(0.3 + 0.25)
    assert mouth.jaw < 0.01
    assert rule < 0.5
    assert track(speech).at(5.0)[1] == 0.0


def test_silence_without_marks_keeps_the_mouth_still() -> None:
    speech = Speech(np.zeros(16_000, np.float32), 16_000, "")
    assert {track(speech).at(time) for time in np.arange(0.1, 0.9, 0.01)} == {(Mouth(), 0.0)}


def test_noise_under_the_floor_counts_as_silence() -> None:
    noise = np.random.default_rng(1).normal(0, 0.003, 16_000).astype(np.float32)
    assert max(track(Speech(noise, 16_000, "")).at(time)[0].jaw for time in np.arange(0.1, 0.9, 0.01)) == 0.0


def test_voice_without_marks_still_moves_the_mouth() -> None:
    samples = np.concatenate([np.zeros(8_000, np.float32), hum(0.5), np.zeros(8_000, np.float32)])
    moved = track(Speech(samples, 16_000, "안녕"))
    assert moved.at(0.75)[0].jaw > 0.3
    assert moved.at(0.2)[0].jaw == moved.at(1.4)[0].jaw == 0.0


def test_quiet_voice_opens_less() -> None:
    samples = np.concatenate([hum(0.6), 0.15 * hum(0.6), hum(0.6)])
    marks = tuple(Mark("phoneme", "ㅏ", start, start + 0.4) for start in (0.1, 0.7, 1.3))
    speech = Speech(samples, 16_000, "아아아", marks)
    assert track(speech).at(0.9)[0].jaw < 0.9 * track(speech).at(0.3)[0].jaw


def test_a_word_mark_alone_is_not_a_phoneme() -> None:
    speech = Speech(hum(1.0), 16_000, "네", (Mark("word", "네", 0.0, 1.0),))
    assert track(speech).at(0.5)[0].jaw > 0


def test_track_is_worked_out_once_and_forgotten_with_its_speech() -> None:
    speech = said("ㅏㅏ")
    assert track(speech) is track(speech)
    gone = weakref.ref(track(speech).values)
    del speech
    gc.collect()
    assert gone() is None


def test_every_number_stays_in_range_and_moves_smoothly() -> None:
    values = track(said("ㅁㅏㅂㅗㅍㅣㅅㅜㄴㅔㅎㅘㄹㅢ", 0.08)).values
    assert values.min() >= 0
    assert values.max() <= 1
    assert np.abs(np.diff(values, axis=0)).max() * RATE < 30  # 1 in 33 ms at the very most
