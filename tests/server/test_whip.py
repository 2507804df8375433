"""Signalling over plain HTTP, as an integrator's client would use it."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.rtc import close_peer, make_peer
from server.sdpfrag import CONTENT_TYPE
from tests.server.peers import ANYWHERE, make_offer
from tests.server.process import Running, serving

SDP = {"Content-Type": "application/sdp"}


@pytest.fixture
async def offer() -> str:
    caller = make_peer([], ANYWHERE)
    await make_offer(caller)
    text = caller.localDescription.sdp
    await close_peer(caller)
    return str(text)


@pytest.fixture
def http(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client


def ufrag_lines(offer: str) -> list[str]:
    return [line for line in offer.splitlines() if line.startswith(("a=ice-ufrag", "a=ice-pwd"))][:2]


def fragment(*lines: str) -> bytes:
    return "\r\n".join([*lines, ""]).encode()


def test_a_call_is_created_trickled_and_ended(http: httpx.Client, offer: str) -> None:
    created = http.post("/calls", content=offer, headers=SDP)
    assert created.status_code == 201
    assert created.headers["content-type"].startswith("application/sdp")
    assert "m=audio" in created.text and "m=application" in created.text
    call, etag = created.headers["location"], created.headers["etag"]
    body = fragment(*ufrag_lines(offer), "a=candidate:1 1 udp 2122260223 127.0.0.1 40000 typ host")
    headers = {"Content-Type": CONTENT_TYPE}
    assert http.patch(call, content=body, headers=headers).status_code == 428
    assert http.patch(call, content=body, headers=headers | {"If-Match": '"other"'}).status_code == 412
    assert http.patch(call, content=body, headers=headers | {"If-Match": etag}).status_code == 204
    assert http.patch(call, content=b"nonsense", headers=headers | {"If-Match": etag}).status_code == 400
    assert http.patch(call, content=body, headers={"If-Match": etag}).json()["code"] == "content-type"
    assert http.delete(call).status_code == 200
    assert http.delete(call).status_code == 404


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"", SDP, 400, "sdp-empty"),
        (b"v=0\r\n" + b"a=x\r\n" * 60_000, SDP, 413, "sdp-too-large"),
        (b"\xff\xfe", SDP, 400, "sdp-not-utf8"),
        (b"hello", SDP, 400, "sdp-malformed"),
        (b"v=0", {"Content-Type": "text/plain"}, 415, "content-type"),
    ],
)
def test_wrong_offers_are_problems(
    http: httpx.Client, server: Running, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    before = server.calls()
    refused = http.post("/calls", content=body, headers=headers)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    assert problem["code"] == code and problem["status"] == status
    assert any("가" <= letter <= "힣" for letter in problem["message"]), "a caller must be able to read it"
    assert server.calls() == before


def test_an_offer_without_fingerprint_or_audio_is_refused(http: httpx.Client, offer: str) -> None:
    bare = "\r\n".join(line for line in offer.splitlines() if not line.startswith("a=fingerprint"))
    assert http.post("/calls", content=bare, headers=SDP).json()["code"] == "sdp-no-fingerprint"
    deaf = offer.replace("m=audio", "m=text")
    assert http.post("/calls", content=deaf, headers=SDP).status_code == 422


def test_unknown_calls_are_not_found(http: httpx.Client) -> None:
    assert http.delete("/calls/none").json()["code"] == "call-unknown"


def test_operators_see_health_metrics_and_the_api(http: httpx.Client) -> None:
    assert http.get("/readyz").json() == {"ready": True}
    engines = http.get("/healthz").json()["engines"]
    assert engines["recognizer"]["engine"] == "scripted"
    metrics = http.get("/metrics").text
    assert "malbeot_event_loop_lag_seconds_bucket" in metrics and "malbeot_calls" in metrics
    paths = http.get("/openapi.json").json()["paths"]
    assert {"/calls", "/calls/{call_id}", "/topics", "/readyz"} <= set(paths)


def test_the_page_and_its_topics(http: httpx.Client) -> None:
    page = http.get("/")
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert "말벗" in page.text
    topics = http.get("/topics").json()
    assert {"복지·연금", "일반행정"} <= {topic["id"] for topic in topics}
    assert all(topic["questions"] for topic in topics)


def test_only_configured_ice_servers_are_named(tmp_path: Path, offer: str) -> None:
    servers = '[{urls = "turn:127.0.0.1:9", username = "u", credential = "p"}]'
    with (
        serving(tmp_path, f"server.ice_servers={servers}") as running,
        httpx.Client(base_url=running.url, timeout=30) as http,
    ):
        created = http.post("/calls", content=offer, headers=SDP)
        assert created.headers["link"].startswith('<turn:127.0.0.1:9>; rel="ice-server"; username="u"')
        assert "stun" not in created.text


def test_a_caller_that_never_connects_is_freed(tmp_path: Path, offer: str) -> None:
    with serving(tmp_path, "server.setup_deadline=1") as running:
        httpx.post(f"{running.url}/calls", content=offer, headers=SDP, timeout=20)
        assert running.calls() == 1
        deadline = time.monotonic() + 8
        while running.calls():
            assert time.monotonic() < deadline
            time.sleep(0.2)
