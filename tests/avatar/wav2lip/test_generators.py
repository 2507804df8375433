from pathlib import Path

import numpy as np
import pytest
import torch

from avatar.wav2lip import onnx_generator
from avatar.wav2lip.generator import Floats, Pictures, inputs, pictures
from avatar.wav2lip.network import Wav2Lip
from avatar.wav2lip.torch_generator import TorchGenerator
from tests.avatar.wav2lip import checkpoints
from tests.avatar.wav2lip.checkpoints import network

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
random = np.random.default_rng(5)
MELS: Floats = random.normal(size=(3, 1, 80, 16)).astype(np.float32)
FACES: Pictures = random.integers(0, 256, (3, 96, 96, 3)).astype(np.uint8)


def as_published(made: Wav2Lip) -> Pictures:
    with torch.inference_mode():
        return pictures(made(torch.from_numpy(MELS), torch.from_numpy(inputs(FACES))).numpy())


def test_the_lower_half_is_hidden_and_the_whole_face_stands_beside_it() -> None:
    given = inputs(FACES)
    assert given.shape == (3, 6, 96, 96)
    assert (given[:, :3, 48:] == 0).all() and (given[:, :3, :48] == given[:, 3:, :48]).all()
    np.testing.assert_allclose(given[0, 3:, 70, 9] * 255, FACES[0, 70, 9], atol=1e-4)  # BGR, as it comes


@pytest.mark.parametrize("width", [0.125, 0.5])
def test_the_fast_way_draws_what_the_published_network_draws(width: float) -> None:
    drawn = TorchGenerator(network(width), "fp32").draw(MELS, FACES)
    apart = np.abs(drawn[:, 40:].astype(int) - as_published(network(width))[:, 40:])
    assert apart.max() <= 1
    assert (drawn[:, :40] == FACES[:, :40]).all()


def test_bf16_draws_nearly_the_same() -> None:
    drawn = TorchGenerator(network(0.5), "bf16").draw(MELS, FACES)
    assert np.abs(drawn[:, 40:].astype(int) - as_published(network(0.5))[:, 40:]).max() <= 3


def test_the_mouth_depends_on_the_sound() -> None:
    drawer = TorchGenerator(network(), "fp32")
    loud, quiet = (drawer.draw(np.full_like(MELS, level), FACES) for level in (3.0, -4.0))
    assert (loud[:, 48:] != quiet[:, 48:]).any()


def test_onnx_draws_the_same_and_names_its_licence(tmp_path: Path) -> None:
    made = network()
    checkpoints.onnx(tmp_path / "mouth.onnx", made, licence="Apache-2.0")
    drawer = onnx_generator.load(tmp_path / "mouth.onnx")
    assert drawer.side == 96 and drawer.licence == "Apache-2.0"
    assert np.abs(drawer.draw(MELS, FACES).astype(int) - as_published(made)).max() <= 1
    assert len(drawer.draw(MELS[:1], FACES[:1])) == 1


def test_onnx_of_another_side_draws_at_its_own(tmp_path: Path) -> None:
    class Copy(torch.nn.Module):
        def forward(self, mel: torch.Tensor, face: torch.Tensor) -> torch.Tensor:
            return face[:, 3:] + 0 * mel.mean()

    given = (torch.zeros(1, 1, 80, 16), torch.zeros(1, 6, 64, 64))
    path = str(tmp_path / "one.onnx")
    torch.onnx.export(Copy(), given, path, input_names=["mel", "face"], output_names=["mouth"], dynamo=False)
    drawer = onnx_generator.load(tmp_path / "one.onnx")  # takes one picture at once and no more
    faces = FACES[:, :64, :64].copy()
    assert drawer.side == 64
    assert np.abs(drawer.draw(MELS, faces).astype(int) - faces).max() <= 1


def test_another_onnx_network_is_refused_with_its_shapes(tmp_path: Path) -> None:
    torch.onnx.export(
        torch.nn.Linear(4, 2), (torch.zeros(1, 4),), str(tmp_path / "other.onnx"), input_names=["x"], dynamo=False
    )
    with pytest.raises(ValueError, match="another network"):
        onnx_generator.load(tmp_path / "other.onnx")


def test_broken_onnx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"\x08\x08\x12\x07pytorch and then nothing")
    with pytest.raises(ValueError, match="onnxruntime"):
        onnx_generator.load(tmp_path / "broken.onnx")
