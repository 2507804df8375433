"""Written Korean as people say it."""

import unicodedata

import pytest

from speech.korean import sentences, spoken, spoken_words

READINGS = {
    # money
    "1,250원": "천이백오십 원",
    "5만 원": "오만 원",
    "5만원": "오만 원",
    "1만 원": "만 원",
    "11만 원": "십일만 원",
    "10만5천원": "십만오천 원",
    "33만 4,810원": "삼십삼만 사천팔백십 원",
    "1억 2천만 원": "일억 이천만 원",
    "100,000,000원": "일억 원",
    "1천 원": "천 원",
    "0원": "영 원",
    "₩3,000": "삼천 원",
    "10,001원": "만일 원",
    "110,000원": "십일만 원",
    # dates
    "2026년": "이천이십육 년",
    "1월 15일": "일 월 십오 일",
    "6월": "유월",
    "10월": "시월",
    "16일": "십육 일",
    "2026. 1. 15.": "이천이십육 년 일 월 십오 일",
    "2026-01-15": "이천이십육 년 일 월 십오 일",
    "2026.10.5": "이천이십육 년 시월 오 일",
    "6개월": "육 개월",
    "2주": "이 주",
    "3달": "세 달",
    "3박 4일": "삼 박 사 일",
    "3~5일": "삼 일에서 오 일",
    # times of day
    "9시": "아홉 시",
    "9시 30분": "아홉 시 삼십 분",
    "12시": "열두 시",
    "18시": "십팔 시",
    "0시": "영 시",
    "09:00": "아홉 시",
    "1:05": "한 시 오 분",
    "09:00~18:00": "아홉 시에서 십팔 시",
    "9~12시": "아홉 시에서 열두 시",
    "10시~12시까지": "열 시에서 열두 시까지",
    "2시간": "두 시간",
    "24시간": "이십사 시간",
    # people, things, times
    "3명": "세 명",
    "3 명": "세 명",
    "20명": "스무 명",
    "21명": "스물한 명",
    "100명": "백 명",
    "2~3명": "두 명에서 세 명",
    "4개": "네 개",
    "2개소": "이 개소",
    "1장": "한 장",
    "3가지": "세 가지",
    "5분": "오 분",
    "하루 3번": "하루 세 번",
    "1번째": "첫 번째",
    "3번째": "세 번째",
    "3번 창구": "삼 번 창구",
    "1번을 누르세요": "일 번을 누르세요",
    "2배": "두 배",
    "1인 가구": "일 인 가구",
    "30여 명": "삼십여 명",
    "3,000여 명": "삼천여 명",
    # age
    "65세": "육십오 세",
    "만 65세 이상": "만 육십오 세 이상",
    "65살": "예순다섯 살",
    "80대": "팔십 대",
    # places
    "2층": "이 층",
    "3호선": "삼 호선",
    "종로3가": "종로삼가",
    "12-3번지": "십이 다시 삼 번지",
    "제3조": "제삼 조",
    # telephone numbers
    "010-1234-5678": "공일공, 일이삼사, 오육칠팔",
    "02-2133-7777": "공이, 이일삼삼, 칠칠칠칠",
    "02)2133-7777": "공이, 이일삼삼, 칠칠칠칠",
    "1577-1000": "일오칠칠, 일공공공",
    "02-120": "공이, 일이공",
    "120번으로": "일이공 번으로",
    "120번 버스": "백이십 번 버스",
    "129로 전화": "일이구로 전화",
    "국번없이 119": "국번없이 일일구",
    "120만 원": "백이십만 원",
    "120명": "백이십 명",
    "연금공단(1355)": "연금공단, 일삼오오",
    # shares, decimals, measures
    "15%": "십오 퍼센트",
    "3.5%": "삼 점 오 퍼센트",
    "0.75": "영 점 칠오",
    "1/2": "이분의 일",
    "37.5도": "삼십칠 점 오 도",
    "-5℃": "영하 오 도",
    "5kg": "오 킬로그램",
    "30㎡": "삼십 제곱미터",
    "100m": "백 미터",
    # Latin letters and signs
    "KTX": "케이티엑스",
    "QR코드": "큐알 코드",
    "CCTV": "시시티브이",
    "Wi-Fi": "와이파이",
    "TV와 PC": "티브이와 피시",
    "bokjiro.go.kr": "복지로 점 지오 점 케이알",
    "복지·연금": "복지, 연금",
    "월요일~금요일": "월요일에서 금요일",
    "안녕하세요~ 반가워요!": "안녕하세요 반가워요",
    "신분증(주민등록증)을": "신분증, 주민등록증, 을",
    # numbers that are no amount
    "007": "공공칠",
    "123456789012345678901234": "일이삼사오육칠팔구공일이삼사오육칠팔구공일이삼사",
    # what cannot be said
    "※ ★ 日本 Привет 😀 ㅋㅋ": "",
    "": "",
}


@pytest.mark.parametrize(("written", "said"), READINGS.items())
def test_reading(written: str, said: str) -> None:
    assert spoken(written) == said


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(READINGS) >= 80


@pytest.mark.parametrize("particle", ["은", "이", "을", "으로", "까지", "입니다"])
def test_a_particle_stays_at_its_number(particle: str) -> None:
    assert spoken(f"7{particle}") == f"칠{particle}"


def test_every_written_word_has_its_spoken_form() -> None:
    text = "매월 25일, 120번 (무료) ※ 3명이요."
    words = spoken_words(text)
    assert [word.written for word in words] == text.split()
    assert [text[word.start : word.start + len(word.written)] for word in words] == text.split()
    assert [word.spoken.strip(" ,") for word in words] == ["매월", "이십오 일", "일이공 번", "무료", "", "세 명이요"]


def test_decomposed_letters_are_read_like_composed_ones() -> None:
    assert spoken(unicodedata.normalize("NFD", "국민연금 3명")) == "국민연금 세 명"


@pytest.mark.parametrize("text", ["1" * 5000, "1/" * 2500, "~" * 5000, "a." * 2500, "1,1" * 1500, "\x00\ud800\u202e"])
def test_nonsense_is_read_without_complaint(text: str) -> None:
    assert all("가" <= char <= "힣" or char in " ," for char in spoken(text))


SENTENCES = {
    "안녕하세요. 반갑습니다.": ["안녕하세요.", "반갑습니다."],
    "정말요? 네! 알겠어요…": ["정말요?", "네!", "알겠어요…"],
    "2026. 1. 15. 부터예요. 네.": ["2026. 1. 15. 부터예요.", "네."],
    "3.5%예요. 좋아요": ["3.5%예요.", "좋아요"],
    "1. 신분증을 챙기세요.\n2. 주민센터로 가세요.": ["1. 신분증을 챙기세요.", "2. 주민센터로 가세요."],
    '"괜찮아요." 라고 했어요. (정말요.)': ['"괜찮아요."', "라고 했어요.", "(정말요.)"],
    "전화는 1355. 무료예요.": ["전화는 1355.", "무료예요."],
    "www.gov.kr 을 보세요": ["www.gov.kr 을 보세요"],
    "": [],
    " \n ": [],
    "...": ["..."],
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.items())
def test_sentences(text: str, expected: list[str]) -> None:
    found = sentences(text)
    assert [sentence.text for sentence in found] == expected
    assert [text[sentence.start : sentence.end] for sentence in found] == expected
