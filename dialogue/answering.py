"""Answers questions from a knowledge base, whatever engine finds the entries. Read `KnowledgeAnswerer.answer` first."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from dialogue import replies
from dialogue.choosing import Reply, choose
from dialogue.commands import command
from dialogue.deciding import CERTAIN, Bands, Decision, decide, differ, log_odds
from dialogue.followup import Aspect, aspect, facts, plainly, points_back, sisters, subject
from dialogue.knowledge.entry import Entry
from dialogue.knowledge.store import Store
from dialogue.knowledge.topics import by_topic
from dialogue.sense import may_be_question
from dialogue.shelf import FreshShelf, OpenRanker, Shelf, open_store
from dialogue.showing import named_topic
from dialogue.splitting import asks, halves, has_subject, parts
from dialogue.talk import talk
from dialogue.telling import complete, detail, offering, simply, tell, with_age
from dialogue.tidy import tidy
from dialogue.types import Answer, Choice, Command, GlancingRanker, Passage, Question, Ranker

__all__ = ["ASK", "MARGIN", "THRESHOLD", "KnowledgeAnswerer", "OpenRanker", "open_store"]

THRESHOLD: Final = 0.6
"""probability 0…1 from which an entry is answered"""
ASK: Final = 0.38
"""probability 0…1 from which an entry is asked back: "혹시 … 말씀이신가요?\""""
MARGIN: Final = 0.35
"""log-odds; when the two best entries lie closer, the caller is asked which one"""

SPLIT: Final = 0.6
"""probability from which each half of an utterance counts as a question of its own"""
SPLIT_UNASKED: Final = 0.85
"""the same where the first half does not ask by itself"""
SHORT: Final = 4
"""words of a reply to choices at most"""
LEANING: Final = 0.7
"""log-odds by which a short reply must fit one of the offered choices better than the others"""
FOUND: Final = 5
"""entries that are looked at for one question"""
ON_SCREEN: Final = 4
"""questions that stand on the screen for one topic; topics.js knows the same number"""
OF_AN_ANSWER: Final = frozenset({"card", "side", "previous", "take", "print"})
"""wishes that need an answer to have been given"""
NEIGHBOURS: Final = 20
"""entries among which a follow-up question looks for those of the same subject"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question against one state of the knowledge base."""

    question: Question
    text: str
    shelf: Shelf
    before: Entry | None
    """the entry answered just before"""
    choices: tuple[Choice, ...]
    """those just offered that still exist"""
    search: Callable[[str], list[Passage]]
    """the entries of the chosen topic that fit a text best"""

    def entry(self, passage: Passage) -> Entry:
        return self.shelf.entries[passage.entry_id]


