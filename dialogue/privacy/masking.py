"""Masks a text: addresses first, since house numbers look like other numbers."""

from collections.abc import Iterable
from typing import Final

from dialogue.privacy.addresses import addresses
from dialogue.privacy.decide import secrets
from dialogue.privacy.groups import chains
from dialogue.privacy.plates import plates
from dialogue.privacy.secret import Secret

_TAKEN: Final = "\0"
"""stands where something is masked already, so that nothing reaches across"""


def mask(text: str) -> str:
    """The text with numbers and addresses of persons replaced by their Korean names in brackets, as [전화번호].

    Public numbers, amounts, dates, counts and districts stay, and so does every other word. Linear in the text.
    """
    found = addresses(text)
    text_left = _blanked(text, found)
    found += plates(text_left)
    text_left = _blanked(text, found)
    for chain in chains(text_left):
        found += secrets(text_left, chain)
    return _replaced(text, sorted(found, key=lambda secret: secret.start))


def _blanked(text: str, found: Iterable[Secret]) -> str:
    characters = list(text)
    for secret in found:
        characters[secret.start : secret.end] = _TAKEN * (secret.end - secret.start)
    return "".join(characters)


def _replaced(text: str, found: Iterable[Secret]) -> str:
    parts: list[str] = []
    at = 0
    for secret in found:
        parts += [text[at : secret.start], f"[{secret.label}]"]
        at = secret.end
    return "".join((*parts, text[at:]))
