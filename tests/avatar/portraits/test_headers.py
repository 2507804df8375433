import struct
import zlib
from contextlib import suppress

import cv2
import numpy as np
import pytest

from avatar.portraits.headers import Header, header, is_clip
from avatar.portraits.problems import PictureError


def coded(kind: str, width: int, height: int, *options: int) -> bytes:
    picture = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    return bytes(cv2.imencode(kind, picture, options)[1].tobytes())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (coded(".png", 61, 37), "png"),
        (coded(".jpg", 61, 37), "jpeg"),
        (coded(".jpg", 61, 37, cv2.IMWRITE_JPEG_PROGRESSIVE, 1), "jpeg"),
        (coded(".webp", 61, 37, cv2.IMWRITE_WEBP_QUALITY, 80), "webp"),
        (coded(".webp", 61, 37, cv2.IMWRITE_WEBP_QUALITY, 101), "webp"),
    ],
)
def test_kind_and_size_are_read_without_decoding(data: bytes, kind: str) -> None:
    assert header(data) == Header(kind, 61, 37, moves=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [".png", ".jpg", ".webp"])
def test_every_cut_is_read_or_refused_but_never_falls_over(kind: str) -> None:
    data = coded(kind, 40, 30)
    for end in range(min(len(data), 700)):
        with suppress(PictureError):
            assert header(data[:end]).width == 40


def test_nonsense_is_refused_with_what_to_bring_instead() -> None:
    chance = np.random.default_rng(2)
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"%PDF-1.7"):
        for _ in range(50):
            with pytest.raises(PictureError, match=r"bring|export"):
                raise PictureError(f"export {header(start + chance.bytes(60))}")


def test_moving_pictures_are_told_from_stills() -> None:
    still = coded(".png", 20, 20)
    control = b"acTL" + struct.pack(">II", 2, 0)
    chunk = struct.pack(">I", 8) + control + struct.pack(">I", zlib.crc32(control))
    assert header(still[:33] + chunk + still[33:]).moves
    extended = b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0" + bytes([0x02, 0, 0, 0]) + b"\x3f\x01\0\xef\0\0"
    assert header(extended) == Header("webp", 320, 240, moves=True)
    with pytest.raises(PictureError, match="GIF"):
        header(b"GIF89a" + bytes(40))


def test_clips_are_known_by_their_content() -> None:
    assert is_clip(b"\0\0\0\x20ftypisom....") and is_clip(b"\x1a\x45\xdf\xa3........")
    assert not is_clip(coded(".png", 9, 9)[:16])


def test_a_photo_of_a_telephone_is_told_from_a_clip() -> None:
    photo = b"\0\0\0\x20ftypheic" + bytes(40)
    assert not is_clip(photo)
    with pytest.raises(PictureError, match="JPEG"):
        header(photo)
