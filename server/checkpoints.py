"""The checkpoints that engines can use: where they come from, on which terms, and which of them are on this machine.

Nothing here goes to the network but `fetch`, and that only when it is called.
"""

import hashlib
import importlib.util
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from avatar.portraits.weights import FOLDER as FINDING
from dialogue import networks
from speech import hub
from speech.ctc import weights as hearing
from speech.ctc.weights import MANIFEST

MOUTHS: Final = Path(__file__).parents[1] / "avatar" / "weights"
TABLE: Final = Path(__file__).parent / "checkpoints.toml"
OWN: Final = (hearing.PACKAGED, networks.PACKAGED, FINDING, MOUTHS)
"""folders of weights that come with the product, each with a manifest"""
ENGINES: Final = {
    **dict.fromkeys(("encoder", "cross", "ranker"), "dialogue.answerers.embedded"),
    "abuse": "dialogue.filters.embedded",
    "crisis": "dialogue.crisis",
    **dict.fromkeys(("yunet", "mesh"), "avatar.portraits"),
    "small-wav2lip": "avatar.animators.wav2lip",
}
"""who loads them; other rows are variants of the recogniser"""
_RESTRICTED: Final = re.compile(r"\bNC\b|non-?commercial|research", re.IGNORECASE)

Commercial = Literal["yes", "no", "ask"]
Soundness = Literal["ok", "unchecked", "damaged", "incomplete", "absent"]
"""ok: every file has its hash; unchecked: complete, but not every hash is known"""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    name: str
    engine: str
    """the engine that loads it"""
    megabytes: int
    """about"""
    licence: str
    commercial: Commercial
    repository: str | None = None
    """on the model hub"""
    files: tuple[str, ...] = ()
    """what a copy of the repository must hold"""
    extras: tuple[str, ...] = ()
    """patterns of what is fetched besides"""
    folder: str | None = None
    """another place: a path, cache:PATH or package:NAME/PATH"""
    held: tuple[str, ...] = ()
    """what that folder must hold"""
    source: str | None = None
    """where it comes from, when not from the hub"""
    sha256: Mapping[str, str] = field(default_factory=dict)
    """of files by name, where known"""


class FetchError(OSError):
    """A checkpoint did not come; the message says what to do."""


def table() -> dict[str, Checkpoint]:
    """All checkpoints by name, our own first."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    return {row.name: row for row in (*_own(), *(_row(name, values) for name, values in rows.items()))}


def find(checkpoint: Checkpoint) -> Path | None:
    """The folder that holds all of it, or None."""
    return next((folder for folder, files in _places(checkpoint) if _held(folder, files) == len(files)), None)


def check(checkpoint: Checkpoint) -> Soundness:
    """Reads every file; seconds for a large one."""
    folder = find(checkpoint)
    if folder is None:
        partly = any(_held(folder, files) for folder, files in _places(checkpoint))
        return "incomplete" if partly else "absent"
    from_hub = folder.parent.name == "snapshots"
    files = (
        [file for file in folder.rglob("*") if file.is_file()] if from_hub else [folder / n for n in checkpoint.held]
    )
    found = {_check_file(file, checkpoint.sha256.get(file.name)) for file in files}
    return "damaged" if "damaged" in found else "unchecked" if "unchecked" in found else "ok"


def fetch(checkpoint: Checkpoint) -> Path:
    """Bring a checkpoint from the model hub into its cache on this machine; returns the folder.

    Raises FetchError without the hub's client or when the hub does not give all of it, ValueError for one that the hub
    does not have.
    """
    if checkpoint.repository is None:
        raise ValueError(
            f"{checkpoint.name} is not on the model hub but comes from: {checkpoint.source}; "
            f"it is looked for in {checkpoint.folder} as {', '.join(checkpoint.held)}"
        )
    if importlib.util.find_spec("huggingface_hub") is None:
        raise FetchError("the model hub's client is not installed: pip install huggingface_hub")
    from huggingface_hub import snapshot_download

    wanted = [*checkpoint.files, *checkpoint.extras]
    try:
        folder = Path(snapshot_download(checkpoint.repository, cache_dir=hub.cache(), allow_patterns=wanted))
    except Exception as error:  # the client lets the errors of its HTTP library through
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise FetchError(
            f"{checkpoint.repository} did not come ({first}). Without a way to the model hub, fetch it on another "
            f"machine and copy its folder into {hub.cache()}"
        ) from error
    if missing := [name for name in checkpoint.files if not (folder / name).is_file()]:
        raise FetchError(f"{checkpoint.repository} came without {', '.join(missing)}")
    return folder


def _row(name: str, values: Mapping[str, Any]) -> Checkpoint:
    fixed: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Checkpoint(name, **fixed)


def _own() -> Iterator[Checkpoint]:
    """What the manifests of the packaged weights say."""
    for folder in OWN:
        manifest = folder / MANIFEST
        rows = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {}
        for name, row in rows.items():
            file = folder / row["file"]
            terms = f"{row['licence']}; {row['terms']}"
            yield Checkpoint(
                f"embedded-{name}",
                ENGINES.get(name, "speech.recognizers.embedded"),
                round(file.stat().st_size / 1e6) if file.is_file() else 0,
                terms,
                "no" if _RESTRICTED.search(terms) else "yes",
                folder=str(folder),
                held=(row["file"],),
                source="part of this package",
                sha256={row["file"]: row["sha256"]},
            )


def _places(checkpoint: Checkpoint) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Folders where it may be, and what each must hold."""
    if checkpoint.folder and (folder := _resolve(checkpoint.folder)):
        yield folder, checkpoint.held
    if checkpoint.repository and (copy := hub.snapshot(checkpoint.repository)):
        yield copy, checkpoint.files


def _resolve(folder: str) -> Path | None:
    kind, _, rest = folder.rpartition(":")
    if kind == "cache":
        return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / rest
    if kind == "package":
        package, _, inside = rest.partition("/")
        spec = importlib.util.find_spec(package)
        return Path(spec.origin).parent / inside if spec and spec.origin else None
    return Path(folder)


def _held(folder: Path, files: tuple[str, ...]) -> int:
    return sum((folder / name).is_file() for name in files)


def _check_file(file: Path, sha256: str | None) -> Literal["ok", "unchecked", "damaged"]:
    """The hub's cache names a file's content by its hash: SHA-256 for a large one, Git's for a small one."""
    named = file.resolve().name
    if sha256 is None and re.fullmatch(r"[0-9a-f]{64}", named):
        sha256 = named
    if sha256 is not None:
        return "ok" if _digest(file, hashlib.sha256()) == sha256 else "damaged"
    if re.fullmatch(r"[0-9a-f]{40}", named):
        blob = hashlib.sha1(f"blob {file.stat().st_size}\0".encode(), usedforsecurity=False)
        return "ok" if _digest(file, blob) == named else "damaged"
    return "unchecked"


def _digest(file: Path, digest: "hashlib._Hash") -> str:
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
