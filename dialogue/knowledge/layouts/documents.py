"""One text a service, as welfare pages are gathered: title, text, and the chapter it stood in."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Final

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.layouts.asking import ways_to_ask
from dialogue.knowledge.layouts.dates import iso
from dialogue.knowledge.layouts.fields import FieldError, mapping, needed, text_of
from dialogue.knowledge.layouts.layout import Layout, Record
from dialogue.knowledge.layouts.names import Names, letters
from dialogue.knowledge.layouts.phones import phone_in
from dialogue.knowledge.layouts.places import places_in
from dialogue.knowledge.layouts.plain import sentences
from dialogue.knowledge.layouts.readable import ask_at, told
from dialogue.knowledge.layouts.subjects import subject_of
from dialogue.tidy import tidy

_TEXT: Final = ("text", "content", "body")

_CONTACT: Final = re.compile(r"문의")
_HOW: Final = re.compile(r"(?:신청|이용|접수|지원|등록)\s?(?:방법|절차)|방법은|절차는")
_LABEL: Final = re.compile(r"(?:과 |와 )?(?:관련|대상|내용|지원|신청|이용|문의|방법|서비스|알려)")
_OF: Final = re.compile(r"^(?:제도|사업)?의\s")
STEPS: Final = 6
"""steps shown at most; a longer list is a text, not a way"""


def fits(fields: AbstractSet[str]) -> bool:
    return "title" in fields and bool(fields & set(_TEXT)) and "answer" not in fields


def rows(records: Iterable[Record]) -> Iterator[Row]:
    names = Names("document")
    for record in records:
        try:
            yield Row(record.number, _entry(record, names))
        except FieldError as error:
            yield Row(record.number, fault=str(error))


def _entry(record: Record, names: Names) -> dict[str, Any]:
    fields = mapping(record)
    title, text, chapter = tidy(needed(fields, "title")), needed(fields, *_TEXT), tidy(text_of(fields, "chapter"))
    what, how, contact = _parts(title, text)
    phone, place = phone_in(contact) or phone_in(text), places_in(" ".join(how))
    steps = how if len(how) <= STEPS else []
    return {
        "id": names.name(title, chapter, text),
        "topic": subject_of(title, chapter, text),
        "title": title,
        "questions": ways_to_ask(title),
        "steps": steps,
        "where": place,
        "phone": phone,
        "source": text_of(fields, "source") or None,
        "source_url": _address(text_of(fields, "source_url", "url", "link")),
        "checked": iso(text_of(fields, "checked", "date", "updated")),
        **told([("", what), ("", [] if steps and what else how)], ask_at(phone, place)),
    }


def _parts(title: str, text: str) -> tuple[list[str], list[str], str]:
    """What it is, how one gets it, and whom one asks, paragraph by paragraph."""
    what: list[str] = []
    how: list[str] = []
    contact: list[str] = []
    for paragraph in _without_heading(re.split(r"\n\s*\n", text.strip())):
        plain = [_without_title(sentence, title) for sentence in sentences(paragraph)]
        first = plain[0] if plain else ""
        if _CONTACT.search(first) and not _HOW.search(first):
            contact.append(paragraph)
        elif _HOW.search(first):
            how += plain
        else:
            what += plain
    return (what, how, " ".join(contact)) if what or how else (sentences(text), [], "")


def _without_heading(paragraphs: list[str]) -> list[str]:
    """A first paragraph of one line that ends without a full stop is the heading of the rest."""
    first, *rest = paragraphs
    return rest if rest and "\n" not in first.strip() and first.strip()[-1:] not in ".!?" else paragraphs


def _without_title(sentence: str, title: str) -> str:
    """The sentence without the title at its front, where a word like 대상 or 신청 방법 follows."""
    wanted = letters(title)
    for end, _ in enumerate(sentence, start=1):
        front = letters(sentence[:end])
        if not wanted.startswith(front):
            break
        if front == wanted:
            rest = _OF.sub("", sentence[end:].lstrip(" )]"))
            return rest if _LABEL.match(rest) else sentence
    return sentence


def _address(text: str) -> str | None:
    return text if text.startswith(("https://", "http://")) else None


DOCUMENTS = Layout("문서 모음", "CSV나 JSON: title, text", fits, rows)
