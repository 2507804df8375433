"""The weights are those of the configuration or every difference is named; pieces sound as the whole does."""

import importlib.util
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
if importlib.util.find_spec("espnet2") is None:
    pytest.skip("ESPnet is not installed", allow_module_level=True)

import soxr
import torch

from speech.jets import checkpoint, network, snapshot
from tests.speech.jets import snapshots


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshots.write(tmp_path_factory.mktemp("voice"), **snapshots.WIDE)


@pytest.fixture(scope="module")
def net(folder: Path) -> network.Network:
    found = snapshot.read(folder)
    generator = network.build(found.config)
    checkpoint.fill(generator, checkpoint.read(found.weights), found.weights)
    return network.Network(generator, found.config)


@pytest.fixture(scope="module")
def shape(net: network.Network) -> network.Shape:
    reading = net.read([5, 30, 44, 9, 33, 12, 25] * 3)
    return net.shape(reading, np.full(21, 6, np.int64))


def faults(folder: Path, changed: dict[str, torch.Tensor]) -> str:
    found = snapshot.read(folder)
    with pytest.raises(ValueError, match="does not fit") as raised:
        checkpoint.fill(network.build(found.config), changed, found.weights)
    return str(raised.value)


def test_every_weight_comes_back(folder: Path) -> None:
    found = snapshot.read(folder)
    given = checkpoint.read(found.weights)
    generator = network.build(found.config)
    checkpoint.fill(generator, given, found.weights)
    for name, tensor in generator.state_dict().items():
        assert torch.equal(tensor, given[f"tts.generator.{name}"]), name


def test_weights_without_the_parts_that_only_train_are_taken(folder: Path) -> None:
    found = snapshot.read(folder)
    speaking = {
        name.removeprefix("tts.generator."): tensor
        for name, tensor in checkpoint.read(found.weights).items()
        if name.startswith("tts.generator.") and "alignment_module" not in name
    }
    checkpoint.fill(network.build(found.config), speaking, found.weights)


def test_all_differences_are_named_in_one_message(folder: Path) -> None:
    tensors = checkpoint.read(snapshot.read(folder).weights)
    del tensors["tts.generator.encoder.after_norm.weight"]
    tensors["tts.generator.encoder.of_another_network"] = torch.zeros(1)
    tensors["tts.generator.encoder.embed.0.weight"] = torch.zeros(45, 16)
    tensors["tts.generator.duration_predictor.linear.bias"] = torch.tensor([float("nan")])
    said = faults(folder, tensors)
    assert "missing (1): encoder.after_norm.weight" in said
    assert "unexpected (1): encoder.of_another_network" in said
    assert f"encoder.embed.0.weight 45x16 instead of {len(snapshots.TOKENS)}x16" in said
    assert "no numbers (1): duration_predictor.linear.bias" in said


def test_the_weights_of_something_else_are_refused(folder: Path) -> None:
    assert "missing" in faults(folder, {"bert.embeddings.weight": torch.zeros(4, 4)})


def test_code_in_the_file_does_not_run(folder: Path, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "ran",)  # type: ignore[return-value]

    torch.save({"model": Evil()}, tmp_path / "evil.pth")
    with pytest.raises(ValueError, match="safely"):
        checkpoint.read(tmp_path / "evil.pth")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("content", [b"", b"\x80\x04nonsense", b"PK\x03\x04cut short"])
def test_a_broken_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "broken.pth").write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.pth"):
        checkpoint.read(tmp_path / "broken.pth")


def test_a_configuration_that_espnet_does_not_know_is_refused(tmp_path: Path) -> None:
    config = snapshot.read(snapshots.write(tmp_path)).config
    changed = snapshot.Config(config.tokens, config.g2p, 24000, 256, 80, {**config.generator, "wings": 2})
    with pytest.raises(ValueError, match="wings"):
        network.build(changed)


def test_the_usual_vocoder_hangs_on_thirteen_frames(net: network.Network) -> None:
    assert net.reach == 13


@pytest.mark.parametrize("size", [1, 16, 33])
def test_pieces_sound_as_the_whole(net: network.Network, shape: network.Shape, size: int) -> None:
    whole = net.sound(shape, 0, shape.frames)
    places = [*range(0, shape.frames, size), shape.frames]
    pieces = np.concatenate([net.sound(shape, begin, end) for begin, end in pairwise(places)])
    assert len(pieces) == len(whole) == shape.frames * 512
    assert np.abs(whole).max() > 0.05
    np.testing.assert_allclose(pieces, whole, atol=1e-4 * np.abs(whole).max())


@pytest.mark.parametrize("stage", [0, 1, 2, 3])
def test_each_stage_of_hifi_gan_is_given_no_more_than_it_needs(
    net: network.Network, shape: network.Shape, stage: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without what lies beside, a piece differs; so the test above can fail."""
    vocoder = net._vocoder
    with torch.inference_mode():
        whole = vocoder.sound(shape.hidden, 0, shape.frames)[40 * 256 : 60 * 256]
        torch.testing.assert_close(vocoder.sound(shape.hidden, 40, 60), whole, atol=1e-4, rtol=0)
        monkeypatch.setattr(vocoder, "_halves", [0 if at // 3 == stage else n for at, n in enumerate(vocoder._halves)])
        less = vocoder.sound(shape.hidden, 40, 60)
    assert (less - whole).abs().max() > 1e-3 * whole.abs().max()


def test_it_is_the_sound_that_espnet_makes(folder: Path, net: network.Network) -> None:
    """ESPnet's own inference in one go, at its own rate."""
    found = snapshot.read(folder)
    generator: Any = network.build(found.config)
    checkpoint.fill(generator, checkpoint.read(found.weights), found.weights)
    ids = [5, 30, 44, 9, 33, 12, 25]
    with torch.inference_mode():
        wanted, durations = generator.eval().inference(torch.tensor([ids]), torch.tensor([len(ids)]))
    reading = net.read(ids)
    made = net.sound(net.shape(reading, reading.durations), 0, int(reading.durations.sum()))
    assert reading.durations.tolist() == durations[0].tolist()
    wanted = soxr.resample(wanted[0].numpy(), 24000, 48000)
    np.testing.assert_allclose(made, wanted, atol=1e-5)
