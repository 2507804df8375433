from pathlib import Path

import numpy as np
import pytest
import torch

from avatar.wav2lip import syncnet
from avatar.wav2lip.mfcc import _bank, mfcc
from tests.avatar.wav2lip.checkpoints import network
from tests.avatar.wav2lip.sitter import voice


def test_the_network_has_the_published_names_and_shapes() -> None:
    tensors = syncnet.SyncNet().state_dict()
    assert len(tensors) == 102
    assert tensors["netcnnaud.18.weight"].shape == (512, 256, 5, 4)
    assert tensors["netcnnlip.0.weight"].shape == (96, 3, 5, 7, 7)
    assert tensors["netcnnlip.18.weight"].shape == (512, 256, 1, 6, 6)
    assert tensors["netfclip.3.weight"].shape == (1024, 512)


def test_cepstra_come_a_hundred_times_a_second_and_silence_is_a_number() -> None:
    assert mfcc(voice(1.0).samples).shape == (99, 13)
    assert np.isfinite(mfcc(np.zeros(16_000, np.float32))).all()


def test_a_louder_voice_changes_the_energy_by_its_decibels() -> None:
    samples = voice(1.0).samples
    louder, usual = mfcc(2 * samples)[20:80], mfcc(samples)[20:80]
    np.testing.assert_allclose(louder[:, 0] - usual[:, 0], 2 * np.log(2), atol=0.01)


def test_the_filters_are_triangles_that_share_every_bin() -> None:
    bank = _bank()
    assert bank.shape == (26, 257) and bank.max() == 1
    inside = bank.sum(axis=0)[8:220]
    np.testing.assert_allclose(inside, 1, atol=1e-9)


@pytest.mark.parametrize("late", [-4, 0, 3])
def test_lips_behind_the_sound_are_found_by_how_much(late: int) -> None:
    torch.manual_seed(1)
    seen = torch.randn(60, 1024)
    heard = torch.roll(seen, -late, dims=0) + 0.1 * torch.randn(60, 1024)
    found = syncnet.compared(seen, heard)
    assert found.offset == late
    assert found.confidence > found.distance


def test_strangers_get_no_confidence() -> None:
    torch.manual_seed(1)
    found = syncnet.compared(torch.randn(200, 1024), torch.randn(200, 1024))
    assert found.confidence < 1 < found.distance


def test_a_checkpoint_measures_pictures_with_their_sound(tmp_path: Path) -> None:
    torch.manual_seed(1)
    torch.save(syncnet.SyncNet().state_dict(), tmp_path / "syncnet_v2.model")
    made = syncnet.load(tmp_path / "syncnet_v2.model")
    faces = np.random.default_rng(1).integers(0, 256, (7, 224, 224, 3)).astype(np.uint8)
    found = syncnet.score(made, faces, voice(0.4).samples)
    assert abs(found.offset) <= 15 and np.isfinite(found.distance) and found.confidence >= 0
    with pytest.raises(ValueError, match="too short"):
        syncnet.score(made, faces[:5], voice(0.4).samples)


def test_another_network_is_refused_by_its_name(tmp_path: Path) -> None:
    torch.save(network().state_dict(), tmp_path / "syncnet_v2.model")
    with pytest.raises(ValueError, match="generator of Wav2Lip"):
        syncnet.load(tmp_path / "syncnet_v2.model")
    with pytest.raises(FileNotFoundError):
        syncnet.load(tmp_path / "none.model")
