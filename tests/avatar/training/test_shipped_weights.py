"""The file that comes with the product; made by avatar/training/export.py."""

import hashlib
import json

import numpy as np
import pytest

from avatar.mouth_opening import opening
from avatar.mouth_shapes import Mouth
from avatar.training import clips
from avatar.training.films import film
from avatar.training.measure import PACKAGED
from avatar.training.pictures import Painter
from avatar.wav2lip import onnx_generator
from speech.voices import espeak

pytestmark = pytest.mark.skipif(not PACKAGED.is_file(), reason="no small Wav2Lip here")


def test_it_is_the_file_of_the_manifest_and_small() -> None:
    rows = json.loads(PACKAGED.with_name("manifest.json").read_text("utf-8"))
    data = PACKAGED.read_bytes()
    assert hashlib.sha256(data).hexdigest() == rows[PACKAGED.stem]["sha256"]
    assert len(data) < 12e6


def test_the_mouth_it_makes_moves_with_the_drawn_one() -> None:
    (piece,) = espeak.load().speak("아버지, 바다에 가요.")
    clip = clips.spoken([clips.heard(piece)], start=0.5)
    said = film(clip, 40.0, Mouth(), Painter(), onnx_generator.load(PACKAGED))
    drawn, made = (np.array([opening(one) for one in which]) for which in (said.drawn, said.made))
    assert np.corrcoef(drawn, made)[0, 1] > 0.8
    assert made[:8].max() < 0.1
