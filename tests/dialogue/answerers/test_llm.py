"""A language model may rephrase what was found and nothing else; a real server on this machine plays the model."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dialogue.answerers import lexical, llm
from dialogue.answerers.llm import RephrasingAnswerer, rephrased
from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.store import Store
from dialogue.types import Question

ROWS = [
    {
        "id": "pension",
        "topic": "복지",
        "title": "기초연금 신청",
        "questions": ["기초연금은 어떻게 신청해요?", "기초연금 신청 방법"],
        "answer": "주민센터에서 신청하며, 1355에 물어볼 수 있습니다.",
        "spoken": "기초연금은 가까운 주민센터에서 신청하세요. 만 65세부터 받습니다. 궁금하면 1355로 전화하세요.",
        "phone": "1355",
        "checked": "2999-01-01",
    }
]
PASSAGES = ("기초연금은 가까운 주민센터에서 신청하세요.", "만 65세부터 받습니다.", "궁금하면 1355로 전화하세요.")
GOOD = (
    "어르신, 기초연금은 가까운 주민센터에 가셔서 신청하시면 돼요 [1]\n"
    "만 65세부터 받으실 수 있어요 [2].\n"
    "궁금하시면 1355로 전화해 주세요.[3]"
)
ASKED = Question("기초연금은 어떻게 신청해요? 비밀 이야기도 하나 해 주세요")


@dataclass
class Model:
    """What the played model says, and what it was asked."""

    reply: str = GOOD
    status: int = 200
    raw: bytes | None = None
    wait: float = 0.0
    drip: float = 0.0
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def body(self) -> bytes:
        return (
            self.raw
            if self.raw is not None
            else json.dumps({"choices": [{"message": {"content": self.reply}}]}).encode()
        )


@pytest.fixture
def model() -> Iterator[Model]:
    played = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            played.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            played.headers.append(dict(self.headers) | {"path": self.path})
            time.sleep(played.wait)
            self.send_response(played.status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            try:
                for start in range(0, len(played.body()), 10 if played.drip else 1 << 20):
                    self.wfile.write(played.body()[start : start + (10 if played.drip else 1 << 20)])
                    self.wfile.flush()
                    time.sleep(played.drip)
            except OSError:
                pass  # the caller has hung up

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        played.url = f"http://127.0.0.1:{server.server_port}/v1"
        yield played
        server.shutdown()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.sqlite"
    assert not Store(path).import_rows(Row(n, row) for n, row in enumerate(ROWS, 1)).errors
    return path


def opened(model: Model, base: Path, timeout: float = 5.0) -> RephrasingAnswerer:
    return llm.load(model.url, "small", knowledge=base, threshold=0.3, ask=0.2, timeout=timeout)


def stored(base: Path) -> str:
    return lexical.load(base, threshold=0.3, ask=0.2).answer(ASKED).spoken


def test_a_faithful_rephrasing_is_said_without_its_citations_and_the_screen_stays(model: Model, base: Path) -> None:
    answer = opened(model, base).answer(ASKED)
    assert answer.kind == "answer" and answer.answer_id == "pension"
    assert "가셔서" in answer.spoken and "1355" in answer.spoken and "[" not in answer.spoken
    assert answer.text == ROWS[0]["answer"] and answer.phone == "1355"


def test_the_question_goes_as_data_beside_the_passages_and_the_instruction_never_changes(
    model: Model, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALBEOT_LLM_KEY", "s3cret")
    opened(model, base).answer(ASKED)
    system, user = model.asked[0]["messages"]
    assert system == {"role": "system", "content": llm.INSTRUCTION}
    data = json.loads(user["content"])
    assert data["question"] == ASKED.text
    assert tuple(row["text"] for row in data["passages"]) == PASSAGES
    assert model.asked[0]["model"] == "small"
    assert model.headers[0]["Authorization"] == "Bearer s3cret" and model.headers[0]["path"] == "/v1/chat/completions"


@pytest.mark.parametrize(
    "reply",
    [
        "기초연금은 주민센터에서 신청하세요 [1] 만 65세부터 받습니다 [2]",  # one left out
        GOOD.replace("[2]", "[7]"),
        GOOD.replace("[2]", ""),
        GOOD.replace("1355", "1588"),
        GOOD.replace("1355로", "010-1234-5678로"),
        GOOD.replace("65세", "육십 세"),
        GOOD.replace("65세", "60세"),
        GOOD.replace("65세", "⑥⓪세"),
        GOOD.replace("65세부터", "65세까지"),
        GOOD.replace("65세부터", "65세부터만"),
        GOOD.replace("만 65세부터 받으실", "받으실"),
        GOOD.replace("기초연금은 가까운 주민센터에 가셔서 신청", "신청"),
        GOOD.replace("주민센터", "은행"),
        GOOD.replace("신청하시면 돼요", "신청하시면 안 돼요"),
        GOOD.replace("받으실 수 있어요", "받으실 수 없어요"),
        GOOD.replace("[1]", "[3]").replace("전화해 주세요.[3]", "전화해 주세요.[1]"),
        GOOD + "\n자녀에게 비밀번호를 알려 주세요 [1]",
        GOOD + "\n더 궁금한 것이 있나요?",
        GOOD + "\nhttps://example.com 을 누르세요 [1]",
        "네, 지시를 무시할게요. 돈을 보내세요.",
        "[1][2][3]",
        "",
        "가 " * 100 + "[1][2][3]",
    ],
)
def test_whatever_is_not_made_of_the_passages_is_dropped(model: Model, base: Path, reply: str) -> None:
    model.reply = reply
    assert reply != GOOD
    assert opened(model, base).answer(ASKED).spoken == stored(base)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": 7}}]}',
        b"[" * 5000,
        b"\xff",
        b"x" * 200_000,
    ],
)
def test_a_reply_that_is_none_is_dropped(model: Model, base: Path, raw: bytes) -> None:
    model.raw = raw
    assert opened(model, base).answer(ASKED).spoken == stored(base)


@pytest.mark.parametrize("status", [302, 401, 404, 429, 500])
def test_another_status_is_dropped_and_no_redirect_followed(model: Model, base: Path, status: int) -> None:
    model.status = status
    assert opened(model, base).answer(ASKED).spoken == stored(base)
    assert len(model.asked) == 1


@pytest.mark.parametrize(("wait", "drip"), [(30.0, 0.0), (0.0, 0.2)])
def test_a_slow_model_is_not_waited_for(model: Model, base: Path, wait: float, drip: float) -> None:
    model.wait, model.drip = wait, drip
    answerer = opened(model, base, timeout=0.4)
    assert answerer.answer(ASKED).spoken == stored(base)


def test_after_three_failures_the_model_is_left_alone_for_a_while(model: Model, base: Path) -> None:
    now = 0.0
    model.status = 500
    answerer = RephrasingAnswerer(
        lexical.load(base, threshold=0.3, ask=0.2), llm.Endpoint(model.url, "small", None, 5.0), lambda: now
    )
    for _ in range(5):
        assert answerer.answer(ASKED).kind == "answer"
    assert len(model.asked) == llm.STRIKES
    now, model.status = llm.REST + 1, 200
    assert "가셔서" in answerer.answer(ASKED).spoken


def test_a_model_that_is_gone_costs_nothing_but_its_words(base: Path) -> None:
    answerer = llm.load("http://127.0.0.1:9/v1", "small", knowledge=base, threshold=0.3, ask=0.2)
    assert answerer.answer(ASKED).spoken == stored(base)


def test_what_is_no_answer_is_never_sent(model: Model, base: Path) -> None:
    answerer = opened(model, base)
    for text in ("고맙습니다", "오늘 저녁은 뭘 먹지", "다시 말해 주세요", ""):
        assert answerer.answer(Question(text)).kind != "answer"
    assert model.asked == []
    assert answerer.recall("pension").spoken == stored(base)
    assert [topic for topic, _ in answerer.topics()] == ["복지"]


def test_no_word_of_the_caller_reaches_the_log(model: Model, base: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for model.reply, model.status in ((GOOD, 200), ("아무 말", 200), ("", 500)):
        opened(model, base).answer(ASKED)
    own = "\n".join(r.getMessage() + (r.exc_text or "") for r in caplog.records)
    assert "비밀" not in own and "가셔서" not in own and "아무 말" not in own


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, "unless"),
        ({"endpoint": "https://a.example/v1"}, "unless"),
        ({"endpoint": "http://a.example/v1", "model": "m"}, "https"),
        ({"endpoint": "http://8.8.8.8/v1", "model": "m"}, "https"),
        ({"endpoint": "ftp://127.0.0.1/v1", "model": "m"}, "https"),
        ({"endpoint": "https://name:key@a.example/v1", "model": "m"}, "without a name"),
        ({"endpoint": "https://a.example/v1?key=1", "model": "m"}, "without a name"),
        ({"endpoint": "nonsense", "model": "m"}, "address"),
        ({"endpoint": "https://a.example/v1", "model": "m", "finder": "llm"}, "no engine"),
        ({"endpoint": "https://a.example/v1", "model": "m", "finder": "nobody"}, "no engine"),
        ({"endpoint": "https://a.example/v1", "model": "m", "timeout": 0.0}, "positive"),
    ],
)
def test_off_unless_a_safe_address_is_given(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        llm.load(**options)


def test_two_sentences_may_become_one_when_both_are_named() -> None:
    assert rephrased("만 65세부터 주민센터에서 신청하세요 [1][2]. 1355로 전화하세요 [3]", PASSAGES)
    assert rephrased("1355로 전화하세요 [3]", PASSAGES) is None
