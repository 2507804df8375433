"""Crisis detection: what must be heard, what must not be mistaken, and the numbers that go with it."""

import json
import shutil
from pathlib import Path

import pytest

from dialogue import crisis as detection
from dialogue import networks, replies
from dialogue.crisis import CONTACTS, NOW, concern, contacts, crisis, detector

TAKEN_FOR_HUNGER = pytest.mark.xfail(reason="the learnt detector takes it for hunger")
KNOWN = Path(__file__).parent / "sets" / "crisis_known.jsonl"

IN_CRISIS = [
    ("suicide", "그만 살고 싶어요"),
    ("suicide", "이제 죽고 싶다는 생각만 들어"),
    ("suicide", "살아갈 이유가 없어"),
    ("suicide", "내가 그냥 죽어야지 뭐"),
    ("suicide", "수면제를 모아서 먹고 죽을까 해"),
    ("suicide", "이제 다 정리하려고 해요"),
    ("suicide", "영감 따라가고 싶어"),
    ("suicide", "살기 싫어요"),
    ("emergency", "남편이 쓰러졌어요"),
    ("emergency", "가슴이 갑자기 조여 와요"),
    ("emergency", "숨을 못 쉬겠어요"),
    ("emergency", "할머니가 의식이 없어요"),
    ("emergency", "한쪽 팔이 갑자기 마비됐어요"),
    ("emergency", "넘어졌는데 못 일어나겠어요"),
    ("emergency", "떡이 목에 걸렸어요 목에 떡이 걸려서 숨을 안 쉬어"),
    ("emergency", "구급차 좀 불러 주세요"),
    ("emergency", "농약을 실수로 마셨어요"),
    ("emergency", "화장실 갈 때 쓰러졌어요"),
    ("emergency", "어제 넘어졌을 때부터 가슴이 아파요"),
    ("fire", "부엌에 불이 났어요"),
    ("fire", "집에서 가스 냄새가 나요"),
    ("fire", "불이야"),
    ("violence", "옆집 남자가 칼을 들고 왔어요"),
    ("violence", "누가 집에 들어오려고 문을 부숴요 누가 문을 부수고 있어요"),
    ("violence", "나를 죽여 버리겠다고 협박해요"),
    ("elder-abuse", "아들이 자꾸 때려요"),
    ("elder-abuse", "며느리가 밥을 안 줘요"),
    ("elder-abuse", "아들이 내 통장을 빼앗아 갔어요"),
    ("elder-abuse", "요양원에서 어머니를 때렸어요"),
    ("missing", "치매 어머니가 집을 나가서 안 들어오세요"),
    ("missing", "아버지가 없어졌어요"),
    ("missing", "길을 잃었어요 여기가 어딘지 모르겠어요"),
    ("fraud", "검찰이라고 하면서 돈을 보내래요"),
    ("fraud", "보이스피싱을 당한 것 같아요"),
    ("fraud", "딸이라면서 급하게 돈을 보내 달래요"),
    ("fraud", "안전계좌로 돈을 옮기래요"),
    ("hunger", "사흘째 아무것도 못 먹었어요"),
    ("hunger", "밥 먹은 지 며칠 됐어"),
    ("hunger", "쌀이 떨어져서 굶고 있어요"),
    ("hunger", "집에 먹을 게 하나도 없어요"),
]

EVERYDAY = [
    "자살예방센터 어디예요",
    "119 안심콜 신청 방법 알려 주세요",
    "불났을 때 대피 요령",
    "집에 불이 나면 어떻게 해요",
    "뇌졸중 예방 교육은 어디서 해요",
    "사람이 쓰러졌을 때 어떻게 하나요",
    "보이스피싱 예방하는 방법이 뭐예요",
    "노인학대 신고는 어디에 하나요",
    "가정폭력 상담센터 번호 알려 주세요",
    "치매 어르신 실종 예방 지문 등록하고 싶어요",
    "화재보험 가입하려면요",
    "더워 죽겠네",
    "배고파 죽겠어요",
    "속 터져 죽겠네 정말",
    "손주 보고 싶어 죽겠어",
    "남편이 죽었는데 사망신고 어떻게 해요",
    "혼자 살고 있어요",
    "혼자 살고 싶어요",
    "주식 투자해 볼까요",
    "냉장고를 정리하려고요",
    "밥을 못 먹겠어요 입맛이 없어서",
    "약을 먹고 운전해도 돼요",
    "무릎이 아파서 병원에 가려고요",
    "수도계량기가 얼어서 물이 안 나와요",
    "불이 나간 것 같아요 전구 좀 갈아 주세요",
    "경찰서 가는 길이 어디예요",
    "아들이 용돈을 보내 줬어요",
    "은행에서 대출 상담할 수 있나요",
    "칼을 갈아 주는 데가 있나요",
    "119는 언제 불러야 하나요",
    "",
]


@pytest.mark.parametrize(("kind", "text"), IN_CRISIS)
def test_a_crisis_is_heard(kind: str, text: str) -> None:
    assert crisis(text) == kind


