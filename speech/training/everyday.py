"""`python -m speech.training.everyday --text FILE[:FIELD]…`: counts of jamo in everyday Korean, for the language model.

Only short runs of letters that occur several times are kept; no sentence can be read out of them.
"""

import argparse
from pathlib import Path

from speech.ctc import language
from speech.ctc.jamo import spell
from speech.ctc.weights import LANGUAGE, PACKAGED
from speech.training import sentences


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training.everyday", description=__doc__)
    parser.add_argument("--text", nargs="+", required=True, metavar="FILE[:FIELD]")
    parser.add_argument("--least", type=int, default=3, help="how often a run of letters must occur to be kept")
    parser.add_argument("--out", type=Path, default=PACKAGED / LANGUAGE)
    options = parser.parse_args()
    texts = {text for source in options.text for text in sentences.read(source)}
    counts = language.count(spell(text) for text in sorted(texts) if not sentences.kept_for_measuring(text))
    language.write(options.out, counts, options.least)


if __name__ == "__main__":
    main()
