"""The likeliest symbol of each frame, put together: what the network alone hears."""

from itertools import groupby

from speech.ctc.beam import LogProbabilities
from speech.ctc.jamo import BLANK, compose


def read(frames: LogProbabilities) -> str:
    return compose([int(symbol) for symbol, _ in groupby(frames.argmax(axis=1)) if symbol != BLANK])
