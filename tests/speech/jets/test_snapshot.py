"""A folder as ESPnet packs it is read where it lies, and whatever is wrong with it is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("yaml")

import yaml

from speech.jets import snapshot
from tests.speech.jets import snapshots


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return snapshots.write(tmp_path / "voice", tensors={}, g2p="g2pk_no_space")


def rewrite(folder: Path, name: str, change: Callable[[dict[str, Any]], object]) -> None:
    settings = yaml.safe_load((folder / name).read_text("utf-8"))
    change(settings)
    (folder / name).write_text(yaml.safe_dump(settings), "utf-8")


def test_a_packed_voice(folder: Path) -> None:
    found = snapshot.read(folder)
    assert found.weights == folder / snapshots.WEIGHTS
    assert (found.config.rate, found.config.hop, found.config.g2p) == (24000, 256, "g2pk_no_space")
    assert found.config.tokens[0] == "<blank>"


def test_what_espnet_writes_into_its_configuration_is_no_argument(folder: Path) -> None:
    params = {"idim": len(snapshots.TOKENS), "odim": 64}
    rewrite(folder, snapshots.CONFIG, lambda config: config["tts_conf"]["generator_params"].update(params))
    config = snapshot.read(folder).config
    assert config.bands == 64
    assert not {"idim", "odim"} & config.generator.keys()


def test_configuration_and_weights_side_by_side(folder: Path, tmp_path: Path) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    (folder / snapshots.CONFIG).rename(flat / "config.yaml")
    (folder / snapshots.WEIGHTS).rename(flat / "120epoch.pth")
    assert snapshot.read(flat).weights.name == "120epoch.pth"
    (flat / "60epoch.pth").touch()
    with pytest.raises(ValueError, match="several weights"):
        snapshot.read(flat)


def test_the_files_of_the_hubs_cache_are_links(folder: Path, tmp_path: Path) -> None:
    blob = tmp_path / "blob"
    (folder / snapshots.WEIGHTS).rename(blob)
    (folder / snapshots.WEIGHTS).symlink_to(blob)
    assert snapshot.read(folder).weights.is_file()


@pytest.mark.parametrize("name", ["meta.yaml", snapshots.CONFIG, snapshots.WEIGHTS])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(FileNotFoundError, match=name.rpartition("/")[2]):
        snapshot.read(folder)


@pytest.mark.parametrize("outside", ["/etc/passwd", "../other/config.yaml"])
def test_nothing_outside_the_folder_is_opened(folder: Path, outside: str) -> None:
    rewrite(folder, "meta.yaml", lambda meta: meta["yaml_files"].update(train_config=outside))
    with pytest.raises(ValueError, match="outside"):
        snapshot.read(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda config: config.update(tts="vits"), "vits"),
        (lambda config: config.update(g2p="pyopenjtalk"), "pyopenjtalk"),
        (lambda config: config.update(token_type="bpe"), "g2p"),
        (lambda config: config.pop("token_list"), "token_list"),
        (lambda config: config.update(token_list=["a", "a", "b", "c"]), "twice"),
        (lambda config: config["tts_conf"].update(sampling_rate=10**9), "sampling_rate"),
        (lambda config: config["tts_conf"]["generator_params"].update(spks=20), "several voices"),
        (lambda config: config["tts_conf"]["generator_params"].update(idim=45), "another number"),
        (lambda config: config.pop("tts_conf"), "tts_conf"),
    ],
)
def test_a_configuration_of_something_else(folder: Path, change: Callable[[dict[str, Any]], object], said: str) -> None:
    rewrite(folder, snapshots.CONFIG, change)
    with pytest.raises(ValueError, match=said):
        snapshot.read(folder)


@pytest.mark.parametrize("content", ["- a\n- b\n", "a: [", "a: !!python/object/apply:os.getcwd []", ""])
def test_a_configuration_that_is_none(folder: Path, content: str) -> None:
    (folder / snapshots.CONFIG).write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"config\.yaml"):
        snapshot.read(folder)
