import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from avatar.portraits.problems import PictureError
from avatar.portraits.still import read_still
from tests.avatar.portraits.faces import face, save


def test_colours_come_back_as_red_green_blue(tmp_path: Path) -> None:
    picture = np.full((300, 320, 3), (200, 90, 20), np.uint8)
    assert read_still(save(picture, tmp_path / "a.png"))[5, 5].tolist() == [200, 90, 20]


def test_what_is_transparent_gets_a_plain_ground(tmp_path: Path) -> None:
    picture = np.zeros((300, 300, 4), np.uint8)
    picture[:150] = (10, 20, 30, 255)
    cv2.imwrite(str(tmp_path / "a.png"), picture)
    read = read_still(tmp_path / "a.png")
    assert read[0, 0].tolist() == [30, 20, 10]
    assert read[299, 0].min() > 200


@pytest.mark.parametrize(("width", "height"), [(50, 50), (8000, 8000), (60_000, 60_000), (2000, 120)])
def test_too_small_or_too_large_is_refused_before_it_is_decoded(
    width: int, height: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    (tmp_path / "bomb.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + start + struct.pack(">I", zlib.crc32(start))
        + struct.pack(">I", len(body)) + b"IDAT" + body + struct.pack(">I", zlib.crc32(b"IDAT" + body))
    )  # fmt: skip
    monkeypatch.setattr(cv2, "imdecode", lambda *_: pytest.fail("decoded"))
    with pytest.raises(PictureError, match=f"{width} x {height}"):
        read_still(tmp_path / "bomb.png")


def test_a_damaged_or_empty_file_is_named(tmp_path: Path) -> None:
    path = save(face(), tmp_path / "a.png")
    content = path.read_bytes()
    path.write_bytes(content[:60])
    with pytest.raises(PictureError, match="export"):
        read_still(path)
    path.write_bytes(b"")
    with pytest.raises(PictureError, match="empty"):
        read_still(path)


def test_a_text_that_calls_itself_a_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("this is no picture at all", "utf-8")
    with pytest.raises(PictureError, match="PNG, JPEG or WebP"):
        read_still(tmp_path / "a.png")
