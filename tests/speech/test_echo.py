"""Our own voice comes back through loudspeaker and room: it is taken out, and a caller who speaks over it is heard."""

from collections.abc import Iterator

import numpy as np
import pytest
from scipy.signal import fftconvolve

from speech.audio import RATE, level_dbfs, resample
from speech.echo import LEARNING, RESTING, WINDOW, EchoGuard
from speech.endpoint import Endpointer, SpeechSustained, Utterance
from speech.types import AudioChunk, Samples
from speech.vads import silero
from speech.voices import espeak

STEP = RATE // 50
SECONDS = 16
ANSWER = "기초연금은 주민센터에서 신청하실 수 있습니다. 신분증과 통장을 가지고 가세요. 또 궁금하시면 말씀해 주세요."
CALLER = "아니요, 그거 말고 다른 걸 여쭤보고 싶어요. 잠깐만요, 제 말씀 좀 들어 보세요."


def say(voice: espeak.EspeakVoice, text: str) -> Samples:
    pieces = [resample(AudioChunk(piece.samples, piece.rate), RATE).samples for piece in voice.speak(text)]
    return np.concatenate(pieces)


@pytest.fixture(scope="module")
def played(voice: espeak.EspeakVoice) -> Samples:
    return np.resize(say(voice, ANSWER), SECONDS * RATE)


@pytest.fixture(scope="module")
def caller() -> Samples:
    return say(espeak.load(variant="m3"), CALLER)


@pytest.fixture(scope="module")
def detector() -> silero.Silero:
    return silero.load()


