"""The pieces of a welfare booklet: a text each, with 대분류, 중분류, 사업명 and 항목 as its metadata."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.layouts.asking import ways_to_ask
from dialogue.knowledge.layouts.fields import FieldError, mapping, needed, text_of
from dialogue.knowledge.layouts.layout import Layout, Record
from dialogue.knowledge.layouts.names import Names, letters
from dialogue.knowledge.layouts.phones import phone_in
from dialogue.knowledge.layouts.places import places_in
from dialogue.knowledge.layouts.plain import sentences
from dialogue.knowledge.layouts.readable import ask_at, told
from dialogue.knowledge.layouts.subjects import subject_of
from dialogue.tidy import tidy

_PRINTED: Final = re.compile(
    r"footer|header|title|note|장제목|제목|소분류|세부목차|목차|페이지|source_page|topics|chapter|사업목록|슬로건"
)
"""parts of the book rather than of a service"""
_PLAIN: Final = re.compile(
    r"(?:지원|신청|서비스|이용)?_?(?:대상|내용|방법|절차)|개요|요약|설명|알려드립니다|내용_?상세|문의|비고|주석|참고사항|기타|content"
)
"""headings that say nothing the answer does not say already"""
_ASKED: Final = re.compile(r"질문|답변")
_CONTACT: Final = re.compile(r"문의|연락처|^기관(?:명)?$|누리집|전화|상담센터안내|센터정보|구매처|현황|수행_지역")
_HOW: Final = re.compile(r"방법$|절차|^신청$|카드신청")
_WHO: Final = re.compile(r"대상|자격|요건|조건$|^연령|소득|재산|순위|해당자|제외")
_BOOK: Final = re.compile(r"id|source_page|대분류|중분류|사업명|항목|중분류_개요|페이지|기관명|전화번호|질문|답변|text")
"""metadata about the piece; the rest of it is the cells of a table"""

_FIRST_CELLS: Final = re.compile(r"구분|유형|종류|분류|급여명|서비스명|계층|주제|단계|감면내역|기관|가구|지원종류|대상")
"""columns whose heading says less than the cell"""
_QUOTED: Final = re.compile(r"\[?\{(?:'[^']*': '[^']*'(?:, )?)+\}(?:, )?\]?")
_VALUE: Final = re.compile(r"': '([^']*)'")
STEPS: Final = 6
"""steps shown at most; a longer list is a text, not a way"""


@dataclass(slots=True)
class _Service:
    number: int
    name: str
    section: str = ""
    who: list[str] = field(default_factory=list)
    what: list[str] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    contact: list[str] = field(default_factory=list)
    listed: str = ""
    """whom the index of the book names"""


def fits(fields: AbstractSet[str]) -> bool:
    return {"text", "metadata"} <= fields


def rows(records: Iterable[Record]) -> Iterator[Row]:
    """One entry a service, one a question answered in the book, one an office of its list of telephone numbers.

    Pieces without 사업명 and the book's own pages (contents, imprint) are left out.
    """
    services: dict[str, _Service] = {}
    names = Names("booklet")
    for record in records:
        try:
            piece = _piece(record)
            if "전화번호" in piece and "기관명" in piece:
                yield Row(record.number, _office(piece, names))
            elif piece["사업명"]:
                service = services.setdefault(letters(piece["사업명"]), _Service(record.number, tidy(piece["사업명"])))
                if piece.get("질문") and piece.get("답변"):
                    yield Row(record.number, _answered(service, piece, names))
                else:
                    _put(service, piece)
        except FieldError as error:
            yield Row(record.number, fault=str(error))
    for service in services.values():
        if service.listed or service.how or (service.who and service.contact):
            yield Row(service.number, _entry(service, names))


def _piece(record: Record) -> dict[str, str]:
    fields = mapping(record)
    metadata = fields.get("metadata")
    if not isinstance(metadata, Mapping):
        raise FieldError("metadata: 대분류, 사업명, 항목이 있어야 합니다.")
    piece = {str(name): text_of(metadata, name) for name in metadata}
    return {"사업명": "", **piece, "항목": needed(metadata, "항목"), "text": needed(fields, "text")}


def _put(service: _Service, piece: Mapping[str, str]) -> None:
    part = piece["항목"]
    service.section = service.section or f"{piece.get('대분류', '')} {piece.get('중분류', '')}"
    if part == "목록":
        service.listed = service.listed or piece.get("문의처", "")
        return
    if _PRINTED.fullmatch(part) or _ASKED.search(part):
        return
    told_here = sentences(_said(piece))
    if _CONTACT.search(part):
        service.contact.append(_said(piece))
    elif _HOW.search(part):
        service.how += told_here
    elif _WHO.search(part):
        service.who += told_here
    else:
        service.what += told_here


def _said(piece: Mapping[str, str]) -> str:
    """The text of a piece without the heading in front; a row of a table as "first cell: name second cell"."""
    cells = {name: tidy(value) for name, value in piece.items() if value.strip(" -") and not _BOOK.fullmatch(name)}
    if not cells:
        text = piece["text"].removeprefix(f"{piece['항목']}:").strip()
        text = _QUOTED.sub(lambda found: " ".join(_VALUE.findall(found.group())), text)
        return text if _PLAIN.fullmatch(piece["항목"]) else f"{_words(piece['항목'])}: {text}"
    (name, value), *rest = cells.items()
    first = value if _FIRST_CELLS.fullmatch(name) else f"{_words(name)} {value}"
    others = ", ".join(value if len(rest) == 1 else f"{_words(name)} {value}" for name, value in rest)
    return f"{first}: {others}" if others else first


def _words(name: str) -> str:
    return name.replace("_", " ")


def _entry(service: _Service, names: Names) -> dict[str, Any]:
    contact = " ".join(service.contact)
    phone = phone_in(service.listed) or phone_in(contact)
    place = places_in(" ".join(service.how))
    steps = service.how if len(service.how) <= STEPS and (service.who or service.what) else []
    sections = [
        ("대상은 이렇습니다.", service.who),
        ("내용은 이렇습니다.", service.what),
        ("신청 방법은 이렇습니다.", [] if steps else service.how),
    ]
    if not any(told_here for _, told_here in sections):
        sections = [(f"{service.name} 안내입니다.", [f"물어볼 곳은 {tidy(service.listed.replace('☎', ''))}입니다."])]
    return {
        "id": names.name(service.name),
        "topic": subject_of(service.name, service.section, " ".join((*service.who, *service.what))),
        "title": service.name,
        "questions": ways_to_ask(service.name),
        "steps": steps,
        "where": place,
        "phone": phone,
        **told(sections, ask_at(phone, place)),
    }


def _answered(service: _Service, piece: Mapping[str, str], names: Names) -> dict[str, Any]:
    question, answer = tidy(piece["질문"]), sentences(piece["답변"])
    if not answer:
        raise FieldError("답변: 비어 있습니다. 채워 주세요.")
    named = letters(service.name) in letters(question)
    title = question if named else f"{service.name}: {question}"
    return {
        "id": names.name(f"{service.name} {question}"),
        "topic": subject_of(service.name, question, " ".join(answer)),
        "title": title,
        "questions": [question],
        "phone": phone_in(piece["답변"]),
        **told([("", answer)], None),
    }


def _office(piece: Mapping[str, str], names: Names) -> dict[str, Any]:
    office, number = tidy(piece["기관명"]), piece["전화번호"]
    phone = phone_in(f"☎{number}")
    if not office or phone is None:
        raise FieldError(f"전화번호: {number!r}은(는) 전화번호가 아닙니다. 02-123-4567처럼 적어 주세요.")
    return {
        "id": names.name(f"{office} 전화번호"),
        "topic": subject_of(office),
        "title": f"{office} 전화번호",
        "questions": [f"{office} 전화번호", f"{office} 몇 번이에요", f"{office} 어디로 전화해요"],
        "phone": phone,
        "answer": f"{office} 전화번호는 {phone}번입니다.",
    }


BOOKLET = Layout("복지 책자", "JSON: text, metadata(사업명, 항목)", fits, rows)
