import json

import pytest

from server.messages import LARGEST, ClientMessage, MessageError, Stats, read


def client_message(name: str, details: object) -> str:
    return json.dumps({"type": "client-message", "id": "7", "data": {"t": name, "d": details}})


def stats(**told: object) -> Stats | None:
    return read(client_message("stats", told)).stats


def test_what_a_page_measured_is_read() -> None:
    told = stats(freezes=2, frozen_ms=640.5, lost=3, jitter_ms=12.25, rtt_ms=48)
    assert told == Stats(freezes=2, frozen_ms=640.5, lost=3, jitter_ms=12.25, rtt_ms=48)


def test_what_a_browser_does_not_know_may_be_left_out() -> None:
    assert stats(freezes=1, rtt_ms=None) == Stats(freezes=1)


def test_figures_are_brought_within_bounds() -> None:
    told = stats(freezes=1e308, frozen_ms=10**400, lost=-5, jitter_ms=-0.1, rtt_ms=1e9)
    assert told is not None
    assert told.lost == told.jitter_ms == 0
    assert told.freezes is not None and told.freezes <= 1000
    assert told.frozen_ms is not None and told.frozen_ms <= 60_000
    assert told.rtt_ms is not None and told.rtt_ms <= 60_000


@pytest.mark.parametrize("wrong", ["3", True, [1], {"n": 1}, float("nan"), float("inf"), "기초연금"])
def test_what_is_no_number_is_refused(wrong: object) -> None:
    with pytest.raises(MessageError) as refused:
        stats(freezes=1, rtt_ms=wrong)
    assert (refused.value.code, refused.value.message_id) == ("message-invalid", "7")


@pytest.mark.parametrize("details", [None, {}, [], 5, {"words": 3}])
def test_stats_without_a_figure_are_refused(details: object) -> None:
    with pytest.raises(MessageError):
        read(client_message("stats", details))


@pytest.mark.parametrize("raw", ["1" * 5000, "[" * 10_000, '{"type": ' * 1000, "\ud800", "y" * (LARGEST + 1), b"{}"])
def test_nonsense_is_a_message_error_and_nothing_else(raw: str | bytes) -> None:
    with pytest.raises(MessageError):
        read(raw)


def test_other_messages_carry_no_stats() -> None:
    assert read(client_message("heartbeat", {"freezes": 1})) == ClientMessage("7", "heartbeat")
