import sys
from pathlib import Path

import cv2
import pytest

from avatar.counsellor import sheet


@pytest.mark.parametrize("shown", ["visemes", "states"])
def test_a_sheet_shows_every_cell_with_its_label(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: str) -> None:
    out = tmp_path / "sheet.png"
    monkeypatch.setattr(sys, "argv", ["sheet", str(out), "--who", "man", "--show", shown])
    sheet.main()
    page = cv2.imread(str(out))
    assert page is not None
    assert page.shape[0] > 2 * (252 + sheet.LABEL)
    label = page[sheet.GAP + (252 if shown == "visemes" else 512) + 4 :][:30, sheet.GAP : sheet.GAP + 60]
    assert (label.max(axis=-1) < 110).any()


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["sheet", str(tmp_path / "nowhere" / "sheet.png")])
    with pytest.raises(OSError, match="nowhere"):
        sheet.main()
