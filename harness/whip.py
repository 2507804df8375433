"""Signalling from the caller's side: an offer goes in, an answer and the address of the call come out (RFC 9725)."""

from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from harness.errors import CallError

_SDP = "application/sdp"


@dataclass(frozen=True, slots=True)
class Resource:
    """A call that the server has opened."""

    address: str
    """where to DELETE it"""
    answer: str
    """SDP"""


async def open_call(http: httpx.AsyncClient, url: str, offer: str) -> Resource:
    """POST the offer to `url`/calls; raises CallError."""
    address = url.rstrip("/") + "/calls"
    try:
        response = await http.post(address, content=offer, headers={"Content-Type": _SDP})
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise CallError("address", f"{url} is not an address such as http://localhost:8080") from error
    except httpx.TransportError as error:
        raise CallError("unreachable", f"{url} does not answer") from error
    if response.is_error:
        raise _refusal(response)
    location = response.headers.get("Location")
    if response.status_code != httpx.codes.CREATED or not location:
        raise CallError("not-a-call-server", f"{address} answered {response.status_code}, not with a call")
    return Resource(urljoin(str(response.url), location), response.text)


async def close_call(http: httpx.AsyncClient, resource: Resource) -> None:
    """DELETE the call. A server that is gone has ended it already."""
    try:
        await http.delete(resource.address)
    except httpx.TransportError:
        return


def _refusal(response: httpx.Response) -> CallError:
    """The problem that the server describes (RFC 9457), or the bare status."""
    try:
        problem = response.json()
        code, message = str(problem["code"]), str(problem["message"])
    except (ValueError, KeyError, TypeError):
        code, message = f"http-{response.status_code}", f"{response.url} answered {response.status_code}"
    wait = response.headers.get("Retry-After")
    return CallError(code, f"{message} [{response.status_code}{f', again in {wait} s' if wait else ''}]")
