"""Questions to learn judging from: reworded, removed, off topic."""

from pathlib import Path

import numpy as np
import pytest

from dialogue.knowledge.entry import Entry, parse
from dialogue.training import bases, texts
from dialogue.training.rewording import reword


def entry(i: int) -> Entry:
    questions = [f"{i}번 버스는 어디로 가나요", f"{i}번 버스 타는 곳", f"{i}번은 몇 시에 와요"]
    return parse({"id": str(i), "topic": "교통", "questions": questions, "answer": "안내"})


ASKED_OF = [(entry(i), [f"버스 {i}번 노선", f"{i}번 버스 배차"]) for i in range(200)]


def test_some_entries_are_asked_for_but_not_there() -> None:
    base = bases._thin("x", ASKED_OF, 2, 1.0, np.random.default_rng(1))
    there = {one.id for one in base.entries}
    assert 0.6 < len(there) / 200 < 0.8
    assert {one.entry_id for one in base.asked} == there | {None}
    assert len(base.asked) == 400
    assert all(1 <= len(one.questions) <= 2 for one in base.entries)


def test_questions_of_an_entry_stay_in_one_group() -> None:
    base = bases._thin("x", ASKED_OF, 2, 1.0, np.random.default_rng(1))
    groups: dict[str, set[str | None]] = {}
    for one in base.asked:
        groups.setdefault(one.group, set()).add(one.entry_id)
    assert len(groups) == 200 and all(len(ids) == 1 for ids in groups.values())


def test_a_remembered_wording_is_known_but_asked_with_other_words() -> None:
    found = bases._remembered(ASKED_OF, 2, np.random.default_rng(1))
    assert all(held[0] in one.questions for (one, _), (_, held) in zip(found, ASKED_OF, strict=True))
    assert np.mean([asked[0] not in one.questions for one, asked in found]) > 0.8


def test_a_reworded_sentence_keeps_most_of_its_words() -> None:
    random = np.random.default_rng(1)
    said = "기초연금 신청은 어디에서 하나요"
    for _ in range(50):
        words = reword(said, random).split()
        assert sum(word in words for word in said.split()) >= 2
    assert reword("수도", random)


def test_a_text_is_always_in_the_same_part() -> None:
    parts = [texts.share(f"문장 {i}") for i in range(2000)]
    assert parts == [texts.share(f"문장 {i}") for i in range(2000)]
    assert np.mean(np.array(parts) < texts.HELD) == pytest.approx(texts.HELD, abs=0.03)


def test_missing_data_says_what_folder_is_meant(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--data"):
        texts.styles(tmp_path, held=True)
