"""All calls of this server: opens them, up to the cap, finds them again and ends them all."""

import asyncio
import secrets

from aiortc import RTCIceServer

from server import metrics
from server.call import Call
from server.counsel import Counsel
from server.problems import Problem
from server.rtc import answer_offer, make_peer
from server.sdp import filter_candidates, validate

RETRY_AFTER = 20
"""seconds a caller is asked to wait when every line is busy"""


class Calls:
    def __init__(self, counsel: Counsel) -> None:
        self.counsel = counsel
        self._settings = counsel.profile.server
        self._calls: dict[str, Call] = {}
        self._open = True

    def __len__(self) -> int:
        return len(self._calls)

    async def open(self, body: bytes) -> tuple[Call, str]:
        """The call an SDP offer asks for, and the SDP answer.

        Raises Problem, before anything is allocated, for an offer that cannot be met or when every line is busy.
        """
        offer = validate(body)
        if len(self) >= self._settings.max_calls or not self._open:
            raise Problem("calls-full", headers={"Retry-After": str(RETRY_AFTER)})
        servers = [RTCIceServer(**server.model_dump()) for server in self._settings.ice_servers]
        peer = make_peer(servers, self._settings.candidates)
        call = Call(secrets.token_urlsafe(18), peer, self.counsel, offer, self._forget)
        self._calls[call.id] = call
        metrics.CALLS.set(len(self))
        try:
            return call, await answer_offer(peer, filter_candidates(offer.text, self._settings.candidates).text)
        except BaseException:
            call.close("setup")
            raise

    def find(self, call_id: str) -> Call:
        """Raises Problem `call-unknown`."""
        try:
            return self._calls[call_id]
        except KeyError:
            raise Problem("call-unknown") from None

    async def close(self) -> None:
        """End every call; no new one is opened."""
        self._open = False
        calls = list(self._calls.values())
        for call in calls:
            call.close("shutdown")
        await asyncio.gather(*(call.closed() for call in calls))

    def _forget(self, call: Call) -> None:
        self._calls.pop(call.id, None)
        metrics.CALLS.set(len(self))
