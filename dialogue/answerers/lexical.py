"""Answers from a knowledge base by the likeness of words and letters. No model, no network."""

from pathlib import Path

from dialogue.answering import ASK, MARGIN, THRESHOLD, KnowledgeAnswerer, open_store
from dialogue.knowledge.kept import Kept
from dialogue.retrieval import Index


def load(
    knowledge: str | Path | None = None,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
    phone: str = "120",
    ask: float = ASK,
) -> KnowledgeAnswerer:
    """The answerer over a knowledge base file, or over the entries that come with the product.

    `threshold`, `ask`: probabilities 0…1 from which an entry is answered and asked back; `margin`: log-odds; `phone`:
    where a person answers. FileNotFoundError when there is no such file, ValueError when it is no knowledge base.
    """
    kept = Kept(knowledge)
    return KnowledgeAnswerer(open_store(knowledge), lambda entries: Index(entries, kept), threshold, margin, phone, ask)
