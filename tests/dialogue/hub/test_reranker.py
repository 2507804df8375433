"""Scores are the network's own for each pair."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("safetensors")

from dialogue.hub import reranker as rerankers  # noqa: E402
from tests.dialogue.hub.small import encoder, reranker  # noqa: E402


def test_each_pair_gets_the_network_s_number_whatever_stands_beside_it(tmp_path: Path) -> None:
    model = reranker(tmp_path / "r")
    loaded = rerankers.load(str(tmp_path / "r"))
    texts = ["연금 신청 은 주민센터 에서 하세요", "여권"]
    found = loaded.scores("연금 어디서", texts)
    for text, score in zip(texts, found, strict=True):
        ids = torch.tensor([loaded._network._tokenizer.encode("연금 어디서", text).ids])
        with torch.inference_mode():
            assert score == pytest.approx(float(model(ids).logits[0, 0]), abs=1e-5)


def test_a_classifier_and_an_encoder_are_no_rerankers(tmp_path: Path) -> None:
    reranker(tmp_path / "three", labels=3)
    with pytest.raises(ValueError, match="3 numbers"):
        rerankers.load(str(tmp_path / "three"))
    encoder(tmp_path / "e")
    with pytest.raises(ValueError, match=r"no reranker|does not fit"):
        rerankers.load(str(tmp_path / "e"))
