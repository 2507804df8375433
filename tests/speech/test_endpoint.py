"""Turns end where people end them; time is counted in samples."""

from collections.abc import Iterable

import numpy as np
import pytest

from speech.endpoint import (
    RATE,
    WINDOW,
    Endpointer,
    EndpointSettings,
    Heard,
    Silence,
    SpeechStarted,
    SpeechSustained,
    Utterance,
)

WINDOW_SECONDS = WINDOW / RATE


def voice(seconds: float) -> list[float]:
    return [0.9] * round(seconds / WINDOW_SECONDS)


def silence(seconds: float) -> list[float]:
    return [0.05] * round(seconds / WINDOW_SECONDS)


def listen(probabilities: Iterable[float], endpointer: Endpointer | None = None) -> list[tuple[float, Heard]]:
    """Events with the second at which each came. Every sample holds the number of its window."""
    endpointer = endpointer or Endpointer()
    events = []
    for index, probability in enumerate(probabilities):
        event = endpointer.feed(np.full(WINDOW, index, np.float32), probability)
        if event is not None:
            events.append(((index + 1) * WINDOW_SECONDS, event))
    return events


def kinds(events: list[tuple[float, Heard]]) -> list[type[Heard]]:
    return [type(event) for _, event in events]


def utterances(events: list[tuple[float, Heard]]) -> list[Utterance]:
    return [event for _, event in events if isinstance(event, Utterance)]


def test_one_sentence() -> None:
    events = listen([*silence(1), *voice(2), *silence(2)])
    assert kinds(events) == [SpeechStarted, SpeechSustained, Utterance]
    times = [at for at, _ in events]
    assert times == pytest.approx([1.25, 1.35, 3.7], abs=0.05)


def test_the_utterance_has_its_margins_and_knows_how_long_ago_it_ended() -> None:
    (utterance,) = utterances(listen([*silence(1), *voice(2), *silence(2)]))
    assert utterance.audio.rate == RATE
    assert utterance.audio.seconds == pytest.approx(0.3 + 2 + 0.2, abs=0.05)
    assert utterance.audio.samples[0] == pytest.approx((1 - 0.3) / WINDOW_SECONDS, abs=1.5), "begins with the pre-roll"
    assert np.all(np.diff(utterance.audio.samples[::WINDOW]) == 1), "no window lost or said twice"
    assert utterance.voiced_end == pytest.approx(0.7 * RATE, abs=WINDOW)
    assert not utterance.cut


def test_voice_from_the_first_sample_on() -> None:
    assert kinds(listen([*voice(1), *silence(1)])) == [SpeechStarted, SpeechSustained, Utterance]


@pytest.mark.parametrize("cough", [0.04, 0.1, 0.2])
def test_a_cough_is_nothing(cough: float) -> None:
    assert listen([*silence(1), *voice(cough), *silence(1.5)]) == []


def test_coughs_do_not_add_up_to_speech() -> None:
    assert listen([*voice(0.15), *silence(0.4)] * 6) == []


def test_a_short_yes_is_speech_but_does_not_interrupt() -> None:
    assert kinds(listen([*voice(0.3), *silence(1)])) == [SpeechStarted, Utterance]


def test_a_slow_speaker_is_not_cut_off_at_hesitations() -> None:
    events = listen([*voice(0.5), *silence(0.6), *voice(0.4), *silence(0.5), *voice(0.8), *silence(1)])
    (utterance,) = utterances(events)
    assert utterance.audio.seconds == pytest.approx(2.8 + 0.2, abs=0.1)


def test_patience_is_a_setting() -> None:
    speech = [*voice(0.5), *silence(1.0), *voice(0.5), *silence(1.5)]
    assert len(utterances(listen(speech))) == 2
    assert len(utterances(listen(speech, Endpointer(EndpointSettings(silence=1.2))))) == 1


def test_uncertain_windows_keep_speech_alive_but_do_not_begin_it() -> None:
    uncertain = [0.42] * 31
    assert listen(uncertain) == []
    (utterance,) = utterances(listen([*voice(0.5), *uncertain, *silence(1)]))
    assert utterance.audio.seconds == pytest.approx(0.5 + 1 + 0.2, abs=0.1)


