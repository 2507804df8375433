"""The table of checkpoints and the command that shows, fetches and checks them. Nothing here goes to the network."""

import hashlib
import importlib
import json
import sys
from pathlib import Path

import huggingface_hub
import pytest
from typer.testing import CliRunner, Result

from server import checkpoints
from server.cli import models
from speech.recognizers import faster_whisper, whisper

PARTS = {"model.bin": b"weights", "config.json": b"{}", "tokenizer.json": b"[]", "vocabulary.json": b"[0]"}


@pytest.fixture(autouse=True)
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No caches, no folder of checkpoints."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models.app, arguments)


def records(*arguments: str) -> dict[str, dict[str, object]]:
    rows = [json.loads(line) for line in run(*arguments, "--json").stdout.splitlines()]
    return {row["name"]: row for row in rows}


def git_hash(content: bytes) -> str:
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()


def copy_of(repository: str, tmp_path: Path, parts: dict[str, bytes]) -> Path:
    """As the hub's client lays it out: files are links to blobs named by their hash."""
    home = tmp_path / "hub" / f"models--{repository.replace('/', '--')}"
    snapshot = home / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (home / "blobs").mkdir()
    for name, content in parts.items():
        blob = home / "blobs" / (hashlib.sha256(content).hexdigest() if name == "model.bin" else git_hash(content))
        blob.write_bytes(content)
        (snapshot / name).symlink_to(blob)
    return snapshot


def test_every_short_name_of_the_engines_is_in_the_table() -> None:
    table = checkpoints.table()
    for name, repository in faster_whisper.NAMES.items():
        assert table[f"faster-whisper-{name}"].repository == repository
    for name, file in whisper.NAMES.items():
        assert table[f"whisper-{name}"].held == (file,)
        assert table[f"whisper-{name}"].repository == whisper.REPOSITORIES[name]


def test_every_row_can_be_brought_and_says_its_terms() -> None:
    for row in checkpoints.table().values():
        assert row.licence and row.commercial in ("yes", "no", "ask"), row.name
        assert row.files if row.repository else row.source and row.folder and row.held, row.name
        assert all(len(digest) == 64 and name in row.held for name, digest in row.sha256.items()), row.name


def test_list_shows_what_is_here_and_what_is_not(tmp_path: Path) -> None:
    snapshot = copy_of("Systran/faster-whisper-tiny", tmp_path, PARTS)
    rows = records("list")
    keys = {"name", "engine", "source", "megabytes", "licence", "commercial", "sha256", "present", "path"}
    assert all(set(row) == keys for row in rows.values())
    assert rows["faster-whisper-tiny"]["present"] and rows["faster-whisper-tiny"]["path"] == str(snapshot)
    assert not rows["faster-whisper-base"]["present"] and rows["faster-whisper-base"]["path"] is None


def test_people_see_what_is_not_for_sale() -> None:
    lines = {line.split()[0]: line for line in run("list").stdout.splitlines() if not line.startswith(" ")}
    for name in ("wav2lip", "makeittalk", "jets-kss", "hatescore"):
        assert "non-commercial" in lines[name]
    assert "commercial" not in lines["whisper-small"]


def test_the_embedded_weights_are_listed_with_their_terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real.onnx").write_bytes(b"net")
    shared = {"sha256": hashlib.sha256(b"net").hexdigest(), "surest": [0, 1], "terms": "For research only."}
    rows = {
        "real": {"file": "real.onnx", "licence": "CC BY-NC-SA 4.0", **shared},
        "synthetic": {"file": "synthetic.onnx", "licence": "Apache-2.0", **shared, "terms": "Free."},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(rows))
    monkeypatch.setattr(checkpoints, "OWN", (tmp_path,))
    listed = records("list")
    assert listed["embedded-real"]["commercial"] == "no" and listed["embedded-real"]["present"]
    assert listed["embedded-synthetic"]["commercial"] == "yes" and not listed["embedded-synthetic"]["present"]
    assert records("verify", "embedded-real")["embedded-real"]["status"] == "ok"


