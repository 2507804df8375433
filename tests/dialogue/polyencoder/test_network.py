"""The networks are those of published checkpoints, tensor by tensor and number by number."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from torch import Tensor

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from dialogue.polyencoder.network import Bert, CrossEncoder, PolyEncoder, Shape  # noqa: E402

LAYER = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "attention.output.LayerNorm",
    "intermediate.dense",
    "output.dense",
    "output.LayerNorm",
)
EMBEDDINGS = ("word_embeddings", "position_embeddings", "token_type_embeddings")
SMALL = Shape(50, layers=2, width=32, heads=4, inner=64, positions=160, dropout=0.0)


def names(layers: int) -> set[str]:
    """Of BERT's tensors, as transformers writes them."""
    both = [f"encoder.layer.{i}.{part}" for i in range(layers) for part in LAYER]
    both += ["embeddings.LayerNorm", "pooler.dense"]
    found = {f"{name}.{kind}" for name in both for kind in ("weight", "bias")}
    return {f"bert.{name}" for name in found | {f"embeddings.{name}.weight" for name in EMBEDDINGS}}


def test_the_full_size_has_the_tensors_of_the_source_project() -> None:
    with torch.device("meta"):
        poly = {name: tuple(t.shape) for name, t in PolyEncoder(Shape(42001)).state_dict().items()}
        cross = {name: tuple(t.shape) for name, t in CrossEncoder(Shape(42001)).state_dict().items()}
    assert poly.keys() == names(12) | {"poly_code_embeddings.weight"} and len(poly) == 200
    assert cross.keys() == names(12) | {"linear.weight", "linear.bias"} and len(cross) == 201
    assert poly["poly_code_embeddings.weight"] == (16, 768) and cross["linear.weight"] == (1, 768)
    assert poly["bert.embeddings.word_embeddings.weight"] == (42001, 768)
    assert poly["bert.encoder.layer.11.intermediate.dense.weight"] == (3072, 768)
    assert sum(torch.Size(shape).numel() for shape in poly.values()) == 118_310_400
    assert sum(torch.Size(shape).numel() for shape in cross.values()) == 118_298_881


def test_bert_gives_what_transformers_gives() -> None:
    transformers = pytest.importorskip("transformers")
    config = transformers.BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=160,
    )
    theirs = transformers.BertModel(config).eval()
    ours = Bert(SMALL).eval()
    ours.load_state_dict(theirs.state_dict())
    ids = torch.randint(1, 50, (2, 20))
    mask = torch.ones(2, 20, dtype=torch.bool)
    mask[1, 12:] = False
    segments = (torch.arange(20) > 9).long().expand(2, -1)
    with torch.inference_mode():
        expected = theirs(input_ids=ids, attention_mask=mask.long(), token_type_ids=segments).last_hidden_state
        found = ours(ids, mask, segments)
    assert torch.allclose(found, expected, atol=1e-5)


def test_the_poly_score_is_the_published_sum_with_codes_that_see_padding() -> None:
    torch.manual_seed(1)
    net = PolyEncoder(SMALL).eval()
    ids = torch.randint(1, 50, (1, 9))
    with torch.inference_mode():
        short = net.questions(*_padded(ids, 40))
        long = net.questions(*_padded(ids, 128))
        hidden = net.bert(*_padded(ids, 128))[0]
        codes = net.poly_code_embeddings.weight
        expected = torch.stack([torch.softmax(hidden @ code, 0) @ hidden for code in codes])
        answer = net.answers(*_padded(ids, 20))[0]
        looked = torch.softmax(expected @ answer, 0) @ expected
        score = net.scores(long, answer[None])
    assert torch.allclose(long[0], expected, atol=1e-5)
    assert not torch.allclose(short, long, atol=1e-5)
    assert torch.allclose(score[0, 0], looked @ answer, atol=1e-4)


def test_padding_does_not_move_an_answer_or_a_pair() -> None:
    net, cross = PolyEncoder(SMALL).eval(), CrossEncoder(SMALL).eval()
    ids = torch.randint(1, 50, (1, 9))
    with torch.inference_mode():
        assert torch.allclose(net.answers(*_padded(ids, 9)), net.answers(*_padded(ids, 128)), atol=1e-5)
        pairs = [cross(*_padded(ids, length), torch.zeros(1, length, dtype=torch.long)) for length in (9, 150)]
    assert torch.allclose(*pairs, atol=1e-5)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"num_hidden_layers": "x"}', "\udcff"])
def test_a_config_that_describes_no_bert_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ValueError, match="describes no BERT"):
        Shape.read(tmp_path / "config.json", 10)


def _padded(ids: "Tensor", length: int) -> tuple["Tensor", "Tensor"]:
    rows = torch.nn.functional.pad(ids, (0, length - ids.shape[1]))
    return rows, rows > 0
