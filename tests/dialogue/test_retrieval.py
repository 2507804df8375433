"""The right entry first, also when it was misheard; scores that can be compared."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from dialogue.knowledge.entry import Entry, parse
from dialogue.retrieval import Index, View

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
INDEX = Index(ENTRIES)


def first(question: str, topic: str | None = None) -> str:
    return INDEX.search(question, topic)[0].entry_id


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
def test_the_right_entry_comes_first(question: str, entry_id: str) -> None:
    assert first(question) == entry_id


def test_a_known_wording_scores_far_above_a_foreign_one() -> None:
    (known, *_), (foreign, *_) = INDEX.search("물값은 어떻게 내요?"), INDEX.search("오늘 점심은 무엇을 먹을까")
    assert known.wording == "물값은 어떻게 내요?"
    assert known.score > 0.9 > 0.3 > foreign.score


def test_unknown_words_lower_the_score() -> None:
    plain, burdened = (INDEX.search(f"수도 요금 {rest}")[0].score for rest in ("", "말고 짜장면 곱빼기 배달"))
    assert plain > burdened


def test_each_entry_comes_once_and_best_first() -> None:
    found = INDEX.search("기초연금")
    assert len({passage.entry_id for passage in found}) == len(found) == len(ENTRIES)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    assert all(0 <= passage.score <= 1 for passage in found)


def test_a_topic_keeps_others_out() -> None:
    assert {passage.entry_id for passage in INDEX.search("기초연금", topic="상하수도")} == {
        "water-bill",
        "water-frozen",
    }
    assert INDEX.search("기초연금", topic="없는 주제") == []


@pytest.mark.parametrize("question", ["", " ", "가", "ㅋ", "😀", "\x00", "<b>", "пенсия", "年金", "연금 " * 7000])
def test_odd_questions_get_scores_and_no_error(question: str) -> None:
    assert all(0 <= passage.score <= 1 for passage in INDEX.search(question))


def test_an_empty_base_finds_nothing() -> None:
    assert Index([]).search("기초연금") == []


def test_entries_whose_wordings_hold_no_word_can_be_indexed() -> None:
    odd = parse({"id": "odd", "topic": "x", "questions": ["?"], "answer": "!"})
    assert Index([odd]).search("기초연금")[0].score < 0.1


def test_the_sound_tells_what_a_misheard_text_does_not() -> None:
    said = ENTRIES[-1].questions[0]

    def likelihood(wordings: Sequence[str]) -> list[float]:
        return [-0.3 if wording in (said, "홍덩 부리") else -2.0 for wording in wordings]

    heard = "홍덩 부리"
    index = Index(ENTRIES)
    assert index.search(heard)[0].score < 0.5
    (first, *_) = index.search(heard, likelihood=likelihood)
    assert first.entry_id == ENTRIES[-1].id and first.score > 0.5


def test_sound_that_fits_nothing_known_adds_nothing() -> None:
    index = Index(ENTRIES)
    plain = index.search("점심 뭐 먹지")
    with_sound = index.search("점심 뭐 먹지", likelihood=lambda wordings: [-0.2, *[-1.5] * (len(wordings) - 1)])
    assert [passage.score for passage in with_sound] == [passage.score for passage in plain]


def test_text_that_is_surely_heard_is_taken_as_if_it_were_written() -> None:
    index = Index(ENTRIES)
    other = ENTRIES[-1].questions[0]

    def likelihood(wordings: Sequence[str], heard: float) -> list[float]:
        return [heard, *(heard if wording == other else heard - 1 for wording in wordings[1:])]

    asked = ENTRIES[0].questions[0]
    (written, *_) = index.search(asked)
    (sure, *_) = index.search(asked, likelihood=lambda wordings: likelihood(wordings, 0.0))
    assert sure.entry_id == written.entry_id and sure.score == pytest.approx(written.score)
    scores = {one.entry_id: one.score for one in index.search(asked, likelihood=lambda w: likelihood(w, -0.6))}
    assert scores[ENTRIES[-1].id] > {one.entry_id: one.score for one in index.search(asked)}[ENTRIES[-1].id]


def test_looking_at_some_texts_gives_what_looking_at_all_gives() -> None:
    texts = [Counter(words.split()) for words in ("수도 요금 요금", "연금 신청", "수도 신청 서류")]
    view = View(texts)
    question = view.weigh(Counter(["수도", "신청", "모르는"]))
    some = np.array([2, 0])
    assert np.allclose(view.cosines_of(question, some), view.cosines(question)[some])
    assert view.cosines(question).argmax() == 2
    assert np.allclose(view.cosines_between(range(1)), [[1, 0, view.cosines_between(range(3))[0, 2]]], atol=1e-6)


def test_cover_is_the_share_of_the_question_that_a_text_holds() -> None:
    view = View([Counter(["수도", "요금"]), Counter(["연금"])])
    whole, nothing = view.cover(view.weigh(Counter(["수도", "요금"])), np.array([0, 1]))
    assert (whole, nothing) == (pytest.approx(1), 0)
    half = view.weigh(Counter(["수도", "모르는"]))
    assert 0 < half.strange < 1 and view.cover(half, np.array([0]))[0] == pytest.approx(1 - half.strange)
