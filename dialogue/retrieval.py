"""Finds the entries whose known wordings fit a question, by letters and morphemes alone.

The score of an entry is `1 / (1 + exp(-(3.25 m + 4.45 j + 4.4 w - 3.8)))`: m and j are the cosines 0…1 of the morphemes
and of the jamo of its best wording with the question's, w that of all its text taken together. The ratio of
m to j, then the common slope and the bias, were fitted by logistic regression (right entry against wrong entry, removed
entry and small talk in equal parts) on the MIT-licensed sets Welfare-QA (456 services, six known wordings each) and
songys/Chatbot_data. The weight of w and the choice of views were made by hand while looking at dasan_qa and the shipped
entries as well, so figures on those two are not figures on unseen data.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialogue.knowledge.entry import Entry
from dialogue.terms import jamo_grams, morphemes
from dialogue.types import Passage

MORPHEME_WEIGHT = 3.25
JAMO_WEIGHT = 4.45
WHOLE_WEIGHT = 4.4
BIAS = -3.8

SHORTLIST = 50
"""wordings that are scored against the sound"""
SOUND_BONUS = 6.0
"""log-odds for a known wording that fits the sound as well as the text that was heard"""
SOUND_SLOPE = 10.0
"""log-odds it loses for each unit of log-probability a moment by which it fits worse"""

LONGEST_QUESTION = 500
"""characters; what comes after is not looked at"""

Floats = NDArray[np.float32]
Likelihood = Callable[[Sequence[str]], list[float]]


class View:
    """TF-IDF over one kind of term, with the inverse document frequency of BM25.

    Terms that occur in no wording still count in a question's length, as heavy as the rarest known ones. That alone
    makes the cosine comparable between questions.
    """

    def __init__(self, texts: Sequence[str], terms: Callable[[str], list[str]]) -> None:
        self._terms = terms
        counts = [Counter(terms(text)) for text in texts]
        frequency = Counter(chain.from_iterable(counts))
        self._columns = {term: column for column, term in enumerate(frequency)}
        self._rarity = _rarity(np.array(list(frequency.values()), np.float32), len(texts))
        self._unknown = float(_rarity(np.zeros(1, np.float32), len(texts))[0])
        self._postings = self._weigh(counts).tocsc()

    def cosines(self, question: str) -> Floats:
        """Likeness 0…1 of the question to each text, shape (texts,)."""
        count = Counter(self._terms(question))
        known = [(self._columns[term], tally) for term, tally in count.items() if term in self._columns]
        columns = np.array([column for column, _ in known], np.int64)
        weights = _dampen([tally for _, tally in known]) * self._rarity[columns]
        strange = _dampen([tally for term, tally in count.items() if term not in self._columns]) * self._unknown
        length = float(np.sqrt((weights**2).sum() + (strange**2).sum()))
        return self._sum(columns, weights / (length or 1.0))

    def _sum(self, columns: NDArray[np.int64], weights: Floats) -> Floats:
        """The weighted sum of the columns' postings; many times faster than a sparse product for one question."""
        starts, ends = self._postings.indptr[columns], self._postings.indptr[columns + 1]
        total = np.zeros(self._postings.shape[0], np.float32)
        for start, end, weight in zip(starts, ends, weights, strict=True):
            total[self._postings.indices[start:end]] += weight * self._postings.data[start:end]
        return total

    def _weigh(self, counts: Sequence[Counter[str]]) -> sparse.csr_array:
        """A row of length 1 for each text."""
        columns = np.array([self._columns[term] for count in counts for term in count], np.int64)
        weights = _dampen([tally for count in counts for tally in count.values()]) * self._rarity[columns]
        sizes = [len(count) for count in counts]
        rows = np.repeat(np.arange(len(counts)), sizes)
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(counts)))
        ends = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        return sparse.csr_array((weights / lengths[rows], columns, ends), shape=(len(counts), len(self._columns)))


class Index:
    """All wordings of a knowledge base. Built once, then only read: safe to share between threads."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)
        self._wordings = tuple(wording for entry in entries for wording in entry.wordings)
        self._starts = np.cumsum([0, *(len(entry.wordings) for entry in entries)])[:-1]
        self._morphemes = View(self._wordings, morphemes)
        self._jamo = View(self._wordings, jamo_grams)
        self._wholes = View([_whole(entry) for entry in entries], morphemes)

    def search(
        self, question: str, topic: str | None = None, limit: int = 10, likelihood: Likelihood | None = None
    ) -> list[Passage]:
        """The entries that fit best, best first, each once with its best wording; of one topic if one is given.

        `likelihood`: how well wordings fit what was heard, as log-probabilities a moment of sound; evidence beside the
        text, which may be misheard.
        """
        if not self._entries:
            return []
        asked = question[:LONGEST_QUESTION]
        wordings = MORPHEME_WEIGHT * self._morphemes.cosines(asked) + JAMO_WEIGHT * self._jamo.cosines(asked)
        if likelihood:
            wordings = wordings + self._sound(asked, wordings, likelihood)
        evidence = np.maximum.reduceat(wordings, self._starts) + WHOLE_WEIGHT * self._wholes.cosines(asked)
        scores = 1 / (1 + np.exp(-(evidence + BIAS)))
        order = [i for i in np.argsort(-scores, kind="stable") if topic is None or self._entries[i].topic == topic]
        return [Passage(self._entries[i].id, self._best_wording(i, wordings), float(scores[i])) for i in order[:limit]]

    def _sound(self, asked: str, evidence: Floats, likelihood: Likelihood) -> Floats:
        """What the sound says for the wordings that fit the text best: the nearer a known wording comes to what the
        recogniser itself takes for the likeliest, the surer it is that it was said. Shape (wordings,)."""
        shortlist = np.argsort(-evidence, kind="stable")[:SHORTLIST]
        heard, *known = likelihood([asked, *(self._wordings[i] for i in shortlist)])
        added = np.zeros_like(evidence)
        added[shortlist] = np.maximum(0.0, SOUND_BONUS + SOUND_SLOPE * (np.array(known, np.float32) - heard))
        return added

    def _best_wording(self, i: int, evidence: Floats) -> str:
        start, size = int(self._starts[i]), len(self._entries[i].wordings)
        return self._wordings[start + int(np.argmax(evidence[start : start + size]))]


def _whole(entry: Entry) -> str:
    return "\n".join((*entry.wordings, entry.answer, *entry.steps))


def _rarity(frequency: Floats, texts: int) -> Floats:
    return np.asarray(np.log(1 + (texts - frequency + 0.5) / (frequency + 0.5)), np.float32)


def _dampen(tallies: Sequence[int]) -> Floats:
    return np.asarray(1 + np.log(np.array(tallies, np.float32)), np.float32)
