"""Wishes about the screen are told from questions, and every button has words."""

import pytest

from dialogue import replies
from dialogue.commands import command
from dialogue.knowledge.topics import TOPICS
from dialogue.showing import named_topic

SAID = {
    "finish": ["상담 마치기", "상담 끝낼게요", "이제 전화 끊을게요", "상담 그만할게요", "통화 종료해 주세요"],
    "topics": ["주제 보여 주세요", "다른 주제요", "모두 보기"],
    "next": ["다음 질문 할게요", "다른 거 물어볼게요"],
    "card": ["정리한 내용 보기", "정리한 거 화면에 보여 줘", "화면에 띄워 주세요", "정리 좀 해 주세요"],
    "side": ["더 보기", "다음 쪽 보여 주세요", "넘겨 줘", "좀 더 보여 줘요"],
    "previous": ["앞으로", "이전 쪽 보여 주세요", "앞 장으로 가 주세요"],
    "take": ["가져가기", "집에 가져갈래요", "큐알 코드 보여 주세요", "QR 코드 찍을게요", "휴대폰으로 보내 주세요"],
    "print": ["큰 글씨로 인쇄", "인쇄해 주세요", "이거 종이로 뽑아 주세요", "프린트 좀 해 줘"],
    "write": ["글자로 묻기", "글자로 물어볼게요", "글자판 열어 줘"],
    "larger": ["글자 크게", "글씨 좀 키워 주세요", "글씨가 너무 작아요", "글자가 잘 안 보여요"],
    "smaller": ["글자 보통", "글씨 작게 해 줘"],
    "dark": ["어두운 화면", "화면 어둡게 해 주세요", "화면이 너무 밝아요"],
    "light": ["밝은 화면", "화면 좀 밝게 해 주세요"],
    "captions": ["자막 크게 해 주세요"],
    "mute": ["소리 꺼 주세요", "소리는 필요 없어요"],
    "unmute": ["소리 켜기", "소리 다시 켜 줘"],
    "read": ["화면 좀 읽어 주세요", "글씨를 소리로 읽어 줘"],
    "return": ["돌아가기", "AI 상담원과 이야기하기"],
    "again": ["다시 듣기"],
    "slower": ["더 천천히"],
    "louder": ["더 크게"],
    "home": ["처음으로"],
    "human": ["사람과 통화", "직원 부르기"],
}


@pytest.mark.parametrize(("wish", "text"), [(wish, text) for wish, texts in SAID.items() for text in texts])
def test_what_a_button_does_can_be_said(wish: str, text: str) -> None:
    assert command(text) == wish
    assert wish == "human" or wish in replies.COMMANDS


@pytest.mark.parametrize(
    "text",
    [
        "등본 인쇄해 주세요",
        "인쇄는 어디서 해요",
        "글자를 못 읽는데 배울 데 있나요",
        "눈이 잘 안 보여요",
        "상담은 어디서 받아요",
        "전화가 자꾸 끊겨요",
        "상담 예약을 취소할래요",
        "다음 달에 신청할게요",
        "다음 쪽방촌 지원은요",
        "핸드폰 요금이 너무 많이 나와요",
        "주제넘은 말이지만요",
        "화면이 안 나와요",
        "가져갈 서류가 뭐예요",
        "집에 가져다 주나요",
        "수도 요금 내용을 알려 주세요",
    ],
)
def test_a_question_is_no_wish_about_the_screen(text: str) -> None:
    assert command(text) is None


def test_a_topic_is_named_whole_or_by_a_part_with_the_word_for_it() -> None:
    found = {text: named_topic(text, TOPICS) for text in ("교통", "교통 보여 주세요", "건강 주제요", "복지·연금이요")}
    assert [*found.values()] == ["교통", "교통", "건강·돌봄", "복지·연금"]
    for text in ("연금", "교통 카드 어디서 받아요", "교통이 불편해요", "건강 검진"):
        assert named_topic(text, TOPICS) is None