def echo(played: Samples, delay: float, gain: float = 0.0, seed: int = 0) -> Samples:
    """Through a room that rings for 0.3 s, a coded line's noise included."""
    random = np.random.default_rng(seed)
    response = random.standard_normal(3 * RATE // 10) * np.exp(-6.9 * np.linspace(0, 1, 3 * RATE // 10)) * 0.05
    response[:80] = 0
    response[0] = 1
    late = np.concatenate([np.zeros(round(delay * RATE)), fftconvolve(played.astype(float), response)])[: len(played)]
    sound = late * 10 ** (gain / 20) + random.standard_normal(len(played)) * 3e-4
    return np.clip(sound, -1, 1).astype(np.float32)


def clean(played: Samples, microphone: Samples, guard: EchoGuard | None = None) -> tuple[Samples, Samples, list[float]]:
    """(cleaned, what the voice detector is given, own share of each window)"""
    guard = guard or EchoGuard()
    samples, foreign, own = [], [], []
    told = 0
    for end in range(WINDOW, len(microphone) + 1, WINDOW):
        for begin in range(told, end - STEP + 1, STEP):
            guard.sent(played[begin : begin + STEP])
            told = begin + STEP
        cleaned = guard.clean(microphone[end - WINDOW : end])
        samples.append(cleaned.samples)
        foreign.append(cleaned.foreign)
        own.append(cleaned.own)
    return np.concatenate(samples), np.concatenate(foreign), own


def heard(detector: silero.Silero, sound: Samples) -> Iterator[tuple[float, type]]:
    stream, endpointer = detector.stream(), Endpointer()
    for index, window in enumerate(sound[: len(sound) // WINDOW * WINDOW].reshape(-1, WINDOW)):
        event = endpointer.feed(window, stream.probability(window))
        if isinstance(event, SpeechSustained | Utterance):
            yield (index + 1) * WINDOW / RATE, type(event)


def test_a_microphone_is_left_alone_while_nothing_is_played(caller: Samples) -> None:
    line = np.random.default_rng(0).standard_normal(len(caller)).astype(np.float32) * 2.5e-4
    samples, foreign, own = clean(line, caller)
    whole = caller[: len(samples)]
    assert np.array_equal(samples, whole) and np.array_equal(foreign, whole)
    assert not any(own)


def test_a_microphone_is_left_alone_again_some_time_after(played: Samples, caller: Samples) -> None:
    guard = EchoGuard()
    clean(played[: 4 * RATE], echo(played[: 4 * RATE], 0.1), guard)
    clean(np.zeros(2 * RATE, np.float32), np.zeros(2 * RATE, np.float32), guard)
    samples, _, own = clean(np.zeros_like(caller), caller, guard)
    assert np.array_equal(samples, caller[: len(samples)]) and not any(own)


@pytest.mark.parametrize("gain", [-30.0, -12.0, 0.0, 6.0])
@pytest.mark.parametrize("delay", [0.04, 0.15, 0.4])
def test_our_own_voice_is_gone_after_two_seconds(
    played: Samples, detector: silero.Silero, delay: float, gain: float
) -> None:
    microphone = echo(played, delay, gain)
    samples, foreign, own = clean(played, microphone)
    after = slice(2 * RATE, None)
    noise = level_dbfs(np.random.default_rng(0).standard_normal(RATE).astype(np.float32) * np.float32(3e-4))
    down = level_dbfs(microphone[after]) - level_dbfs(samples[after])
    assert down >= 20 or level_dbfs(samples[after]) < noise + 6
    loud = [
        share for share, window in zip(own, microphone.reshape(-1, WINDOW), strict=False) if level_dbfs(window) > -40
    ]
    assert not loud or np.median(loud) > 0.9
    assert not list(heard(detector, foreign))


def test_our_own_voice_is_still_gone_after_the_canceller_has_rested(played: Samples, detector: silero.Silero) -> None:
    answer = played[: 6 * RATE]
    answers = np.concatenate([answer, np.zeros(RESTING + 3 * RATE, np.float32), answer])
    _, foreign, _ = clean(answers, echo(answers, 0.15))
    assert not list(heard(detector, foreign))


def test_without_the_guard_it_would_have_interrupted_itself(played: Samples, detector: silero.Silero) -> None:
    assert list(heard(detector, echo(played, 0.15)))


@pytest.mark.parametrize("over", [-5.0, 0.0, 5.0, 10.0])
@pytest.mark.parametrize("delay", [0.04, 0.15, 0.4])
def test_a_caller_speaking_over_it_is_heard(
    played: Samples, caller: Samples, detector: silero.Silero, delay: float, over: float
) -> None:
    microphone, begin = echo(played, delay, -6), 6 * RATE
    there = slice(begin, begin + len(caller))
    level = level_dbfs(microphone[there]) + over - level_dbfs(caller)
    microphone[there] += caller * np.float32(10 ** (level / 20))
    _, foreign, _ = clean(played, np.clip(microphone, -1, 1))
    times = [at for at, kind in heard(detector, foreign) if kind is SpeechSustained]
    assert times and all(begin / RATE < at < there.stop / RATE + 0.5 for at in times)


@pytest.mark.parametrize(("before", "after"), [(0.1, 0.3), (0.3, 0.1)])
def test_a_delay_that_jumps_is_found_again(
    played: Samples, detector: silero.Silero, before: float, after: float
) -> None:
    middle = len(played) // 2
    microphone = np.concatenate([echo(played, before)[:middle], echo(played, after)[middle:]])
    samples, foreign, _ = clean(played, microphone)
    again = slice(middle + 3 * RATE, None)
    assert level_dbfs(samples[again]) < level_dbfs(microphone[again]) - 20
    assert not list(heard(detector, foreign))


def test_a_microphone_that_loses_packets_keeps_its_place(played: Samples, detector: silero.Silero) -> None:
    """Eight of them, 160 ms: more than the delay, so that the echo would come before its cause."""
    microphone = echo(played, 0.1).reshape(-1, STEP)
    lost = np.zeros(len(microphone), bool)
    lost[200:800:75] = True
    guard, rest, foreign = EchoGuard(), np.zeros(0, np.float32), []
    for step, packet, gone in zip(played.reshape(-1, STEP), microphone, lost, strict=True):
        guard.sent(step)
        rest = rest if gone else np.concatenate([rest, packet])
        if len(rest) >= WINDOW:
            foreign.append(guard.clean(rest[:WINDOW]).foreign)
            rest = rest[WINDOW:]
    assert not list(heard(detector, np.concatenate(foreign)))


def test_who_has_no_echo_is_heard_after_the_first_words_of_a_call(caller: Samples, detector: silero.Silero) -> None:
    """A caller with headphones."""
    played = np.resize(caller, 12 * RATE)
    microphone = np.concatenate([np.zeros(LEARNING, np.float32), caller, np.zeros(RATE, np.float32)])
    _, foreign, _ = clean(played[: len(microphone)], microphone)
    assert SpeechSustained in [kind for _, kind in heard(detector, foreign)]


def test_the_same_call_twice_is_cleaned_the_same(played: Samples) -> None:
    microphone = echo(played, 0.2)[: 3 * RATE]
    once, again = (clean(played, microphone)[0] for _ in range(2))
    assert np.array_equal(once, again)


def test_what_is_not_a_number_does_no_lasting_harm(played: Samples) -> None:
    microphone = echo(played, 0.1)
    microphone[RATE : RATE + 100] = np.nan
    samples, _, own = clean(played, microphone)
    assert np.isfinite(samples[2 * RATE :]).all() and np.median(own[-100:]) > 0.9


def test_a_window_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="512"):
        EchoGuard().clean(np.zeros(480, np.float32))
