"""Made-up recognition errors hit about as many syllables as asked for, and sound alike."""

import numpy as np
import pytest

from dialogue.training.noise import mishear

TEXT = "기초연금은 어디에서 어떻게 신청하는지 자세히 알려 주시면 고맙겠습니다 " * 20


def distance(one: str, other: str) -> int:
    """Edits from one to the other (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


@pytest.mark.parametrize("rate", [0.1, 0.2, 0.3])
def test_about_as_many_syllables_are_wrong_as_asked_for(rate: float) -> None:
    said = "".join(TEXT.split())
    heard = "".join(mishear(TEXT, rate, np.random.default_rng(1)).split())
    assert distance(said, heard) / len(said) == pytest.approx(rate, rel=0.25)


def test_no_errors_leave_the_text_alone() -> None:
    assert mishear(TEXT, 0.0, np.random.default_rng(1)) == TEXT


def test_the_same_seed_makes_the_same_errors() -> None:
    one, other, third = (mishear(TEXT, 0.2, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one == other != third


def test_blanks_vanish_and_appear() -> None:
    heard = mishear("가 " * 300 + "가" * 300, 0.3, np.random.default_rng(1))
    assert heard.count(" ") < 300
    assert "가 가" in heard[-200:]


def test_what_is_not_korean_is_heard_right() -> None:
    assert "".join(mishear("KTX 120", 1.0, np.random.default_rng(1)).split()) == "KTX120"


def test_most_errors_change_a_single_jamo() -> None:
    random = np.random.default_rng(1)
    heard = [mishear("값", 1.0, random) for _ in range(400)]
    single = [one for one in heard if len(one.strip()) == 1 and one.strip() != "값"]
    alike = [one for one in single if _jamo_apart(one.strip(), "값") == 1]
    assert len(alike) / len(heard) > 0.65


def _jamo_apart(one: str, other: str) -> int:
    a, b = ord(one) - 0xAC00, ord(other) - 0xAC00
    return (a // 588 != b // 588) + (a % 588 // 28 != b % 588 // 28) + (a % 28 != b % 28)
