"""Puts weights that were made into the manifest beside them: what they are, and under which terms."""

import hashlib
import json
from pathlib import Path

from dialogue.networks import MANIFEST


def enter(folder: Path, name: str, file: str, terms: str, licence: str = "Apache-2.0") -> None:
    """The row of `file`, which lies in the folder, new or in place of the old one."""
    path = folder / MANIFEST
    rows = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    sha256 = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    rows[name] = {"file": file, "sha256": sha256, "licence": licence, "terms": terms}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", "utf-8")
