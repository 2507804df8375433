"""Lists of public services as the open-data portals of provinces give them: fields PUBL_SERVC_*."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.layouts.asking import ways_to_ask
from dialogue.knowledge.layouts.dates import iso
from dialogue.knowledge.layouts.fields import FieldError, mapping, needed, text_of
from dialogue.knowledge.layouts.layout import Layout, Record
from dialogue.knowledge.layouts.names import letters
from dialogue.knowledge.layouts.phones import phone_in
from dialogue.knowledge.layouts.plain import sentences
from dialogue.knowledge.layouts.readable import ask_at, told
from dialogue.knowledge.layouts.subjects import subject_of
from dialogue.tidy import tidy

_ID: Final = "PUBL_SERVC_ID"
_TITLE: Final = "PUBL_SERVC_TITLE"
_OFFICE: Final = "PUBL_SERVC_JURSDCTN_INST_NM"
_PURPOSE: Final = "PUBL_SERVC_PURPS_DTCONT"
_FORMS: Final = "SPORT_FORM_DTLS"
_UPDATED: Final = "LAST_UPD_DE"
_ADDRESS: Final = "PUBL_SERVC_DETAIL_URL"

_TOWN: Final = re.compile(r"[가-힣]+[시군구]")
_PROVINCE: Final = re.compile(r"[가-힣]+(?:도|특별시|광역시|특별자치시)")


def fits(fields: AbstractSet[str]) -> bool:
    return {_ID, _TITLE} <= fields


def rows(records: Iterable[Record]) -> Iterator[Row]:
    """One entry a service; the town stands in the title, and the whole office where a town has two of one name."""
    listed = list(records)
    shared = Counter(_in_town(record.value) for record in listed if isinstance(record.value, Mapping))
    for record in listed:
        try:
            fields = mapping(record)
            yield Row(record.number, _entry(fields, shared[_in_town(fields)] > 1))
        except FieldError as error:
            yield Row(record.number, fault=str(error))


def _entry(fields: Mapping[str, Any], shared: bool) -> dict[str, object]:
    title, office, purpose = tidy(needed(fields, _TITLE)), tidy(text_of(fields, _OFFICE)), text_of(fields, _PURPOSE)
    if not office and not purpose:
        raise FieldError(f"{_PURPOSE}: 하는 일도 맡은 곳도 없습니다. 하나는 채워 주세요.")
    forms = [tidy(form).replace("/", "·") for form in text_of(fields, _FORMS).split("||") if form.strip()]
    place = _without_province(office) if shared else _town(office)
    phone = phone_in(purpose)
    does = sentences(purpose) if purpose else [f"{office}에서 맡고 있습니다."]
    kinds = [f"도움의 종류는 {', '.join(forms)}입니다."] if forms else []
    return {
        "id": _id(needed(fields, _ID)),
        "topic": subject_of(title, purpose),
        "title": title if place in title else f"{title}({place})",
        "questions": _questions(title, _town(office)),
        "where": office,
        "phone": phone,
        "source": f"{office} 공공서비스 안내" if office else "공공서비스 목록",
        "source_url": _address(fields),
        "checked": _checked(fields),
        **told([(f"{_named(title, place)} 안내입니다.", does), ("", kinds)], ask_at(phone, office)),
    }


def _named(title: str, place: str) -> str:
    return title if place in title else f"{place} {title}"


def _questions(title: str, town: str) -> list[str]:
    ways = ways_to_ask(title)
    return ways if not town or town in title else [*ways, f"{town} {ways[1] if len(ways) > 1 else title}"]


def _id(name: str) -> str:
    name = name.strip()
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise FieldError(f"{_ID}: {name!r}에는 영문자와 숫자만 쓸 수 있습니다.")
    return f"service-{name.lower()}"


def _address(fields: Mapping[str, Any]) -> str | None:
    address = text_of(fields, _ADDRESS)
    return address if address.startswith(("https://", "http://")) else None


def _checked(fields: Mapping[str, Any]) -> str | None:
    written = text_of(fields, _UPDATED)
    date = iso(written) if written else None
    if written and date is None:
        raise FieldError(f"{_UPDATED}: {written!r}은(는) 날짜가 아닙니다. 2024-04-01처럼 적어 주세요.")
    return date


def _in_town(fields: Mapping[str, Any]) -> tuple[str, str]:
    return letters(str(fields.get(_TITLE))), _town(str(fields.get(_OFFICE)))


def _town(office: str) -> str:
    """나루시 of 가람도 나루시 동부보건소; the province where there is no town; empty for a ministry."""
    towns = [word for word in office.split()[:2] if _TOWN.fullmatch(word)]
    provinces = [word for word in office.split()[:1] if _PROVINCE.fullmatch(word)]
    return (towns or provinces or [""])[-1]


def _without_province(office: str) -> str:
    first, _, rest = office.partition(" ")
    return rest if rest and _PROVINCE.fullmatch(first) else office


SERVICES = Layout("공공서비스 목록", f"CSV나 JSON: {_ID}, {_TITLE}, {_PURPOSE}", fits, rows)
