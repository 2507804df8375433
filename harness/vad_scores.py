"""Voice activity against hand-made labels: precision, recall and F1 of windows of 32 ms.

`python -m harness.vad_scores FOLDER` reads every NAME.wav with its NAME.scv (name, then start, end, 0 or 1 again and
again; seconds) and prints a Markdown table, one row for each threshold, and one for the pair of thresholds that the end
of a turn uses.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.audio import read_wav
from speech.endpoint import RATE, WINDOW, EndpointSettings
from speech.vads import silero

THRESHOLDS: Final = (0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Mask = NDArray[np.bool_]
"""one for each window, shape (n,)"""


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(found: Mask, voiced: Mask) -> Score:
    """Precision is 1 where nothing was found, recall 1 where there was nothing to find."""
    right = int(np.sum(found & voiced))
    return Score(
        right / max(1, int(found.sum())) if found.any() else 1.0, right / voiced.sum() if voiced.any() else 1.0
    )


def labels(file: Path, windows: int) -> Mask:
    """Whether the middle of each window is labelled as voice. Raises ValueError when the file is not of this kind."""
    fields = file.read_text(encoding="utf-8").strip().split(",")[1:]
    if not fields or len(fields) % 3:
        raise ValueError(f"{file}: start, end and 0 or 1 must follow the name again and again")
    middles = (np.arange(windows) + 0.5) * WINDOW / RATE
    voiced = np.zeros(windows, bool)
    for start, end, label in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        if label == "1":
            voiced |= (middles >= float(start)) & (middles < float(end))
    return voiced


def held(probabilities: Sequence[float], settings: EndpointSettings) -> Mask:
    """Voice begins at one probability and goes on down to the other."""
    found, on = [], False
    for probability in probabilities:
        on = probability >= (settings.stop_probability if on else settings.start_probability)
        found.append(on)
    return np.array(found, bool)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    files = sorted(parser.parse_args().folder.glob("*.wav"))
    if not files:
        parser.error("there is no WAV file in this folder")
    detector = silero.load()
    probabilities: list[NDArray[np.float64]] = []
    voiced: list[Mask] = []
    for file in files:
        samples = read_wav(file).samples
        windows = samples[: len(samples) // WINDOW * WINDOW].reshape(-1, WINDOW)
        stream = detector.stream()
        probabilities.append(np.array([stream.probability(window) for window in windows]))
        voiced.append(labels(file.with_suffix(".scv"), len(windows)))
    truth = np.concatenate(voiced)
    print(f"{len(files)} recordings, {len(truth)} windows, {truth.mean():.1%} of them voice\n")
    print("| threshold | precision | recall | F1 |\n|---|---|---|---|")
    for threshold in THRESHOLDS:
        print(_row(f"{threshold}", score(np.concatenate(probabilities) >= threshold, truth)))
    settings = EndpointSettings()
    pair = np.concatenate([held(one.tolist(), settings) for one in probabilities])
    print(_row(f"{settings.start_probability} to begin, {settings.stop_probability} to go on", score(pair, truth)))


def _row(name: str, scored: Score) -> str:
    return f"| {name} | {scored.precision:.3f} | {scored.recall:.3f} | {scored.f1:.3f} |"


if __name__ == "__main__":
    main()
