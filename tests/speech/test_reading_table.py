"""A table of written Korean and how it is said, and what must hold for any text."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final

import pytest

from speech.korean import spoken, spoken_words
from speech.training import reading

TABLE: Final = Path(__file__).parent / "sets" / "reading.tsv"
LEAST_CASES: Final = 650
LEAST_RIGHT: Final = 0.99

MOST_TRIES: Final = 150
"""calls of Python or C functions for each character of a text"""


def cases() -> list[tuple[str, list[str]]]:
    """Written text, and every right reading of it."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if "\t" in line]
    return [(written, readings.split(" | ")) for written, readings in rows]


def bare(text: str) -> str:
    return re.sub(r"[\s,]", "", text)


def test_the_table_is_read_as_people_say_it() -> None:
    table = cases()
    missed = [
        f"{written}: {spoken(written)}, not {' or '.join(readings)}"
        for written, readings in table
        if bare(spoken(written)) not in map(bare, readings)
    ]
    assert len(missed) <= (1 - LEAST_RIGHT) * len(table), "\n" + "\n".join(missed)


def test_the_table_is_long_and_says_nothing_twice() -> None:
    written = [written for written, _ in cases()]
    assert len(written) >= LEAST_CASES
    assert len(set(written)) == len(written)


def test_the_readings_of_the_table_can_be_said() -> None:
    assert all(re.fullmatch(r"[가-힣 ]*", reading) for _, readings in cases() for reading in readings)


def test_what_is_said_belongs_to_the_word_that_is_written() -> None:
    """Captions show the written words while the spoken ones are heard."""
    for written, _ in cases():
        words = spoken_words(written)
        assert [word.written for word in words] == written.split(), written
        assert [written[word.start : word.start + len(word.written)] for word in words] == written.split(), written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("010 1234 5678 로", ["공일공", "일이삼사", "오육칠팔", "로"]),
        ("2026. 6. 5. 부터", ["이천이십육 년", "유월", "오 일", "부터"]),
        ("09:00 ~ 18:00", ["아홉 시", "에서", "십팔 시"]),
        ("차량 12가 3456", ["차량", "십이 가", "삼사오육"]),
        ("60 km/h", ["시속 육십", "킬로미터"]),
        ("33만 4,810원", ["삼십삼만", "사천팔백십 원"]),
    ],
)
def test_a_reading_across_words_leaves_each_word_its_part(written: str, said: list[str]) -> None:
    assert [word.spoken.strip(" ,") for word in spoken_words(written)] == said


PARTS: Final = [*"(※½", "1-", "1,1", "1.", "1~", "12:", "2026. ", "010 ", "km/h", "'26.", "제1", "번호 1", "3명", "a."]


def calls_while(work: Callable[[], object]) -> int:
    """How many functions are called, of Python or of C: work that does not depend on how fast the machine is."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("part", PARTS)
def test_five_thousand_characters_are_little_work(part: str) -> None:
    text = (part * 5000)[:5000]
    assert calls_while(lambda: spoken(text)) <= MOST_TRIES * len(text)


@pytest.mark.parametrize("part", PARTS)
def test_twice_the_text_is_twice_the_work(part: str) -> None:
    short, long = (calls_while(lambda size=size: spoken((part * size)[:size])) for size in (1000, 2000))  # type: ignore[misc]
    assert long <= 2.5 * short


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n\u3000",
        "※★→…!?·",
        "日本語 Привет عربى हिन्दी 😀",
        "\x00\x1b\u200d\u202e\ud800",
        "1" * 5000,
        "٣٤ ५ ３",
        "9" * 20 + "명",
        "1,2,3,,4..5--6~~7",
        "0시 0분 0명 00:60 2026. 13. 45.",
        "½⅓①Ⅷ㈜㎡",
        "~~~ --- === ***",
    ],
)
def test_odd_text_is_read_without_complaint(text: str) -> None:
    words = spoken_words(text)
    assert all("가" <= char <= "힣" or char in " ," for word in words for char in word.spoken)
    assert [word.written for word in words] == text.split()


def test_wide_letters_are_read_like_narrow_ones_and_shown_as_they_were() -> None:
    (word,) = spoken_words("２０％")
    assert (word.written, word.spoken) == ("２０％", spoken("20%"))


def test_pairs_are_counted_once_and_with_digits_apart(tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    rows = [
        "text\ttext_as_spoken",
        "3시에 오세요.\t세시에 오세요",
        "3시에 오세요.\t삼시에 오세요",
        "TV 5대\t티비 다섯대",
        "네.\t네",
    ]
    table.write_text("\n".join(rows), encoding="utf-8")
    missed, telling, plain = reading.report(reading.read(table))
    assert "TV 5대" in missed and "티비 다섯대" in missed and spoken("TV 5대") in missed
    assert "1 of 2" in telling
    assert "1 of 1" in plain


def test_a_table_without_readings_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text("file\ttext\na\tb", encoding="utf-8")
    with pytest.raises(ValueError, match="text_as_spoken"):
        reading.read(table)
