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
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialogue.knowledge.entry import Entry
from dialogue.knowledge.kept import NOT_KEPT, Kept
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

SOUND_DOUBT = 2.0
"""log-odds it loses beside for each unit by which it fits worse than the best, also where the bonus is gone …"""
SOUND_FAR = 3.0
"""… up to so many units; what is not scored counts as this far off"""

SOUND_SURE = 0.3
"""units under certainty at which the sound counts in full: the surer the recogniser is of its text, the less it adds"""

LONGEST_QUESTION = 500
"""characters; what comes after is not looked at"""

Floats = NDArray[np.float32]
Likelihood = Callable[[Sequence[str]], list[float]]


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a question a view knows, weighted; together with what it does not know, of length 1."""

    columns: NDArray[np.int64]
    weights: Floats
    strange: float
    """share 0…1 of the question's squared length that lies in terms no text holds"""


class View:
    """TF-IDF over one kind of term, with the inverse document frequency of BM25.

    Terms that occur in no wording still count in a question's length, as heavy as the rarest known ones. That alone
    makes the cosine comparable between questions.
    """

    def __init__(self, texts: Sequence[Counter[str]]) -> None:
        """How often each term occurs in each text."""
        frequency = Counter(chain.from_iterable(texts))
        self._columns = {term: column for column, term in enumerate(frequency)}
        self._rarity = _rarity(np.array(list(frequency.values()), np.float32), len(texts))
        self._unknown = float(_rarity(np.zeros(1, np.float32), len(texts))[0])
        self._rows = self._weigh(texts)

    def weigh(self, question: Counter[str]) -> Terms:
        known = [(self._columns[term], tally) for term, tally in question.items() if term in self._columns]
        columns = np.array([column for column, _ in known], np.int64)
        weights = _dampen([tally for _, tally in known]) * self._rarity[columns]
        strange = _dampen([tally for term, tally in question.items() if term not in self._columns]) * self._unknown
        length = float(np.sqrt((weights**2).sum() + (strange**2).sum())) or 1.0
        return Terms(columns, weights / length, float((strange**2).sum()) / length**2)

    def cosines(self, question: Terms) -> Floats:
        """Likeness 0…1 of the question to each text, shape (texts,).

        The weighted sum of the terms' postings; many times faster than a sparse product for one question.
        """
        postings = self._postings
        starts, ends = postings.indptr[question.columns], postings.indptr[question.columns + 1]
        total = np.zeros(postings.shape[0], np.float32)
        for start, end, weight in zip(starts, ends, question.weights, strict=True):
            total[postings.indices[start:end]] += weight * postings.data[start:end]
        return total

    def cosines_of(self, question: Terms, texts: NDArray[np.int64]) -> Floats:
        """The same for some texts alone, by what they hold."""
        return self._sum(question.columns, question.weights, texts, self._rows.data)

    def cosines_between(self, texts: range) -> Floats:
        """Of some texts to all, shape (those, all)."""
        found = (self._rows[texts.start : texts.stop] @ self._rows.T).toarray()
        return np.asarray(found, np.float32)

    def cover(self, question: Terms, texts: NDArray[np.int64]) -> Floats:
        """Share 0…1 of the question's squared length that lies in terms a text holds, for some texts."""
        return self._sum(question.columns, question.weights**2, texts, None)

    @cached_property
    def _postings(self) -> Any:
        return self._rows.tocsc()

    def _sum(
        self, columns: NDArray[np.int64], weights: Floats, texts: NDArray[np.int64], values: Floats | None
    ) -> Floats:
        asked = np.zeros(len(self._columns), np.float32)
        asked[columns] = weights
        starts, sizes = self._rows.indptr[texts], np.diff(self._rows.indptr)[texts]
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - sizes), sizes)
        found = asked[self._rows.indices[places]] * (1 if values is None else values[places])
        total = np.bincount(np.repeat(np.arange(len(texts)), sizes), found, minlength=len(texts))
        return np.asarray(total, np.float32)

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

    def __init__(self, entries: Sequence[Entry], kept: Kept = NOT_KEPT) -> None:
        self._entries = tuple(entries)
        self._wordings = tuple(wording for entry in entries for wording in entry.wordings)
        self._starts = np.cumsum([0, *(len(entry.wordings) for entry in entries)])[:-1]
        known = kept.morphemes([*self._wordings, *map(whole_text, entries)])
        read = [Counter(known[wording]) for wording in self._wordings]
        self._morphemes = View(read)
        self._jamo = View([Counter(jamo_grams(wording)) for wording in self._wordings])
        self._wholes = View(whole_counts(entries, read, known.__getitem__))

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
        words, jamo = Counter(morphemes(asked)), Counter(jamo_grams(asked))
        wordings = MORPHEME_WEIGHT * self._morphemes.cosines(self._morphemes.weigh(words))
        wordings = wordings + JAMO_WEIGHT * self._jamo.cosines(self._jamo.weigh(jamo))
        if likelihood:
            wordings = wordings + self._sound(asked, wordings, likelihood)
        evidence = np.maximum.reduceat(wordings, self._starts) + WHOLE_WEIGHT * self._wholes.cosines(
            self._wholes.weigh(words)
        )
        scores = 1 / (1 + np.exp(-(evidence + BIAS)))
        order = [i for i in np.argsort(-scores, kind="stable") if topic is None or self._entries[i].topic == topic]
        return [Passage(self._entries[i].id, self._best_wording(i, wordings), float(scores[i])) for i in order[:limit]]

    def _sound(self, asked: str, evidence: Floats, likelihood: Likelihood) -> Floats:
        """What the sound says for the wordings that fit the text best. Shape (wordings,)."""
        shortlist = np.argsort(-evidence, kind="stable")[:SHORTLIST]
        added = np.full_like(evidence, -SOUND_DOUBT * SOUND_FAR)
        added[shortlist] = sound_evidence(asked, [self._wordings[i] for i in shortlist], likelihood)
        return added

    def _best_wording(self, i: int, evidence: Floats) -> str:
        start, size = int(self._starts[i]), len(self._entries[i].wordings)
        return self._wordings[start + int(np.argmax(evidence[start : start + size]))]


