from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import torch
from numpy.typing import NDArray

from avatar.mouth_shapes import A
from avatar.training import examples, export, teaching, trainer
from avatar.training.examples import Examples
from avatar.training.teaching import Pupil, Teacher
from avatar.training.trainer import Plan, Trainer
from avatar.wav2lip import onnx_generator

WIDTH = 0.02


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "FILE_HOLDS", 8)
        examples.draw(folder, 16, ["네, 맞아요.", "고맙습니다."], seed=3)
    return folder


@pytest.fixture(scope="module")
def trained(drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint of four steps, a second each."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    out = tmp_path_factory.mktemp("training") / "together.pt"
    seconds = count()
    pupil = Pupil(WIDTH)
    teacher = Teacher(pupil, np.random.default_rng(0), half=False)
    Trainer(Plan(4), pupil, out, lambda: next(seconds)).run(
        teacher.together(lambda: examples.read(drawn), examples.read(drawn))
    )
    return out


def test_examples_are_the_same_for_the_same_seed_but_for_the_voice(drawn: Path, tmp_path: Path) -> None:
    """espeak-ng's pitch flutters a little, so the sound is only nearly the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "FILE_HOLDS", 8)
        examples.draw(tmp_path, 8, ["네, 맞아요.", "고맙습니다."], seed=3)
    again, before = examples.read(tmp_path), examples.read(drawn)
    assert len(before) == 16
    assert np.array_equal(again["rest"], before["rest"][:8])
    assert np.abs(again["mouth"] - before["mouth"][:8]).max() < 0.2


def test_what_is_drawn_is_kept(drawn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "FILE_HOLDS", 8)
    written = [path.stat().st_mtime_ns for path in sorted(drawn.glob("*.npy"))]
    examples.draw(drawn, 16, [], seed=3)
    assert [path.stat().st_mtime_ns for path in sorted(drawn.glob("*.npy"))] == written


def test_there_are_examples_for_the_ear_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "CLIPS_A_FILE", 1)
    examples.listen(tmp_path, 1, ["아버지 어머니.", "고맙습니다."], seed=3)
    heard = examples.read(tmp_path)
    assert len(heard) > 20
    jaw, loud = heard["mouth"][:, 0], heard["mel"].astype(np.float32).mean(axis=(1, 2))
    assert np.corrcoef(jaw, loud)[0, 1] > 0.3
    assert heard["mel"][0].max() == -4


def test_without_examples_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no examples"):
        examples.read(tmp_path)


def test_the_mouth_is_hidden_in_the_first_three_channels_only(drawn: Path) -> None:
    seen = teaching.seen(examples.read(drawn))
    assert seen.shape[1:] == (6, 96, 96)
    assert seen[:, :3, 48:].abs().max() == 0
    assert seen[:, 3:, 48:].max() > 0.5
    assert torch.equal(seen[:, :3, :48], seen[:, 3:, :48])


def test_silence_stays_silence_at_every_level(drawn: Path) -> None:
    some = examples.read(drawn)[:4].copy()
    some["mel"][0] = -4
    heard = teaching.heard(some, np.random.default_rng(0))
    assert heard[0].max() == -4
    assert heard.min() >= -4
    assert heard.max() <= 4


def test_a_wrong_mouth_costs_more_than_a_wrong_forehead() -> None:
    wanted, counted = torch.full((1, 3, 96, 96), 0.5), teaching.weights()
    mouth, forehead = wanted.clone(), wanted.clone()
    mouth[..., 60:70, 40:50] = 0
    forehead[..., 5:15, 40:50] = 0
    costs = [teaching.loss(one, wanted, counted) for one in (wanted, forehead, mouth)]
    assert costs[0] == 0
    assert costs[1] * 10 < costs[2]


def test_the_rate_rises_stays_and_falls() -> None:
    plan = Plan(seconds=100)
    rates = [plan.rate(progress, step) for progress, step in ((0, 0), (0.1, 500), (0.2, 900), (0.7, 2000), (1, 3000))]
    assert rates[0] < rates[1] == rates[2] > rates[3] > rates[4] > 0


def test_a_training_can_be_taken_up_again(trained: Path) -> None:
    one = Trainer(Plan(8), Pupil(WIDTH), trained)
    one.resume()
    assert one.steps == 4
    assert one.progress == 0.5
    assert "loss" in trained.with_name("log.jsonl").read_text()


def test_another_width_is_refused(trained: Path) -> None:
    with pytest.raises(ValueError, match="width"):
        Trainer(Plan(8), Pupil(0.1), trained).resume()


def test_sound_alone_is_learnt_by_heart(drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainer, "WARM_UP", 1)
    monkeypatch.setattr(teaching, "LISTENED_ALONE", 16)
    torch.manual_seed(0)
    pupil = Pupil(WIDTH)
    losses = [float(loss) for loss in islice(_learning(pupil, tmp_path, examples.read(drawn)), 25)]
    assert losses[-1] < 0.8 * losses[0]


def _learning(pupil: Pupil, folder: Path, sounds: Examples) -> Iterator[torch.Tensor]:
    """The losses of a training on sound alone, as it goes on."""
    seen: list[torch.Tensor] = []

    def watched() -> Iterator[torch.Tensor]:
        for loss in Teacher(pupil, np.random.default_rng(0), half=False).listening(sounds):
            seen.append(loss.detach())
            yield loss

    seconds = count()
    Trainer(Plan(25), pupil, folder / "ear.pt", lambda: next(seconds)).run(watched())
    yield from seen


def test_the_last_stage_leaves_the_ear_alone(drawn: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    pupil = Pupil(WIDTH)
    before = {name: value.clone() for name, value in pupil.net.state_dict().items()}
    seconds = count()
    Trainer(Plan(2), pupil, tmp_path / "finished.pt", lambda: next(seconds)).run(
        Teacher(pupil, np.random.default_rng(0), half=False).finishing(examples.read(drawn))
    )
    changed = {
        name.partition(".")[0] for name, value in pupil.net.state_dict().items() if (value != before[name]).any()
    }
    assert "face_decoder_blocks" in changed
    assert "audio_encoder" not in changed


def test_pictures_can_be_drawn_as_an_ear_hears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def always_wide_open(windows: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.tile(np.array(A, np.float32), (len(windows), 1))

    monkeypatch.setattr(examples, "FILE_HOLDS", 4)
    examples.draw(tmp_path, 4, ["네, 맞아요.", "고맙습니다."], seed=3, ear=always_wide_open)
    drawn = examples.read(tmp_path)
    assert np.allclose(drawn["mouth"], A, atol=1e-4)
    assert (np.abs(drawn["said"].astype(int) - drawn["rest"]).max(axis=(1, 2, 3)) > 60).all()


def test_the_exported_file_draws_what_the_network_draws(trained: Path, drawn: Path, tmp_path: Path) -> None:
    net = export.taught(trained)
    export.write(net, tmp_path / export.FILE)
    export.enter(tmp_path / export.FILE)
    some = examples.read(drawn)[:3]
    with torch.no_grad():
        wanted = net(teaching.heard(some), teaching.seen(some)).permute(0, 2, 3, 1).numpy() * 255
    generator = onnx_generator.load(tmp_path / export.FILE)
    made = generator.draw(teaching.heard(some).numpy(), some["rest"])
    assert np.abs(made - wanted).max() < 2
    assert generator.licence == export.LICENCE
    assert export.FILE in (tmp_path / export.MANIFEST).read_text()
