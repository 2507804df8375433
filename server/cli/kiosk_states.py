"""What brings the kiosk's page to each of its states: made-up messages, as in docs/events.md, and what the page itself
does. Nobody is called."""

from collections.abc import Mapping, Sequence
from typing import Any

Message = dict[str, Any]

_SENTENCE = "수도 요금은 이사 나가는 날까지만 내시면 됩니다."
_WORDS = [{"text": word, "start": 0, "end": 300} for word in _SENTENCE.split()]


def _said(name: str, **details: object) -> Message:
    return {"label": "rtvi-ai", "type": "server-message", "id": "1", "data": {"t": name, "d": details}}


def _answer(kind: str, **details: object) -> Message:
    return _said("answer", **({"turn": 1, "kind": kind, "answer_id": "probe", "text": _SENTENCE} | details))


_READY = {"label": "rtvi-ai", "type": "bot-ready", "id": "0", "data": {"version": "1.2.0", "hearing": True, "pace": 1}}
_QUESTION = _said("question", turn=1, text="이사 가는데 수도 요금은 어떻게 해요?")
_CAPTION = _said("caption", turn=1, sentence=0, of=1, text=_SENTENCE, seconds=300.0, words=_WORDS)
_CARD = _answer(
    "answer",
    topic="수도 요금",
    title="이사할 때 수도 요금",
    steps=["계량기 숫자를 적어 두세요.", "다산콜센터로 전화하세요."],
    documents=["고지서의 고객번호", "계량기 숫자"],
    where="다산콜센터에 전화하시면 됩니다",
    phone="02-120",
    source="서울시 누리집",
    source_url="https://example.org/",
    checked="2026-11-03",
    choices=[],
)
_CHOICES = [
    {"answer_id": "one", "text": "수도 요금 내는 방법"},
    {"answer_id": "two", "text": "수도 요금이 많이 나온 이유"},
]
_IDLE = _said("state", state="idle")
_TURN = _said("turn", turn=1, kind="answer", answer_id="probe")
_CONVERSATION = (_READY, _said("state", state="speaking"), _QUESTION, _CAPTION)
_FATAL = {"label": "rtvi-ai", "type": "error", "id": "2", "data": {"error": "broken", "fatal": True}}

STATES: Mapping[str, Sequence[Message]] = {
    "conversation": _CONVERSATION,
    "answer": (_READY, _QUESTION, _CARD, _CAPTION, _TURN, _IDLE),
    "clarify": (_READY, _QUESTION, _answer("clarify", choices=_CHOICES), _IDLE),
    "crisis": (
        _READY,
        _QUESTION,
        _answer(
            "crisis",
            text="많이 힘드셨지요. 지금 109번에 전화하시면 도와드립니다.",
            phone="109",
            title="자살예방 상담전화",
            where="24시간",
        ),
    ),
    "person": (_READY, _QUESTION, _answer("human"), _IDLE),
    "failure": (_READY, _FATAL),
    "goodbye": (_READY, _said("goodbye", reason="idle", text="말씀이 없으셔서 상담을 마칩니다.")),
}

SCRIPTS: Mapping[str, str] = {
    "settings": "import('/static/screens.js').then(({show}) => show('settings'))",
    "waiting": "import('/static/waiting.js').then(({wait}) => wait({waitSeconds: 30, ahead: 3}, () => {}))",
    "summary": "import('/static/conversation.js').then(({sumUp}) => sumUp())",
    "take": "import('/static/conversation.js').then(({takeHome}) => takeHome())",
    "still": "document.getElementById('still-seconds').textContent = '30'; "
    "import('/static/kiosk/panels.js').then(({cover}) => cover('still'))",
    "keyboard": "document.getElementById('keys').click()",
    "topics": "import('/static/screens.js').then(({show}) => show('topics'))",
}
"""states that need more than messages: JavaScript to run"""

BEFORE: Mapping[str, str] = {
    "summary": "answer",
    "take": "answer",
    "still": "conversation",
    "keyboard": "conversation",
    "topics": "conversation",
}
"""a state of SCRIPTS → the state it begins in; else the welcome page"""
