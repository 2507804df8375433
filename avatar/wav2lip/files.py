"""What a file of weights is, told by its content: published names lie, `.pth` may be TorchScript."""

import zipfile
from pathlib import Path
from typing import Final, Literal

Kind = Literal["onnx", "safetensors", "torchscript", "zip", "pickle"]
"""`zip` and `pickle` are what torch.save wrote since and before PyTorch 1.6"""

_HEAD: Final = 64
"""bytes that are looked at"""
_ONNX_VERSION: Final = b"\x08"
"""field 1 of ONNX's ModelProto, a small number"""
_ONNX_NEXT: Final = b"\x12\x1a\x22\x28\x32\x3a\x42"
"""fields 2 to 8 of it"""


def kind(path: Path) -> Kind:
    """FileNotFoundError when there is no such file, ValueError when it holds no weights of a kind that is known."""
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}: docs/models/wav2lip.md tells which weights it may be")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if zipfile.is_zipfile(path) and head.startswith(b"PK"):
        return _archive(path)
    if head[:1] == b"\x80" and head[1:2] in b"\x02\x03\x04\x05":
        return "pickle"
    if head[8:9] == b"{" and int.from_bytes(head[:8], "little") < path.stat().st_size:
        return "safetensors"
    if head[:1] == _ONNX_VERSION and head[2:3] and head[2:3] in _ONNX_NEXT:
        return "onnx"
    raise ValueError(f"{path} holds no weights: {_looks_like(head)}")


def _archive(path: Path) -> Kind:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if not any(name.endswith("/data.pkl") for name in names):
        raise ValueError(f"{path} holds no weights: it is a zip archive of other things")
    return "torchscript" if any("/code/" in name for name in names) else "zip"


def _looks_like(head: bytes) -> str:
    if not head:
        return "it is empty"
    if head.startswith(b"version https://git-lfs"):
        return "it is a pointer of Git LFS; fetch the file itself"
    if head.lstrip()[:1] == b"<":
        return "it is a web page, as when a download was refused"
    return f"it begins with {head[:8].hex(' ')}"
