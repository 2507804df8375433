"""Numbers with a letter in them: passports and number plates."""

import re
from typing import Final

from dialogue.privacy.quantities import UNIT
from dialogue.privacy.secret import Secret

_PASSPORT: Final = r"(?<![A-Za-z])[MSRGDmsrgd](?:\s?\d{4}\s?\d{4}|\d{3}[A-Za-z]\d{4})(?!\d)"
_USE: Final = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호배"
"""syllables on Korean number plates"""
_PLATE: Final = (
    rf"(?<!\d)\d{{2,3}}[{_USE}]"
    rf"(?:\d{{4}}(?!\d)(?!\s?(?:{UNIT}|[만억조]))|\s\d{{4}}(?!\d)(?=[^.?!]{{0,8}}(?<![가-힣])차))"
)
_SAID: Final = "[공영일이삼사오육칠팔구십백]"
_PLATE_SAID: Final = (
    r"(?:차|번호판)[^.?!]{0,16}?"
    rf"(?P<plate>(?:\d{{2,3}}|{_SAID}{{2,4}}+)\s?[{_USE}]\s?(?:에\s?)?(?:\d{{4}}(?!\d)|{_SAID}{{4}}))"
)
_LETTERED: Final = re.compile(rf"(?P<passport>{_PASSPORT})|(?P<tight>{_PLATE})|{_PLATE_SAID}")


def plates(text: str) -> list[Secret]:
    """Passport numbers as M12345678 and M123A4567, plates as 12가3456; said in Korean only after 차 or 번호판."""
    found = []
    for match in _LETTERED.finditer(text):
        start, end = match.span("plate") if match["plate"] else match.span()
        found.append(Secret(start, end, "여권번호" if match["passport"] else "차량번호"))
    return found
