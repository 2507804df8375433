"""Abuse in its usual disguises, and the ordinary words that look like it."""

from pathlib import Path

import pytest

from dialogue.filters import wordlist
from dialogue.filters.labels import INSULT

WORDS = wordlist.load()


@pytest.mark.parametrize(
    "text",
    [
        "씨발",
        "시 발 놈아",
        "시.발",
        "시1발",
        "씨이이이이발",
        "ㅅㅂ",
        "ㅆㅂ 진짜",
        "ㅂㅅ아",
        "개새끼",
        "개 새 끼 야",
        "이 새끼야",
        "야 이 병신아",
        "지랄하네",
        "미친놈아",
        "닥쳐",
        "꺼져",
        "염병하네",
    ],
)
def test_abuse_is_found(text: str) -> None:
    assert WORDS.judge(text)[INSULT] > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "주민등록증 다시 발급해 주세요",
        "다시발급해주세요",
        "이 길의 시발점이 어디예요",
        "세 시 발 기차가 있나요",
        "1시, 발권은 어디서 해요",
        "새끼손가락이 아파요",
        "강아지가 새끼를 낳았어요",
        "이 새끼 고양이 예뻐요",
        "병신년에 태어났어요",
        "전염병이 무서워요",
        "감염병 예방접종",
        "불이 꺼져 있어요",
        "역시 발이 아파요",
        "김영수 씨 발표가 언제예요",
        "나쁜 놈들한테 사기를 당했어요",
        "저 사람 중국인이네",
        "",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert WORDS.judge(text)[INSULT] < 0.5


def test_an_office_may_add_words(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("말미잘\n\n", "utf-8")
    assert wordlist.load(file).judge("이 말미잘아")[INSULT] > 0.5
    assert WORDS.judge("이 말미잘아")[INSULT] < 0.5


def test_a_missing_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        wordlist.load(tmp_path / "none.txt")
