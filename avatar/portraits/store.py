"""A portrait as a folder: `portrait.json`, a picture for each frame and a contact sheet.

The frames of a loop are WebP at a quality at which the eye sees no difference; a still is a PNG without loss.
"""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits.contact import contact_sheet
from avatar.portraits.headers import header
from avatar.portraits.problems import FolderError, PictureError
from avatar.types import Portrait

RECORD: Final = "portrait.json"
CONTACT: Final = "contact.png"
FORMAT: Final = 1
MOST_FRAMES: Final = 500
LARGEST: Final = 1024
"""pixels of a side"""
_QUALITY: Final = 94
_MOST_BYTES: Final = 4_000_000
"""of one frame's file or of the record"""


def write(portrait: Portrait, folder: Path, made: str = "", force: bool = False) -> None:
    """All of it or nothing. `made` says how; `force` replaces a portrait that is there.

    Raises FolderError when the folder is in the way, ValueError without licence or consent, OSError.
    """
    check_terms(portrait.licence, portrait.consent)
    check_free(folder, force)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        fresh = Path(beside) / "new"
        fresh.mkdir()
        _fill(portrait, fresh, made)
        if folder.exists():
            folder.rename(Path(beside) / "old")
        try:
            fresh.rename(folder)
        except OSError:
            if (Path(beside) / "old").exists():
                (Path(beside) / "old").rename(folder)
            raise


def check_terms(licence: str, consent: str) -> None:
    """Raises ValueError when nobody said who may show the face."""
    if not licence.strip():
        raise ValueError("say under which licence the picture may be used: --licence TEXT")
    if not consent.strip():
        raise ValueError(
            "say who agreed to being shown, when and for what: --consent TEXT; or --drawing where it is not a person"
        )


def check_free(folder: Path, force: bool) -> None:
    """Raises FolderError when something is in the way; only a portrait is ever replaced."""
    if not folder.exists():
        return
    if not (folder / RECORD).is_file():
        raise FolderError(f"{folder} exists and is no portrait; choose another name")
    if not force:
        raise FolderError(f"{folder} exists; choose another name, or replace it with --force")


def read(folder: Path) -> Portrait:
    """Every frame checked against its hash.

    Raises FileNotFoundError without such a folder, FolderError when it is no portrait or damaged.
    """
    record = read_record(folder)
    try:
        files = [(str(row["file"]), str(row["sha256"])) for row in record["frames"]]
        width, height = (int(side) for side in record["size"])
        fps, neutral = float(record["fps"]), int(record["neutral"])
        boxes = np.array(record["boxes"], np.int32)
        landmarks = np.array(record["landmarks"], np.float32)
        texts = [record[key] for key in ("name", "licence", "consent")]
    except (KeyError, TypeError, ValueError) as error:
        raise FolderError(f"{folder / RECORD} is damaged: {error!r}") from error
    count = len(files)
    fits = (
        0 < count <= MOST_FRAMES
        and 0 < width <= LARGEST
        and 0 < height <= LARGEST
        and 0 < fps <= 120
        and 0 <= neutral < count
        and boxes.shape == (count, 4)
        and landmarks.shape == (count, 68, 2)
        and bool(np.isfinite(landmarks).all())
        and all(isinstance(text, str) for text in texts)
    )
    if not fits:
        raise FolderError(f"{folder / RECORD} is damaged: its parts do not fit each other")
    frames = np.empty((count, height, width, 3), np.uint8)
    for index, (name, sha256) in enumerate(files):
        frames[index] = _frame(folder, name, sha256, (width, height))
    name, licence, consent = texts
    return Portrait(name, frames, fps, boxes, landmarks, neutral, licence, consent)


def read_record(folder: Path) -> dict[str, Any]:
    """What `portrait.json` says. Raises FileNotFoundError, FolderError."""
    path = folder / RECORD
    if not path.is_file():
        raise FileNotFoundError(f"no portrait in {folder}; make one with `malbeot portrait build`")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        record = json.loads(path.read_text("utf-8"))
        if record["format"] != FORMAT:
            raise FolderError(f"{path} has format {record['format']!r}, this version reads {FORMAT}; build it again")
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, FolderError):
            raise
        raise FolderError(f"{path} is damaged: {error!r}") from error
    return dict(record)


def _fill(portrait: Portrait, folder: Path, made: str) -> None:
    (folder / "frames").mkdir()
    rows = []
    for index, image in enumerate(portrait.frames):
        kind = ".webp" if len(portrait.frames) > 1 else ".png"
        name = f"frames/{index:03}{kind}"
        content = _coded(image, kind)
        (folder / name).write_bytes(content)
        rows.append({"file": name, "sha256": hashlib.sha256(content).hexdigest()})
    height, width = portrait.frames.shape[1:3]
    record = {
        "format": FORMAT,
        "name": portrait.name,
        "licence": portrait.licence,
        "consent": portrait.consent,
        "made": made,
        "size": [width, height],
        "fps": portrait.fps,
        "neutral": portrait.neutral,
        "frames": rows,
        "boxes": portrait.boxes.tolist(),
        "landmarks": np.round(portrait.landmarks.astype(np.float64), 2).tolist(),
    }
    (folder / RECORD).write_text(_json(record), "utf-8")
    sheet = cv2.cvtColor(contact_sheet(portrait), cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".png", sheet)
    (folder / CONTACT).write_bytes(coded.tobytes())


def _json(record: dict[str, Any]) -> str:
    """One line for each value, and one for each frame of a list."""
    parts = []
    for key, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], list | dict):
            rows = ",\n    ".join(json.dumps(row, separators=(",", ":")) for row in value)
            parts.append(f"  {json.dumps(key)}: [\n    {rows}\n  ]")
        else:
            parts.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _coded(image: NDArray[np.uint8], kind: str) -> bytes:
    options = [cv2.IMWRITE_WEBP_QUALITY, _QUALITY] if kind == ".webp" else [cv2.IMWRITE_PNG_COMPRESSION, 9]
    done, coded = cv2.imencode(kind, cv2.cvtColor(image, cv2.COLOR_RGB2BGR), options)
    if not done:
        raise OSError(f"this OpenCV cannot write {kind}")
    return bytes(coded.tobytes())


def _frame(folder: Path, name: str, sha256: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    path = folder / name
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise FolderError(f"{folder / RECORD} names a file outside its folder: {name}")
    if not path.is_file():
        raise FolderError(f"{path} is missing; build the portrait again")
    if path.stat().st_size > _MOST_BYTES:
        raise FolderError(f"{path} is too large for a frame")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FolderError(f"{path} is not the file that was built (sha256 differs); build the portrait again")
    try:
        head = header(content)
    except PictureError as error:
        raise FolderError(f"{path}: {error}") from error
    fits = (head.width, head.height) == size
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR) if fits else None
    if image is None:
        raise FolderError(f"{path} is no picture of {size[0]} x {size[1]} pixels")
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
