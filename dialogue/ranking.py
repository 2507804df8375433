"""Finds the entries that answer a question: morphemes, letters, jamo and two small networks of ours, weighed together.

In three steps: wordings that share morphemes with the question or lie near its vector; the entries of the best of them
by all likenesses; and those read together with the question by the cross-encoder. A judge then says how likely each is
right. It knows what small talk looks like, too, by a bank of vectors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue import encoder, networks, rerank
from dialogue.encoder import Encoder
from dialogue.judge import Judge
from dialogue.knowledge.entry import Entry
from dialogue.knowledge.kept import NOT_KEPT, Kept
from dialogue.letters import read
from dialogue.likeness import Likeness, Read
from dialogue.rerank import CrossEncoder, Rarity
from dialogue.retrieval import LONGEST_QUESTION, SHORTLIST, SOUND_DOUBT, SOUND_FAR, Likelihood, sound_evidence
from dialogue.types import Passage

WORDINGS: Final = 256
"""that are compared in every way"""
WHOLES: Final = 16
"""entries whose text as a whole fits, that are compared even if no wording is near"""
WORDINGS_OF_A_WHOLE: Final = 12
LOOKED_AT: Final = 40
"""entries whose whole text is compared in every way"""
CANDIDATES: Final = 12
"""entries that are read together with the question"""
CLOSEST: Final = 3
"""wordings of an entry whose mean counts beside the best"""
SMALL_TALK: Final = 10
"""sentences of the bank whose mean counts beside the nearest"""

ROUGH: Final = np.array([1.0, 0.5, 1.0, 1.5], np.float32)
"""weights in choosing candidates: a wording's morphemes, letters, jamo and vector"""
ROUGH_WHOLES: Final = np.array([3.0, 1.5, 3.0, 0.0, 0.0, 1.5], np.float32)
"""the same for an entry's columns of `Likeness.whole_columns`"""

SAME: Final = 0.75
"""likeness by morphemes and jamo from which a wording counts as the question itself"""
APART: Final = 0.2
"""by which every other entry must be less alike"""

CHANNELS: Final = 12
"""likenesses of an entry to the question: its best wording by morphemes, letters, jamo and vector, the mean of its
closest vectors; the columns of its whole text; the cross-encoder"""
ASKED: Final = 6
"""numbers known of a question alone"""
FEATURES: Final = 2 * CHANNELS + 2 + ASKED
WHOLE_FEATURES: Final = 2 * CHANNELS + ASKED

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt."""

    encoder: Encoder
    cross: CrossEncoder
    judge: Judge
    small_talk: Floats
    """unit vectors of sentences no office answers, (sentences, encoder.WIDTH)"""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The entries that may answer a question, with all that is known of each."""

    entries: Rows
    wordings: Rows
    """the best wording of each"""
    features: Floats
    """(candidates, FEATURES)"""
    whole: Floats
    """what is known of the question, (WHOLE_FEATURES,)"""
    sound: Floats
    """log-odds by which the sound speaks for each"""


