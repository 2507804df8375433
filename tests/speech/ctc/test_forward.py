from collections.abc import Callable, Sequence
from itertools import groupby, product

import numpy as np
import pytest

from speech.ctc.beam import LogProbabilities
from speech.ctc.forward import IMPOSSIBLE, align, log_likelihoods
from speech.ctc.jamo import BLANK, SYMBOLS, spell

Frames = Callable[..., LogProbabilities]


def by_enumeration(frames: LogProbabilities, wording: Sequence[int], symbols: Sequence[int]) -> float:
    """Every alignment over few symbols, one by one."""
    total = 0.0
    for path in product(symbols, repeat=len(frames)):
        if [symbol for symbol, _ in groupby(path) if symbol != BLANK] == list(wording):
            total += float(np.exp(sum(frames[index, symbol] for index, symbol in enumerate(path))))
    return float(np.log(total))


@pytest.mark.parametrize("wording", [(), (2,), (2, 3), (2, 2), (3, 2, 3)])
def test_all_alignments_are_summed(wording: tuple[int, ...]) -> None:
    random = np.random.default_rng(3)
    logits = random.standard_normal((5, SYMBOLS))
    frames = (logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))).astype(np.float32)
    among_others = [(4, 5, 6, 7), wording, (2, 3)]
    assert log_likelihoods(frames, among_others)[1] == pytest.approx(by_enumeration(frames, wording, (BLANK, 2, 3)))


def test_what_was_said_is_likeliest(frames: Frames) -> None:
    said = [symbol for spelled in spell("기초연금 얼마 나와요") for symbol in (spelled, BLANK)]
    wordings = ["기초연금 얼마 나와요", "기초연금 얼마 나가요", "기초연금 신청", "수도요금 얼마 나와요", ""]
    scores = log_likelihoods(frames(said), [spell(wording) for wording in wordings])
    assert np.argsort(scores)[::-1][:2].tolist() == [0, 1]


def test_too_long_a_wording_is_impossible_not_an_error(frames: Frames) -> None:
    assert log_likelihoods(frames([2, 3]), [spell("아주 긴 문장입니다")]) == [IMPOSSIBLE]
    assert log_likelihoods(frames([2, 3]), []) == []


def test_each_symbol_is_placed_where_it_was_said(frames: Frames) -> None:
    placed = align(frames([BLANK, 2, 2, BLANK, BLANK, 3, BLANK]), (2, 3))
    assert [place for place, _ in placed] in ([1, 5], [2, 5])
    assert all(likely == pytest.approx(np.log(0.9), abs=0.01) for _, likely in placed)


def test_more_symbols_than_frames_cannot_be_placed(frames: Frames) -> None:
    assert align(frames([2, 3]), ()) == []
    with pytest.raises(ValueError, match="3 symbols"):
        align(frames([2, 3]), (2, 3, 4))
