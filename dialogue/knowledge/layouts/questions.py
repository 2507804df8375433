"""Questions with their answers, one pair a record, with or without the name of the service they are about."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.layouts.fields import FieldError, mapping, needed, text_of
from dialogue.knowledge.layouts.layout import Layout, Record
from dialogue.knowledge.layouts.names import Names, letters
from dialogue.knowledge.layouts.phones import phone_in
from dialogue.knowledge.layouts.subjects import subject_of
from dialogue.tidy import tidy

_SERVICE: Final = ("service", "document", "사업명", "서비스명")
_ABOUT: Final = frozenset({*_SERVICE, "category", "sub", "paragraph", "doc_id", "id", "번호"})


@dataclass(slots=True)
class _Answered:
    number: int
    service: str
    about: str
    answer: str
    questions: list[str] = field(default_factory=list)


def fits(fields: AbstractSet[str]) -> bool:
    if {"질문", "답변"} <= fields:  # without a service it is a table, whose cells may hold several questions
        return bool(fields & set(_SERVICE)) and fields <= {"질문", "답변"} | _ABOUT
    return {"question", "answer"} <= fields <= {"question", "answer"} | _ABOUT


def rows(records: Iterable[Record]) -> Iterator[Row]:
    """Questions of one service with one answer become one entry."""
    answered: dict[tuple[str, str], _Answered] = {}
    for record in records:
        try:
            one = _read(record)
        except FieldError as error:
            yield Row(record.number, fault=str(error))
        else:
            answered.setdefault((one.service, one.answer), one).questions.extend(one.questions)
    names = Names("question")
    for one in answered.values():
        yield Row(one.number, _entry(one, names))


def _read(record: Record) -> _Answered:
    fields = mapping(record)
    question, answer = tidy(needed(fields, "question", "질문")), _lines(needed(fields, "answer", "답변"))
    about = " ".join(filter(None, (text_of(fields, "category"), text_of(fields, "sub"))))
    return _Answered(record.number, tidy(text_of(fields, *_SERVICE)), about, answer, [question])


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(tidy, text.split("\n"))))


def _entry(one: _Answered, names: Names) -> dict[str, Any]:
    questions = list(dict.fromkeys(one.questions))
    return {
        "id": names.name(f"{one.service} {questions[0]}", one.answer),
        "topic": subject_of(f"{one.service} {one.about}", questions[0], one.answer),
        "title": _title(one.service, questions[0]),
        "questions": questions,
        "answer": one.answer,
        "phone": phone_in(one.answer),
    }


def _title(service: str, question: str) -> str:
    """The question, with the service in front where it does not name it."""
    return question if letters(service) in letters(question) else f"{service}: {question}"


QUESTIONS = Layout("묻고 답하기", "CSV나 JSON: question, answer, service", fits, rows)
