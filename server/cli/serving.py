"""`malbeot serve`: the server."""

import asyncio
import contextlib
import ctypes
import logging
from typing import Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI

from server.app import create_app
from server.cli.options import KnowledgeFile, Overrides, ProfileName, profile_of
from server.counsel import verify_engines


def add_to(app: typer.Typer) -> None:
    app.command()(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(envvar="PORT", help="0 takes a free one.")] = None,
    profile: ProfileName = "default",
    overrides: Overrides = None,
    kb: KnowledgeFile = None,
) -> None:
    """Start the server and print its address."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("aioice", "aiortc"):  # they log callers' addresses
        logging.getLogger(noisy).setLevel(logging.WARNING)
    share_memory_arenas()
    chosen = profile_of(profile, overrides, kb)
    verify_engines(chosen)
    app = create_app(chosen)
    config = uvicorn.Config(
        app,
        host=host or chosen.server.host,
        port=chosen.server.port if port is None else port,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    Announcing(config, app).run()
    if app.state.failure:
        raise OSError(app.state.failure)


def share_memory_arenas() -> None:
    """glibc gives every thread a heap of its own, and pictures freed in one are no use to another: with two heaps in
    all, a server that has held fifty calls stays at its size instead of growing by megabytes a call."""
    m_arena_max = -8  # malloc.h
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(m_arena_max, 2)


class Announcing(uvicorn.Server):
    """Says where it listens once every engine is warm; ends when one cannot be loaded."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app
        self._announcing: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announcing = asyncio.create_task(self._announce())

    async def _announce(self) -> None:
        await self._app.state.loading
        if self._app.state.failure:
            self.should_exit = True
            return
        for server in self.servers:
            for socket in server.sockets:
                host, port = socket.getsockname()[:2]
                host = "localhost" if host == "127.0.0.1" else host
                print(f"말벗이 준비되었습니다: http://{host}:{port}", flush=True)
