"""What judging and answering pass on. Text only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, Self, runtime_checkable

AnswerKind = Literal["answer", "clarify", "reject", "crisis", "abuse", "talk", "human"]
TalkWish = Literal["again", "slower", "faster", "louder", "quieter", "simpler", "back", "home", "human"]
"""what a caller may ask of the counsellor herself"""
ScreenWish = Literal[
    "finish",
    "topics",
    "topic",
    "next",
    "card",
    "side",
    "previous",
    "take",
    "print",
    "write",
    "larger",
    "smaller",
    "dark",
    "light",
    "captions",
    "mute",
    "unmute",
    "read",
    "return",
]
"""what a caller may ask of the screen: what its buttons do"""
Command = TalkWish | ScreenWish


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Literal["clean", "abuse", "crisis"]
    masked: str
    """the text with personal numbers replaced; the only text that goes on"""
    labels: Mapping[str, float] = field(default_factory=dict)
    """label → probability 0…1"""
    concern: str | None = None
    """the kind of crisis there may be behind a clean text"""


@dataclass(frozen=True, slots=True)
class Passage:
    """One knowledge entry found for a question."""

    entry_id: str
    wording: str
    """the known wording that fitted best"""
    score: float
    """0…1, comparable between questions"""


@dataclass(frozen=True, slots=True)
class Choice:
    entry_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    topic: str | None = None
    """a topic the caller chose by hand; None routes by itself"""
    likelihood: Callable[[Sequence[str]], list[float]] | None = None
    """how well wordings fit what was heard, as log-probabilities; None for typed questions"""
    previous: str | None = None
    """id of the entry answered just before, for follow-up questions"""
    choices: tuple[Choice, ...] = ()
    """those of the answer just before, which the caller may now take up or refuse"""


@dataclass(frozen=True, slots=True)
class Answer:
    kind: AnswerKind
    text: str
    """as shown on the screen"""
    spoken: str
    """as spoken, sentence by sentence"""
    answer_id: str | None = None
    topic: str | None = None
    title: str | None = None
    score: float | None = None
    steps: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    where: str | None = None
    phone: str | None = None
    source: str | None = None
    source_url: str | None = None
    checked: str | None = None
    """ISO date on which the fact was last checked"""
    choices: tuple[Choice, ...] = ()
    """what the caller is asked to choose from, or offered beside the answer"""
    command: Command | None = None
    """what whoever speaks the answer has to do: say again, change pace or loudness, go back"""

    @classmethod
    def plain(cls, kind: AnswerKind, text: str) -> Self:
        """An answer that is said as it is shown and rests on no entry."""
        return cls(kind, text, spoken=text)


class Filter(Protocol):
    def judge(self, text: str) -> Mapping[str, float]:
        """Label → probability 0…1 of each kind of abuse in the text."""


class Ranker(Protocol):
    """Made from a knowledge base's entries; safe to share between threads."""

    def search(
        self,
        question: str,
        topic: str | None = None,
        limit: int = 10,
        likelihood: Callable[[Sequence[str]], list[float]] | None = None,
    ) -> list[Passage]:
        """The entries that fit best, best first, each once; scores are calibrated probabilities of being right."""


@runtime_checkable
class GlancingRanker(Ranker, Protocol):
    def glance(self, question: str, topic: str | None = None) -> Passage | None:
        """The entry that is asked for all but word for word, found in a millisecond or two; None when none is."""


@runtime_checkable
class GlancingAnswerer(Protocol):
    def glance(self, question: Question) -> "Answer | None":
        """What can be said without a thorough look; None when that would not be safe."""


class Answerer(Protocol):
    def answer(self, question: Question) -> Answer: ...

    def recall(self, entry_id: str) -> Answer:
        """The answer of a known entry. KeyError when there is none."""

    def topics(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """(topic, [(entry id, a wording)]) for the page, most asked first."""
