"""The abuse filter that comes with the product, with its own weights. Figures on whole sets: docs/models/abuse.md."""

import json
import shutil
from pathlib import Path

import pytest

from dialogue import networks
from dialogue.filters import embedded
from dialogue.filters.labels import CLEAN, INSULT, LABELS
from dialogue.types import Filter

THRESHOLD = 0.5
SETS = Path(__file__).parents[1] / "sets"


@pytest.fixture(scope="module")
def compact() -> Filter:
    return embedded.load()


def flagged(judge: Filter, text: str) -> set[str]:
    return {name for name, chance in judge.judge(text).items() if name != CLEAN and chance >= THRESHOLD}


@pytest.mark.parametrize(
    "text",
    [
        "야 이 개새끼야 빨리 대답 안 해",
        "병신 같은 년이 뭘 안다고 지껄여",
        "씨발 진짜 짜증나게 하네",
        "짱깨들은 다 쫓아내야 돼 더러운 놈들",
        "전라도 홍어 새끼들은 믿으면 안 돼",
        "게이 새끼들 역겨워 다 죽어 버려라",
        "틀딱들은 그냥 빨리 뒈져라",
        "시1발",
        "꺼져",
    ],
)
def test_abuse_is_heard(compact: Filter, text: str) -> None:
    assert flagged(compact, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("짱깨들은 다 쫓아내야 돼 더러운 놈들", "인종/국적"),
        ("전라도 홍어 새끼들은 믿으면 안 돼", "지역"),
        ("게이 새끼들 역겨워 다 죽어 버려라", "성소수자"),
        ("야 이 개새끼야 병신아", INSULT),
    ],
)
def test_the_kind_of_abuse_is_told(compact: Filter, text: str, kind: str) -> None:
    judged = {name: chance for name, chance in compact.judge(text).items() if name != CLEAN}
    assert max(judged, key=lambda name: judged[name]) == kind


@pytest.mark.parametrize(
    "text",
    [
        "저 사람 중국인이네",
        "우리 며느리가 베트남 사람인데 국적은 어떻게 바꿔요",
        "장애인 등록은 어디서 하나요",
        "강아지 새끼를 세 마리 낳았어",
        "나는 병신년에 태어났어요",
        "여기가 사건의 시발점이라던데",
        "아이고 속 터져 죽겠네 왜 이리 어려워",
        "나 같은 늙은이는 이런 거 못 해요",
        "경비 아저씨가 나한테 욕을 했는데 어디에 신고해요",
        "전라도 광주 가는 기차가 몇 시에 있나요",
        "우리 손자가 게이라고 고백했는데 상담받을 데 있을까요",
        "교회 다니는 사람들 모임은 어디서 하나",
        "기초연금 신청하려고 하는데요",
        "하수구가 막혀서 냄새가 나요",
        "니 밥은 묵었나 퍼뜩 온나",
    ],
)
def test_dialect_mentions_of_groups_and_innocent_words_are_clean(compact: Filter, text: str) -> None:
    assert not flagged(compact, text)


def test_everyday_talk_is_clean(compact: Filter) -> None:
    """Half of the set are near misses on purpose: insults quoted, animals, words that only sound like one."""
    rows = (SETS / "everyday_unseen.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(row)["text"] for row in rows]
    blamed = [text for text in texts if flagged(compact, text)]
    assert len(blamed) <= 0.02 * len(texts), blamed


@pytest.mark.parametrize("text", ["", " ", "가", "😀" * 40, "Ω" * 20_000, "\x00\ud800", "<b>ㅋ</b>", "a" * 20_000])
def test_odd_texts_are_judged(compact: Filter, text: str) -> None:
    judged = compact.judge(text)
    assert set(judged) == set(LABELS)
    assert all(0 <= chance <= 1 for chance in judged.values())


def test_abuse_at_the_end_of_a_long_speech_is_heard(compact: Filter) -> None:
    assert flagged(compact, "수도 요금이 많이 나와서 전화했는데요 " * 15 + "야 이 개새끼야 병신아")


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="train"):
        embedded.load(tmp_path)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    shutil.copy(networks.PACKAGED / networks.MANIFEST, tmp_path)
    (tmp_path / "abuse.npz").write_bytes((networks.PACKAGED / "abuse.npz").read_bytes()[:-9])
    with pytest.raises(ValueError, match="damaged"):
        embedded.load(tmp_path)
