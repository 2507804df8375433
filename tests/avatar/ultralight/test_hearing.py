from pathlib import Path

import numpy as np
import pytest

from avatar.types import Line
from avatar.ultralight import encoder as encoders
from avatar.ultralight.encoder import CHUNK
from avatar.ultralight.fbank import fbank
from avatar.ultralight.hearing import Features
from speech.types import Speech
from tests.avatar.ultralight import networks

RATE = 16_000


class Recorder:
    """An encoder whose feature is the number of the chunk's loudest sample."""

    def features(
        self, chunk: "np.ndarray[tuple[int], np.dtype[np.int16]]"
    ) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
        assert len(chunk) == CHUNK
        return np.full((16, 512), np.abs(chunk).argmax() if chunk.any() else -1, np.float32)


def click(at: float, seconds: float = 3.0) -> Speech:
    samples = np.zeros(round(seconds * RATE), np.float32)
    samples[round(at * RATE)] = 0.9
    return Speech(samples, RATE, "")


def features(at: float, line: Line) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """One number for each of the eight features of the picture at `at` seconds of the line."""
    taken = Features(Recorder()).taken((line,), line.start, [at])  # type: ignore[arg-type]
    assert taken.shape == (1, 128, 16, 32)
    return np.asarray(taken.reshape(8, -1)[:, 0])


def test_the_feature_of_a_picture_is_the_fifth_of_eight_and_lies_around_its_time() -> None:
    heard = features(1.5, Line(click(1.5), 10.0))
    assert heard[4] == 32 * 160
    assert (np.diff(heard) == -800).all()


@pytest.mark.parametrize(("at", "nearest"), [(1.0, 1.0), (1.04, 1.05), (1.08, 1.1), (1.12, 1.1), (1.16, 1.15)])
def test_pictures_take_the_feature_nearest_in_time(at: float, nearest: float) -> None:
    line = Line(click(1.1), 0.0)
    assert features(at, line)[4] == features(nearest, line)[4] == 32 * 160 + round((1.1 - nearest) * RATE)


def test_a_picture_hears_half_a_second_to_either_side_and_says_so() -> None:
    begin, end = Features(Recorder()).reach([1.0])  # type: ignore[arg-type]
    assert begin == pytest.approx(1.0 - 0.52) and end == pytest.approx(1.0 + 0.515)
    assert (features(1.0, Line(click(end + 0.01), 0.0)) == -1).all()
    assert (features(1.0, Line(click(end - 0.01), 0.0)) >= 0).any()
    assert (features(1.0, Line(click(begin - 0.01), 0.0)) == -1).all()
    assert (features(1.0, Line(click(begin + 0.01), 0.0)) >= 0).any()


def test_the_next_piece_is_heard_as_well() -> None:
    first, second = Line(click(2.9, 1.0 + 2.0), 0.0), Line(click(0.1), 3.0)
    taken = Features(Recorder()).taken((first, second), 0.0, [3.0])  # type: ignore[arg-type]
    assert taken.max() > 0


def test_the_encoder_gets_the_filter_banks_of_the_chunk_and_is_not_asked_twice(tmp_path: Path) -> None:
    networks.encoder(tmp_path / "encoder.onnx")
    encoder = encoders.load(tmp_path / "encoder.onnx")
    chunk = (8000 * np.sin(np.arange(CHUNK) / 9)).astype(np.int16)
    made = encoder.features(chunk)
    np.testing.assert_allclose(made, fbank(chunk).mean() / 32, rtol=1e-4)
    assert encoder.features(chunk.copy()) is made


def test_another_file_is_no_encoder(tmp_path: Path) -> None:
    networks.export(tmp_path / "unet.onnx")
    with pytest.raises(ValueError, match="no WeNet encoder"):
        encoders.load(tmp_path / "unet.onnx")
    networks.encoder(tmp_path / "narrow.onnx", width=256)
    with pytest.raises(ValueError, match="does not make"):
        encoders.load(tmp_path / "narrow.onnx")
