"""Unmistakable Korean abuse by a small word list of our own. Blind to hatred that needs no such word."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from dialogue.filters.labels import INSULT
from dialogue.tidy import tidy

LISTED = 0.99
"""probability that a listed word is abuse"""

PATTERNS = (
    # 시발 hides in 다시 발급, 역시 발, 세 시 발 기차: only at the start of a word
    r"(?<![\w])[시쉬]이*[발팔벌빨](?![점역송표급전자택행권령]|이식)",
    r"[씨쓰]이*[발팔벌빨](?![표음언송급전견생자행판])",
    r"(?<!\S)[시씨]\s+[발팔](?!\S|\s+(?:기차|열차|버스|차|비행기|KTX))",
    r"씹(?:[할새년놈창]|팔)",
    r"개(?:새끼|색[끼기]|쉐끼|자식|년(?!도|월)|[쌍씹]|같은\s*(?:놈|년|새끼|것))",
    r"(?<!\S)(?:[이저그]|니|네|미친|쌍|더러운)\s?(?:새끼|색기|쉐끼|쉑)(?!손|발|줄|를\s*[낳꼬]|\s*(?:고양|강아|돼지|새|닭|오리))",
    r"[병븅빙](?:신|쉰)(?![년일]|자호란)(?:\b|아|이|들|같|새|놈|년|[ㄱ-ㅎ])",
    r"좆|(?<!\S)(?:존나|졸라|존내)(?!\S)",
    r"지랄|(?<!\S)[염옘]병(?:할|하네|떨|\s*(?:할|하네|떨))",
    r"(?:미친|쌍|썩을|죽일|잡)\s?(?:놈|년)(?:[아이들의]|\b)",
    r"(?<!\S)썅|육시랄|우라질|니미럴|(?:니|네)\s?(?:애미|에미|애비)|느금마",
    r"(?<!\S)(?:닥쳐(?![온올오왔])|아가리(?!카|쿠)|주둥이|꺼져(?!\s*있|있|서|가|요))",
    r"(?<!\S)등신(?:[아이]|\s?같|들|\b)(?!대|불|상)",
    r"ㅅㅂ|ㅆㅂ|ㅂㅅ|ㄱㅅㄲ|ㅈㄹ|[ㅆㅅ]이?발|씨ㅂ",
)

_SIGNS_INSIDE = re.compile(r"(?<=[가-힣ㄱ-ㅎ])[^\w\s]*[\d_]*[^\w\s]*(?=[가-힣ㄱ-ㅎ])")
_DRAWN_OUT = re.compile(r"([가-힣])\1{2,}")
_SPELT = re.compile(r"(?<!\S)[가-힣](?:\s[가-힣]){2,}(?!\S)")


class WordList:
    """Listed patterns, looked for after the usual disguises are taken off."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._listed = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

    def judge(self, text: str) -> Mapping[str, float]:
        """`INSULT` with its probability 0…1."""
        return {INSULT: LISTED if self._listed.search(_undisguised(text)) else 0.0}


def load(words: str | Path | None = None) -> WordList:
    """The list of this file, and the words of a text file (UTF-8, one a line). FileNotFoundError without the file."""
    own = [] if words is None else Path(words).read_text("utf-8").split("\n")
    return WordList([*PATTERNS, *(re.escape(word.strip()) for word in own if word.strip())])


def _undisguised(text: str) -> str:
    """시.1발 as 시발, 씨이이이발 as 씨이발, 개 새 끼 as 개새끼."""
    joined = _SIGNS_INSIDE.sub("", tidy(text))
    short = _DRAWN_OUT.sub(r"\1", joined)
    return _SPELT.sub(lambda spelt: spelt[0].replace(" ", ""), short)
