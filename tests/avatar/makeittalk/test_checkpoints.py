import os
from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from avatar.makeittalk.checkpoints import filled  # noqa: E402
from avatar.makeittalk.content import Content  # noqa: E402
from avatar.makeittalk.speaker import Speaker  # noqa: E402
from avatar.makeittalk.talker import AUTOVC, CONTENT, SPEAKER, VOICE_PRINT  # noqa: E402
from avatar.makeittalk.voice_print import VoicePrint  # noqa: E402
from tests.avatar.makeittalk.checkpoints import NETWORKS, write_networks  # noqa: E402

PUBLISHED = {
    "ckpt_autovc.pth": (62, "f76dce7b7188cfc9"),
    "ckpt_content_branch.pth": (37, "8de110b6c4365a45"),
    "ckpt_speaker_branch.pth": (118, "ce584f020d4fddd3"),
    "pretrained.pt": (14, "9840b045d22510d7"),
    "ckpt_116_i2i_comb.pth": (321, "9cccbbf8b08bc96d"),
}
"""how many tensors the published files hold, and a hash of their names and shapes in order"""


def content_file(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    weights = dict(Content().state_dict())
    change(weights)
    path = folder / CONTENT
    torch.save({"model_g_face_id": weights}, path)
    return path


@pytest.mark.parametrize("name", NETWORKS)
def test_each_network_has_the_names_and_shapes_of_its_published_file(name: str) -> None:
    with torch.device("meta"):
        tensors = NETWORKS[name][0]().state_dict()
    layout = "\n".join(f"{key} {'x'.join(map(str, tensor.shape))}" for key, tensor in tensors.items())
    assert (len(tensors), sha256(layout.encode()).hexdigest()[:16]) == PUBLISHED[name]


@pytest.mark.parametrize("name", NETWORKS)
def test_each_layout_reads_back_number_for_number(name: str, tmp_path: Path) -> None:
    write_networks(tmp_path, name)
    network, entry = NETWORKS[name]
    read = filled(network, tmp_path / name, entry)
    stored = torch.load(tmp_path / name, weights_only=True)[entry]
    assert all(torch.equal(tensor, stored[key]) for key, tensor in read.state_dict().items())
    assert not read.training


def test_what_training_left_in_the_files_is_passed_over(tmp_path: Path) -> None:
    speaker = {**Speaker().state_dict(), "comb_mlp.0.weight": torch.zeros(2, 2)}
    torch.save({"G": {f"module.{name}": tensor for name, tensor in speaker.items()}}, tmp_path / SPEAKER)
    filled(Speaker, tmp_path / SPEAKER, "G")
    print_of = {**VoicePrint().state_dict(), "similarity_weight": torch.ones(1), "similarity_bias": torch.ones(1)}
    torch.save({"model_state": print_of}, tmp_path / VOICE_PRINT)
    filled(VoicePrint, tmp_path / VOICE_PRINT, "model_state")


def test_an_optimiser_beside_the_weights_does_no_harm(tmp_path: Path) -> None:
    optimiser = object.__new__(torch.optim.Adam)  # as it would be pickled; to set one up takes seconds
    weight = torch.nn.Parameter(torch.zeros(2))
    optimiser.defaults = {"lr": 0.1, "betas": (0.9, 0.99)}
    optimiser.state = defaultdict(dict, {weight: {"step": torch.tensor(1.0), "exp_avg": torch.zeros(2)}})
    optimiser.param_groups = [{"params": [weight], **optimiser.defaults}]
    write_networks(tmp_path, CONTENT, also={"opt": optimiser})
    filled(Content, tmp_path / CONTENT, "model_g_face_id")


def test_all_that_does_not_fit_is_named_in_one_message(tmp_path: Path) -> None:
    def spoil(weights: dict[str, Any]) -> None:
        del weights["fc.6.bias"]
        weights["fc.9.bias"] = torch.zeros(3)
        weights["bilstm.bias_hh_l0"] = torch.zeros(7)
        weights["fc.0.bias"] = torch.full((512,), torch.nan)

    with pytest.raises(ValueError, match="does not fit Content") as raised:
        filled(Content, content_file(tmp_path, spoil), "model_g_face_id")
    message = str(raised.value)
    assert all(
        name in message for name in ("fc.6.bias", "fc.9.bias", "bilstm.bias_hh_l0 7 instead of 1024", "fc.0.bias")
    )


def test_the_file_of_another_network_is_refused_by_what_it_holds(tmp_path: Path) -> None:
    write_networks(tmp_path, AUTOVC)
    with pytest.raises(ValueError, match=r"no entry 'model_g_face_id'.*model"):
        filled(Content, tmp_path / AUTOVC, "model_g_face_id")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=CONTENT):
        filled(Content, tmp_path / CONTENT, "model_g_face_id")


class Trap:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.mkdir, (str(self.mark),)


def test_code_in_a_file_is_not_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    torch.save({"model_g_face_id": Content().state_dict(), "opt": Trap(mark)}, tmp_path / CONTENT)
    with pytest.raises(ValueError, match=r"safely.*mkdir"):
        filled(Content, tmp_path / CONTENT, "model_g_face_id")
    assert not mark.exists()


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / CONTENT).write_bytes(b"<html>quota exceeded</html>")
    with pytest.raises(ValueError, match=CONTENT):
        filled(Content, tmp_path / CONTENT, "model_g_face_id")
