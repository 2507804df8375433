"""Reads the knowledge as an editor would: what is too long, unexplained, unsourced, stale or said twice."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dialogue.knowledge.entry import Entry

LONGEST_SENTENCE = 15
"""eojeol"""
STALE_AFTER = datetime.timedelta(days=365)

OFFICIAL_TERMS = {
    "선정기준액": ("기준 금액",),
    "소득인정액": ("소득", "재산"),
    "본인부담금": ("내는 돈", "내실 돈", "부담하는 돈", "부담하실 돈"),
    "수급자": ("받는 분", "받으시는 분", "받고 계신 분"),
    "차상위계층": ("바로 위", "형편"),
    "부양의무자": ("자녀", "가족"),
    "피부양자": ("가족",),
    "구비서류": ("준비",),
    "제증명": ("증명서",),
    "관할": ("사시는 곳", "사는 곳"),
    "내방": ("찾아",),
    "익월": ("다음 달",),
    "당월": ("이번 달",),
    "납부": ("내",),
    "감면": ("깎아", "깎", "줄여", "덜"),
    "경감": ("깎아", "깎", "줄여", "덜"),
    "체납": ("밀린", "밀려", "내지 못한"),
    "급여": ("돈", "도움", "지원"),
    "바우처": ("이용권",),
    "지급정지": ("막", "멈"),
}
"""official term → plain words; one of them must stand in the same text"""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_MONEY = re.compile(r"\d[\d,]*\s*(?:만|천|백)?\s*원")
_YEAR = re.compile(r"(?:19|20)\d\d\s*년")


@dataclass(frozen=True, slots=True)
class Finding:
    entry_id: str
    code: str
    """long-sentence, no-source, no-date, stale, unexplained-term, amount-without-year or wording-twice"""
    message: str
    """Korean, for the office's editor"""


def check(entries: Sequence[Entry], today: datetime.date) -> list[Finding]:
    """Everything worth an editor's look, entry by entry."""
    findings = [finding for entry in entries for finding in _read(entry, today)]
    return findings + list(_wordings_twice(entries))


def _read(entry: Entry, today: datetime.date) -> Iterator[Finding]:
    yield from _long_sentences(entry)
    yield from _source_and_date(entry, today)
    yield from _unexplained_terms(entry)
    if any(_MONEY.search(text) and not _YEAR.search(text) for text in (entry.answer, entry.spoken)):
        yield Finding(entry.id, "amount-without-year", "금액이 있는데 몇 년 기준인지 없습니다.")


def _long_sentences(entry: Entry) -> Iterator[Finding]:
    for sentence in dict.fromkeys(_SENTENCE_END.split(f"{entry.answer}\n{entry.spoken}")):
        words = len(sentence.split())
        if words > LONGEST_SENTENCE:
            yield Finding(entry.id, "long-sentence", f"{words}어절 문장입니다. 나누어 주세요: {sentence[:30]}…")


def _source_and_date(entry: Entry, today: datetime.date) -> Iterator[Finding]:
    if entry.source is None:
        yield Finding(entry.id, "no-source", "출처가 없습니다.")
    if entry.checked is None:
        yield Finding(entry.id, "no-date", "확인한 날짜가 없습니다.")
    elif today - datetime.date.fromisoformat(entry.checked) > STALE_AFTER:
        yield Finding(entry.id, "stale", f"확인한 지 1년이 넘었습니다: {entry.checked}")


def _unexplained_terms(entry: Entry) -> Iterator[Finding]:
    for term, plain in OFFICIAL_TERMS.items():
        for text in dict.fromkeys((entry.answer, entry.spoken)):
            rest = text.replace(term, "")
            if term in text and not any(word in rest for word in plain):
                yield Finding(entry.id, "unexplained-term", f"{term}: 쉬운 말이 곁에 없습니다. 예: {plain[0]}")
                break


def _wordings_twice(entries: Iterable[Entry]) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for entry in entries:
        for wording in entry.wordings:
            letters = "".join(c for c in wording if unicodedata.category(c)[0] in "LN")
            first = owner.setdefault(letters, entry.id)
            if first != entry.id:
                yield Finding(entry.id, "wording-twice", f"{first} 항목에도 같은 질문이 있습니다: {wording}")
