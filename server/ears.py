"""From the caller's microphone track to utterances: 20 ms frames → 16 kHz → echo → voice activity → end of turn."""

from collections.abc import Iterator

import numpy as np
from av import AudioFrame
from numpy.typing import NDArray

from speech.audio import MicrophoneResampler
from speech.echo import EchoGuard
from speech.endpoint import RATE, WINDOW, Endpointer, EndpointSettings, Heard, Utterance
from speech.types import Samples, VoiceDetector


class Ears:
    """The listening state of one caller.

    Detector and echo guard take half a millisecond a window, hardly more than a hop to a worker costs: they run where
    they are called, on the event loop.
    """

    def __init__(self, detector: VoiceDetector, settings: EndpointSettings) -> None:
        self.endpointer = Endpointer(settings)
        self._voice = detector.stream()
        self._guard = EchoGuard()
        self._loudspeaker = MicrophoneResampler(48_000, channels=1)
        self._microphone: MicrophoneResampler | None = None
        self._rest: Samples = np.zeros(0, np.float32)

    def sent(self, step: NDArray[np.int16]) -> None:
        """What goes out to the caller, mono at 48 kHz, in order of time: the guard knows it when it comes back."""
        self._guard.sent(self._loudspeaker.feed(step))

    def hear(self, frame: AudioFrame) -> Iterator[Heard]:
        """What the next frame of the microphone completes."""
        if self._microphone is None:
            self._microphone = MicrophoneResampler(frame.sample_rate, len(frame.layout.channels))
        samples = frame.to_ndarray().astype(np.int16, copy=False)
        sound = np.concatenate([self._rest, self._microphone.feed(samples)])
        whole = len(sound) // WINDOW * WINDOW
        self._rest = sound[whole:]
        for window in sound[:whole].reshape(-1, WINDOW):
            cleaned = self._guard.clean(window)
            if heard := self.endpointer.feed(cleaned.samples, self._voice.probability(cleaned.foreign)):
                yield heard


def since_voice(utterance: Utterance) -> float:
    """Seconds of sound that came in after the last voiced sample."""
    return utterance.voiced_end / RATE
