"""The kiosk over HTTP: the call page with the kiosk's own files, its settings, enrolment, heartbeat and voice."""

import html
import secrets
import time
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Cookie, Header, HTTPException, Request, Response
from fastapi import Path as PathPart
from fastapi.responses import FileResponse, HTMLResponse
from pydantic import BaseModel, Field

from server.config import Kiosk, Profile
from server.kiosk_devices import CODE_LIFETIME, Devices, TooManyTriesError, UnknownCodeError
from server.kiosk_voice import GUIDANCE, Guidance
from server.stage import StageError
from server.whip import calls_of

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
COOKIE = "malbeot_kiosk"
COOKIE_LIFETIME = 400 * 24 * 3600
"""seconds; no browser keeps a cookie longer"""
ALIVE = 60.0
"""seconds after its last heartbeat for which a kiosk counts as alive"""
MOST_SEATS = 200
FRESH = {"Cache-Control": "no-store"}
ADDED = """{panel}
    <link rel="stylesheet" href="/static/kiosk/kiosk.css">
    <script src="/static/kiosk/scale.js"></script>
    <script type="module" src="/static/kiosk/kiosk.js"></script>
  """
"""what makes the call page a kiosk"""

Token = Annotated[str, Cookie(alias=COOKIE)]
Seat = Annotated[str, PathPart(pattern="^[A-Za-z0-9-]{1,40}$")]

router = APIRouter(tags=["kiosk"])
guidance = Guidance()
seats: dict[str, float] = {}
"""seat → monotonic time (s) of its last heartbeat"""


class Heartbeat(BaseModel, extra="forbid"):
    """Facts about the page; nothing of the caller."""

    seat: str = Field(pattern="^[A-Za-z0-9-]{1,40}$")
    screen: Literal["attract", "busy", "still"]
    up: float = Field(ge=0)
    """seconds since the page was loaded"""


class Accepted(BaseModel, extra="forbid"):
    name: str = Field(min_length=1, max_length=40)


@router.get("/kiosk", include_in_schema=False)
async def page(request: Request, malbeot_kiosk: Token = "") -> HTMLResponse:
    """The call page with the kiosk added, or the code to enrol with where the profile asks for that first."""
    if _kiosk(request).enrolment == "required" and not _devices(request).device_of(malbeot_kiosk):
        return await enrol(request)
    call_page = (FRONTEND / "index.html").read_text(encoding="utf-8")
    added = ADDED.format(panel=_panel(_kiosk(request)))
    return HTMLResponse(call_page.replace("</head>", f"{added}</head>", 1), headers=FRESH)


@router.get("/kiosk/enrol", include_in_schema=False)
async def enrol(request: Request) -> HTMLResponse:
    """The code to enrol with, for a screen that may also be used without."""
    return _page(request, "kiosk/enrol.html")


@router.get("/kiosk/calibrate", include_in_schema=False)
async def calibrate(request: Request) -> HTMLResponse:
    """Where a bank card is held to the screen."""
    return _page(request, "kiosk/calibrate.html")


@router.get("/kiosk/offline", include_in_schema=False)
async def offline(request: Request) -> HTMLResponse:
    """What the service worker keeps for the time without a server."""
    return _page(request, "kiosk/offline.html")


@router.get("/kiosk/worker.js", include_in_schema=False)
async def worker() -> FileResponse:
    headers = {"Service-Worker-Allowed": "/kiosk", "Cache-Control": "no-cache"}
    return FileResponse(FRONTEND / "kiosk" / "worker.js", media_type="text/javascript", headers=headers)


@router.get("/kiosk/settings")
async def settings(request: Request, malbeot_kiosk: Token = "") -> dict[str, Any]:
    """The kiosk's part of the profile, and the name this screen was enrolled under."""
    kiosk = _kiosk(request)
    device = _devices(request).device_of(malbeot_kiosk) if malbeot_kiosk else None
    told = kiosk.model_dump(include={"diagonal_cm", "resolution", "patience", "warning", "printing"})
    return told | {"name": device and device.name}


