from pathlib import Path

import numpy as np
import pytest

from speech.audio import RATE
from speech.training import hearing, sentences, wear

TEXTS = [f"{a}{b} 어디서 받아요" for a in "가나다라마바" for b in "강낭당랑망방"]


def test_new_voices_say_only_what_was_kept_for_measuring() -> None:
    said = hearing.new_voices(TEXTS, 6, np.random.default_rng(0))
    assert len(said) == 6
    assert all(sentences.kept_for_measuring(text) and text in TEXTS for _, text in said)


def test_noise_is_as_loud_as_asked() -> None:
    random = np.random.default_rng(0)
    noise = random.standard_normal(2 * RATE, np.float32)
    around = hearing.Surroundings([np.ones(1, np.float32)], [noise], random)
    voice = np.sin(np.arange(RATE, dtype=np.float32))
    added = around.in_noise(voice, 10.0) - voice
    assert 20 * np.log10(wear.loudness(voice) / np.sqrt(np.mean(added**2))) == pytest.approx(10, abs=0.2)


def test_sets_differ_in_what_surrounds_the_same_sentences() -> None:
    random = np.random.default_rng(0)
    around = hearing.Surroundings([wear.room(0.3, random)], [wear.coloured_noise(random)], random)
    clean = hearing.new_voices(TEXTS, 2, random)
    sets = hearing.worn(clean, around)
    assert len(sets) == 1 + len(hearing.SNRS)
    assert all([text for _, text in heard] == [text for _, text in clean] for heard in sets.values())


def test_new_readers_are_apart_by_whether_training_knows_the_sentence(table: Path) -> None:
    unknown, known = hearing.new_readers([table], ["yeonghi"]).values()
    assert [text for _, text in unknown] == ["고맙습니다"]
    assert [text for _, text in known] == ["삼십 분 걸려요"]
