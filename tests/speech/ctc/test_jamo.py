import pytest

from speech.ctc.jamo import FIRST_CODA, FIRST_ONSET, FIRST_VOWEL, SPACE, SYMBOLS, compose, spell


def test_every_syllable_comes_back() -> None:
    text = "".join(chr(code) for code in range(ord("가"), ord("힣") + 1))
    assert compose(spell(text)) == text


def test_all_symbols_are_used_and_none_is_the_blank() -> None:
    symbols = {symbol for code in range(ord("가"), ord("힣") + 1) for symbol in spell(chr(code))}
    assert symbols == set(range(FIRST_ONSET, SYMBOLS))


def test_what_is_not_hangul_only_separates_words() -> None:
    assert spell(" 예, 맞아요! 3 ") == spell("예 맞아요")


@pytest.mark.parametrize(
    ("symbols", "text"),
    [
        ((FIRST_VOWEL,), "아"),
        ((FIRST_ONSET,), "그"),
        ((FIRST_CODA,), ""),
        ((FIRST_ONSET, FIRST_ONSET, FIRST_VOWEL), "그가"),
        ((FIRST_ONSET, FIRST_VOWEL, FIRST_VOWEL), "가아"),
        ((SPACE, FIRST_ONSET, FIRST_VOWEL, SPACE, SPACE), "가"),
    ],
)  # fmt: skip
def test_impossible_orders_still_make_syllables(symbols: tuple[int, ...], text: str) -> None:
    assert compose(symbols) == text
