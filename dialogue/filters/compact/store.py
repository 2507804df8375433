"""The weights on the disk: an .npz file and a manifest that says what it is and under which terms."""

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

PACKAGED: Final = Path(__file__).parents[1] / "weights"
MANIFEST: Final = "manifest.json"
NAME: Final = "abuse"
HOW_TO_MAKE: Final = "train weights with `python -m dialogue.training.abuse`"


def read(folder: Path) -> Mapping[str, NDArray[Any]]:
    """Arrays by name. FileNotFoundError without manifest or weights, ValueError for broken or other ones."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise FileNotFoundError(f"no {MANIFEST} in {folder}; {HOW_TO_MAKE}")
    try:
        row = json.loads(manifest.read_text("utf-8"))[NAME]
        file, sha256 = str(row["file"]), str(row["sha256"])
    except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{manifest} is not a manifest of abuse weights: {error!r}") from error
    path = folder / Path(file).name
    if not path.is_file():
        raise FileNotFoundError(f"no weights at {path}; {HOW_TO_MAKE}")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{path} is damaged or another file than the manifest says (sha256 differs)")
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return dict(arrays)
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"{path} holds no arrays: {error}") from error


def write(folder: Path, arrays: Mapping[str, NDArray[Any]], licence: str, terms: str, sets: list[str]) -> Path:
    """The file written, `abuse.npz`, with its row of the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    path = folder / f"{NAME}.npz"
    path.write_bytes(packed.getvalue())
    sha256 = hashlib.sha256(packed.getvalue()).hexdigest()
    row = {"file": path.name, "sha256": sha256, "licence": licence, "terms": terms, "learnt from": sets}
    text = json.dumps({NAME: row}, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")
    return path
