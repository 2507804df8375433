"""All evidence weighed together: the right entry first, and sure only when it may be."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from dialogue import networks, ranking
from dialogue.judge import Judge
from dialogue.knowledge.entry import Entry, parse
from dialogue.ranking import CANDIDATES, NeuralRanker, Weights

KNOWN = {
    "pension-apply": ("복지·연금", ["기초연금은 어떻게 신청해요?", "노령연금 타려면 어디로 가요?"]),
    "pension-amount": ("복지·연금", ["기초연금은 얼마나 받아요?", "한 달에 연금이 얼마 나와요?"]),
    "water-bill": ("상하수도", ["수도 요금이 너무 많이 나왔어요", "물값은 어떻게 내요?"]),
    "water-frozen": ("상하수도", ["수도가 얼어서 물이 안 나와요", "계량기가 터졌어요"]),
    "id-card": ("일반행정", ["주민등록증을 잃어버렸어요", "신분증을 다시 만들고 싶어요"]),
    "subway": ("교통", ["지하철은 공짜로 탈 수 있나요?", "어르신 교통카드 만들고 싶어요"]),
}
ENTRIES: list[Entry] = [
    parse({"id": name, "topic": topic, "questions": questions, "answer": f"{name} 안내입니다."})
    for name, (topic, questions) in KNOWN.items()
]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return ranking.load()


@pytest.fixture(scope="module")
def ranker(weights: Weights) -> NeuralRanker:
    return NeuralRanker(ENTRIES, weights)


@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        ("기초연금 신청하고 싶은데요", "pension-apply"),
        ("연금은 한 달에 얼마예요", "pension-amount"),
        ("수도 요금이 왜 이렇게 많이 나와요", "water-bill"),
        ("주민등록증 분실했는데 잃어버려서", "id-card"),
        ("기초년금 신청", "pension-apply"),
        ("지하절 공자로 타요?", "subway"),
        ("주민등록쯩을이러버렸어요", "id-card"),
    ],
)
def test_the_right_entry_comes_first(ranker: NeuralRanker, question: str, entry_id: str) -> None:
    assert ranker.search(question)[0].entry_id == entry_id


def test_a_known_wording_is_sure_and_talk_is_not(ranker: NeuralRanker) -> None:
    (known, *_), (talk, *_) = ranker.search("물값은 어떻게 내요?"), ranker.search("오늘 점심은 무엇을 먹을까")
    assert known.wording == "물값은 어떻게 내요?"
    assert known.score > 0.8 > 0.3 > talk.score


def test_each_entry_comes_once_best_first_and_together_they_are_no_more_than_certain(ranker: NeuralRanker) -> None:
    found = ranker.search("기초연금")
    assert len({passage.entry_id for passage in found}) == len(found) == len(ENTRIES)
    scores = [passage.score for passage in found]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0 and sum(scores) <= 1.0001


def test_an_entry_that_is_not_there_makes_the_rest_no_surer(weights: Weights, ranker: NeuralRanker) -> None:
    without = NeuralRanker([entry for entry in ENTRIES if entry.id != "water-frozen"], weights)
    question = "수도가 꽁꽁 얼어서 물이 안 나와요"
    assert without.search(question)[0].score < ranker.search(question)[0].score


def test_a_topic_keeps_others_out(ranker: NeuralRanker) -> None:
    found = ranker.search("기초연금", topic="상하수도")
    assert {passage.entry_id for passage in found} == {"water-bill", "water-frozen"}
    assert ranker.search("기초연금", topic="없는 주제") == []


@pytest.mark.parametrize(
    "question", ["", " ", "가", "ㅋ", "😀", "\x00", "<b>", "пенсия", "年金", "네", "연금 " * 7000, "\ud800"]
)
def test_odd_questions_are_no_error(ranker: NeuralRanker, question: str) -> None:
    assert all(0 <= passage.score <= 1 for passage in ranker.search(question))


def test_an_empty_base_and_one_of_a_single_entry_work(weights: Weights) -> None:
    assert NeuralRanker([], weights).search("기초연금") == []
    (only,) = NeuralRanker(ENTRIES[:1], weights).search("기초연금 신청은 어떻게 해요")
    assert only.entry_id == ENTRIES[0].id


def test_entries_whose_wordings_hold_no_word_can_be_ranked(weights: Weights) -> None:
    odd = parse({"id": "odd", "topic": "x", "questions": ["?"], "answer": "!"})
    assert NeuralRanker([odd], weights).search("기초연금")[0].score < 0.6


def test_no_more_entries_come_back_than_are_read_closely(weights: Weights) -> None:
    many = [
        parse({"id": str(i), "topic": "x", "questions": [f"{i}번 버스는 어디로 가요"], "answer": "안내"})
        for i in range(40)
    ]
    ranker = NeuralRanker(many, weights)
    assert len(ranker.search("17번 버스 어디로 가요", limit=100)) == CANDIDATES
    assert len(ranker.search("17번 버스 어디로 가요", limit=3)) == 3


def test_the_sound_tells_what_a_misheard_text_does_not(ranker: NeuralRanker) -> None:
    said, heard = ENTRIES[-1].questions[0], "홍덩 부리"

    def likelihood(wordings: Sequence[str]) -> list[float]:
        return [-0.3 if wording in (said, heard) else -2.0 for wording in wordings]

    assert ranker.search(heard)[0].score < 0.5
    (first, *_) = ranker.search(heard, likelihood=likelihood)
    assert first.entry_id == ENTRIES[-1].id and first.score > 0.5


def test_sound_that_fits_nothing_known_adds_nothing(ranker: NeuralRanker) -> None:
    plain = ranker.search("점심 뭐 먹지")
    with_sound = ranker.search("점심 뭐 먹지", likelihood=lambda wordings: [-0.2, *[-1.5] * (len(wordings) - 1)])
    assert with_sound[0].score == pytest.approx(plain[0].score, abs=0.02)


def test_weights_of_a_ranker_that_do_not_fit_together_are_refused() -> None:
    arrays = dict(networks.arrays(networks.PACKAGED, "ranker"))
    with pytest.raises(ValueError, match="whole_out"):
        Judge.of({name: values for name, values in arrays.items() if name != "whole_out"})
    with pytest.raises(ValueError, match="fit together"):
        Judge.of(arrays | {"whole_out": np.zeros((5, 3), np.float32)})


def test_a_damaged_ranker_file_is_refused(tmp_path: Path) -> None:
    for path in networks.PACKAGED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "ranker.npz").write_bytes(b"PK\x03\x04 no arrays")
    with pytest.raises(ValueError, match="sha256"):
        ranking.load(tmp_path)


@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        ("물값은 어떻게 내요", "water-bill"),
        ("주민등록증을 잃어버렸어요.", "id-card"),
        ("연금은 한 달에 얼마예요", None),
        ("기초연금은요?", None),
        ("오늘 점심은 무엇을 먹을까", None),
        ("", None),
    ],
)
def test_a_glance_knows_a_known_wording_and_nothing_less(
    ranker: NeuralRanker, question: str, entry_id: str | None
) -> None:
    found = ranker.glance(question)
    assert (found and found.entry_id) == entry_id


def test_a_glance_keeps_to_the_topic_and_works_without_entries(weights: Weights, ranker: NeuralRanker) -> None:
    assert ranker.glance("물값은 어떻게 내요?", topic="교통") is None
    assert ranker.glance("물값은 어떻게 내요?", topic="없는 주제") is None
    assert NeuralRanker([], weights).glance("물값은 어떻게 내요?") is None
    alone = NeuralRanker(ENTRIES[2:3], weights).glance("물값은 어떻게 내요?")
    assert alone and alone.entry_id == "water-bill"
