"""Tables that offices keep in a spreadsheet: one entry a row, headings in Korean or English."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.layouts.asking import ways_to_ask
from dialogue.knowledge.layouts.dates import iso
from dialogue.knowledge.layouts.fields import FieldError, mapping, text_of
from dialogue.knowledge.layouts.layout import Layout, Record
from dialogue.knowledge.layouts.names import Names, letters
from dialogue.knowledge.layouts.subjects import subject_of
from dialogue.tidy import tidy

HEADINGS: Final = {
    "id": "id 아이디 식별자",
    "topic": "topic 주제 분류 분야",
    "title": "title 제목 서비스명 사업명 항목명",
    "questions": "questions question 질문 묻는말 물음 예상질문",
    "answer": "answer 답변 답 대답 안내 안내문 내용",
    "spoken": "spoken 말로하는답 읽는답 음성답변",
    "steps": "steps 순서 절차 방법 신청방법 신청절차 이용방법",
    "documents": "documents 서류 준비물 구비서류 필요서류 제출서류 가져올것",
    "where": "where 장소 곳 위치 신청장소 신청하는곳 접수처 접수기관",
    "phone": "phone 전화 전화번호 연락처 문의 문의처 문의전화",
    "source": "source 출처 근거",
    "source_url": "sourceurl url 출처주소 누리집 홈페이지 링크 주소링크",
    "checked": "checked 확인일 확인한날 확인날짜 확인일자 기준일 기준일자 수정일 최종수정일",
    "rank": "rank 차례 순위",
}
"""field of an entry → headings it may stand under, without blanks and signs"""

_FIELD: Final = {heading: name for name, headings in HEADINGS.items() for heading in headings.split()}
_SEVERAL: Final = re.compile(r"\s*[|\n]\s*")
_THINGS: Final = re.compile(r"\s*[|\n,]\s*(?![^()]*\))")
_NUMBERED: Final = re.compile(r"^(?:\d{1,2}[.)]|[-•·*]|[①-⑳])\s*(?=\D)")


def field_of(heading: str) -> str | None:
    """The field that a heading stands for; 질문1 and 질문 2 stand for questions. None for a heading of the office."""
    return _FIELD.get(letters(heading).rstrip("0123456789"))


def fits(headings: AbstractSet[str]) -> bool:
    fields = {field_of(heading) for heading in headings}
    return "answer" in fields and bool(fields & {"title", "questions"})


def rows(records: Iterable[Record]) -> Iterator[Row]:
    names = Names("table")
    rows_of: dict[str, int] = {}
    for record in records:
        try:
            entry = _entry(mapping(record), names)
            first = rows_of.setdefault(str(entry["id"]), record.number)
            if first != record.number:
                raise FieldError(f"id: {first}번 줄과 같습니다. 다른 이름을 적어 주세요.")
            yield Row(record.number, entry)
        except FieldError as error:
            yield Row(record.number, fault=str(error))


def _entry(cells: Mapping[str, Any], names: Names) -> dict[str, Any]:
    row = _fields(cells)
    questions = _parted(_SEVERAL, row.get("questions", ""))
    title = tidy(row.get("title", "")) or next(iter(questions), "")
    if not title:
        raise FieldError("제목과 질문이 모두 비어 있습니다. 하나는 적어 주세요.")
    if "answer" not in row:
        raise FieldError("답변: 비어 있습니다. 답을 적어 주세요.")
    answer = _lines(row["answer"])
    return {
        "id": _id(row["id"]) if "id" in row else names.name(title, questions[0] if questions else "", answer),
        "topic": tidy(row.get("topic", "")) or subject_of(title, " ".join(questions), answer),
        "title": title,
        "questions": questions or ways_to_ask(title),
        "answer": answer,
        "spoken": _lines(row.get("spoken", "")) or None,
        "steps": [_NUMBERED.sub("", step) for step in _parted(_SEVERAL, row.get("steps", ""))],
        "documents": _parted(_THINGS, row.get("documents", "")),
        "where": tidy(row.get("where", "")) or None,
        "phone": tidy(row.get("phone", "")) or None,
        "source": tidy(row.get("source", "")) or None,
        "source_url": _address(tidy(row.get("source_url", ""))),
        "checked": _checked(tidy(row.get("checked", ""))),
        "rank": _rank(tidy(row.get("rank", ""))),
    }


def _fields(cells: Mapping[str, Any]) -> dict[str, str]:
    """Field → what stands under its headings, one below the other."""
    fields: dict[str, str] = {}
    for heading in cells:
        name, text = field_of(heading), _cell(cells, heading)
        if name and text:
            fields[name] = f"{fields[name]}\n{text}" if name in fields else text
    return fields


def _cell(cells: Mapping[str, Any], heading: str) -> str:
    value = cells[heading]
    return "\n".join(map(str, value)) if isinstance(value, list) else text_of(cells, heading)


def _parted(between: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(tidy, between.split(text)))))


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(tidy, text.split("\n"))))


def _id(name: str) -> str:
    if not re.fullmatch(r"[!-~]+", name):
        raise FieldError(f"id: {name!r}에는 영문자, 숫자, -만 띄어쓰기 없이 쓸 수 있습니다.")
    return name


def _address(text: str) -> str | None:
    if not text:
        return None
    if text.startswith("www."):
        return f"https://{text}"
    if not text.startswith(("https://", "http://")):
        raise FieldError(f"출처 주소: {text!r}은(는) https://로 시작하지 않습니다.")
    return text


def _checked(text: str) -> str | None:
    date = iso(text)
    if text and date is None:
        raise FieldError(f"확인일: {text!r}은(는) 날짜가 아닙니다. 2024-04-01처럼 적어 주세요.")
    return date


def _rank(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise FieldError(f"순위: {text!r}은(는) 1, 2, 3 같은 수가 아닙니다.")
    return int(text)


TABLE = Layout("표", "CSV나 TSV: 제목이나 질문, 답변 (주제, 전화, 장소, 서류, 출처, 확인일은 있으면)", fits, rows)
