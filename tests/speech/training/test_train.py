from itertools import count
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import torch

from speech.ctc import weights
from speech.ctc.features import BANDS
from speech.training import export, recordings, shipped, train
from speech.training.net import JamoNet, loss
from speech.training.train import Material, Plan, Trainer
from speech.training.wear import Wear


def test_the_rate_rises_stays_and_falls() -> None:
    plan = Plan(seconds=100, synthetic_only=0.2, recorded_share=0.6)
    rates = [plan.rate(progress, step) for progress, step in ((0, 0), (0.1, 500), (0.4, 900), (0.7, 2000), (1, 3000))]
    assert rates[0] < rates[1] == rates[2] > rates[3] > rates[4] > 0


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, table: Path) -> Path:
    """A folder after a training of eight steps, a second each."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    out = tmp_path_factory.mktemp("training")
    random = np.random.default_rng(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "ROUND_SECONDS", 20.0)
        patch.setattr(train, "BATCH_SECONDS", 10.0)
        seconds = count()
        trainer = Trainer(Plan(seconds=8, synthetic_only=0.3, recorded_share=0.5), out, lambda: next(seconds))
        material = Material(["네 맞아요"], recordings.read(table), Wear(random), random)
        trainer.run(material, lambda _net: {"none": 1.0})
    return out


def test_a_training_leaves_checkpoints_and_a_log(trained: Path) -> None:
    assert (trained / "last.pt").is_file()
    assert (trained / "synthetic.pt").is_file()
    assert "loss" in (trained / "log.jsonl").read_text()


def test_it_can_be_taken_up_again(trained: Path) -> None:
    trainer = Trainer(Plan(seconds=16, synthetic_only=0.3, recorded_share=0.5), trained)
    trainer.resume(trained / "last.pt")
    assert trainer.steps == 8
    assert trainer.progress == 0.5
    kept = torch.load(trained / "last.pt", weights_only=True)["net"]
    assert all(torch.equal(value, kept[name]) for name, value in trainer.net.state_dict().items())


def test_the_net_learns_one_utterance_by_heart() -> None:
    torch.manual_seed(0)
    net = JamoNet().train()
    features, target = torch.randn(1, 80, BANDS), torch.tensor([5, 22, 5, 23])
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3)
    losses = []
    for _ in range(25):
        losses.append(loss(net(features), torch.tensor([80]), target, torch.tensor([4])))
        optimizer.zero_grad()
        torch.autograd.backward(losses[-1])
        optimizer.step()
    assert float(losses[-1].detach()) < 0.2 * float(losses[0].detach())


def test_what_is_exported_computes_the_same(trained: Path, tmp_path: Path) -> None:
    net = export.averaged([trained / "last.pt", trained / "synthetic.pt"])
    export.write(net, tmp_path / "net.onnx")
    export.enter(tmp_path, "mine", "net.onnx", "CC0", "None.", (0.0, 1.0))
    loaded = weights.network(tmp_path, weights.entry(tmp_path, "mine"))
    features = np.random.default_rng(0).standard_normal((123, BANDS)).astype(np.float32)
    with torch.no_grad():
        expected = net(torch.from_numpy(features)[None])[0][0].log_softmax(-1).numpy()
    assert (tmp_path / "net.onnx").stat().st_size < 8_000_000
    np.testing.assert_allclose(loaded(features), expected, atol=0.02)


def test_a_shipped_network_can_be_trained_on(trained: Path, tmp_path: Path) -> None:
    net = export.averaged([trained / "last.pt"])
    export.write(net, tmp_path / "net.onnx")
    random = np.random.default_rng(0)
    heard = [random.standard_normal((200, BANDS)).astype(np.float32) for _ in range(3)]
    again = shipped.read(tmp_path / "net.onnx", heard)
    features = torch.from_numpy(random.standard_normal((1, 150, BANDS)).astype(np.float32))
    with torch.no_grad():
        torch.testing.assert_close(again(features)[0], net(features)[0], atol=0.03, rtol=0.01)
        whole = torch.from_numpy(np.concatenate(heard))[None]
        torch.testing.assert_close(again.train().reduce(whole.mT), net.reduce(whole.mT), atol=0.05, rtol=0.02)


def test_a_file_of_another_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(b"nonsense")
    with pytest.raises(ValueError, match="no exported recogniser"):
        shipped.read(tmp_path / "net.onnx", [])


def test_branches_are_averaged(trained: Path) -> None:
    one, other = (torch.load(trained / f"{name}.pt", weights_only=True)["mean"] for name in ("last", "synthetic"))
    mean = export.averaged([trained / "last.pt", trained / "synthetic.pt"]).state_dict()
    torch.testing.assert_close(mean["last.bias"], (one["last.bias"] + other["last.bias"]) / 2)
