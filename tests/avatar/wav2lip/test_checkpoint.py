import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from avatar.wav2lip import checkpoint, torchscript
from avatar.wav2lip.files import kind
from avatar.wav2lip.network import Wav2Lip
from tests.avatar.wav2lip import checkpoints
from tests.avatar.wav2lip.checkpoints import SMALL, network

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit.*:DeprecationWarning", "ignore::torch.jit.TracerWarning")


def read_into_a_network(path: Path, width: float = SMALL) -> Wav2Lip:
    filled = Wav2Lip(width)
    checkpoint.fill(filled, checkpoint.read(path), path)
    return filled


def same(one: Wav2Lip, other: Wav2Lip) -> bool:
    theirs = other.state_dict()
    return all(torch.equal(tensor, theirs[name]) for name, tensor in one.state_dict().items())


def test_the_network_has_the_published_shape() -> None:
    tensors = Wav2Lip().state_dict()
    assert len(tensors) == 352
    assert sum(value.numel() for value in Wav2Lip().parameters()) == 36_298_035
    assert tensors["output_block.0.conv_block.0.weight"].shape == (32, 80, 3, 3)
    assert tensors["face_decoder_blocks.3.0.conv_block.0.weight"].shape == (768, 384, 3, 3)
    assert tensors["audio_encoder.12.conv_block.1.running_var"].shape == (512,)


def test_a_time_axis_is_folded_into_the_batch() -> None:
    made = network()
    mel, face = torch.randn(2, 3, 1, 80, 16), torch.rand(2, 6, 3, 96, 96)
    with torch.inference_mode():
        whole, single = made(mel, face), made(mel[1, 2][None], face[1, :, 2][None])
    assert whole.shape == (2, 3, 3, 96, 96)
    torch.testing.assert_close(whole[1, :, 2], single[0], atol=1e-5, rtol=0)


@pytest.mark.parametrize("save", [checkpoints.old_pickle, checkpoints.new_zip])
@pytest.mark.parametrize("bare", [False, True])
def test_a_checkpoint_of_the_training_script_is_read(
    tmp_path: Path, save: Callable[[Path, object], None], bare: bool
) -> None:
    path, tensors = tmp_path / "wav2lip_gan.pth", network().state_dict()
    save(path, tensors if bare else checkpoints.training(tensors))
    assert same(read_into_a_network(path), network())


@pytest.mark.slow
def test_the_network_of_real_size_is_read(tmp_path: Path) -> None:
    made = network(1.0)
    checkpoints.old_pickle(tmp_path / "wav2lip.pth", checkpoints.training(made.state_dict()))
    assert same(read_into_a_network(tmp_path / "wav2lip.pth", 1.0), made)


def test_a_torchscript_archive_under_the_name_of_a_checkpoint_is_read(tmp_path: Path) -> None:
    checkpoints.torchscript(tmp_path / "Wav2Lip-SD-GAN.pt", network())
    assert kind(tmp_path / "Wav2Lip-SD-GAN.pt") == "torchscript"
    assert same(read_into_a_network(tmp_path / "Wav2Lip-SD-GAN.pt"), network())


def test_the_code_of_a_torchscript_archive_is_not_looked_at(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.pt", tmp_path / "broken.pt"
    checkpoints.torchscript(whole, network())
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"no program at all" if "/code/" in name else old.read(name))
    jit: Any = torch.jit
    with pytest.raises(RuntimeError):
        jit.load(str(broken))
    assert same(read_into_a_network(broken), network())


def test_safetensors_are_read(tmp_path: Path) -> None:
    save_file = pytest.importorskip("safetensors.torch").save_file
    save_file(network().state_dict(), str(tmp_path / "model.bin"))
    assert kind(tmp_path / "model.bin") == "safetensors"
    assert same(read_into_a_network(tmp_path / "model.bin"), network())


class Malicious:
    def __init__(self, witness: Path) -> None:
        self._witness = witness

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self._witness),)


