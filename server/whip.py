"""Signalling: WHIP-shaped (RFC 9725) over HTTP, and the events of a call over a WebSocket."""

import asyncio
import contextlib
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response, WebSocket, WebSocketDisconnect

from server import metrics, sdpfrag
from server.call import Call
from server.calls import Calls
from server.config import IceServer
from server.events import Event
from server.problems import Problem
from server.rtc import add_candidates, restart_ice
from server.sdpfrag import Fragment

SDP = "application/sdp"
LARGEST_BODY = 256 * 1024
"""bytes; what is longer is not even read"""
UNREAD_EVENTS = 1000
"""after which a WebSocket that does not read is closed"""

Token = Annotated[str | None, Query()]

_BODY = {
    "requestBody": {"required": True, "content": {SDP: {"schema": {"type": "string"}}}},
    "responses": {"201": {"description": "An SDP answer", "content": {SDP: {}}}},
}
_FRAGMENT = {"requestBody": {"required": True, "content": {sdpfrag.CONTENT_TYPE: {"schema": {"type": "string"}}}}}

router = APIRouter(tags=["calls"])


def calls_of(request: Request | WebSocket) -> Calls:
    """Raises Problem `not-ready` while the engines are still loading."""
    calls: Calls | None = request.app.state.calls
    if calls is None:
        raise Problem("not-ready", headers={"Retry-After": "5"})
    return calls


@router.post("/calls", status_code=201, openapi_extra=_BODY)
async def open_call(request: Request, ticket: Token = None, conversation: Token = None) -> Response:
    """Begin a call: an SDP offer in, an SDP answer out.

    `ticket`: the place in the waiting line that an earlier 503 gave. `conversation`: from the `bot-ready` of a call
    that broke off, to go on with it.
    """
    try:
        call, answer = await calls_of(request).open(await _body(request, SDP), ticket, conversation)
    except Problem as problem:
        if not ticket:
            metrics.CALLS_REFUSED.labels(problem.code).inc()
        raise
    response = Response(answer, 201, {"Location": f"/calls/{call.id}", "ETag": call.peer.tag}, SDP)
    for server in call.ice_servers:
        response.headers.append("Link", _link(server))
    return response


@router.patch("/calls/{call_id}", openapi_extra=_FRAGMENT)
async def change_call(call_id: str, request: Request, if_match: Annotated[str | None, Header()] = None) -> Response:
    """Add trickled candidates (204), or restart ICE with new credentials and `If-Match: "*"` (200)."""
    call = calls_of(request).find(call_id)
    fragment = sdpfrag.parse(await _body(request, sdpfrag.CONTENT_TYPE))
    if if_match is None:
        raise Problem("etag-missing")
    if if_match.strip('"') == "*" and fragment.ufrag != call.peer.session.remote_username:
        return await _restart(call, fragment)
    if if_match.strip('"') != "*" and if_match != call.peer.tag:
        raise Problem("etag-mismatch")
    await add_candidates(call.peer, fragment)
    return Response(status_code=204)


@router.delete("/calls/{call_id}")
async def end_call(call_id: str, request: Request) -> Response:
    """Hang up. Answers when everything of the call is freed."""
    call = calls_of(request).find(call_id)
    call.close("hangup")
    await call.closed()
    return Response(status_code=200)


@router.websocket("/calls/{call_id}/events")
async def follow_call(socket: WebSocket, call_id: str) -> None:
    """The messages of the data channel, server to client only, for integrators."""
    await socket.accept()
    try:
        call = calls_of(socket).find(call_id)
    except Problem as problem:
        await socket.close(4000 + problem.status, problem.code)
        return
    unread: asyncio.Queue[Event] = asyncio.Queue(UNREAD_EVENTS)
    overrun = asyncio.Event()

    def take(event: Event) -> None:
        try:
            unread.put_nowait(event)
        except asyncio.QueueFull:
            overrun.set()

    unsubscribe = call.events.subscribe(take)
    sending = asyncio.create_task(_send(socket, unread))
    ends = [sending, asyncio.create_task(_hung_up(socket)), asyncio.ensure_future(overrun.wait())]
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        unsubscribe()
        for task in ends:
            task.cancel()
        await asyncio.gather(*ends, return_exceptions=True)
        with contextlib.suppress(RuntimeError):  # already closed by the other side
            await socket.close(1013 if overrun.is_set() else 1000)


async def _restart(call: Call, fragment: Fragment) -> Response:
    own = await restart_ice(call.peer, fragment)
    body = sdpfrag.format_fragment(own, call.mids)
    return Response(body, 200, {"ETag": call.peer.tag}, sdpfrag.CONTENT_TYPE)


async def _send(socket: WebSocket, unread: asyncio.Queue[Event]) -> None:
    event = None
    while event is None or event.name != "goodbye":
        event = await unread.get()
        await socket.send_text(event.message())


async def _hung_up(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, KeyError):
        while True:
            await socket.receive_text()


async def _body(request: Request, content_type: str) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != content_type:
        raise Problem("content-type", f"send {content_type}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Problem("sdp-too-large" if content_type == SDP else "frag-too-large")
    return bytes(body)


def _link(server: IceServer) -> str:
    link = f'<{server.urls}>; rel="ice-server"'
    if server.username is not None:
        link += f'; username="{server.username}"; credential="{server.credential or ""}"; credential-type="password"'
    return link
