"""Where a text tells to go."""

import re
from typing import Final

_PLACES: Final = {
    "주민센터(행정복지센터)": r"주민\s?센터|행정복지센터|읍·?\s?면·?\s?동\s?사무소",
    "보건소": r"보건소",
    "국민연금공단": r"국민연금공단",
    "국민건강보험공단": r"건강보험공단",
    "고용센터": r"고용(?:복지플러스)?\s?센터",
    "근로복지공단": r"근로복지공단",
    "보훈(지)청": r"보훈\(?지\)?\(?방?\)?청",
    "시·군·구청": r"시·?\s?군·?\s?구청",
    "교육청": r"교육(?:지원)?청",
    "세무서": r"세무서",
    "우체국": r"우체국",
    "치매안심센터": r"치매안심센터",
    "가족센터": r"가족센터",
}
"""place as an entry names it → how texts write it"""

MOST: Final = 2
"""places named together"""


def places_in(text: str) -> str | None:
    """The first places of the text that everybody knows; None when it names none."""
    first = {place: found.start() for place, pattern in _PLACES.items() if (found := re.search(pattern, text))}
    return ", ".join(sorted(first, key=first.__getitem__)[:MOST]) or None
