"""How the compact network reads a text. Nothing here needs weights."""

import numpy as np
import pytest

from dialogue.filters.compact.groups import KINDS, TARGETS, lexicon, mentions
from dialogue.filters.compact.network import CLUES, Reading
from dialogue.filters.compact.ngrams import BUCKETS, buckets
from dialogue.filters.compact.spelling import LONGEST, letters, plain


def alike(one: str, other: str) -> float:
    """Share of runs in common."""
    mine, yours = set(buckets(plain(one))), set(buckets(plain(other)))
    return len(mine & yours) / len(mine | yours)


def test_plain_text_has_no_disguise_of_case_digits_or_length() -> None:
    assert plain("SNS  12시 ㅋㅋㅋㅋㅋ") == plain("sns 34시 ㅋㅋ")
    assert len(plain("가나" * 9_999)) <= LONGEST


def test_a_misheard_jamo_leaves_most_runs_of_a_sentence() -> None:
    asked = "기초연금은 언제부터 나오나요"
    assert alike(asked, "기초연검은 언제부터 나오나요") > 0.5 > alike(asked, "강아지가 밥을 안 먹어요")


@pytest.mark.parametrize("text", ["", " ", "가", "😀" * 40, "Ω" * 20_000, "\x00\ud800", "ㅋ", "a"])
def test_odd_texts_are_read(text: str) -> None:
    reading = Reading.of(text)
    assert reading.clues.shape == (CLUES,)
    assert reading.letters.shape[1] == 4
    assert len(reading.letters) <= LONGEST + 2
    assert len(reading.buckets) == len(set(reading.buckets))
    assert (reading.buckets < BUCKETS).all()


def test_syllables_keep_their_parts() -> None:
    same_initial = letters("가")[1, 1] == letters("국")[1, 1]
    same_final = letters("각")[1, 3] == letters("국")[1, 3]
    assert same_initial and same_final
    assert letters("가")[1, 0] != letters("국")[1, 0]


def test_a_group_may_be_named_with_and_without_insult() -> None:
    kindly, hatefully = mentions(plain("저 사람 중국인이네")), mentions(plain("짱깨들"))
    row, slur, named = TARGETS.index("인종/국적"), KINDS.index("slur"), KINDS.index("named")
    assert kindly[row, named] > 0
    assert kindly[:, slur].sum() == 0
    assert hatefully[row, slur] > 0


def test_no_word_of_the_lexicon_is_a_single_letter() -> None:
    words = lexicon()
    assert all(len(word) > 1 and word == word.lower() for word in words)
    assert {target for places in words.values() for target, _ in places} == set(range(len(TARGETS)))


def test_an_everyday_question_names_nobody() -> None:
    assert np.all(mentions(plain("수도 요금은 어디서 내나요")) == 0)