@pytest.mark.parametrize("save", [checkpoints.old_pickle, checkpoints.new_zip])
def test_a_malicious_pickle_is_refused_and_does_nothing(tmp_path: Path, save: Callable[[Path, object], None]) -> None:
    path, witness = tmp_path / "wav2lip.pth", tmp_path / "witness"
    save(path, {"state_dict": network().state_dict(), "extra": Malicious(witness)})
    with pytest.raises(ValueError, match="safely"):
        checkpoint.read(path)
    assert not witness.exists()


def test_a_malicious_torchscript_archive_is_refused_and_does_nothing(tmp_path: Path) -> None:
    import pickle

    path, witness = tmp_path / "evil.pt", tmp_path / "witness"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("evil/data.pkl", pickle.dumps(Malicious(witness), protocol=2))
        archive.writestr("evil/code/__torch__.py", "")
    with pytest.raises(ValueError, match="mkdir"):
        torchscript.read(path)
    assert not witness.exists()


def test_all_faults_stand_in_one_message(tmp_path: Path) -> None:
    tensors = network().state_dict()
    del tensors["audio_encoder.3.conv_block.0.weight"]
    tensors["stranger.weight"] = torch.zeros(3)
    tensors["output_block.1.bias"] = torch.zeros(4)
    tensors["output_block.1.weight"] = torch.full_like(tensors["output_block.1.weight"], torch.nan)
    torch.save(tensors, tmp_path / "odd.pth")
    with pytest.raises(ValueError, match="does not fit") as caught:
        read_into_a_network(tmp_path / "odd.pth")
    message = str(caught.value)
    assert "missing (1): audio_encoder.3.conv_block.0.weight" in message
    assert "unexpected (1): stranger.weight" in message
    assert "output_block.1.bias 4 instead of 3" in message
    assert "no numbers (1): output_block.1.weight" in message


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("audio_refine.0.conv_block.0.weight", "288"),
        ("face_decoder_blocks.7.0.conv_block.0.weight", "288"),
        ("face_encoder.0.conv_block.0.weight", "sync expert"),
        ("binary_pred.0.weight", "discriminator"),
        ("netcnnaud.0.weight", "SyncNet v2"),
        ("conv3_3_norm.weight", "S3FD"),
        ("encoder.weight", "no network that is known"),
    ],
)
def test_another_known_network_is_named(tmp_path: Path, name: str, said: str) -> None:
    torch.save({f"module.{name}": torch.zeros(8)}, tmp_path / "other.pth")
    with pytest.raises(ValueError, match=said):
        read_into_a_network(tmp_path / "other.pth")


def test_another_width_is_named(tmp_path: Path) -> None:
    torch.save(network(0.25).state_dict(), tmp_path / "quarter.pth")
    with pytest.raises(ValueError, match=r"width = 0\.25"):
        read_into_a_network(tmp_path / "quarter.pth")


def test_counters_that_only_training_needs_may_be_missing(tmp_path: Path) -> None:
    tensors = {name: tensor for name, tensor in network().state_dict().items() if "num_batches" not in name}
    torch.save(tensors, tmp_path / "old.pth")
    assert same(read_into_a_network(tmp_path / "old.pth"), network())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>Sign in</title>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07\x08", "begins with"),
        (b"\x80\x02}q\x00", "safely"),
        (b"\x05\x00\x00\x00\x00\x00\x00\x00{nono", "safetensors"),
    ],
)
def test_what_holds_no_weights_says_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "wav2lip.pth").write_bytes(content)
    with pytest.raises(ValueError, match=said):
        checkpoint.read(tmp_path / "wav2lip.pth")


def test_a_zip_of_other_things_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "wav2lip.pth", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(ValueError, match="zip archive"):
        checkpoint.read(tmp_path / "wav2lip.pth")


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"docs/models/wav2lip\.md"):
        checkpoint.read(tmp_path / "none.pth")
