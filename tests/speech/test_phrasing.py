"""Where sentences pause."""

import pytest

from speech.phrasing import LONGEST, NUMBER, PHRASE, SENTENCE, phrased


def phrases(sentence: str) -> list[str]:
    found = [""]
    for one in phrased(sentence):
        found[-1] = f"{found[-1]} {one.word.written}".strip()
        if one.pause:
            found.append("")
    return [phrase for phrase in found if phrase]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("신분증과 통장 사본을 가지고 주민센터에 가세요.", ["신분증과 통장 사본을 가지고", "주민센터에 가세요."]),
        ("먼저, 신청서를 쓰세요.", ["먼저,", "신청서를 쓰세요."]),
        ("네, 알겠어요.", ["네,", "알겠어요."]),
        ("소득이 적으면 더 받으실 수 있어요.", ["소득이 적으면", "더 받으실 수 있어요."]),
        ("집에 있는 서류를 찾으세요.", ["집에 있는 서류를 찾으세요."]),
    ],
)
def test_clauses_and_commas_end_phrases(sentence: str, expected: list[str]) -> None:
    assert phrases(sentence) == expected


def test_a_number_to_write_down_stands_alone() -> None:
    words = {one.word.written: one.pause for one in phrased("궁금하시면 언제든지 02-120으로 전화해 주세요.")}
    assert words["언제든지"] == words["02-120으로"] == NUMBER


@pytest.mark.parametrize("sentence", ["65세 이상이면 됩니다.", "2층 민원실로 오세요.", "3만 원을 냅니다."])
def test_other_numbers_do_not_break_the_sentence(sentence: str) -> None:
    assert len(phrases(sentence)) == 1


def test_numbers_and_words_that_matter_are_stressed() -> None:
    stressed = [one.word.written for one in phrased("꼭 65세 전에 무료로 신청하세요.") if one.stressed]
    assert stressed == ["꼭", "65세", "무료로"]


def test_a_phrase_is_short_enough_for_one_breath() -> None:
    sentence = (
        "국민건강보험공단 지사에 직접 찾아가서 담당 직원에게 신청서와 신분증을 내고 안내문을 받은 다음 집으로 "
        "돌아와서 결과를 기다리시면 문자와 우편으로 알려 드립니다."
    )
    assert all(sum("가" <= char <= "힣" for char in phrase) <= LONGEST + 12 for phrase in phrases(sentence))


def test_a_sentence_ends_with_the_longest_pause() -> None:
    *inside, last = phrased("신청하시면 한 달 뒤에 받으실 수 있어요.")
    assert last.pause == SENTENCE > NUMBER > PHRASE
    assert all(one.pause <= NUMBER for one in inside)


@pytest.mark.parametrize("text", ["", "!?", "😀 😀", "…", "- -"])
def test_odd_texts_are_phrased(text: str) -> None:
    assert [one.word.written for one in phrased(text)] == text.split()
