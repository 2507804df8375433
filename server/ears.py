"""From the caller's microphone track to utterances: 20 ms frames → 16 kHz → voice activity → end of turn."""

from collections.abc import Iterator

import numpy as np
from av import AudioFrame

from speech.audio import MicrophoneResampler
from speech.endpoint import RATE, WINDOW, Endpointer, EndpointSettings, SpeechStarted, SpeechSustained, Utterance
from speech.types import Samples, VoiceDetector

Heard = SpeechStarted | SpeechSustained | Utterance


class Ears:
    """The listening state of one caller.

    A window takes the detector a tenth of a millisecond, less than a hop to a worker costs, so it runs where it is
    called: on the event loop.
    """

    def __init__(self, detector: VoiceDetector, settings: EndpointSettings) -> None:
        self._voice = detector.stream()
        self._endpointer = Endpointer(settings)
        self._microphone: MicrophoneResampler | None = None
        self._rest: Samples = np.zeros(0, np.float32)

    def hear(self, frame: AudioFrame) -> Iterator[Heard]:
        """What the next frame of the microphone completes."""
        if self._microphone is None:
            self._microphone = MicrophoneResampler(frame.sample_rate, len(frame.layout.channels))
        samples = frame.to_ndarray().astype(np.int16, copy=False)
        sound = np.concatenate([self._rest, self._microphone.feed(samples)])
        whole = len(sound) // WINDOW * WINDOW
        self._rest = sound[whole:]
        for window in sound[:whole].reshape(-1, WINDOW):
            if heard := self._endpointer.feed(window, self._voice.probability(window)):
                yield heard


def since_voice(utterance: Utterance) -> float:
    """Seconds of sound that came in after the last voiced sample."""
    return utterance.voiced_end / RATE
