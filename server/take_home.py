"""What a caller takes home: an answer of the knowledge base as a page in large type, and the QR code that leads to it.

Only what the office made public is on it; nothing of a caller is. It needs no script and can be printed.
"""

import asyncio
import io
from html import escape
from typing import Annotated
from urllib.parse import urlencode

import segno
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from dialogue.knowledge.entry import Entry
from server import whip
from server.addresses import public_address
from server.config import Office
from server.watching import clips_of

MOST_MORE = 2
"""answers beside the first on one page"""
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
"""a shared screen keeps no trace of what the person before took home"""

More = Annotated[list[str], Query(alias="also", max_length=MOST_MORE)]

router = APIRouter(tags=["page"])


@router.get("/answers/{entry_id}/qr.svg")
async def code(entry_id: str, request: Request, also: More = []) -> Response:  # noqa: B006  (FastAPI copies it)
    """A QR code (ISO/IEC 18004, level M, quiet zone of four modules) of the page's address, black on white."""
    path = request.app.url_path_for("page_to_take_home", entry_id=entry_id)
    address = f"{public_address(request).rstrip('/')}{path}"
    address += f"?{urlencode([('also', name) for name in also])}" if also else ""
    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", border=4, light="#fff", omitsize=True)
    return Response(drawing.getvalue(), media_type="image/svg+xml", headers=HEADERS)


@router.get("/answers/{entry_id}")
async def page_to_take_home(entry_id: str, request: Request, also: More = []) -> HTMLResponse:  # noqa: B006
    """One answer, and up to two more, in large type; 404 when the office has none of them any more."""
    counsel = whip.calls_of(request).counsel
    entries = {entry.id: entry for entry in await asyncio.to_thread(counsel.knowledge.entries)}
    wanted = [entries[name] for name in dict.fromkeys([entry_id, *also]) if name in entries]
    filmed = {entry.id for entry in wanted if clips_of(counsel.profile, entry)}
    body = "".join(_article(entry, entry.id in filmed) for entry in wanted) or f"<h1>{GONE}</h1>"
    return HTMLResponse(_page(body, counsel.profile.office), 200 if wanted else 404, HEADERS)


GONE = "이 안내는 이제 없습니다. 전화로 물어보시면 알려 드립니다."
NOTE = "제도는 바뀔 수 있습니다. 가시기 전에 전화로 한 번 더 확인해 주세요."


def _page(body: str, office: Office) -> str:
    return (
        '<!doctype html><html lang="ko"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>말벗 · 들으신 안내</title>'
        '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/static/take-home.css"></head><body>'
        f'<header><p class="mark">말벗</p><p>{escape(office.name)}</p></header><main>{body}</main>'
        f"<footer><p>{NOTE}</p><p>{escape(office.name)} {_telephone(office.phone)}</p></footer></body></html>"
    )


def _article(entry: Entry, filmed: bool) -> str:
    facts = [
        _fact("어디로", escape(entry.where)) if entry.where else "",
        _fact("가져오실 것", _list("ul", entry.documents)) if entry.documents else "",
        _fact("이렇게 하시면 됩니다", _list("ol", entry.steps)) if entry.steps else "",
        _fact("전화", f'<strong class="tel">{_telephone(entry.phone)}</strong>') if entry.phone else "",
    ]
    return (
        f'<article><h1>{escape(entry.title)}</h1><p class="answer">{escape(entry.answer)}</p>'
        f"{_film(entry) if filmed else ''}<dl>{''.join(facts)}</dl>{_source(entry)}</article>"
    )


def _film(entry: Entry) -> str:
    """The answer as she says it."""
    label = f"{entry.title} 영상"
    source = f"/answers/{escape(entry.id)}/film.webm"
    return (
        f'<video controls preload="none" width="512" height="512" aria-label="{escape(label)}" src="{source}"></video>'
    )


def _fact(label: str, value: str) -> str:
    return f"<div><dt>{label}</dt><dd>{value}</dd></div>"


def _list(kind: str, items: tuple[str, ...]) -> str:
    return f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{kind}>"


def _telephone(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdigit())
    return f'<a href="tel:{digits}">{escape(text)}</a>' if digits else escape(text)


def _source(entry: Entry) -> str:
    if not entry.source:
        return ""
    name = escape(entry.source)
    if entry.source_url:
        name = f'<a href="{escape(entry.source_url)}" rel="noreferrer">{name}</a>'
    checked = f" · {_day(entry.checked)} 확인" if entry.checked else ""
    return f'<p class="source">출처: {name}{checked}</p>'


def _day(date: str) -> str:
    year, month, day = map(int, date.split("-"))
    return f"{year}년 {month}월 {day}일"
