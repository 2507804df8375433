"""The page in a real browser, without a counsellor: static files, fake topics, and messages as the wire brings them."""

import io
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from dialogue import replies

FRONTEND = Path(__file__).parents[2] / "frontend"
POLICY = "default-src 'self'"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

STATUS = {
    "hearing": True,
    "office": {"name": "한들구청 민원실", "phone": "02-120"},
    "calls": 0,
    "max_calls": 2,
    "ice_servers": [],
    "ai_notice": replies.AI_NOTICE,
}
TOPICS = [
    {"id": name, "questions": [{"answer_id": f"{name}-{n}", "text": f"{name} 질문 {n}번입니다"} for n in range(1, 7)]}
    for name in ("수도 요금", "증명서", "복지·연금", "교통", "건강", "불편 신고", "돌봄", "디지털 도움")
]


def server_message(name: str, **details: object) -> dict[str, Any]:
    return {"label": "rtvi-ai", "type": "server-message", "id": "1", "data": {"t": name, "d": details}}


READY = {"label": "rtvi-ai", "type": "bot-ready", "id": "0", "data": {"version": "1.2.0", "hearing": True, "pace": 1}}
QUESTION = server_message("question", turn=1, text="이사 가는데 수도 요금은 어떻게 해요?")
SENTENCE = "수도 요금은 이사 나가는 날까지만 내시면 됩니다."
CAPTION = server_message(
    "caption",
    turn=1,
    sentence=0,
    of=1,
    text=SENTENCE,
    seconds=300.0,
    words=[
        {"text": word, "start": start, "end": end}
        for word, start, end in zip(
            SENTENCE.split(), (0, 0, 0, 0, 200, 210, 220), (0, 0, 190, 190, 210, 220, 230), strict=False
        )
    ],
)
ANSWER = server_message(
    "answer",
    turn=1,
    kind="answer",
    answer_id="water-1",
    topic="수도 요금",
    title="이사할 때 수도 요금",
    text=f"{SENTENCE} 나가는 날 계량기 숫자를 알려 주세요.",
    steps=["계량기 숫자를 적어 두세요.", "다산콜센터로 전화하세요."],
    documents=["고지서의 고객번호", "계량기 숫자"],
    where="다산콜센터에 전화하시면 됩니다",
    phone="02-120",
    source="서울시 누리집",
    source_url="https://example.org/",
    checked="2026-11-03",
    choices=[],
)
TURN = server_message("turn", turn=1, kind="answer", answer_id="water-1")


def kind(name: str, **details: object) -> dict[str, Any]:
    return server_message("answer", **({"turn": 1, "kind": name, "text": SENTENCE} | details))


def crisis(phone: str, name: str) -> dict[str, Any]:
    text = f"많이 힘드셨지요. 지금 {phone}번에 전화하시면 도와드립니다."
    return kind("crisis", text=text, phone=phone, title=name, where="24시간")


CHOICES = [
    {"answer_id": "water-1", "text": "수도 요금 내는 방법"},
    {"answer_id": "water-2", "text": "수도 요금이 많이 나온 이유"},
]
SPEAKING = server_message("state", state="speaking")
LISTENING = server_message("state", state="listening")

PRESS_MS = 550
"""the page takes one press in 500 ms"""

SCREENS: dict[str, list[dict[str, Any]]] = {
    "welcome": [],
    "conversation": [READY, SPEAKING, QUESTION, CAPTION],
    "answer": [READY, QUESTION, ANSWER, CAPTION, TURN, LISTENING],
    "clarify": [READY, QUESTION, kind("clarify", choices=CHOICES), LISTENING],
    "crisis": [READY, QUESTION, crisis("109", "자살예방 상담전화"), SPEAKING],
    "person": [READY, QUESTION, kind("human"), LISTENING],
    "summary": [
        READY,
        QUESTION,
        ANSWER,
        TURN,
        server_message("goodbye", reason="length", text="시간이 다 되었습니다."),
    ],
    "goodbye": [READY, server_message("goodbye", reason="idle", text="말씀이 없으셔서 상담을 마칩니다.")],
    "failure": [READY, {"type": "error", "data": {"error": "broken", "message": "잠시 쉬어 갑니다.", "fatal": True}}],
}
"""Which messages bring the page, from its welcome, to each screen."""

