"""Where the model hub's client keeps what it has fetched. Reads folders only; never asks the hub."""

import os
from pathlib import Path


def snapshot(repository: str) -> Path | None:
    """The newest copy of a repository on this machine."""
    copies = cache().glob(f"models--{repository.replace('/', '--')}/snapshots/*")
    return max(copies, key=lambda path: path.stat().st_mtime, default=None)


def cache() -> Path:
    home = Path(os.environ.get("HF_HOME") or "~/.cache/huggingface").expanduser()
    return Path(os.environ.get("HF_HUB_CACHE") or home / "hub").expanduser()