class NeuralRanker:
    """Built once over the entries, then only read: safe to share between threads."""

    def __init__(self, entries: Sequence[Entry], weights: Weights, kept: Kept = NOT_KEPT) -> None:
        self._entries = tuple(entries)
        self._weights = weights
        if not entries:
            return
        self._likeness = Likeness(entries, weights.encoder, kept)
        self._rarity = Rarity(read(wording, rerank.LONGEST_KNOWN) for wording in self._likeness.wordings)
        self._topics = {
            topic: np.array([entry.topic == topic for entry in entries]) for topic in {e.topic for e in entries}
        }
        self.candidates("준비")

    def search(
        self, question: str, topic: str | None = None, limit: int = 10, likelihood: Likelihood | None = None
    ) -> list[Passage]:
        """The entries that fit best, at most `CANDIDATES`, each once with its best wording; of one topic if one is
        given. Scores are probabilities of being right; their sum is at most 1.

        `likelihood`: how well wordings fit what was heard, as log-probabilities a moment of sound.
        """
        if not self._entries or (topic is not None and topic not in self._topics):
            return []
        found = self.candidates(question, topic, likelihood)
        chances = self._weights.judge.probabilities(found.features, found.whole, found.sound)
        return [
            Passage(
                self._entries[found.entries[i]].id,
                self._likeness.wordings[found.wordings[i]],
                float(np.clip(chances[i], 0, 1)),
            )
            for i in np.argsort(-chances, kind="stable")[:limit]
        ]

    def glance(self, question: str, topic: str | None = None) -> Passage | None:
        """The entry one of whose wordings is the question in all but a few letters; None when none is, or two are."""
        if not self._entries or (topic is not None and topic not in self._topics):
            return None
        alike = self._likeness.at_a_glance(question[:LONGEST_QUESTION])
        entries = np.maximum.reduceat(alike, self._likeness.starts[:-1])
        if topic is not None:
            entries = np.where(self._topics[topic], entries, 0.0)
        best, second = np.argsort(-np.append(entries, 0.0), kind="stable")[:2]
        if entries[best] < SAME or entries[best] - np.append(entries, 0.0)[second] < APART:
            return None
        start, end = self._likeness.starts[best : best + 2]
        wording = self._likeness.wordings[start + int(np.argmax(alike[start:end]))]
        return Passage(self._entries[best].id, wording, float(entries[best]))

    def candidates(self, question: str, topic: str | None = None, likelihood: Likelihood | None = None) -> Candidates:
        """What the judge is asked about."""
        asked = question[:LONGEST_QUESTION]
        heard = self._likeness.read(asked)
        wholes = self._likeness.of_wholes(heard)
        rows = self._shortlist(heard, wholes, None if topic is None else self._topics[topic])
        columns = self._likeness.wording_columns(heard, rows)
        owners = self._likeness.owner[rows]
        rough = columns @ ROUGH + ROUGH_WHOLES[0] * wholes[owners]
        sound = self._sound(asked, rows, rough, likelihood)

        order = np.argsort(-(rough + sound), kind="stable")
        _, firsts = np.unique(owners[order], return_index=True)
        best = order[np.sort(firsts)[:LOOKED_AT]]
        texts = self._likeness.whole_columns(heard, owners[best])
        second = np.argsort(-((columns @ ROUGH + sound)[best] + texts @ ROUGH_WHOLES), kind="stable")[:CANDIDATES]
        best, texts = best[second], texts[second]

        entries = owners[best]
        nearest = [rows[order[owners[order] == entry][: rerank.WORDINGS]] for entry in entries]
        known = [[self._likeness.wordings[row] for row in some] for some in nearest]
        scores = self._weights.cross.scores(asked, known, self._rarity)
        channels = np.column_stack([_by_entry(columns, owners, entries), texts, scores])
        of_question = np.array(
            [
                *self._small_talk(heard.vector),
                np.log(len(read(asked))),
                heard.of_wordings[0].strange,
                heard.of_wordings[2].strange,
                np.log(len(self._entries)),
            ],
            np.float32,
        )
        sizes = np.log(self._likeness.starts[entries + 1] - self._likeness.starts[entries])
        sounds = np.array([sound[owners == entry].max() for entry in entries], np.float32)
        features = _against_the_others(channels, sizes, of_question)
        return Candidates(entries, rows[best], features, _of_the_whole(channels, of_question), sounds)

    def _shortlist(self, heard: Read, wholes: Floats, allowed: NDArray[np.bool_] | None) -> Rows:
        """Wordings worth a closer look, in order of their place."""
        owner, starts = self._likeness.owner, self._likeness.starts
        rough = ROUGH[0] * self._likeness.by_morphemes(heard) + ROUGH[3] * self._likeness.by_vector(heard)
        if allowed is not None:
            rough = np.where(allowed[owner], rough, -np.inf)
            wholes = np.where(allowed, wholes, -np.inf)
        added = [
            np.arange(starts[entry], min(starts[entry + 1], starts[entry] + WORDINGS_OF_A_WHOLE))
            for entry in _highest(wholes, WHOLES)
        ]
        rows = np.unique(np.concatenate([_highest(rough, WORDINGS), *added]))
        return rows if allowed is None else rows[allowed[owner[rows]]]

    def _sound(self, asked: str, rows: Rows, rough: Floats, likelihood: Likelihood | None) -> Floats:
        """Log-odds that the sound adds to each wording."""
        if likelihood is None:
            return np.zeros(len(rows), np.float32)
        added = np.full(len(rows), -SOUND_DOUBT * SOUND_FAR, np.float32)
        chosen = np.argsort(-rough, kind="stable")[:SHORTLIST]
        added[chosen] = sound_evidence(asked, [self._likeness.wordings[rows[i]] for i in chosen], likelihood)
        return added

    def _small_talk(self, vector: Floats) -> tuple[float, float]:
        nearest = -np.partition(-(self._weights.small_talk @ vector), SMALL_TALK)[:SMALL_TALK]
        return float(nearest.max()), float(nearest.mean())


def _highest(values: Floats, most: int) -> Rows:
    if len(values) <= most:
        return np.arange(len(values))
    return np.argpartition(-values, most)[:most]


def _by_entry(likeness: Floats, owners: Rows, entries: Rows) -> Floats:
    """The best of each likeness among an entry's wordings and, last, the mean of its nearest vectors."""
    found = []
    for entry in entries:
        own = likeness[owners == entry]
        found.append([*own.max(0), np.sort(own[:, -1])[-CLOSEST:].mean()])
    return np.array(found, np.float32)


def _against_the_others(channels: Floats, sizes: NDArray[np.floating], asked: Floats) -> Floats:
    """Each candidate's likenesses, how far each leads or lies behind the best other one, its place, the question."""
    gaps = channels - _best_other(channels)
    places = np.arange(len(channels), dtype=np.float32) / CANDIDATES
    return np.column_stack([channels, gaps, places, sizes, np.broadcast_to(asked, (len(channels), len(asked)))])


def _best_other(channels: Floats) -> Floats:
    """For each candidate and likeness the best of all other candidates; 0 where there is none."""
    if len(channels) == 1:
        return np.zeros_like(channels)
    ordered = np.sort(channels, axis=0)
    first, second = ordered[-1], ordered[-2]
    return np.asarray(np.where(channels >= first, second, first), np.float32)


def _of_the_whole(channels: Floats, asked: Floats) -> Floats:
    """The best and the second best of each likeness, and the question."""
    ordered = np.sort(channels, axis=0)
    second = ordered[-2] if len(channels) > 1 else np.zeros_like(ordered[-1])
    return np.concatenate([ordered[-1], second, asked]).astype(np.float32)


def load(folder: Path = networks.PACKAGED) -> Weights:
    """Raises ModuleNotFoundError without onnxruntime, FileNotFoundError without weights, ValueError for wrong ones."""
    learnt = networks.arrays(folder, "ranker")
    bank = learnt.get("small_talk")
    if bank is None or bank.ndim != 2 or bank.shape[1] != encoder.WIDTH or len(bank) <= SMALL_TALK:
        raise ValueError(f"the weights of the ranker in {folder} hold no bank of small talk")
    judge = Judge.of(learnt)
    if (len(judge.candidate_mean), len(judge.whole_mean)) != (FEATURES, WHOLE_FEATURES):
        raise ValueError(f"the ranker in {folder} was trained on other features than these")
    vectors = bank.astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Weights(encoder.load(folder), rerank.load(folder), judge, vectors)