STEPS: dict[str, tuple[str, str]] = {
    "connecting": ("welcome", "(await import('/static/screens.js')).show('connecting')"),
    "settings": ("welcome", "(await import('/static/screens.js')).show('settings')"),
    "topics": ("conversation", "(await import('/static/screens.js')).show('topics')"),
    "questions": (
        "conversation",
        "(await import('/static/topics.js')).showQuestions('수도 요금');"
        "(await import('/static/screens.js')).show('questions')",
    ),
    "take": ("answer", "(await import('/static/conversation.js')).takeHome()"),
    "keyboard": ("conversation", "await (await import('/static/keyboard.js')).toggleKeyboard()"),
    "waiting": ("welcome", "(await import('/static/waiting.js')).wait({ waitSeconds: 300, ahead: 2 }, () => {})"),
}
"""Screens that are a step away from another: from which, and what a tap or a refusal does."""


@dataclass
class Site:
    """Where the page is, and what its server answers to POST /calls."""

    address: str = ""
    status: dict[str, Any] = field(default_factory=lambda: dict(STATUS))
    refusal: tuple[int, dict[str, str], dict[str, Any]] = (503, {}, {})
    calls: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """the paths of those calls, with their queries"""


def handler_for(site: Site) -> type[SimpleHTTPRequestHandler]:
    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            name = path.partition("?")[0].removeprefix("/static/").lstrip("/")
            return str(FRONTEND / (name or "index.html"))

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def do_GET(self) -> None:
            answers = {"/status": site.status, "/topics": TOPICS}
            if self.path in answers:
                return self.reply(200, {}, answers[self.path])
            if "/qr.svg" in self.path:
                return self.draw_code()
            return super().do_GET()

        def draw_code(self) -> None:
            drawing = io.BytesIO()
            segno.make_qr(site.address + self.path).save(drawing, kind="svg", light="#fff", omitsize=True)
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml")
            self.send_header("Content-Length", str(drawing.tell()))
            self.end_headers()
            self.wfile.write(drawing.getvalue())

        def do_POST(self) -> None:
            site.asked.append(self.path)
            site.calls.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.reply(*site.refusal)

        def reply(self, code: int, headers: dict[str, str], body: object) -> None:
            content = json.dumps(body).encode()
            self.send_response(code)
            for name, value in headers.items() | {("Content-Length", str(len(content)))}:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(site))
    site.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: while it is up, its event loop would be in the way of asynchronous tests."""
    executable = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Open]:
    """Opens the page at a size and theme, on a screen, and watches for script errors until the test ends."""
    contexts: list[BrowserContext] = []
    errors: list[Error] = []

    def open_page(
        screen: str = "welcome",
        size: tuple[int, int] = (390, 844),
        theme: str = "light",
        script: str = "",
        permissions: list[str] | None = None,
        touch: bool = False,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            permissions=permissions or [],
            has_touch=touch or screen == "keyboard",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(error))
        if script:
            page.add_init_script(script)
        page.goto(site.address)
        page.locator("#topics .tile").first.wait_for(state="attached")
        bring(page, screen)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


def bring(page: Page, screen: str) -> None:
    """Brings the page from its welcome to a screen, as messages and taps do."""
    before, step = STEPS.get(screen, (screen, ""))
    hand(page, *SCREENS[before])
    if step:
        page.evaluate(f"async () => {{ {step} }}")


def hand(page: Page, *messages: dict[str, Any]) -> None:
    """Lets the messages arrive as if the data channel had brought them."""
    page.evaluate(
        "messages => import('/static/conversation.js').then(({handle}) => { for (const one of messages) handle(one) })",
        list(messages),
    )
