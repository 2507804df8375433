import pytest

from speech.training.errors import edits, error_rate


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("가나다", "", 3),
        ("", "가", 1),
        ("가나다", "가다", 1),
        ("가나다", "나다가", 2),
        ("등본", "초본", 1),
    ],
)
def test_edits(a: str, b: str, distance: int) -> None:
    assert edits(a, b) == edits(b, a) == distance


def test_the_rate_is_over_all_characters_and_ignores_spaces() -> None:
    assert error_rate([("등본 떼요", "등 본떼요"), ("네", "예")]) == pytest.approx(1 / 5)
