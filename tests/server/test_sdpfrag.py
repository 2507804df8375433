import pytest

from server.problems import Problem
from server.sdpfrag import Fragment, FragmentLimits, format_fragment, parse

RFC_9725 = """\
a=group:BUNDLE 0 1
m=audio 9 UDP/TLS/RTP/SAVPF 111
a=mid:0
a=ice-ufrag:EsAw
a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1
a=candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host generation 0 ufrag EsAw network-id 2
a=end-of-candidates
"""


def test_the_example_of_the_rfc() -> None:
    fragment = parse(RFC_9725.encode())
    assert (fragment.ufrag, fragment.complete) == ("EsAw", True)
    assert [candidate.ip for candidate in fragment.candidates] == ["192.0.2.1", "198.51.100.2"]


def test_credentials_may_stand_before_the_first_line_and_candidates_may_repeat() -> None:
    lines = ["a=ice-ufrag:EsAw", "a=ice-pwd:" + "p" * 22]
    for mid in "01":
        lines += ["m=audio 9 X 0", f"a=mid:{mid}", "a=candidate:1 1 udp 1 192.0.2.1 5000 typ host"]
    fragment = parse("\n".join(lines).encode())
    assert len(fragment.candidates) == 1
    assert not fragment.complete


def test_what_is_written_is_read_again() -> None:
    fragment = parse(RFC_9725.encode())
    assert parse(format_fragment(fragment, ("0", "1")).encode()) == fragment
    bare = Fragment("abcd", "p" * 22)
    assert parse(format_fragment(bare, ("0",)).encode()) == bare


def test_the_password_is_not_shown() -> None:
    assert "P2uYro" not in repr(parse(RFC_9725.encode()))


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("frag-malformed", b""),
        ("frag-malformed", b"\xff\xff"),
        ("frag-malformed", b"{}"),
        ("frag-malformed", b"a=mid:0"),
        ("frag-malformed", RFC_9725.replace("a=ice-pwd", "a=pwd").encode()),
        ("frag-malformed", RFC_9725.replace("EsAw\na=ice", "E\na=ice").encode()),
        ("frag-malformed", (RFC_9725 + "a=ice-ufrag:other\n").encode()),
        ("frag-malformed", (RFC_9725 + "a=candidate:1 1 udp\n").encode()),
        ("frag-malformed", (RFC_9725 + "a=candidate:1 x udp 1 192.0.2.1 1 typ host\n").encode()),
        ("frag-too-large", (RFC_9725 + "a=x\n" * 5000).encode()),
    ],
)
def test_a_wrong_fragment_is_named(code: str, body: bytes) -> None:
    with pytest.raises(Problem) as refused:
        parse(body)
    assert refused.value.code == code


def test_too_many_candidates() -> None:
    with pytest.raises(Problem, match="frag-too-large"):
        parse(RFC_9725.encode(), FragmentLimits(max_candidates=1))