@pytest.mark.parametrize(("kind", "text"), IN_CRISIS)
def test_blanks_make_no_difference(kind: str, text: str) -> None:
    assert crisis(text.replace(" ", "")) == kind


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_talk_is_no_crisis(text: str) -> None:
    assert crisis(text) is None


def test_a_crisis_is_heard_in_a_long_story() -> None:
    assert crisis("어제는 날씨가 좋았어요. " * 1500 + "그런데 이제 죽고 싶어요") == "suicide"


def test_sentences_it_learnt_from_are_told_apart() -> None:
    rows = [json.loads(line) for line in KNOWN.read_text("utf-8").splitlines()]
    crises = [row for row in rows if row["kind"] != "calm"]
    calm = [row for row in rows if row["kind"] == "calm"]
    heard = [(row, kind) for row in crises if (kind := crisis(row["text"]) or concern(row["text"]))]
    assert len(heard) > 0.97 * len(crises)
    assert sum(row["kind"] == kind for row, kind in heard) > 0.95 * len(heard)
    assert sum(crisis(row["text"]) is not None for row in calm) < 0.03 * len(calm)


@pytest.mark.parametrize(
    "text",
    [
        "드라마에서 남편이 쓰러졌어요 재밌더라고요",
        pytest.param("우리 강아지가 밥을 며칠째 안 먹어요", marks=TAKEN_FOR_HUNGER),
        "옛날에 죽고 싶을 만큼 힘들었는데 지금은 살 만해요",
    ],
)
def test_what_happens_to_others_or_long_ago_is_no_crisis(text: str) -> None:
    assert crisis(text) is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [("suicide", "죽고 시퍼요"), ("emergency", "남편이 쓰러저써요"), ("fire", "지베 부리 나써요 부리야")],
)
def test_words_are_heard_as_they_sound(kind: str, text: str) -> None:
    assert crisis(text) == kind


@pytest.mark.parametrize("damage", ["missing", "cut short", "other concepts"])
def test_without_its_weights_the_patterns_still_hear(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if damage != "missing":
        for name in (networks.MANIFEST, "crisis.npz"):
            shutil.copy(networks.PACKAGED / name, tmp_path)
    if damage == "cut short":
        (tmp_path / "crisis.npz").write_bytes((tmp_path / "crisis.npz").read_bytes()[:1000])
    elif damage == "other concepts":
        monkeypatch.setattr(detector, "NAMES", ("sun", "moon"))
    monkeypatch.setattr(networks, "PACKAGED", tmp_path)
    monkeypatch.setattr(detection, "shipped", detector.shipped.__wrapped__)
    assert crisis("남편이 쓰러졌어요") == "emergency"
    assert crisis("여권은 어디서 만들어요") is None


def test_numbers_and_foreign_letters_are_no_obstacle() -> None:
    assert crisis("12345 ABC ☎ 😀") is None
    assert crisis("ㅠㅠ 남편이 쓰러졌어요 help 119!!") == "emergency"


def test_every_kind_has_a_reply_and_a_number_that_the_reply_names() -> None:
    numbers = contacts()
    assert set(numbers) == set(NOW) == set(replies.CRISIS)
    for kind, reply in replies.CRISIS.items():
        assert numbers[kind].number in reply
        assert reply.count(".") == 2


def test_a_contact_file_that_misses_a_kind_is_refused(tmp_path: Path) -> None:
    rows = json.loads(CONTACTS.read_text("utf-8"))
    kept = [row for row in rows if "suicide" not in row["crisis"]]
    file = tmp_path / "contacts.json"
    file.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(ValueError, match="suicide"):
        contacts(file)


def unseen(name: str) -> list[dict[str, str]]:
    """Sentences that no rule was written from and nothing was learnt from."""
    lines = (KNOWN.parent / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_of_unseen_crises_most_are_named_and_hardly_any_goes_without_its_number() -> None:
    told = [row["text"] for row in unseen("crisis_unseen")]
    heard = [text for text in told if crisis(text)]
    noticed = [text for text in told if crisis(text) or concern(text)]
    assert len(heard) / len(told) > 0.7
    assert len(noticed) / len(told) > 0.93


def test_ordinary_talk_is_hardly_ever_a_crisis() -> None:
    rows = [*unseen("everyday_unseen"), *unseen("everyday_fresh")]
    ordinary = [row["text"] for row in rows if row["why"].startswith("ordinary")]
    assert sum(crisis(text) is not None for text in ordinary) / len(ordinary) <= 0.01


def test_roundabout_questions_about_illness_and_care_are_no_crisis() -> None:
    told = [row["text"] for row in unseen("everyday_fresh") if row["why"].startswith("roundabout")]
    assert sum(crisis(text) is not None for text in told) / len(told) <= 0.02


def test_fresh_wordings_of_crises_are_heard() -> None:
    told = [row["text"] for row in unseen("crisis_fresh")]
    assert sum(crisis(text) is not None for text in told) / len(told) >= 0.92
    assert sum(concern(text) is not None for text in told) / len(told) >= 0.98