@router.post("/kiosk/enrolment")
async def show_code(request: Request, response: Response) -> dict[str, Any]:
    """A new code for this screen (RFC 8628 in small); the cookie counts once the code has been accepted."""
    code, token = _devices(request).show_code()
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, token, COOKIE_LIFETIME, path="/kiosk", secure=secure, httponly=True, samesite="strict")
    response.headers["Cache-Control"] = "no-store"
    return {"code": code, "expires_in": CODE_LIFETIME}


@router.get("/kiosk/enrolment")
async def enrolment(request: Request, malbeot_kiosk: Token = "") -> dict[str, str]:
    """enrolled, waiting, or unknown: expired, revoked or never shown."""
    return {"state": _devices(request).state_of(malbeot_kiosk)}


@router.post("/kiosk/enrolment/{code}", status_code=201)
async def accept(
    code: Annotated[str, PathPart(pattern="^[0-9]{6}$")],
    body: Accepted,
    request: Request,
    authorization: Annotated[str, Header()] = "",
) -> dict[str, str]:
    """By staff: takes the kiosk that shows the code. Needs `Authorization: Bearer` with the profile's staff_token."""
    wanted = _kiosk(request).staff_token
    given = authorization.removeprefix("Bearer ")
    if not wanted or not secrets.compare_digest(given.encode(), wanted.encode()):
        raise HTTPException(401, "the staff token of the profile is needed", {"WWW-Authenticate": "Bearer"})
    try:
        device = _devices(request).accept(code, body.name)
    except TooManyTriesError as error:
        raise HTTPException(429, str(error), {"Retry-After": str(int(CODE_LIFETIME))}) from error
    except UnknownCodeError as error:
        raise HTTPException(404, str(error)) from error
    return {"id": device.id, "name": device.name}


@router.post("/kiosk/heartbeat", status_code=204)
async def heartbeat(beat: Heartbeat) -> None:
    seats.pop(beat.seat, None)
    seats[beat.seat] = time.monotonic()
    if len(seats) > MOST_SEATS:
        del seats[next(iter(seats))]


@router.get("/kiosk/heartbeat/{seat}", status_code=204)
async def alive(seat: Seat) -> None:
    """For the watchdog beside the browser: 204 while the page beats, 410 when it has stopped, 404 when it never did."""
    if seat not in seats:
        raise HTTPException(404, "no heartbeat from this seat since the server started")
    if time.monotonic() - seats[seat] > ALIVE:
        raise HTTPException(410, "the heartbeat of this seat has stopped")


@router.get("/kiosk/voice/{name}.wav")
async def voice(name: str, request: Request) -> Response:
    """One of the fixed sentences, in the counsellor's voice."""
    if name not in GUIDANCE:
        raise HTTPException(404, f"known are {', '.join(GUIDANCE)}")
    try:
        content = await guidance.wav(name, calls_of(request).counsel)
    except StageError as error:
        raise HTTPException(503, "the voice failed") from error
    return Response(content, media_type="audio/wav", headers={"Cache-Control": "max-age=86400"})


def _kiosk(request: Request) -> Kiosk:
    profile: Profile = request.app.state.profile
    return profile.server.kiosk


def _devices(request: Request) -> Devices:
    return Devices(_kiosk(request).devices)


def _page(request: Request, name: str) -> HTMLResponse:
    profile: Profile = request.app.state.profile
    text = (FRONTEND / name).read_text(encoding="utf-8")
    text = text.replace("{{panel}}", _panel(profile.server.kiosk))
    text = text.replace("{{office}}", html.escape(profile.office.name))
    text = text.replace("{{phone}}", html.escape(profile.office.phone))
    return HTMLResponse(text, headers=FRESH)


def _panel(kiosk: Kiosk) -> str:
    """How large the screen is, for scale.js; nothing where the profile does not say."""
    if not (kiosk.diagonal_cm and kiosk.resolution):
        return ""
    return f'<meta name="kiosk-panel" content="{kiosk.diagonal_cm} {kiosk.resolution}">'
