"""The telephone number that a text tells to call."""

import re
from typing import Final

SHORT: Final = re.compile(
    r"10[579]|11[0-489]|12[0-9]|13[12]|182|188|13(?:01|3[0-35-9]|45|5[057]|66|69|7[279]|8[258]|9[01378]|99)|1441|1466"
)
"""numbers without an area code: those of three digits and the public ones of four"""

_AREA: Final = r"\(?0(?:2|[3-6]\d|70|80|50\d)\)?[-.) ]{0,2}\d{3,4}[-. ]\d{4}"
_NATIONWIDE: Final = r"1[568]\d\d-\d{4}"
_CUE: Final = r"(?:☎|℡|전화(?:번호)?[은는]?|국번\s?없이|\()[\s:]*(?:☎|국번\s?없이)?\s*"
_NUMBER: Final = re.compile(
    rf"(?<![\d-])(?P<long>{_AREA}|{_NATIONWIDE})(?![\d-])"
    rf"|{_CUE}(?P<short>1\d\d\d?)(?![\d-]|[.,]\d|\s?(?:만|천|원|명|개|%|년|세|일))"
)
_DASHES: Final = str.maketrans("‐‑‒–—―−", "-------")
_FAX: Final = re.compile(r"(?:팩스|fax|F\.?)[\s:()]*$", re.IGNORECASE)


def phone_in(text: str) -> str | None:
    """The first public number, written with hyphens. Numbers of mobile phones and fax machines are left alone."""
    text = text.translate(_DASHES)
    for found in _NUMBER.finditer(text):
        long, short = found["long"], found["short"]
        if long and not _FAX.search(text[: found.start()]):
            return "-".join(re.findall(r"\d+", long))
        if short and SHORT.fullmatch(short):
            return short
    return None
