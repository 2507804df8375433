"""How alike a question and the wordings and texts of a knowledge base are: by morphemes, letters, jamo and vectors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue.encoder import Encoder
from dialogue.knowledge.entry import Entry
from dialogue.knowledge.kept import NOT_KEPT, Kept
from dialogue.retrieval import Terms, View, whole_counts, whole_text
from dialogue.terms import jamo_grams, letter_grams, morphemes

KINDS: Final = (morphemes, letter_grams, jamo_grams)
"""what texts are compared by, letter for letter"""

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it is compared; terms in the order of `KINDS`."""

    vector: Floats
    of_wordings: tuple[Terms, ...]
    of_wholes: tuple[Terms, ...]


class Likeness:
    """Built once over the entries, then only read: safe to share between threads."""

    def __init__(self, entries: Sequence[Entry], encoder: Encoder, kept: Kept = NOT_KEPT) -> None:
        self.wordings = tuple(wording for entry in entries for wording in entry.wordings)
        sizes = [len(entry.wordings) for entry in entries]
        self.owner: Rows = np.repeat(np.arange(len(sizes)), sizes)
        """whose wording each is"""
        self.starts: Rows = np.cumsum([0, *sizes])
        """where each entry's wordings begin, and where the last one's end"""
        self._encoder = encoder
        known = kept.morphemes([*self.wordings, *map(whole_text, entries)])
        kinds = (known.__getitem__, *KINDS[1:])
        counts = [[Counter(terms(wording)) for wording in self.wordings] for terms in kinds]
        self._views = tuple(View(texts) for texts in counts)
        self._wholes = tuple(
            View(whole_counts(entries, texts, terms)) for texts, terms in zip(counts, kinds, strict=True)
        )
        answers = [f"{entry.title} {entry.answer}" for entry in entries]
        self._vectors, self._answers = kept.vectors((self.wordings, answers), encoder.vectors, encoder.fingerprint)
        sums = np.add.reduceat(self._vectors, self.starts[:-1]) + self._answers
        self._middles = sums / np.linalg.norm(sums, axis=1, keepdims=True)

    def read(self, question: str) -> Read:
        counts = [Counter(terms(question)) for terms in KINDS]
        return Read(
            self._encoder.vectors([question])[0],
            tuple(view.weigh(count) for view, count in zip(self._views, counts, strict=True)),
            tuple(view.weigh(count) for view, count in zip(self._wholes, counts, strict=True)),
        )

    def by_morphemes(self, read: Read) -> Floats:
        """Of all wordings, shape (wordings,)."""
        return self._views[0].cosines(read.of_wordings[0])

    def at_a_glance(self, question: str) -> Floats:
        """Of all wordings, by morphemes and jamo alone: the lesser of both, shape (wordings,)."""
        views = ((self._views[0], morphemes), (self._views[2], jamo_grams))
        return np.minimum(*(view.cosines(view.weigh(Counter(terms(question)))) for view, terms in views))

    def by_vector(self, read: Read) -> Floats:
        """Of all wordings, shape (wordings,)."""
        return np.asarray(self._vectors @ read.vector, np.float32)

    def of_wholes(self, read: Read) -> Floats:
        """Of the morphemes of every entry's whole text, shape (entries,)."""
        return self._wholes[0].cosines(read.of_wholes[0])

    def wording_columns(self, read: Read, wordings: Rows) -> Floats:
        """By morphemes, letters, jamo and vectors, for some wordings: (wordings, 4)."""
        columns = [view.cosines_of(terms, wordings) for view, terms in zip(self._views, read.of_wordings, strict=True)]
        return np.column_stack([*columns, self._vectors[wordings] @ read.vector])

    def whole_columns(self, read: Read, entries: Rows) -> Floats:
        """For some entries: their whole text by morphemes, letters and jamo, the share of the question's morphemes it
        holds, the answer's vector, the middle of all their vectors; (entries, 6)."""
        columns = [view.cosines_of(terms, entries) for view, terms in zip(self._wholes, read.of_wholes, strict=True)]
        cover = self._wholes[0].cover(read.of_wholes[0], entries)
        vectors = [self._answers[entries] @ read.vector, self._middles[entries] @ read.vector]
        return np.column_stack([*columns, cover, *vectors])
