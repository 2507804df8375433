"""What is exported is what was trained, and likeness means what it says."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from dialogue import encoder, rerank  # noqa: E402
from dialogue.letters import read, stack  # noqa: E402
from dialogue.rerank import Rarity  # noqa: E402
from dialogue.training import export  # noqa: E402
from dialogue.training.cross import vectors_of  # noqa: E402
from dialogue.training.net import CrossNet, EncoderNet, _likeness  # noqa: E402

TEXTS = ["기초연금은 어떻게 신청하나요", "물값", "주민등록증을 잃어버렸어요"]


@pytest.mark.filterwarnings("ignore")
def test_an_exported_encoder_gives_the_vectors_of_the_trained_one(tmp_path: Path) -> None:
    torch.manual_seed(1)
    net = EncoderNet().eval()
    export.encoder(net, tmp_path)
    exported, trained = encoder.load(tmp_path).vectors(TEXTS), vectors_of(net)(TEXTS)
    assert ((exported * trained).sum(1) > 0.99).all()


@pytest.mark.filterwarnings("ignore")
def test_an_exported_cross_encoder_loads_and_scores_any_lengths(tmp_path: Path) -> None:
    torch.manual_seed(1)
    export.cross(CrossNet().eval(), tmp_path)
    cross = rerank.load(tmp_path)
    assert cross.scores(TEXTS[0], [[text] for text in TEXTS], Rarity([])).shape == (3,)
    assert cross.scores("물", [TEXTS[1:], TEXTS[:1]], Rarity([])).shape == (2,)


def test_likeness_counts_shared_jamo_and_what_follows() -> None:
    said, heard, other = (torch.from_numpy(stack([read(text)])) for text in ("연금", "년금", "버스"))
    single, double, _ = _likeness(said, heard)[0, 0, 0].tolist()
    assert single == pytest.approx(2 / 3)
    assert double == pytest.approx(5 / 6)
    assert _likeness(said, other)[0, :, :, 0].max() < 0.5
    digits = _likeness(torch.from_numpy(stack([read("1")])), torch.from_numpy(stack([read("2")])))
    assert np.isclose(digits[0, 0, 0, 0].item(), 0)
