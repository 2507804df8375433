"""Sound changes by the Standard Pronunciation, checked with its own examples."""

import pytest

from speech.pronunciation import pronounce

SAID = {
    "국물": "궁물", "신라": "실라", "칼날": "칼랄", "천리": "철리", "잃는": "일른",  # assimilation
    "협력": "혐녁", "독립": "동닙", "심리": "심니", "대통령": "대통녕", "놓는": "논는",
    "값이": "갑씨", "넋이": "넉씨", "앉아": "안자", "읽어": "일거", "밖에": "바께", "강아지": "강아지",  # linking
    "옷이": "오시", "있어요": "이써요", "없어요": "업써요",
    "같이": "가치", "굳이": "구지", "붙여": "부처", "닫혀": "다처",  # palatals
    "좋다": "조타", "좋은": "조은", "많이": "마니", "않는": "안는", "못하다": "모타다",
    "입학": "이팍", "축하": "추카",  # ㅎ
    "국밥": "국빱", "앉다": "안따", "값도": "갑또", "있습니다": "읻씀니다",  # tensing
    "옷": "옫", "부엌": "부억", "삶": "삼", "여덟": "여덜", "앞": "압",  # finals
    "희망": "히망", "시계": "시게", "예의": "예의", "가져": "가저",  # vowels
    "네": "네", "": "",
}  # fmt: skip


@pytest.mark.parametrize(("written", "said"), SAID.items())
def test_pronunciation(written: str, said: str) -> None:
    assert "".join(map(str, pronounce(written))) == said


def test_every_syllable_stays_a_syllable() -> None:
    every = "".join(chr(code) for code in range(ord("가"), ord("힣") + 1))
    assert len(pronounce(every)) == len(every)


def test_silent_initials_are_not_heard() -> None:
    (syllable,) = pronounce("왕")
    assert syllable.sounds == ("ㅘ", "ㅇ")


def test_what_is_not_hangul_is_passed_over() -> None:
    assert "".join(map(str, pronounce("a가 나!"))) == "가나"
