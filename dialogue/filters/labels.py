"""The ten labels of all abuse filters: Unsmile's categories, in one order of our own."""

from collections.abc import Mapping
from typing import Final

CLEAN: Final = "clean"
INSULT: Final = "악플/욕설"
"""abuse that is aimed at no group"""
GROUPS: Final = ("여성/가족", "남성", "성소수자", "인종/국적", "연령", "지역", "종교", "기타 혐오")
LABELS: Final = (*GROUPS, INSULT, CLEAN)

_OTHER_NAMES: Final = {"None": CLEAN, "단순 악플": INSULT}
"""what HateScore calls two of them"""


def label(name: str) -> str:
    """Our label for the name that a set or a network gives it. ValueError for an unknown one."""
    ours = _OTHER_NAMES.get(name.strip(), name.strip())
    if ours not in LABELS:
        raise ValueError(f"unknown label {name!r}: known are {', '.join((*LABELS, *_OTHER_NAMES))}")
    return ours


def order(id2label: Mapping[int, str]) -> tuple[str, ...]:
    """Our labels in the order of a network's outputs. ValueError unless each of the ten is there exactly once."""
    if sorted(id2label) != list(range(len(LABELS))):
        raise ValueError(f"the labels are numbered {sorted(id2label)}, not 0 to {len(LABELS) - 1}")
    ours = tuple(label(id2label[i]) for i in range(len(LABELS)))
    if missing := [one for one in LABELS if one not in ours]:
        raise ValueError(f"no output stands for {', '.join(missing)}")
    return ours
