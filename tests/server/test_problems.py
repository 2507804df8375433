import re
from pathlib import Path

import pytest

from server.problems import KINDS, Problem

SERVER = Path(__file__).parents[2] / "server"


def test_body_is_rfc_9457_with_a_korean_sentence() -> None:
    body = Problem("calls-full", "12 of 12", {"Retry-After": "20"}).body()
    assert set(body) == {"type", "title", "status", "detail", "code", "message"}
    assert (body["status"], body["code"], body["detail"]) == (503, "calls-full", "12 of 12")


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_is_complete(code: str) -> None:
    kind = KINDS[code]
    assert 400 <= kind.status < 600
    assert kind.title.isascii()
    assert re.search(r"[가-힣]+요\.$", kind.message), "plain, polite Korean"


def test_every_code_that_is_raised_is_in_the_table() -> None:
    raised = {
        code for file in SERVER.rglob("*.py") for code in re.findall(r'Problem\(\s*"([a-z0-9-]+)"', file.read_text())
    }
    assert raised
    assert raised <= set(KINDS)
