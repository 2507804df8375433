from collections.abc import Callable

from speech.ctc import greedy, language
from speech.ctc.beam import LogProbabilities, Search, search
from speech.ctc.jamo import BLANK, compose, spell
from speech.ctc.language import JamoModel

Frames = Callable[..., LogProbabilities]
NEUTRAL = JamoModel({})
DEAF = Search(weight=0.0, bonus=0.0, width=8)


def spaced(text: str) -> list[int]:
    return [symbol for spelled in spell(text) for symbol in (spelled, BLANK)]


def test_sure_sound_is_written_as_it_is(frames: Frames) -> None:
    assert compose(search(frames(spaced("나라에서 주는 돈")), NEUTRAL, DEAF)) == "나라에서 주는 돈"


def test_a_symbol_held_for_long_is_one_symbol(frames: Frames) -> None:
    held = [symbol for symbol in spaced("가나") for _ in range(5)]
    assert compose(search(frames(held), NEUTRAL, DEAF)) == "가나"


def test_alignments_are_summed(frames: Frames) -> None:
    """Two frames, the blank likelier in each than ㄱ: the best single path is silence, the likeliest text is not."""
    onset = spell("가")[0]
    unsure = frames([BLANK, BLANK], sure=0.55, rivals={0: (onset, 0.5), 1: (onset, 0.5)})
    assert greedy.read(unsure) == ""
    assert search(unsure, NEUTRAL, DEAF) == [onset]


def test_the_language_model_decides_between_like_sounds(frames: Frames) -> None:
    heard = spaced("등봉")
    doubt = {len(heard) - 2: (spell("등본")[-1], 0.6)}
    unsure = frames(heard, sure=0.8, rivals=doubt)
    knowing = JamoModel(language.count([spell("등본 떼 주세요"), spell("등본")]))
    assert compose(search(unsure, NEUTRAL, DEAF)) == "등봉"
    assert compose(search(unsure, knowing, Search(weight=0.6, bonus=0.5))) == "등본"


def test_half_a_minute_does_not_vanish(frames: Frames) -> None:
    long = spaced("주민센터 ") * 70
    assert compose(search(frames(long, sure=0.6), NEUTRAL, DEAF)).count("주민센터") == 70


def test_silence_is_nothing(frames: Frames) -> None:
    assert search(frames([BLANK] * 50, sure=0.9999), NEUTRAL, Search()) == []
