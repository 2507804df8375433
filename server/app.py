"""The web application: the page, the calls, and what operators ask. `create_app` is all there is to call."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Request, Response
from fastapi import Path as PathPart
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from avatar import clips
from dialogue import replies
from server import kiosk, metrics, office_pages, page_voice, take_home, watching, whip
from server.calls import Calls
from server.clips_beside import keep_clips
from server.config import Profile
from server.counsel import Counsel, open_counsel
from server.events import LIBRARY
from server.problems import CONTENT_TYPE, Problem
from server.rtc import require_tested_versions
from server.setting_up import offered

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; media-src 'self' blob: mediastream:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(self)",
}

log = logging.getLogger("malbeot")


def create_app(profile: Profile) -> FastAPI:
    """The application for a profile. Engines load in the background; `/readyz` is 200 when they are warm."""
    app = FastAPI(
        title="Malbeot", version=LIBRARY["library_version"], lifespan=_lifespan, docs_url=None, redoc_url=None
    )
    app.state.profile = profile
    metrics.announce(profile.budgets)
    app.state.calls = None
    app.state.counsel = None
    app.state.failure = None
    app.state.loading = None
    app.state.page_voice = {}
    app.include_router(whip.router)
    app.include_router(watching.router)
    app.include_router(office_pages.router)
    app.include_router(take_home.router)
    app.include_router(page_voice.router)
    app.include_router(kiosk.router)
    _add_operator_routes(app)
    _add_page(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    require_tested_versions()
    app.state.loading = asyncio.create_task(_load(app))
    background = [
        app.state.loading,
        asyncio.create_task(_accompany(app)),
    ]
    yield
    for task in background:
        task.cancel()
    if app.state.calls:
        await app.state.calls.close()
    if app.state.counsel:
        app.state.counsel.close()


async def _load(app: FastAPI) -> None:
    try:
        counsel: Counsel = await asyncio.to_thread(open_counsel, app.state.profile)
    except Exception as error:
        app.state.failure = str(error)
        log.debug("the engines could not be loaded", exc_info=error)
        return
    gc.collect()
    gc.freeze()  # what lives for ever is never looked through again, so a call's rubbish is collected soon
    app.state.counsel, app.state.calls = counsel, Calls(counsel)


async def _accompany(app: FastAPI) -> None:
    """What goes on beside the calls."""
    await app.state.loading
    if app.state.counsel:
        counsel, calls = app.state.counsel, app.state.calls
        lag = metrics.watch_loop_lag(calls.meter.lagged)
        preparing = [keep_clips(counsel)] if counsel.profile.avatar.prepare else []
        await asyncio.gather(counsel.prepare(), counsel.follow_knowledge(), calls.watch(), lag, *preparing)


def _add_operator_routes(app: FastAPI) -> None:
    @app.get("/healthz", tags=["operators"])
    async def healthz() -> JSONResponse:
        """Whether the process lives, which engine each stage got, and how the load is."""
        engines: Any = app.state.counsel.chosen if app.state.counsel else {}
        status = "failed" if app.state.failure else "ok"
        calls: Calls | None = app.state.calls
        body = {"status": status, "failure": app.state.failure, "engines": engines}
        if calls:
            body |= {"quality": calls.ladder.level.wire, "load": asdict(calls.meter.load), "waiting": calls.waiting}
        return JSONResponse(body, 503 if app.state.failure else 200)

    @app.get("/readyz", tags=["operators"])
    async def readyz() -> JSONResponse:
        """200 when every engine is warm and calls are taken."""
        ready = app.state.calls is not None
        return JSONResponse({"ready": ready}, 200 if ready else 503)

    @app.get("/metrics", tags=["operators"])
    async def prometheus() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @app.exception_handler(Problem)
    async def problem(_: Request, raised: Problem) -> JSONResponse:
        return JSONResponse(raised.body(), raised.status, dict(raised.headers), CONTENT_TYPE)


def _add_page(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(FRONTEND / "index.html")

    @app.get("/topics", tags=["page"])
    async def topics(request: Request) -> list[dict[str, Any]]:
        """Topics with their most-asked questions."""
        counsel = whip.calls_of(request).counsel
        return [
            {"id": topic, "questions": [{"answer_id": entry_id, "text": text} for entry_id, text in questions]}
            for topic, questions in offered(counsel.answerer.topics(), counsel.profile.office.topics)
        ]

    @app.get("/clips/{name}.webm", tags=["page"])
    async def clip(name: Annotated[str, PathPart(pattern="^[0-9a-f]{40}$")]) -> Response:
        """A prepared sentence, for anyone to watch."""
        file = clips.path_of(app.state.profile.avatar.clips, name)
        if not file.is_file():
            raise Problem("clip-unknown")
        return FileResponse(file, media_type="video/webm")

    @app.get("/status", tags=["page"])
    async def status(request: Request) -> dict[str, Any]:
        """What the page must know before a call."""
        calls = whip.calls_of(request)
        profile: Profile = app.state.profile
        return {
            "hearing": calls.counsel.hearing,
            "office": profile.office.model_dump(),
            "calls": len(calls),
            "max_calls": profile.server.max_calls,
            "waiting": calls.waiting,
            "ice_servers": [server.model_dump(exclude_none=True) for server in profile.server.ice_servers],
            "ai_notice": replies.AI_NOTICE,
        }

    @app.middleware("http")
    async def secure(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.mount("/static", StaticFiles(directory=FRONTEND), name="static")
