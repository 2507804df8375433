"""How a model wants its words written: as they are spelled (korean_jaso), or as they are said (g2pk).

g2pk itself is optional; where it is not installed our own pronunciation rules stand in for it. They know the regular
sound changes, and not those that hang on meaning.
"""

import importlib
import logging
from collections.abc import Callable, Sequence
from functools import partial
from threading import Lock
from typing import Final

from speech.pronunciation import pronounce

KNOWN: Final = ("korean_jaso", "korean_jaso_no_space", "g2pk", "g2pk_no_space", "g2pk_explicit_space")
"""values of `g2p` in a configuration"""
WAYS: Final = ("auto", "g2pk", "rules")
DATA_STEP: Final = "python -m nltk.downloader cmudict (or copy corpora/cmudict into an nltk_data folder)"

Spelling = Callable[[Sequence[str]], list[str]]
"""Words of Hangul in, as many out, each with as many syllables as it had."""

log = logging.getLogger(__name__)


def spelling(g2p: str, way: str) -> Spelling:
    """`way`: what is to take g2pk's part: `g2pk` itself, our `rules`, or `auto`: the rules where it is missing.

    Raises ModuleNotFoundError without the package g2pk, FileNotFoundError without its data.
    """
    if way not in WAYS:
        raise ValueError(f"there is no {way!r}: choose one of {', '.join(WAYS)}")
    if g2p.startswith("korean_jaso"):
        return list
    if way == "rules":
        return by_rules
    try:
        return _package()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        if way == "g2pk":
            raise
        log.info("our own pronunciation rules stand in for g2pk: %s", error)
        return by_rules


def by_rules(words: Sequence[str]) -> list[str]:
    return ["".join(map(str, pronounce(word))) for word in words]


def _package() -> Spelling:
    try:
        convert = importlib.import_module("g2pk").G2p()
        convert("준비")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"g2pk is not installed ({error}): pip install g2pk python-mecab-ko") from error
    except LookupError as error:
        raise FileNotFoundError(f"g2pk lacks its data: {DATA_STEP}") from error
    return partial(_by_package, convert, Lock())


def _by_package(convert: Callable[[str], str], alone: Lock, words: Sequence[str]) -> list[str]:
    """All words at once, for words change each other; one by one where g2pk made more or fewer syllables of them."""
    with alone:
        said = convert(" ".join(words)).split()
    if list(map(len, said)) == list(map(len, words)):
        return said
    return by_rules(words)