@pytest.mark.parametrize("name", ["real", "synthetic", "encoder", "cross", "ranker", "crisis", "abuse"])
def test_every_network_of_ours_is_listed_and_whole(name: str) -> None:
    row = records("list")[f"embedded-{name}"]
    assert row["present"] and row["licence"]
    importlib.import_module(str(row["engine"]))
    assert records("verify", f"embedded-{name}")[f"embedded-{name}"]["status"] == "ok"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({}, "ok", 0),
        ({"model.bin": b"other weights"}, "damaged", 1),
        ({"config.json": b"{ }"}, "damaged", 1),
        ({"vocabulary.json": b"{ }"}, "damaged", 1),
        ({"model.bin": None}, "incomplete", 1),
    ],
)
def test_verify_reads_what_the_cache_of_the_hub_holds(
    tmp_path: Path, change: dict[str, bytes | None], status: str, code: int
) -> None:
    snapshot = copy_of("Systran/faster-whisper-tiny", tmp_path, PARTS)
    for name, content in change.items():
        if content is None:
            (snapshot / name).unlink()
        else:
            (snapshot / name).resolve().write_bytes(content)
    outcome = run("verify")
    assert records("verify")["faster-whisper-tiny"]["status"] == status
    assert outcome.exit_code == code


def test_verify_knows_the_published_hashes(tmp_path: Path) -> None:
    (tmp_path / "cache" / "whisper").mkdir(parents=True)
    (tmp_path / "cache" / "whisper" / "tiny.pt").write_bytes(b"half a download")
    assert records("verify", "whisper-tiny")["whisper-tiny"]["status"] == "damaged"
    assert records("verify", "silero-vad")["silero-vad"]["status"] == "ok"


def test_a_plain_copy_has_no_hashes_to_check(tmp_path: Path) -> None:
    plain = tmp_path / "hub" / "models--Systran--faster-whisper-tiny" / "snapshots" / "copied"
    plain.mkdir(parents=True)
    for name, content in PARTS.items():
        (plain / name).write_bytes(content)
    assert records("verify", "faster-whisper-tiny")["faster-whisper-tiny"]["status"] == "unchecked"


def test_absent_is_a_failure_only_where_it_was_asked_for() -> None:
    assert run("verify").exit_code == 0
    assert run("verify", "whisper-tiny").exit_code == 1


def test_fetch_asks_the_hub_for_the_files_of_the_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def download(repository: str, **wanted: object) -> str:
        asked.update(wanted, repository=repository)
        return str(copy_of(repository, tmp_path, PARTS))

    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    outcome = run("fetch", "faster-whisper-tiny", "--json")
    assert json.loads(outcome.stdout)["path"].endswith("abc")
    assert asked["repository"] == "Systran/faster-whisper-tiny"
    assert {"model.bin", "config.json", "tokenizer.json"} <= set(asked["allow_patterns"])  # type: ignore[call-overload]
    assert records("list")["faster-whisper-tiny"]["present"]


def test_fetch_without_a_way_to_the_hub_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise ConnectionError("Name or service not known\nand more")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fail)
    error = run("fetch", "whisper-tiny").exception
    assert isinstance(error, checkpoints.FetchError)
    assert "openai/whisper-tiny" in str(error) and "copy" in str(error) and "\n" not in str(error)


def test_half_a_repository_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = {name: content for name, content in PARTS.items() if name != "tokenizer.json"}
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda name, **_: str(copy_of(name, tmp_path, some)))
    error = run("fetch", "faster-whisper-tiny").exception
    assert isinstance(error, checkpoints.FetchError) and "tokenizer.json" in str(error)


def test_fetch_without_the_client_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    error = run("fetch", "whisper-tiny").exception
    assert isinstance(error, checkpoints.FetchError) and "pip install huggingface_hub" in str(error)


def test_what_is_not_on_the_hub_names_its_place() -> None:
    error = run("fetch", "wav2lip").exception
    assert isinstance(error, ValueError) and "Rudrabha/Wav2Lip" in str(error) and "wav2lip_gan.pth" in str(error)


@pytest.mark.parametrize("command", ["fetch", "verify"])
def test_a_wrong_name_is_answered_with_the_right_ones(command: str) -> None:
    error = run(command, "whisper-huge").exception
    assert isinstance(error, ValueError) and "whisper-small" in str(error)