def sound_evidence(asked: str, wordings: Sequence[str], likelihood: Likelihood) -> Floats:
    """Log-odds that the sound adds: the nearer a known wording comes to what the recogniser itself takes for the
    likeliest, the surer it is that it was said. What fits worse than the best of them is doubted by as much. Where the
    recogniser is sure of what it heard, that is as good as text that was written."""
    heard, *known = likelihood([asked, *wordings])
    worse = heard - np.array(known, np.float32)
    near = np.maximum(0.0, SOUND_BONUS - SOUND_SLOPE * worse)
    added = near - SOUND_DOUBT * np.clip(worse - worse.min(), 0, SOUND_FAR)
    return np.asarray(added * min(1.0, max(0.0, -heard / SOUND_SURE)), np.float32)


def whole_text(entry: Entry) -> str:
    """What an entry answers."""
    return "\n".join((entry.answer, *entry.steps))


def whole_counts(
    entries: Sequence[Entry], wordings: Sequence[Counter[str]], terms: Callable[[str], list[str]]
) -> list[Counter[str]]:
    """Terms of all an entry's text: its wordings, counted already, and what it answers."""
    counted = iter(wordings)
    wholes = []
    for entry in entries:
        whole = Counter(terms(whole_text(entry)))
        for _ in entry.wordings:
            whole.update(next(counted))
        wholes.append(whole)
    return wholes


def _rarity(frequency: Floats, texts: int) -> Floats:
    return np.asarray(np.log(1 + (texts - frequency + 0.5) / (frequency + 0.5)), np.float32)


def _dampen(tallies: Sequence[int]) -> Floats:
    return np.asarray(1 + np.log(np.array(tallies, np.float32)), np.float32)