class KnowledgeAnswerer:
    """Safe to share between threads. A changed knowledge base is taken up beside the callers: they are answered from
    the one before until the new one is ready."""

    def __init__(
        self,
        store: Store | None,
        open_ranker: OpenRanker,
        threshold: float = THRESHOLD,
        margin: float = MARGIN,
        phone: str = "120",
        ask: float = ASK,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        """`store`: None for the entries that come with the product; `threshold`, `ask`: probabilities from which an
        entry is answered and asked back; `margin`: log-odds; `phone`: where a person answers. ValueError for a
        probability or margin that is none."""
        if not 0 <= threshold <= 1 or not 0 <= ask <= 1 or margin < 0:
            raise ValueError(f"threshold {threshold} and ask {ask} must lie in 0…1, margin {margin} not be negative")
        self._bands = Bands(threshold, ask, margin)
        self._phone = phone
        self._today = today
        self._shelf = FreshShelf(store, open_ranker)

    def answer(self, question: Question) -> Answer:
        """What the office knows about the question, or what to do when it knows nothing."""
        shelf = self._shelf.current()
        asked = _Asked(
            question=question,
            text=tidy(question.text),
            shelf=shelf,
            before=shelf.entries.get(question.previous or ""),
            choices=tuple(choice for choice in question.choices if choice.entry_id in shelf.entries),
            search=cache(lambda text: shelf.ranker.search(text, question.topic, FOUND)),
        )
        return (
            self._chosen(asked)
            or self._obeyed(asked)
            or self._chatted(asked)
            or self._leaning(asked)
            or self._followed(asked)
            or self._split(asked)
            or self._found(asked)
        )

    def glance(self, question: Question) -> Answer | None:
        """For when there is no time: only questions that stand by themselves and are known all but word for word."""
        shelf, text = self._shelf.current(), tidy(question.text)
        if question.choices or command(text) or talk(text):
            return None
        if question.previous and (aspect(text) or points_back(text)):
            return None
        return self._known(shelf, text, question.topic)

    @property
    def ranker(self) -> Ranker:
        """What finds the entries of the newest base that is ready."""
        return self._shelf.current().ranker

    def recall(self, entry_id: str) -> Answer:
        """The answer of a known entry. KeyError when there is none."""
        return self._tell(self._shelf.current().entries[entry_id])

    def topics(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each topic with the ids and first questions of its entries, most asked first."""
        grouped = by_topic(self._shelf.current().entries.values())
        return [(topic, [(entry.id, entry.questions[0]) for entry in entries]) for topic, entries in grouped.items()]

    def _chosen(self, asked: _Asked) -> Answer | None:
        """The choice that was taken up, or what to say when none was."""
        reply = choose(asked.text, asked.choices) if asked.choices else None
        return self._take_up(asked, reply) if reply else None

    def _take_up(self, asked: _Asked, reply: Reply) -> Answer:
        if reply.kind == "none":
            return Answer.plain("talk", replies.none_of_those(self._phone))
        if reply.kind == "yes":
            spoken = replies.which(*(choice.text for choice in asked.choices[:2]))
            return Answer("clarify", replies.CLARIFY, spoken, choices=asked.choices)
        chosen = reply.choice or asked.choices[0]
        answer = self._tell(asked.shelf.entries[chosen.entry_id])
        rest = [choice for choice in asked.choices if choice != chosen]
        return offering(answer, asked.shelf.entries[rest[0].entry_id]) if reply.kind == "all" and rest else answer

    def _obeyed(self, asked: _Asked) -> Answer | None:
        wish = command(asked.text)
        if wish is None:
            return self._named(asked)
        if wish == "human":
            return Answer("human", replies.human(self._phone), replies.human(self._phone), phone=self._phone)
        if wish == "simpler":
            return simply(asked.before) if asked.before else self._nothing_to_repeat(asked)
        if wish in OF_AN_ANSWER and not asked.before:
            return Answer.plain("talk", replies.NOTHING_TO_REPEAT)
        return _command(wish)

    def _named(self, asked: _Asked) -> Answer | None:
        """The topic whose tile could be pressed, with the questions that then stand on the screen."""
        entries = asked.shelf.entries.values()
        name = named_topic(asked.text, {entry.topic for entry in entries})
        if name is None:
            return None
        choices = tuple(Choice(entry.id, entry.questions[0]) for entry in by_topic(entries)[name][:ON_SCREEN])
        return replace(_command("topic"), topic=name, choices=choices)

    def _nothing_to_repeat(self, asked: _Asked) -> Answer:
        if len(asked.choices) > 1:
            return self._take_up(asked, Reply("yes"))
        return Answer.plain("talk", replies.NOTHING_TO_REPEAT)

    def _chatted(self, asked: _Asked) -> Answer | None:
        kind = talk(asked.text)
        if kind is not None:
            kept = asked.choices if kind in ("wait", "nod") else ()
            return Answer("talk", replies.TALK[kind], replies.TALK[kind], choices=kept)
        return None if may_be_question(asked.text) else Answer.plain("reject", replies.unclear(self._phone))

    def _leaning(self, asked: _Asked) -> Answer | None:
        """The offered choice that a few words fit best, unless they are a question of their own."""
        if not asked.choices or len(asked.text.split()) > SHORT:
            return None
        if len(asked.choices) == 1 and asked.before and aspect(asked.text):
            return None
        offered = {choice.entry_id for choice in asked.choices}
        found = asked.shelf.ranker.search(asked.text, limit=NEIGHBOURS)
        near = [passage for passage in found if passage.entry_id in offered]
        if not near or (found[0].entry_id not in offered and found[0].score >= self._bands.answer):
            return None
        clear = len(near) < 2 or log_odds(near[0].score) - log_odds(near[1].score) >= LEANING
        fits = near[0].score >= min(self._bands.ask, self._bands.answer) or len(near) == len(offered) > 1
        return self._tell(asked.entry(near[0]), near[0].score) if clear and fits else None

    def _followed(self, asked: _Asked) -> Answer | None:
        """The answer to a question about the entry answered before; None for one that stands by itself."""
        before, wanted = asked.before, aspect(asked.text)
        if before is None or (wanted is None and not points_back(asked.text)):
            return None
        if has_subject(asked.text) and self._finds_another(asked, before):
            return None
        said = detail(before, wanted) if wanted else None
        if said:
            return tell(before, said=said)
        return self._among_sisters(asked, before, wanted)

    def _finds_another(self, asked: _Asked, before: Entry) -> bool:
        decision = decide(asked.shelf.ranker.search(asked.text, limit=FOUND), asked.shelf.entries, self._bands)
        return decision.band == "answer" and decision.passages[0].entry_id != before.id

    def _among_sisters(self, asked: _Asked, before: Entry, wanted: Aspect | None) -> Answer | None:
        """From another entry of the same subject, else from the sentences of the entry itself."""
        about, plain = subject(before), plainly(asked.text)
        wordings = [f"{about} {asked.text}", *([f"{about} {plain}"] if plain else [])]
        found = _best_of([asked.shelf.ranker.search(wording, before.topic, NEIGHBOURS) for wording in wordings])
        near = [passage for passage in found if sisters(before, asked.entry(passage))]
        told = facts(before, asked.text)
        best = decide(near, asked.shelf.entries, self._bands)
        if best.band == "answer" and best.passages[0].entry_id != before.id:
            return self._tell(asked.entry(best.passages[0]), best.passages[0].score)
        if told:
            return with_age(tell(before, said=told), self._today(), self._phone)
        if best.band == "clarify":
            return self._ask_back(asked, best)
        if wanted is None:
            return None
        return tell(before, said=replies.unknown_detail(wanted, before.phone or self._phone))

    def _split(self, asked: _Asked) -> Answer | None:
        """The answer to the first of two questions in one, with the second offered; or the two asked back, when the
        first may be no question. None for one question."""
        pairs = halves(asked.text)
        whole = asked.search(asked.text)[:1] if pairs else []
        if not whole or whole[0].score >= CERTAIN:
            return None
        for one, other in pairs:
            found = self._both(asked, one, other)
            if found and asks(one) and _weaker(found) >= max(SPLIT, self._bands.answer):
                first, second = found
                return offering(self._tell(asked.entry(first), first.score), asked.entry(second))
            if found and _weaker(found) >= max(SPLIT_UNASKED, self._bands.answer):
                return self._ask_back(asked, Decision("clarify", found))
        return None

    def _both(self, asked: _Asked, one: str, other: str) -> tuple[Passage, ...]:
        """The best entry of each part; nothing when the parts do not find two that differ."""
        first = asked.search(one)
        if not first:
            return ()
        if not has_subject(other):
            other = f"{subject(asked.entry(first[0]))} {other}"
        second = asked.search(other)
        return (first[0], second[0]) if second and differ(asked.entry(first[0]), asked.entry(second[0])) else ()

    def _found(self, asked: _Asked) -> Answer:
        question = asked.question
        if known := self._known(asked.shelf, asked.text, question.topic):
            return known
        passages = asked.shelf.ranker.search(asked.text, question.topic, FOUND, question.likelihood)
        if passages and passages[0].score < CERTAIN:
            passages = _best_of([passages, *(asked.search(part) for part in parts(asked.text))])
        if not has_subject(asked.text) and (not passages or has_subject(passages[0].wording)):
            return Answer.plain("reject", replies.about_what(self._phone))
        decision = decide(passages, asked.shelf.entries, self._bands)
        if decision.band == "answer":
            return self._tell(asked.entry(decision.passages[0]), decision.passages[0].score)
        if decision.band == "reject":
            return self._declined(asked)
        return self._ask_back(asked, decision)

    def _known(self, shelf: Shelf, text: str, topic: str | None) -> Answer | None:
        """The answer to what is asked all but word for word; a thorough search is right no more often there."""
        found = shelf.ranker.glance(text, topic) if isinstance(shelf.ranker, GlancingRanker) else None
        return self._tell(shelf.entries[found.entry_id], found.score) if found else None

    def _declined(self, asked: _Asked) -> Answer:
        """Nothing fits; within a topic that was chosen by hand, another topic may be what was meant."""
        if asked.question.topic is None:
            return Answer.plain("reject", replies.reject(self._phone))
        elsewhere = decide(asked.shelf.ranker.search(asked.text, limit=FOUND), asked.shelf.entries, self._bands)
        if elsewhere.band == "reject":
            return Answer.plain("reject", replies.reject(self._phone))
        entry = asked.entry(elsewhere.passages[0])
        text = replies.elsewhere(entry.title)
        return Answer("reject", text, text, choices=(Choice(entry.id, entry.title),))

    def _ask_back(self, asked: _Asked, decision: Decision) -> Answer:
        choices = tuple(Choice(p.entry_id, asked.entry(p).title) for p in decision.passages)
        titles = [choice.text for choice in choices]
        if decision.band == "clarify":
            text, spoken = replies.CLARIFY, replies.clarify(*titles)
        else:
            text, spoken = replies.CONFIRM, replies.confirm(*titles)
        return Answer("clarify", text, spoken, score=decision.passages[0].score, choices=choices)

    def _tell(self, entry: Entry, score: float | None = None) -> Answer:
        return complete(entry, self._today(), self._phone, score)


def _command(wish: Command) -> Answer:
    return Answer("talk", replies.COMMANDS[wish], replies.COMMANDS[wish], command=wish)


def _weaker(found: Sequence[Passage]) -> float:
    return min((passage.score for passage in found), default=0.0)


def _best_of(searches: Sequence[Sequence[Passage]]) -> list[Passage]:
    """Every entry once with its best score, best first."""
    best: dict[str, Passage] = {}
    for passage in (passage for passages in searches for passage in passages):
        if passage.entry_id not in best or passage.score > best[passage.entry_id].score:
            best[passage.entry_id] = passage
    return sorted(best.values(), key=lambda passage: -passage.score)
