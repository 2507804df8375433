"""What a file says it holds, before anything of it is decoded."""

import struct
from dataclasses import dataclass
from typing import Final, Literal

from avatar.portraits.problems import PictureError

Kind = Literal["png", "jpeg", "webp"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CLIPS: Final = (b"\x1a\x45\xdf\xa3",)
"""Matroska and WebM"""
_PHOTOS: Final = frozenset({b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif", b"avis"})
"""brands of stills in a clip's container"""
_NO_SIZE: Final = frozenset({0xC4, 0xC8, 0xCC})
"""JPEG segments numbered like frame headers that are none"""


@dataclass(frozen=True, slots=True)
class Header:
    kind: Kind
    width: int
    height: int
    """pixels"""
    moves: bool
    """holds several pictures"""


def is_clip(head: bytes) -> bool:
    """MP4, MOV, Matroska or WebM."""
    return (head[4:8] == b"ftyp" and head[8:12] not in _PHOTOS) or head.startswith(_CLIPS)


def header(data: bytes) -> Header:
    """Of a PNG, JPEG or WebP file. Raises PictureError for anything else."""
    try:
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError) as error:
        raise PictureError("the picture is cut off or damaged; export it again") from error
    if data[4:8] == b"ftyp" and data[8:12] in _PHOTOS:
        raise PictureError("a HEIC or AVIF photo cannot be read; save it as JPEG and bring that")
    if data[:4] == b"GIF8":
        raise PictureError("a GIF has too few colours for a face; bring a PNG or JPEG photo, or an MP4 clip")
    raise PictureError("not a picture this can read; bring a PNG, JPEG or WebP photo, or an MP4, MOV or WebM clip")


def _png(data: bytes) -> Header:
    name, width, height = struct.unpack(">12x4sII", data[:24])
    if name != b"IHDR":
        raise struct.error
    return Header("png", width, height, b"acTL" in data[: data.find(b"IDAT")])


def _jpeg(data: bytes) -> Header:
    at = 2
    while True:
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        (length,) = struct.unpack(">H", data[at + 1 : at + 3])
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            height, width = struct.unpack(">HH", data[at + 4 : at + 8])
            return Header("jpeg", width, height, False)
        at += 1 + length
        if data[at] != 0xFF:
            raise struct.error


def _webp(data: bytes) -> Header:
    form = data[12:16]
    if form == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return Header("webp", width, height, bool(data[20] & 0x02))
    if form == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return Header("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, False)
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return Header("webp", width & 0x3FFF, height & 0x3FFF, False)
    raise struct.error
