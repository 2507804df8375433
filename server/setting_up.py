"""What an office chooses on its first day, made into a profile of its own."""

import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final, Literal

import tomli_w
from pydantic import BaseModel, Field

from server.config import PROFILES, Office, Profile

OFFICE: Final = Path("var/office.toml")
"""`make serve` uses it when it is there"""

Counsellor = Literal["woman", "man", "sprout"]
VOICES: Final = {"calm": ("f2", 45), "bright": ("f3", 55), "low": ("m3", 35)}
"""name on the page → variant of espeak-ng and pitch"""


class Choices(BaseModel, extra="forbid"):
    """The form of the page."""

    name: str = Field(min_length=1, max_length=40)
    phone: str = Field(pattern=r"^[0-9][0-9-]{1,14}$")
    hours: str = Field(default="", max_length=60)
    topics: tuple[str, ...] = ()
    counsellor: Counsellor = "woman"
    contrast: bool = False
    """the counsellor before a plain dark background"""
    voice: Literal["calm", "bright", "low"] = "calm"
    diagonal_cm: float | None = Field(default=None, gt=5, lt=400)
    resolution: str | None = Field(default=None, pattern="^[0-9]{3,5}x[0-9]{3,5}$")


def write_profile(choices: Choices, base: str, path: Path = OFFICE) -> Profile:
    """The shipped profile `base` with these choices, written whole or not at all. Raises OSError, and ValueError when
    the profile that comes of it is not valid."""
    tree = tomllib.loads((PROFILES / f"{base}.toml").read_text(encoding="utf-8"))
    _merge(tree, _changes(choices))
    profile = Profile.model_validate({"name": path.stem, **tree})
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(f"# Made on the set-up page from {base}.toml; may be edited by hand.\n\n".encode())
        tomli_w.dump(tree, file)
    os.replace(unfinished, path)
    return profile


def offered(
    topics: list[tuple[str, list[tuple[str, str]]]], chosen: tuple[str, ...]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The chosen topics in their order; all when none is chosen or none of the chosen exists."""
    known = dict(topics)
    return [(topic, known[topic]) for topic in chosen if topic in known] or topics


def _changes(choices: Choices) -> dict[str, Any]:
    office = Office(name=choices.name, phone=choices.phone, hours=choices.hours, topics=choices.topics)
    variant, pitch = VOICES[choices.voice]
    kiosk = {"diagonal_cm": choices.diagonal_cm, "resolution": choices.resolution}
    return {
        "office": office.model_dump(mode="json"),
        "server": {"kiosk": {key: value for key, value in kiosk.items() if value is not None}},
        "speech": {"voice": {"espeak": {"variant": variant, "pitch": pitch}}},
        "avatar": {"animator": _animator(choices)},
    }


def _animator(choices: Choices) -> dict[str, Any]:
    background = "contrast" if choices.contrast else "day"
    if choices.counsellor == "sprout":
        return {"engine": ["illustration", "counsellor"], "background": background}
    return {"engine": "counsellor", "who": choices.counsellor, "background": background}


def _merge(tree: dict[str, Any], changes: dict[str, Any]) -> None:
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(tree.get(key), dict):
            _merge(tree[key], value)
        else:
            tree[key] = value
