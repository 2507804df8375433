"""`python -m speech.training.measure rates|search|confidence --text … --known … --audio … --hold …`

rates: the figures of the model card, character error rates without spaces on voices, readers and sentences that the
training never heard. On other utterances of the same sets: search: the error rate with several settings of the search;
confidence: offset and slope of the curve that says how sure the recogniser may be (`export --surest`).
"""

import argparse
import resource
import time
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import minimize

from speech.audio import RATE
from speech.ctc import greedy
from speech.ctc.beam import Search
from speech.ctc.jamo import compose
from speech.recognizers import embedded
from speech.recognizers.embedded import EmbeddedRecognizer
from speech.training import hearing, recordings, sentences, wear
from speech.training.errors import error_rate
from speech.training.watch import Utterance
from speech.types import AudioChunk, Samples

RIGHT: Final = 0.1
"""error rate of an utterance up to which its text counts as what was said"""
WEIGHTS, BONUSES, WIDTHS = (0.3, 0.5, 0.8, 1.1), (0.3, 0.7, 1.2, 1.8), (24,)

Sets = Mapping[str, Sequence[Utterance]]


def main() -> None:
    options = _options()
    known = [text for source in options.known for text in sentences.read(source)]
    taught = [text for text in known if not sentences.kept_for_measuring(text)]
    memory, began = _megabytes(), time.perf_counter()
    recognizer = embedded.load(options.weights, options.variant, taught)
    print(f"load {time.perf_counter() - began:.2f} s, {_megabytes() - memory:.0f} MB, {len(taught)} wordings known")
    sets = {name: found for name, found in _sets(options).items() if found}
    if options.what == "rates":
        _rates(recognizer, {name: utterances[1::2] for name, utterances in sets.items()})
    elif options.what == "search":
        _searches(recognizer, {name: utterances[::2] for name, utterances in sets.items()})
    else:
        noises = [recordings.sound(path) for path in options.noises]
        _confidence(recognizer, {name: utterances[::2] for name, utterances in sets.items()}, noises)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m speech.training.measure", description=__doc__)
    parser.add_argument("what", choices=("rates", "search", "confidence"))
    parser.add_argument("--text", nargs="+", required=True, metavar="FILE[:FIELD]", help="as in training")
    parser.add_argument("--known", nargs="*", default=[], metavar="FILE[:FIELD]", help="what the office knows")
    parser.add_argument("--audio", nargs="*", default=[], type=Path, metavar="TABLE", help="as in training")
    parser.add_argument("--hold", nargs="*", default=[], metavar="SPEAKER", help="as in training")
    parser.add_argument("--talks", nargs="*", default=[], type=Path, metavar="TABLE", help="never trained on")
    parser.add_argument("--rooms", nargs="+", required=True, type=Path, metavar="FILE")
    parser.add_argument("--noises", nargs="+", required=True, type=Path, metavar="FILE")
    parser.add_argument("--weights", help="a folder with a manifest")
    parser.add_argument("--variant", default="real")
    parser.add_argument("--count", type=int, default=300, help="utterances of each synthetic set, half of them used")
    return parser.parse_args()


def _sets(options: argparse.Namespace) -> Sets:
    random = np.random.default_rng(11)
    texts = [text for source in options.text for text in sentences.read(source)]
    rooms, noises = ([recordings.sound(path) for path in paths] for paths in (options.rooms, options.noises))
    clean = hearing.new_voices(texts, options.count, random)
    return {
        "new voices, clean": clean,
        **hearing.worn(clean, hearing.Surroundings(rooms, noises, random)),
        **hearing.new_readers(options.audio, options.hold),
        "talks": [(one.samples, one.text) for table in options.talks for one in recordings.read(table)],
    }


def _rates(recognizer: EmbeddedRecognizer, sets: Sets) -> None:
    for name, utterances in sets.items():
        began = time.process_time()
        read = [(text, recognizer.transcribe(AudioChunk(sound, RATE)).text) for sound, text in utterances]
        factor = (time.process_time() - began) / sum(len(sound) / RATE for sound, _ in utterances)
        alone = [(text, greedy.read(recognizer.hear(sound))) for sound, text in utterances]
        rates = f"{100 * error_rate(alone):.1f} → {100 * error_rate(read):.1f} %"
        print(f"{name}: {len(read)} utterances, {rates}, {factor:.3f} × real time", flush=True)


def _searches(recognizer: EmbeddedRecognizer, sets: Sets) -> None:
    for name, utterances in sets.items():
        heard = [(text, recognizer.hear(sound)) for sound, text in utterances]
        for weight, bonus, width in product(WEIGHTS, BONUSES, WIDTHS):
            how = Search(weight, bonus, width)
            rate = error_rate([(text, compose(recognizer.read(frames, how).symbols)) for text, frames in heard])
            print(f"{name}: weight {weight}, bonus {bonus}, width {width}: {100 * rate:.1f} %", flush=True)


def _confidence(recognizer: EmbeddedRecognizer, sets: Sets, noises: Sequence[Samples]) -> None:
    """Logistic regression; made-up and recorded noises without speech are utterances that are never right."""
    random = np.random.default_rng(3)
    nothing = [wear.excerpt(noise, 3 * RATE, random) for noise in [*noises, wear.hum(random)] for _ in range(5)]
    nothing += [wear.excerpt(wear.coloured_noise(random), 3 * RATE, random) for _ in range(20)]
    likely, right = [], []
    for sound, text in [*(one for utterances in sets.values() for one in utterances), *((n, "") for n in nothing)]:
        reading = recognizer.read(recognizer.hear(sound))
        if reading.symbols:
            likely.append(reading.likely)
            right.append(bool(text) and error_rate([(text, compose(reading.symbols))]) <= RIGHT)
    x, y = np.array(likely), np.array(right)

    def surprise(line: tuple[float, float]) -> float:
        logits = line[0] + line[1] * x
        return float(np.mean(np.logaddexp(0, np.where(y, -logits, logits))))

    offset, slope = minimize(surprise, (1.0, 1.0)).x
    print(f"{len(x)} utterances, {y.mean():.2f} right: --surest {offset:.2f} {slope:.2f}")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
