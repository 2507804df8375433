"""Probabilities become an answer, a question back, or a refusal."""

from dataclasses import replace

import pytest

from dialogue.deciding import Bands, decide, differ
from dialogue.knowledge.entry import Entry
from dialogue.types import Passage

BANDS = Bands(answer=0.6, ask=0.4, margin=0.35)
APPLY = Entry("apply", "복지", ("어떻게 신청해요",), "주민센터입니다.", "기초연금 신청", "주민센터입니다.")
ENTRIES = {
    "apply": APPLY,
    "amount": replace(APPLY, id="amount", answer="해마다 달라요.", title="기초연금 금액"),
    "again": replace(APPLY, id="again", answer="구청입니다.", title="기초연금 신청 방법"),
    "copy": replace(APPLY, id="copy", title="노령연금"),
}


def found(**scores: float) -> list[Passage]:
    return [Passage(entry_id, "", score) for entry_id, score in scores.items()]


@pytest.mark.parametrize(
    ("passages", "band", "meant"),
    [
        (found(), "reject", []),
        (found(apply=0.39), "reject", []),
        (found(apply=0.41), "confirm", ["apply"]),
        (found(apply=0.55, amount=0.5), "confirm", ["apply", "amount"]),
        (found(apply=0.61, amount=0.1), "answer", ["apply"]),
        (found(apply=0.8, amount=0.78), "clarify", ["apply", "amount"]),
        (found(apply=0.8, amount=0.6), "answer", ["apply"]),
        (found(apply=0.999, amount=0.9985), "answer", ["apply"]),
    ],
)
def test_each_probability_falls_into_its_band(passages: list[Passage], band: str, meant: list[str]) -> None:
    decision = decide(passages, ENTRIES, BANDS)
    assert (decision.band, [passage.entry_id for passage in decision.passages]) == (band, meant)


@pytest.mark.parametrize("twin", ["again", "copy"])
def test_entries_that_mean_the_same_are_no_choice(twin: str) -> None:
    assert not differ(APPLY, ENTRIES[twin])
    decision = decide(found(apply=0.8, **{twin: 0.79}, amount=0.78), ENTRIES, BANDS)
    assert [passage.entry_id for passage in decision.passages] == ["apply", "amount"]


def test_nothing_is_asked_back_below_a_threshold_that_was_set_lower() -> None:
    assert decide(found(apply=0.3), ENTRIES, Bands(answer=0.2, ask=0.4, margin=0.35)).band == "answer"
