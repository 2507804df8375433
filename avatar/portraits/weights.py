"""The packaged networks, read only when they are the files their manifest names."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "weights"
MANIFEST: Final = "manifest.json"


@cache
def packaged(name: str, folder: Path = FOLDER) -> bytes:
    """The file of a row of the manifest. Raises FileNotFoundError without it, ValueError when it is another file."""
    rows: dict[str, dict[str, str]] = json.loads((folder / MANIFEST).read_text("utf-8"))
    path = folder / rows[name]["file"]
    if not path.is_file():
        raise FileNotFoundError(f"no {path}; it is part of this package, install it again")
    content: bytes = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != rows[name]["sha256"]:
        raise ValueError(f"{path} is damaged or another file than the manifest says (sha256 differs); install it again")
    return content
