from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from speech.ctc.features import BANDS
from speech.ctc.jamo import compose, spell
from speech.training import recordings, rounds
from speech.training.masking import masked
from speech.training.wear import Wear

TEXTS = ["등본 떼고 싶어요", "네"]


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(2)


def worn(random: np.random.Generator) -> Wear:
    wear = Wear(random)
    wear.renew(rounds.babblers(TEXTS, random))
    return wear


def test_synthetic_speech_fills_the_time(random: np.random.Generator) -> None:
    examples = rounds.synthetic(TEXTS, 10.0, worn(random), random)
    assert sum(len(one.features) for one in examples) > 1000
    assert {compose(one.target) for one in examples} == set(TEXTS)


def test_recordings_are_heard_once_each_at_other_speeds(table: Path, random: np.random.Generator) -> None:
    corpus = recordings.read(table)
    examples = rounds.recorded(corpus, 1000.0, worn(random), random)
    assert sorted(one.target for one in examples) == sorted(spell(one.text) for one in corpus)


def test_every_example_is_in_one_batch(random: np.random.Generator) -> None:
    examples = [
        rounds.Example(random.standard_normal((length, BANDS)).astype(np.float16), (2,) * (length // 50))
        for length in (100, 900, 150, 120, 800, 110)
    ]
    made = list(rounds.batches(examples, 10.0, random))
    assert sum(len(batch.lengths) for batch in made) == len(examples)
    assert sum(int(batch.target_lengths.sum()) for batch in made) == sum(len(one.target) for one in examples)
    assert all(batch.features.shape[1] == int(batch.lengths.max()) for batch in made)
    assert len(made) >= 3


def test_masking_stretches_and_hides_but_leaves_most(random: np.random.Generator) -> None:
    features = np.ones((500, BANDS), np.float32)
    changed = [masked(features, random) for _ in range(40)]
    assert len({len(one) for one in changed}) > 20
    assert all(0.8 * 500 < len(one) < 1.2 * 500 for one in changed)
    assert 0.1 < np.mean([float((one == 0).mean()) for one in changed]) < 0.5
    assert (features == 1).all()
