import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from avatar.ultralight import onnx_generator, torch_generator
from avatar.ultralight.generator import inputs
from avatar.ultralight.network import Ultralight
from avatar.wav2lip.network import Wav2Lip
from tests.avatar.ultralight.networks import export, network

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
FACES = np.random.default_rng(5).integers(0, 256, (2, 168, 168, 3)).astype(np.uint8)
HEARD = np.random.default_rng(6).normal(size=(2, 128, 16, 32)).astype(np.float32)


def test_the_network_has_the_published_names_and_shapes() -> None:
    tensors = Ultralight().state_dict()
    assert len(tensors) == 484
    assert sum(value.numel() for value in Ultralight().parameters()) == 12_796_359
    shapes = {
        "audio_model.conv1.conv.0.weight": (256, 128, 1, 1),
        "audio_model.conv3.weight": (256, 256, 3, 3),
        "audio_model.bn5.running_var": (512,),
        "fuse_conv.0.double_conv.0.conv.6.weight": (512, 2048, 1, 1),
        "inc.inconv.conv.3.weight": (12, 1, 3, 3),
        "down4.maxpool_conv.double_conv.1.conv.7.bias": (512,),
        "up4.conv.double_conv.0.conv.0.weight": (128, 64, 1, 1),
        "outc.conv.weight": (3, 32, 1, 1),
    }
    assert {name: tuple(tensors[name].shape) for name in shapes} == shapes


def test_the_reference_comes_first_and_all_but_a_frame_of_the_second_is_black() -> None:
    given = inputs(FACES)
    assert given.shape == (2, 6, 160, 160)
    np.testing.assert_allclose(given[0, :3, 70, 9] * 255, FACES[0, 74, 13], atol=1e-4)  # BGR, as it comes
    black = given[:, 3:] != given[:, :3]
    assert black[:, :, 6:149, 6:154].mean() > 0.98 and (given[:, 3:, 5:150, 5:155] == 0).all()
    frame = np.ones((160, 160), bool)
    frame[5:150, 5:155] = False
    assert not black[:, :, frame].any()


@pytest.mark.parametrize("bare", [True, False])
def test_a_checkpoint_of_the_training_script_is_read(tmp_path: Path, bare: bool) -> None:
    tensors = network().state_dict()
    whole = {"model": tensors, "optimizer": {"state": {}, "param_groups": [{"lr": 1e-3}]}, "epoch": 9}
    torch.save(tensors if bare else whole, tmp_path / "last.pth")
    drawer = torch_generator.load(tmp_path / "last.pth")
    drawn = drawer.draw(HEARD[:1], FACES[:1])
    with torch.inference_mode():
        expected = network()(torch.from_numpy(inputs(FACES[:1])), torch.from_numpy(HEARD[:1]))
    inner = drawn[0, 4:164, 4:164].transpose(2, 0, 1)
    assert np.abs(inner - expected[0].numpy() * 255).max() <= 0.51
    assert (drawn[0, :4] == FACES[0, :4]).all() and (drawn[0, :, 164:] == FACES[0, :, 164:]).all()


def test_all_differences_stand_in_one_message(tmp_path: Path) -> None:
    tensors = network().state_dict()
    del tensors["outc.conv.bias"]
    tensors["inc.inconv.conv.1.bias"] = torch.full((12,), torch.nan)
    tensors["up1.conv.double_conv.0.conv.0.weight"] = torch.zeros(3)
    tensors["attention.weight"] = torch.zeros(1)
    torch.save(tensors, tmp_path / "last.pth")
    with pytest.raises(ValueError, match="does not fit") as raised:
        torch_generator.load(tmp_path / "last.pth")
    for part in ("outc.conv.bias", "inc.inconv.conv.1.bias", "up1.conv", "attention.weight", "last.pth"):
        assert part in str(raised.value)


def test_a_network_for_hubert_or_of_wav2lip_is_named(tmp_path: Path) -> None:
    tensors = network().state_dict()
    tensors["audio_model.conv1.conv.0.weight"] = torch.zeros(32, 16, 1, 1)
    torch.save(tensors, tmp_path / "hubert.pth")
    with pytest.raises(ValueError, match="HuBERT"):
        torch_generator.load(tmp_path / "hubert.pth")
    torch.save(Wav2Lip(0.125).state_dict(), tmp_path / "wav2lip.pth")
    with pytest.raises(ValueError, match="is the generator of Wav2Lip"):
        torch_generator.load(tmp_path / "wav2lip.pth")
    export(tmp_path / "hubert.onnx", (16, 32, 32))
    with pytest.raises(ValueError, match="HuBERT"):
        onnx_generator.load(tmp_path / "hubert.onnx")
    export(tmp_path / "odd.onnx", (64, 16, 32))
    with pytest.raises(ValueError, match="another network"):
        onnx_generator.load(tmp_path / "odd.onnx")


class Malicious:
    def __init__(self, witness: Path) -> None:
        self._witness = witness

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self._witness),)


@pytest.mark.parametrize("zipped", [True, False])
def test_a_malicious_pickle_is_refused_and_does_nothing(tmp_path: Path, zipped: bool) -> None:
    path, witness = tmp_path / "last.pth", tmp_path / "witness"
    torch.save({"model": {}, "extra": Malicious(witness)}, path, _use_new_zipfile_serialization=zipped)
    with pytest.raises(ValueError, match="safely"):
        torch_generator.load(path)
    assert not witness.exists()


@pytest.mark.slow
def test_the_published_onnx_of_one_picture_draws_several(tmp_path: Path) -> None:
    given = (torch.zeros(1, 6, 160, 160), torch.zeros(1, 128, 16, 32))
    names: dict[str, Any] = {"input_names": ["input", "audio"], "output_names": ["output"], "opset_version": 11}
    torch.onnx.export(network(), given, str(tmp_path / "unet.onnx"), dynamo=False, **names)
    torch.save(network().state_dict(), tmp_path / "last.pth")
    drawn = onnx_generator.load(tmp_path / "unet.onnx").draw(HEARD, FACES)
    same = torch_generator.load(tmp_path / "last.pth").draw(HEARD, FACES)
    assert np.abs(drawn.astype(int) - same).max() <= 1