def test_a_monologue_is_cut_at_thirty_seconds_and_goes_on() -> None:
    events = listen([*voice(40), *silence(1)])
    first, second = utterances(events)
    assert first.cut
    assert first.audio.seconds == pytest.approx(30, abs=0.05)
    assert first.voiced_end == 0
    assert not second.cut
    assert second.audio.samples[0] == first.audio.samples[-1] + 1, "nothing is lost or heard twice at the cut"
    assert kinds(events) == [SpeechStarted, SpeechSustained, Utterance] * 2


def test_a_monologue_is_rather_cut_in_a_pause() -> None:
    events = listen([*voice(27), *silence(0.4), *voice(10), *silence(1)])
    first, second = utterances(events)
    assert first.cut and not second.cut
    assert first.audio.seconds == pytest.approx(27 + 0.2, abs=0.05)


def waited(*hints: str, pace: Iterable[float] = ()) -> float:
    """Seconds from the last voice to the end of the turn when these partials come in after it. `pace`: pauses that the
    caller made before."""
    endpointer = Endpointer()
    for pause in pace:
        listen([*voice(0.5), *silence(pause)], endpointer)
    listen(voice(1), endpointer)
    for hint in hints:
        endpointer.hint(hint)
    (end,) = [at for at, event in listen(silence(2), endpointer) if isinstance(event, Utterance)]
    return end


def test_the_words_say_how_long_to_wait() -> None:
    assert waited() == pytest.approx(0.7, abs=0.05)
    assert waited("기초연금은 어떻게 신청하나요") == pytest.approx(0.2, abs=0.05)
    assert waited("지난달에 이사를 왔어요") == pytest.approx(0.5, abs=0.05)
    assert waited("기초연금을 신청하려고 하는데") == pytest.approx(1.2, abs=0.05)
    assert waited("제 번호는 공일공 이삼사오") == pytest.approx(1.2, abs=0.05)


def test_the_latest_words_count() -> None:
    assert waited("어떻게 하나요", "어떻게 하나요 제가") == pytest.approx(1.2, abs=0.05)


def test_words_may_come_after_the_silence_has_begun() -> None:
    endpointer = Endpointer()
    listen([*voice(1), *silence(0.3)], endpointer)
    assert endpointer.quiet == pytest.approx(0.3, abs=0.05)
    endpointer.hint("어떻게 신청하나요")
    assert kinds(listen(silence(0.1), endpointer)) == [Utterance]


def test_words_that_lag_behind_the_voice_end_nothing() -> None:
    """The caller has gone on after 하나요; the recogniser has not heard that yet."""
    endpointer = Endpointer()
    listen(voice(2), endpointer)
    endpointer.hint("어떻게 신청하나요", heard=1.2)
    assert listen(silence(0.5), endpointer) == []
    assert kinds(listen(silence(0.3), endpointer)) == [Utterance]


def test_words_are_forgotten_with_their_utterance() -> None:
    endpointer = Endpointer()
    endpointer.hint("어떻게 신청하나요")
    listen(voice(1), endpointer)
    endpointer.hint("어떻게 신청하나요")
    listen(silence(2), endpointer)
    endpointer.hint("어떻게 신청하나요")
    assert listen([*voice(1), *silence(0.5)], endpointer)[-1][1] == SpeechSustained()


def test_words_of_more_than_has_been_heard_belong_to_an_utterance_before() -> None:
    endpointer = Endpointer()
    listen(voice(1), endpointer)
    endpointer.hint("어떻게 신청하나요", heard=9.0)
    assert listen(silence(0.5), endpointer) == []


def test_who_pauses_long_is_given_more_time() -> None:
    slow = [0.6] * 6
    assert waited(pace=slow) > waited(pace=[0.3] * 6) + 0.08
    assert waited("기초연금을 신청하려고 하는데", pace=slow) > 1.25
    assert waited("어떻게 신청하나요", pace=slow) == pytest.approx(0.2, abs=0.05), "a question is a question"


def test_who_was_cut_off_is_given_more_time() -> None:
    endpointer = Endpointer()
    listen([*voice(1), *silence(1.1)] * 5, endpointer)
    listen(voice(1), endpointer)
    assert listen(silence(0.85), endpointer) == []


def test_a_new_question_after_the_answer_is_no_pause() -> None:
    endpointer = Endpointer()
    listen([*voice(1), *silence(5)] * 5, endpointer)
    assert endpointer.pace.pauses == ()


def test_a_long_silence_is_noticed_once() -> None:
    events = listen(silence(40))
    assert kinds(events) == [Silence]
    assert events[0][0] == pytest.approx(9, abs=0.05)


