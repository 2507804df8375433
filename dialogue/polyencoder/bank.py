"""Vectors of texts that are made once and kept: `bank.npz` without pickle, and `bank.jsonl` with the texts beside it.

Kept vectors hold for one state of the weights; of a changed knowledge base only the new texts are made anew.
"""

import contextlib
import hashlib
import io
import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

VECTORS: Final = "bank.npz"
TEXTS: Final = "bank.jsonl"
PICKLED: Final = (".pickle", ".pkl")
AT_ONCE: Final = 16
"""texts that are made into vectors together"""

Floats = NDArray[np.float32]

log = logging.getLogger(__name__)


def vectors(
    texts: Sequence[str], embed: Callable[[Sequence[str]], Floats], width: int, made_by: str, folder: Path | None = None
) -> Floats:
    """A vector for each text, (texts, width): those kept in `folder`, the others by `embed`, and all kept there.

    `made_by`: fingerprint of the weights. A folder that cannot be written is passed over; a damaged bank is made anew.
    """
    known = _kept(folder, width, made_by) if folder else {}
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    for start in range(0, len(missing), AT_ONCE):
        together = missing[start : start + AT_ONCE]
        known |= zip(together, embed(together), strict=True)
    found = np.array([known[text] for text in texts], np.float32).reshape(len(texts), width)
    if folder and (missing or len(known) > len(set(texts))):
        log.info("%d of %d texts made into vectors", len(missing), len(set(texts)))
        _keep(folder, {text: known[text] for text in texts}, width, made_by)
    return found


def refuse_pickle(path: Path) -> None:
    """ValueError for a table of vectors as the source project kept them."""
    if path.suffix in PICKLED:
        raise ValueError(
            f"{path} is a pickled table, and a pickle is never opened. Name a folder as `bank`: "
            "the answers of the knowledge base are made into vectors anew and kept there"
        )


def _kept(folder: Path, width: int, made_by: str) -> dict[str, Floats]:
    try:
        data = (folder / TEXTS).read_bytes()
        with np.load(folder / VECTORS, allow_pickle=False) as file:
            rows, seal = file["vectors"], str(file["seal"])
        head, *lines = (json.loads(line) for line in data.decode("utf-8").splitlines())
        texts = [line["text"] for line in lines]
        if head["made_by"] != made_by:
            return {}
        if seal != _seal(data) or rows.shape != (len(texts), width) or rows.dtype != np.float32:
            raise ValueError("texts and vectors do not belong together")
    except FileNotFoundError:
        return {}
    except Exception as error:  # zipfile, NumPy and JSON have no common base for a broken file
        log.warning("the bank in %s cannot be read and is made anew: %s", folder, type(error).__name__)
        return {}
    return dict(zip(texts, rows, strict=True))


def _keep(folder: Path, known: Mapping[str, Floats], width: int, made_by: str) -> None:
    lines = [{"made_by": made_by, "width": width}, *({"text": text} for text in known)]
    data = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    file = io.BytesIO()
    np.savez(file, vectors=np.array(list(known.values()), np.float32).reshape(-1, width), seal=np.array(_seal(data)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / VECTORS, file.getvalue())
        _replace(folder / TEXTS, data)
    except OSError as error:
        log.warning("the bank cannot be kept in %s: %s", folder, error.strerror)


def _seal(texts: bytes) -> str:
    """What the vectors' file holds of the texts' file, so that two halves of different banks are noticed."""
    return hashlib.sha256(texts).hexdigest()


def _replace(path: Path, data: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
