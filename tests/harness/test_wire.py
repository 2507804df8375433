import json

import pytest

from harness.wire import Message, read_message, read_turn, write_message

TURN = {
    "turn": 3,
    "kind": "reject",
    "answer_id": None,
    "answer": "다시 말씀해 주시겠어요?",
    "transcript": "",
    "voice_to_voice_ms": 310.0,
    "stages": {"answer": {"waited_ms": 1.0, "took_ms": 20.0, "budget_ms": None}},
}


def test_a_server_message_is_known_by_its_own_name() -> None:
    text = json.dumps({"label": "rtvi-ai", "type": "server-message", "id": "1", "data": {"t": "turn", "d": TURN}})
    message = read_message(text, 5.0)
    assert (message.at, message.kind) == (5.0, "server-message/turn")
    turn = read_turn(message)
    assert (turn.turn, turn.kind, turn.answer_id) == (3, "reject", None)
    assert turn.stages["answer"].took_ms == 20
    assert turn.stages["answer"].budget_ms is None


def test_what_is_written_can_be_read() -> None:
    message = read_message(write_message("client-message", {"t": "heartbeat", "d": {}}, 7), 0.0)
    assert message.kind == "client-message"
    assert message.data == {"t": "heartbeat", "d": {}}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"word"',
        "{}",
        b"\xff\xfe",
        '{"type": "server-message", "data": []}',
        '{"type": 1, "data": 3}',
    ],
)
def test_what_is_no_message_does_not_raise(text: str | bytes) -> None:
    assert read_message(text, 1.0).kind == "unreadable"


@pytest.mark.parametrize("key", ["turn", "kind", "stages"])
def test_a_turn_that_lacks_something_is_not_accepted(key: str) -> None:
    with pytest.raises(KeyError):
        read_turn(Message(0.0, "server-message/turn", {name: value for name, value in TURN.items() if name != key}))
