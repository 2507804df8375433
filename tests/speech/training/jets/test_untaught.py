"""A voice that has learnt nothing has the size of a published one and is loaded like it."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")
if importlib.util.find_spec("espnet2") is None:
    pytest.skip("ESPnet is not installed", allow_module_level=True)

import torch

from speech.jets import network, snapshot
from speech.jets.durations import SECONDS_A_TOKEN
from speech.jets.vocoder import Vocoder
from speech.training.jets import untaught
from speech.voices import jets
from tests.speech.jets import snapshots


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(untaught, "PUBLISHED", snapshots.SMALL)
    return untaught.write(tmp_path)


def test_it_has_the_size_of_the_published_voice() -> None:
    """ESPnet's KSS voice: 32.3 million numbers in the generator, 13 frames to each side."""
    config = snapshot.Config(untaught.TOKENS, "g2pk_no_space", 24_000, 256, 80, untaught.PUBLISHED)
    generator: Any = network.build(config)
    assert sum(tensor.numel() for tensor in generator.state_dict().values()) == pytest.approx(32.3e6, rel=0.002)
    assert Vocoder(generator.generator).reach == 13


def test_it_is_loaded_and_speaks(small: Path) -> None:
    pieces = list(jets.load(str(small), threads=1).speak("주민센터로 오세요."))
    tokens = 20
    assert SECONDS_A_TOKEN[0] * tokens < sum(piece.seconds for piece in pieces) < SECONDS_A_TOKEN[1] * tokens


def test_the_same_seed_makes_the_same_voice(small: Path, tmp_path: Path) -> None:
    again = untaught.write(tmp_path / "again")
    first, second = (torch.load(snapshot.read(one).weights, weights_only=True) for one in (small, again))
    assert all(torch.equal(first[name], second[name]) for name in first)
