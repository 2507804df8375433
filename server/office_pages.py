"""Pages for the people of an office: does a call work from here, set-up on the first day, the card for the wall."""

import asyncio
import io
from html import escape
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

import segno
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from dialogue import replies
from dialogue.knowledge.topics import TOPICS
from server.addresses import public_address, reachable
from server.config import Profile
from server.setting_up import OFFICE, Choices, write_profile

PAGES: Final = Path(__file__).resolve().parent.parent / "frontend" / "office"
ELSEWHERE: Final = (
    "설정은 서버 컴퓨터에서만 하실 수 있습니다. 그 컴퓨터의 브라우저에서 http://localhost 로 여는 주소를 써 주세요."
)

CODE: Final = """<p><img src="/card/qr.svg" alt="상담 화면으로 가는 큐알 코드"></p>
        <p>휴대전화로 찍으시면 집에서도 물어보실 수 있습니다.</p>"""

router = APIRouter(tags=["office"])


@router.get("/check", include_in_schema=False)
async def check() -> FileResponse:
    return FileResponse(PAGES / "check.html")


@router.get("/setup", include_in_schema=False)
async def setup(request: Request) -> FileResponse:
    _require_this_machine(request)
    return FileResponse(PAGES / "setup.html")


@router.get("/setup/choices")
async def choices(request: Request) -> dict[str, Any]:
    """What stands in the form at first."""
    _require_this_machine(request)
    profile: Profile = request.app.state.profile
    animator, kiosk = profile.avatar.animator, profile.server.kiosk
    sprout = animator.engine[0] == "illustration"
    return {
        **profile.office.model_dump(mode="json"),
        "all_topics": TOPICS,
        "counsellor": "sprout" if sprout else animator.options.get("who", "woman"),
        "contrast": animator.options.get("background") == "contrast",
        "diagonal_cm": kiosk.diagonal_cm,
        "resolution": kiosk.resolution,
    }


@router.post("/setup")
async def save(wanted: Choices, request: Request) -> dict[str, str]:
    """Writes the office's profile, which holds from the next start on; 422 names what is wrong in the form."""
    _require_this_machine(request)
    base = request.app.state.profile.name
    shipped = base if base in ("default", "embedded", "full") else "default"
    try:
        await asyncio.to_thread(write_profile, wanted, shipped)
    except OSError as error:
        raise HTTPException(507, f"{OFFICE} 파일을 쓸 수 없습니다: {error.strerror}") from error
    return {"profile": str(OFFICE)}


@router.get("/card", include_in_schema=False)
async def card(request: Request) -> HTMLResponse:
    """One sheet of paper for the wall beside the screen; without a code where nobody else can reach this address."""
    office = request.app.state.profile.office
    text = (PAGES / "card.html").read_text(encoding="utf-8")
    hours = f"{office.hours}에 사람이 받습니다." if office.hours else ""
    for mark, value in {"name": office.name, "phone": office.phone, "hours": hours}.items():
        text = text.replace("{{" + mark + "}}", escape(value))
    return HTMLResponse(text.replace("{{code}}", CODE if reachable(request) else ""))


@router.get("/card/qr.svg", include_in_schema=False)
async def card_code(request: Request) -> Response:
    drawing = io.BytesIO()
    segno.make_qr(public_address(request), error="m").save(drawing, kind="svg", border=2, light="#fff", omitsize=True)
    return Response(drawing.getvalue(), media_type="image/svg+xml")


@router.get("/gallery", include_in_schema=False)
async def gallery() -> FileResponse:
    """Every screen and sentence, for review."""
    return FileResponse(PAGES / "gallery.html")


@router.get("/gallery/screen", include_in_schema=False)
async def gallery_screen() -> HTMLResponse:
    """The call page as it is, brought to one of its screens; may stand in a frame of the gallery."""
    text = (PAGES.parent / "index.html").read_text(encoding="utf-8")
    script = '<script type="module" src="/static/office/frame.js"></script>\n  </head>'
    policy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
    return HTMLResponse(text.replace("</head>", script, 1), headers={"Content-Security-Policy": policy})


@router.get("/gallery/sentences", include_in_schema=False)
async def gallery_sentences() -> list[str]:
    return list(dict.fromkeys(replies.fixed()))


def _require_this_machine(request: Request) -> None:
    """Nobody but who sits at the server changes it: no proxy between, no other page behind the request, no other name
    for this address (DNS rebinding)."""
    forwarded = {"x-forwarded-for", "forwarded", "x-real-ip"} & set(request.headers.keys())
    own_page = request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    name = request.url.hostname or ""
    host = request.client.host if request.client else ""
    if forwarded or not own_page or not _is_loopback(host) or not (name == "localhost" or _is_loopback(name)):
        raise HTTPException(403, ELSEWHERE)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
