"""Vectors are those the folder describes: its weights, its pooling, its prompt."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("safetensors")

from dialogue.hub import encoder as encoders  # noqa: E402
from tests.dialogue.hub.small import encoder  # noqa: E402

TEXTS = ["연금 신청 어떻게 해요", "여권"]


@pytest.mark.parametrize("roberta", [True, False])
@pytest.mark.parametrize("pooling", ["mean_tokens", "cls_token", None])
@pytest.mark.parametrize("file", ["model.safetensors", "pytorch_model.bin"])
def test_vectors_are_the_pooled_last_layer(tmp_path: Path, roberta: bool, pooling: str | None, file: str) -> None:
    model = encoder(tmp_path / "e", roberta, pooling, file)
    loaded = encoders.load(str(tmp_path / "e"))
    found = loaded.vectors(TEXTS)
    for text, vector in zip(TEXTS, found, strict=True):
        ids = torch.tensor([loaded._network._tokenizer.encode(text).ids])
        with torch.inference_mode():
            hidden = model(ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0]
        pooled = hidden[0] if pooling == "cls_token" else hidden.mean(0)
        assert np.allclose(vector, (pooled / pooled.norm()).numpy(), atol=1e-5)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_a_prompt_is_put_before_every_text(tmp_path: Path) -> None:
    encoder(tmp_path / "e")
    plain = encoders.load(str(tmp_path / "e"))
    settings = {"prompts": {"query": "query : "}, "default_prompt_name": None}
    (tmp_path / "e" / "config_sentence_transformers.json").write_text(json.dumps(settings), "utf-8")
    prompted = encoders.load(str(tmp_path / "e"))
    assert np.allclose(prompted.vectors(TEXTS), plain.vectors([f"query : {text}" for text in TEXTS]), atol=1e-6)
    assert prompted.fingerprint != plain.fingerprint


def test_an_id_is_found_in_the_hub_s_cache_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    encoder(tmp_path / "models--some--encoder" / "snapshots" / "abc")
    assert encoders.load("some/encoder").width == 32
    with pytest.raises(FileNotFoundError, match="some/other"):
        encoders.load("some/other")


def test_weights_in_several_files_are_put_together(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    encoder(tmp_path / "e")
    before = encoders.load(str(tmp_path / "e")).vectors(TEXTS)
    tensors = load_file(tmp_path / "e" / "model.safetensors")
    (tmp_path / "e" / "model.safetensors").unlink()
    parts = {name: f"part{i % 2}.safetensors" for i, name in enumerate(tensors)}
    for part in set(parts.values()):
        save_file({name: tensors[name] for name in parts if parts[name] == part}, tmp_path / "e" / part)
    table = tmp_path / "e" / "model.safetensors.index.json"
    table.write_text(json.dumps({"weight_map": parts}), "utf-8")
    assert np.allclose(encoders.load(str(tmp_path / "e")).vectors(TEXTS), before, atol=1e-6)
    (tmp_path / "e" / "part1.safetensors").unlink()
    with pytest.raises(FileNotFoundError, match="part1"):
        encoders.load(str(tmp_path / "e"))
    table.write_text("{}", "utf-8")
    with pytest.raises(ValueError, match="no table of weights"):
        encoders.load(str(tmp_path / "e"))


def test_long_texts_are_cut_to_what_the_network_reads(tmp_path: Path) -> None:
    encoder(tmp_path / "e")
    assert np.isfinite(encoders.load(str(tmp_path / "e")).vectors(["연금 " * 2000, ""])).all()


def test_all_that_does_not_fit_is_named(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    encoder(tmp_path / "e")
    path = tmp_path / "e" / "model.safetensors"
    tensors = {name: tensor for name, tensor in load_file(path).items() if not name.startswith("pooler.")}
    save_file(tensors, path)
    encoders.load(str(tmp_path / "e"))  # nothing reads the pooler
    moved = tensors.pop("encoder.layer.1.output.dense.bias")
    save_file(tensors | {"lm_head.bias": moved}, path)
    with pytest.raises(ValueError, match="does not fit") as raised:
        encoders.load(str(tmp_path / "e"))
    assert "encoder.layer.1.output.dense.bias" in str(raised.value) and "lm_head.bias" in str(raised.value)


def _change(path: Path, **values: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


def test_what_is_no_encoder_known_here_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "e"
    encoder(home)
    kept = (home / "config.json").read_text("utf-8")
    for change in ({"auto_map": {"AutoModel": "code.Model"}}, {"model_type": "unheard-of"}, {"hidden_size": 31}):
        _change(home / "config.json", **change)
        with pytest.raises(ValueError, match=r"config\.json"):
            encoders.load(str(home))
        (home / "config.json").write_text(kept, "utf-8")
    _change(home / "1_Pooling" / "config.json", pooling_mode_max_tokens=True)
    with pytest.raises(ValueError, match="max_tokens"):
        encoders.load(str(home))
    modules = json.loads((home / "modules.json").read_text("utf-8"))
    (home / "modules.json").write_text(json.dumps([*modules, {"type": "a.Dense", "path": "3"}]), "utf-8")
    with pytest.raises(ValueError, match="Dense"):
        encoders.load(str(home))
    (home / "tokenizer.json").write_text("{}", "utf-8")
    (home / "modules.json").unlink()
    with pytest.raises(ValueError, match="no tokenizer"):
        encoders.load(str(home))
    (home / "tokenizer.json").unlink()
    with pytest.raises(FileNotFoundError, match=r"tokenizer\.json"):
        encoders.load(str(home))
