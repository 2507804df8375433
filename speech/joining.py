"""Pieces of speech that follow each other as one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from speech.audio import resample
from speech.types import AudioChunk, Mark, Speech


def joined(pieces: Sequence[Speech]) -> Speech:
    """At the rate of the first; at least one piece."""
    rate = pieces[0].rate
    marks: list[Mark] = []
    at = 0.0
    for piece in pieces:
        marks += [replace(mark, start=mark.start + at, end=mark.end + at) for mark in piece.marks]
        at += piece.seconds
    samples = np.concatenate([resample(AudioChunk(piece.samples, piece.rate), rate).samples for piece in pieces])
    return Speech(samples, rate, " ".join(piece.text for piece in pieces), tuple(marks))
