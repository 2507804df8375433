"""Dates as offices write them."""

import datetime
import re
from typing import Final

_DATE: Final = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:[\sT(].*)?|(\d{4})(\d\d)(\d\d)"
)


def iso(text: str) -> str | None:
    """2024-04-01 for 2024. 4. 1., 2024/4/1, 2024년 4월 1일, 20240401 or a time of that day; None for no date."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
