"""From recordings to a voice that is loaded like any other, at toy size."""

import importlib.util
import json
import re
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
if any(importlib.util.find_spec(name) is None for name in ("espnet2", "pyworld", "joblib")):
    pytest.skip("ESPnet or what it trains with is not installed", allow_module_level=True)

import torch

from speech.jets import checkpoint, snapshot
from speech.training.jets import clips
from speech.training.jets.__main__ import main
from speech.training.jets.teach import LOG, STATE, WEIGHTS, Plan, teach
from speech.voices import jets
from tests.speech.jets import snapshots


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return snapshots.write(tmp_path / "base", segment_size=16)


def test_a_voice_learns_and_speaks(base: Path, folder: Path, tmp_path: Path) -> None:
    found = snapshot.read(base)
    out = teach(found, clips.read(folder), tmp_path / "own", Plan(3, batch=2, rate=1e-3))
    before, after = checkpoint.read(found.weights), checkpoint.read(out / WEIGHTS)
    changed = [name for name in before if name in after and not torch.equal(before[name], after[name])]
    for part in ("encoder", "duration_predictor", "generator", "alignment_module"):
        assert any(name.startswith(f"tts.generator.{part}.") for name in changed), part
    assert any(name.startswith("tts.discriminator.") for name in after)
    assert next(jets.load(str(out), threads=1).speak("네.")).text == "네."


def test_the_losses_are_written_down_and_the_sound_comes_nearer(base: Path, folder: Path, tmp_path: Path) -> None:
    out = teach(snapshot.read(base), clips.read(folder), tmp_path / "own", Plan(25, batch=4, rate=4e-3))
    rows = [json.loads(line) for line in (out / LOG).read_text("utf-8").splitlines()]
    assert [row["step"] for row in rows] == list(range(1, 26))
    mel = [row["generator_g_mel_loss"] for row in rows]
    assert np.mean(mel[-5:]) < 0.9 * np.mean(mel[:5])


def test_a_training_that_was_cut_off_goes_on(base: Path, folder: Path, tmp_path: Path) -> None:
    for steps in (2, 3):
        out = teach(snapshot.read(base), clips.read(folder), tmp_path / "own", Plan(steps, batch=4, save_every=1))
    assert torch.load(out / STATE, weights_only=True)["steps"] == 3
    assert [json.loads(line)["step"] for line in (out / LOG).read_text("utf-8").splitlines()] == [1, 2, 3]


def test_some_recordings_are_held_out(base: Path, folder: Path, tmp_path: Path) -> None:
    table = folder / "transcripts.tsv"
    rows = table.read_text("utf-8").splitlines()[1:]
    table.write_text("\n".join(["file\ttext", *chain.from_iterable([rows] * 4)]), "utf-8")
    found = clips.read(folder)
    out = teach(snapshot.read(base), found[:21], tmp_path / "own", Plan(1, batch=2))
    assert len(json.loads((out / "held_out.json").read_text("utf-8"))) == 1


def test_the_terms_of_the_base_are_inherited(folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found = snapshot.read(snapshots.write(tmp_path / "kss_jets", segment_size=16))
    jets.load(str(teach(found, clips.read(folder), tmp_path / "own", Plan(1, batch=2))), threads=1)
    assert "not for commercial use" in caplog.text


def test_too_few_recordings(base: Path, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 2"):
        teach(snapshot.read(base), clips.read(folder)[:1], tmp_path / "own", Plan(1))


def test_a_base_without_its_statistics(base: Path, folder: Path, tmp_path: Path) -> None:
    (base / "exp/tts_stats/train/feats_stats.npz").unlink()
    with pytest.raises(FileNotFoundError, match="feats_stats"):
        teach(snapshot.read(base), clips.read(folder), tmp_path / "own", Plan(1))


def test_a_base_without_what_aligns_text_and_sound(base: Path, folder: Path, tmp_path: Path) -> None:
    path = snapshot.read(base).weights
    torch.save({name: kept for name, kept in checkpoint.read(path).items() if "alignment_module" not in name}, path)
    with pytest.raises(ValueError, match="alignment_module"):
        teach(snapshot.read(base), clips.read(folder), tmp_path / "own", Plan(1))


def test_from_the_command_line_to_the_page(
    base: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", str(folder), "--base", str(base), "--no-ear"])
    assert ended.value.code == 0
    assert "6 usable" in capsys.readouterr().out
    own = str(tmp_path / "own")
    main(["train", str(folder), "--base", str(base), "--out", own, "--steps", "1", "--batch", "2", "--no-ear"])
    main(["listen", own, "--threads", "1"])
    page = (tmp_path / "own/listen.html").read_text("utf-8")
    sounds = re.findall(r'src="data:audio/wav;base64,[A-Za-z0-9+/=]{1000,}"', page)
    held_out = json.loads((tmp_path / "own/held_out.json").read_text("utf-8"))
    assert len(sounds) == 2 * len(held_out) + 2 * 4
    assert all(one["text"] in page for one in held_out)
    assert not re.search(r"https?://", page)


def test_what_is_wrong_is_said_in_one_line(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="on this machine"):
        main(["train", str(folder), "--base", "nobody/nowhere", "--out", str(tmp_path / "own")])
