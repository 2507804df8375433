import json
import shutil
from pathlib import Path

import pytest

from avatar.portraits import weights


def test_every_packaged_network_is_the_one_of_the_manifest_and_names_its_terms() -> None:
    rows = json.loads((weights.FOLDER / weights.MANIFEST).read_text("utf-8"))
    notice = (weights.FOLDER / "NOTICE").read_text("utf-8")
    for name, row in rows.items():
        assert weights.packaged(name)
        assert row["licence"] == "Apache-2.0" and row["origin"] in notice and row["file"] in notice


def test_another_file_is_not_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(weights.FOLDER, folder)
    with (folder / "yunet.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ValueError, match="sha256"):
        weights.packaged("yunet", folder)
    (folder / "yunet.onnx").unlink()
    with pytest.raises(FileNotFoundError, match=r"yunet\.onnx"):
        weights.packaged("yunet", folder)
