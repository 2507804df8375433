"""Weights come from files that may be anything; nothing in them is ever run."""

import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from torch import Tensor

torch = pytest.importorskip("torch")
safetensors = pytest.importorskip("safetensors.torch")

from dialogue.polyencoder.checkpoint import fill, find, fingerprint, read  # noqa: E402


class Bomb:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


@pytest.fixture
def tensors() -> "dict[str, Tensor]":
    return {"weight": torch.ones(2, 3), "bias": torch.zeros(2)}


def test_every_layout_gives_the_same_tensors(tmp_path: Path, tensors: "dict[str, Tensor]") -> None:
    old = {f"module.{name}": tensor for name, tensor in tensors.items()} | {"module.a.position_ids": torch.arange(3)}
    torch.save(tensors, tmp_path / "bare.bin")
    torch.save({"model_state_dict": old, "epoch": 3}, tmp_path / "wrapped.pt")
    torch.save(tensors, tmp_path / "old.bin", _use_new_zipfile_serialization=False)
    safetensors.save_file(tensors, tmp_path / "named.bin")
    for path in tmp_path.iterdir():
        found = read(path)
        assert found.keys() == tensors.keys(), path
        assert torch.equal(found["weight"], tensors["weight"]), path


def test_names_of_old_norms_are_today_s(tmp_path: Path) -> None:
    torch.save({"a.LayerNorm.gamma": torch.ones(2), "a.LayerNorm.beta": torch.ones(2)}, tmp_path / "old.bin")
    assert read(tmp_path / "old.bin").keys() == {"a.LayerNorm.weight", "a.LayerNorm.bias"}


@pytest.mark.parametrize("name", ["frame.pickle", "weights.bin", "weights.safetensors", "weights.pt"])
def test_a_pickle_is_refused_and_not_run(tmp_path: Path, name: str) -> None:
    mark = tmp_path / "ran"
    (tmp_path / name).write_bytes(pickle.dumps({"weight": Bomb(mark)}))
    with pytest.raises(ValueError, match=name):
        read(tmp_path / name)
    torch.save({"weight": Bomb(mark)}, tmp_path / name)
    with pytest.raises(ValueError, match=name):
        read(tmp_path / name)
    assert not mark.exists()


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"PK\x03\x04" + b"x" * 50, b"\xff" * 8 + b"{" * 30, b"not weights"])
def test_a_broken_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "weights.bin").write_bytes(data)
    with pytest.raises(ValueError, match="no weights that can be read"):
        read(tmp_path / "weights.bin")


def test_every_cut_of_a_file_is_refused(tmp_path: Path, tensors: "dict[str, Tensor]") -> None:
    for save in (torch.save, safetensors.save_file):
        save(tensors, tmp_path / "whole.bin")
        data = (tmp_path / "whole.bin").read_bytes()
        for size in range(0, len(data) - 1, max(1, len(data) // 17)):
            (tmp_path / "cut.bin").write_bytes(data[:size])
            with pytest.raises(ValueError, match=r"cut\.bin"):
                read(tmp_path / "cut.bin")


def test_all_that_does_not_fit_is_named_at_once(tmp_path: Path, tensors: "dict[str, Tensor]") -> None:
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Linear(2, 2))
    given = {
        "0.weight": tensors["weight"].T,
        "0.bias": tensors["bias"],
        "1.weight": torch.ones(2, 2),
        "more": torch.ones(1),
    }
    before = net[1].weight.clone()
    with pytest.raises(ValueError, match="does not fit") as raised:
        fill(net, given, tmp_path)
    message = str(raised.value)
    assert "missing (1): 1.bias" in message and "unexpected (1): more" in message
    assert "0.weight 3x2 instead of 2x3" in message
    assert torch.equal(net[1].weight, before), "nothing was taken from it"


def test_whole_numbers_are_no_weights(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no numbers"):
        fill(torch.nn.Linear(1, 1), {"weight": torch.ones(1, 1, dtype=torch.long), "bias": torch.ones(1)}, tmp_path)


def test_one_file_is_found_and_two_are_not_guessed_between(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="poly_encoder"):
        find(tmp_path, "poly_encoder")
    (tmp_path / "poly_encoder").mkdir()
    (tmp_path / "poly_encoder" / "poly_16_pytorch_model.bin").touch()
    assert find(tmp_path, "poly_encoder").name == "poly_16_pytorch_model.bin"
    (tmp_path / "poly_encoder" / "other.bin").touch()
    with pytest.raises(ValueError, match="several"):
        find(tmp_path, "poly_encoder")
    (tmp_path / "poly_encoder.safetensors").touch()
    assert find(tmp_path, "poly_encoder").name == "poly_encoder.safetensors"


def test_another_content_has_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    assert fingerprint(tmp_path / "a", tmp_path / "b") != fingerprint(tmp_path / "b", tmp_path / "a")
    before = fingerprint(tmp_path / "a")
    (tmp_path / "a").write_bytes(b"3")
    assert fingerprint(tmp_path / "a") != before
