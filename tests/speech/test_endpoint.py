"""Turns end where people end them; time is counted in samples."""

from collections.abc import Iterable

import numpy as np
import pytest

from speech.endpoint import RATE, WINDOW, Endpointer, EndpointSettings, SpeechStarted, SpeechSustained, Utterance

Event = SpeechStarted | SpeechSustained | Utterance
WINDOW_SECONDS = WINDOW / RATE


def voice(seconds: float) -> list[float]:
    return [0.9] * round(seconds / WINDOW_SECONDS)


def silence(seconds: float) -> list[float]:
    return [0.05] * round(seconds / WINDOW_SECONDS)


def listen(probabilities: Iterable[float], endpointer: Endpointer | None = None) -> list[tuple[float, Event]]:
    """Events with the second at which each came. Every sample holds the number of its window."""
    endpointer = endpointer or Endpointer()
    events = []
    for index, probability in enumerate(probabilities):
        event = endpointer.feed(np.full(WINDOW, index, np.float32), probability)
        if event is not None:
            events.append(((index + 1) * WINDOW_SECONDS, event))
    return events


def kinds(events: list[tuple[float, Event]]) -> list[type[Event]]:
    return [type(event) for _, event in events]


def utterances(events: list[tuple[float, Event]]) -> list[Utterance]:
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
    heard = [kind for kind in events if kind is not SpeechSustained]
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
        {"interrupt_after": 0.25},
        {"max_utterance": 0.2},
        {"silence": 0.1},
        {"pre_roll": -1.0},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        EndpointSettings(**wrong)
