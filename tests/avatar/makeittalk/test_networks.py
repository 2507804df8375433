from collections.abc import Iterator

import pytest

torch = pytest.importorskip("torch")

from avatar.makeittalk.autovc import AutoVC  # noqa: E402
from avatar.makeittalk.content import Content  # noqa: E402
from avatar.makeittalk.speaker import Speaker, _Norm  # noqa: E402
from avatar.makeittalk.unet import UNet  # noqa: E402
from avatar.makeittalk.voice_print import VoicePrint  # noqa: E402


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    with torch.inference_mode():
        yield


def test_autovc_keeps_the_frames_and_hears_voice_and_pitch() -> None:
    network = AutoVC().eval()
    mel, voice, other = torch.rand(1, 64, 80), torch.rand(1, 256), torch.rand(1, 256)
    pitch = torch.nn.functional.one_hot(torch.arange(64) * 3, 257).float()[None]
    spoken = network(mel, voice, pitch, voice)
    assert spoken.shape == mel.shape
    assert not torch.allclose(spoken, network(mel, voice, pitch, other))
    assert not torch.allclose(spoken, network(mel, voice, pitch.roll(9, 1), voice))


def test_content_looks_at_each_window_alone() -> None:
    network = Content().eval()
    windows, face = torch.randn(12, 18, 80), torch.randn(1, 204)
    together = network(windows, face)
    assert together.shape == (12, 204)
    assert torch.allclose(together[5:6], network(windows[5:6], face), atol=1e-5)


def test_the_speaker_branch_looks_at_the_whole_piece() -> None:
    network = Speaker().eval()
    windows, voice = torch.randn(12, 18, 80), torch.randn(1, 256)
    assert not torch.allclose(network(windows, voice)[:6], network(windows[:6], voice), atol=1e-5)


def test_the_norm_divides_by_the_unbiased_deviation() -> None:
    frames = torch.randn(3, 64) * 5
    ours = _Norm()(frames)
    theirs = torch.nn.functional.layer_norm(frames, (64,))
    assert torch.allclose(ours, theirs * (63 / 64) ** 0.5, atol=1e-4)
    assert not torch.allclose(ours, theirs, atol=1e-4)


def test_a_voice_print_has_length_one() -> None:
    voice = VoicePrint().eval()(torch.rand(3, 160, 40))
    assert voice.shape == (256,)
    assert float(voice.norm()) == pytest.approx(1)


def test_the_picture_is_in_range() -> None:
    picture = UNet().eval()(torch.rand(1, 6, 256, 256))
    assert picture.shape == (1, 3, 256, 256)
    assert 0 <= float(picture.min()) <= float(picture.max()) <= 1
