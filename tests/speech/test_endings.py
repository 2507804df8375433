"""Where a Korean sentence may stop, told by its last words."""

import pytest

from speech.endings import Ending, ending


@pytest.mark.parametrize(
    "text",
    [
        "기초연금은 어떻게 신청하나요",
        "주민센터로 가면 될까요",
        "서류가 뭐가 필요한가요",
        "이거 좀 알려 주세요",
        "전화번호 좀 가르쳐 주십시오",
        "등본을 떼고 싶은데 인터넷으로 됩니까",
        "교통카드를 새로 받고 싶어요",
        "수도요금이 얼마예요",
        "어디로 가야 돼요",
        "보청기 지원에 대해 문의드립니다",
        "그것도 되지요",
        "신청해도 됩니꺼",
        "이거 우예 하노",
        "불 때는 돈 안 주는교",
        "쪼까 깎아 주쇼",
        "오늘 문 열어요?",
    ],
)
def test_a_whole_question_or_request(text: str) -> None:
    assert ending(text) is Ending.FINISHED


@pytest.mark.parametrize(
    "text",
    [
        "지난달에 이사를 왔어요",
        "다리가 아파서 잘 못 걷습니다",
        "편지를 하나 받았는데요",
        "아들이 멀리 산다",
        "얼마 전에 남편이 퇴원했어요",
        "누구나 받는다고 들었어요",
        "글씨가 안 보여유",
    ],
)
def test_a_statement_may_be_all_or_the_introduction_of_a_question(text: str) -> None:
    assert ending(text) is Ending.LIKELY


@pytest.mark.parametrize(
    "text",
    [
        "제가 혼자 살고 있는데",
        "이사를 했는데 주소를 바꾸려고",
        "나이가 많아서",
        "안 되면",
        "몸이 아프니까",
        "기초연금을",
        "우리 아들이",
        "구청에서",
        "작년보다",
        "어디에 신고를 해야",
        "받을 수",
        "제가 다리가 아파서 병원에 가는 버스",
        "음",
        "그",
        "저기요",
        "기초연금 그러니까",
    ],
)
def test_a_connective_a_particle_or_a_filler_waits_for_more(text: str) -> None:
    assert ending(text) is Ending.HELD


@pytest.mark.parametrize(
    "text", ["공일공", "제 번호는 공일공 이삼사오", "010 2345", "서울시 마포구", "성산동", "백이십삼 번지"]
)
def test_a_number_or_an_address_is_being_read(text: str) -> None:
    assert ending(text) is Ending.READING


@pytest.mark.parametrize("text", ["공일공 이삼사오 육칠팔구", "010-2345-6789"])
def test_a_whole_mobile_number_is_no_longer_waited_for(text: str) -> None:
    assert ending(text) is Ending.OPEN


@pytest.mark.parametrize(
    "text",
    ["", " … ", "네", "안녕하세요", "수도요금 조회", "우리 동네 노인 틀니 지원", "어디로", "기쁘거든요", "몰라서요"],
)
def test_where_the_words_do_not_tell(text: str) -> None:
    assert ending(text) is Ending.OPEN


@pytest.mark.parametrize(
    ("held", "finished"), [("아프니까", "아픕니까"), ("가니까요", "갈까요"), ("서류가 필요", "서류가 필요해요?")]
)
def test_endings_that_look_alike(held: str, finished: str) -> None:
    assert ending(held) is not Ending.FINISHED
    assert ending(finished) is Ending.FINISHED


@pytest.mark.parametrize("text", ["어떻게 하나요", "어떻게 하나요.", " 어떻게  하나요… ", "「어떻게 하나요」"])
def test_punctuation_and_spaces_do_not_matter(text: str) -> None:
    assert ending(text) is Ending.FINISHED


@pytest.mark.parametrize(
    "text", ["hello", "ㅋㅋㅋ", "요", "다", "데", "니까", "🙂", "까", "가" * 5000, "1" * 5000, "이 " * 2000]
)
def test_any_text_has_an_ending(text: str) -> None:
    assert ending(text) in Ending
