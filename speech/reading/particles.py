"""What stands at a number without a space: particles, not words that are counted."""

import re
from typing import Final

HANGUL: Final = re.compile(r"[가-힣]")

PARTICLE: Final = re.compile(
    r"(?:은|는|이|가|을|를|과|와|의|만|나|로|이나|보다|이며|이고|이라|라|씩|당|쯤|짜리)(?![가-힣])"
    r"|에(?:는|도|만|게|서|서는|서도)?(?![가-힣])|입니다|이에요|예요|으로|까지|부터|이상|이하|여(?=\s?[가-힣])"
)


def topic(last: str) -> str:
    """은 or 는 behind a syllable or a digit; 는 behind anything else."""
    if HANGUL.match(last):
        return "은" if (ord(last) - ord("가")) % 28 else "는"
    return "은" if last in "013678" else "는"
