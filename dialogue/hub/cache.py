"""Where the model hub's client keeps what it has fetched. Reads folders only; never asks the hub."""

import os
from pathlib import Path


def folder_of(model: str, needed: tuple[str, ...]) -> Path:
    """The folder of a model given as such, or the newest copy of a repository given by id.

    FileNotFoundError when it is not on this machine or lacks a file of `needed`.
    """
    folder = Path(model).expanduser()
    if not folder.is_dir():
        copies = _cache().glob(f"models--{model.replace('/', '--')}/snapshots/*")
        newest = max(copies, key=lambda path: path.stat().st_mtime, default=None)
        if newest is None:
            raise FileNotFoundError(
                f"no {model} on this machine: name its folder, or fetch it into {_cache()} with the model hub's client"
            )
        folder = newest
    if missing := [name for name in needed if not (folder / name).is_file()]:
        raise FileNotFoundError(f"{folder} lacks {', '.join(missing)}; copy the whole repository")
    return folder


def _cache() -> Path:
    home = Path(os.environ.get("HF_HOME") or "~/.cache/huggingface").expanduser()
    return Path(os.environ.get("HF_HUB_CACHE") or home / "hub").expanduser()