def test_silence_is_counted_from_the_last_voice() -> None:
    events = listen([*silence(5), *voice(1), *silence(20)])
    assert kinds(events) == [SpeechStarted, SpeechSustained, Utterance, Silence]
    assert events[-1][0] == pytest.approx(5 + 1 + 9, abs=0.05)


def test_silence_is_counted_from_where_the_counsellor_stopped_speaking() -> None:
    endpointer = Endpointer()
    listen(silence(6), endpointer)
    endpointer.restart_silence()
    (event,) = listen(silence(20), endpointer)
    assert event[0] == pytest.approx(9, abs=0.05)
    endpointer.restart_silence()
    assert kinds(listen(silence(10), endpointer)) == [Silence]


def test_a_cough_does_not_break_the_silence() -> None:
    events = listen([*silence(5), *voice(0.1), *silence(6)])
    assert kinds(events) == [Silence]


def test_what_was_said_so_far_can_be_heard() -> None:
    endpointer = Endpointer()
    listen(silence(1), endpointer)
    assert endpointer.so_far is None
    listen(voice(1), endpointer)
    assert endpointer.speaking
    assert endpointer.so_far is not None
    assert endpointer.so_far.seconds == pytest.approx(1.3, abs=0.05)
    listen(silence(1), endpointer)
    assert endpointer.so_far is None


def test_every_start_has_its_utterance_whatever_comes() -> None:
    probabilities = np.random.default_rng(3).beta(0.4, 0.4, 20_000)
    events = kinds(listen([*probabilities, *silence(1)], Endpointer(EndpointSettings(max_utterance=5))))
    heard = [kind for kind in events if kind not in (SpeechSustained, Silence)]
    assert heard == [SpeechStarted, Utterance] * (len(heard) // 2)
    assert len(heard) > 10


@pytest.mark.parametrize("shape", [(511,), (513,), (1, 512), (0,)])
def test_a_wrong_window_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="512"):
        Endpointer().feed(np.zeros(shape, np.float32), 0.1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"stop_probability": 0.6},
        {"start_probability": 1.2},
        {"min_speech": 0.0},
        {"said_over": 0.5},
        {"said_over": -0.1},
        {"interrupt_after": 0.25},
        {"max_utterance": 0.2},
        {"silence": 0.1},
        {"finished": 0.1},
        {"likely": 0.8},
        {"held": 0.6},
        {"reading": 0.6},
        {"slow_caller": -0.1},
        {"prompt_after": 1.3},
        {"pre_roll": -1.0},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        EndpointSettings(**wrong)


def test_how_long_a_voice_was_heard_is_known_during_and_after_an_utterance() -> None:
    endpointer = Endpointer(EndpointSettings(min_speech=0.13, interrupt_after=0.6))
    window = np.zeros(WINDOW, np.float32)
    for _ in range(6):
        endpointer.feed(window, 0.9)
    assert endpointer.voiced == pytest.approx(6 * WINDOW / RATE)
    ended = next(heard for _ in range(100) if isinstance(heard := endpointer.feed(window, 0.0), Utterance))
    assert ended.voiced == pytest.approx(6 * WINDOW / RATE)
    assert endpointer.voiced == 0


def test_over_her_voice_a_rest_of_an_echo_in_shreds_is_nothing_and_a_short_word_in_one_piece_is_said() -> None:
    settings = EndpointSettings(min_speech=0.13, interrupt_after=0.6)

    def ended(pattern: str) -> Utterance:
        endpointer = Endpointer(settings)
        window = np.zeros(WINDOW, np.float32)
        for voiced in f"{'.' * 12}{pattern}":
            endpointer.feed(window, 0.9 if voiced == "x" else 0.0)
        return next(heard for _ in range(100) if isinstance(heard := endpointer.feed(window, 0.0), Utterance))

    def is_said(pattern: str) -> bool:
        utterance = ended(pattern)
        return settings.is_said(utterance.voiced, utterance.voiced_share)

    assert is_said("x" * 12), "잠깐만요"
    assert not is_said("xxxxx......xx.......xxx.....xx"), "as much voice, in shreds"
    assert not is_said("x" * 5), "a cough"
    assert is_said("xxxxx......xxxxx.......xxxxxx.....xxx"), "who goes on for long enough is heard even so"
