"""Judges what a caller said before anything else reads it: privacy first, then crisis, then abuse."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from dialogue import replies
from dialogue.crisis import concern, contacts, crisis
from dialogue.privacy import mask
from dialogue.tidy import tidy
from dialogue.types import Answer, Filter, Verdict

log = logging.getLogger(__name__)

EMERGENCY = "119"
CLEAN = "clean"
"""the one label of a filter that is no kind of abuse"""


def screen(text: str, abuse: Filter, threshold: float = 0.5, confidence: float = 1.0) -> Verdict:
    """The verdict on one utterance. A filter that fails is passed over: crisis words are heard all the same.

    `threshold`: probability 0…1 from which a label of the filter counts as abuse; `confidence`: 0…1, how surely the
    text was heard. The less sure, the more it takes: a misheard word is no insult.
    """
    masked = mask(tidy(text))
    danger = crisis(masked)
    if danger is not None:
        return Verdict("crisis", masked, {danger: 1.0})
    labels = _judge(abuse, masked)
    insulted = _worst(labels) >= 1 - (1 - threshold) * confidence
    return Verdict("abuse" if insulted else "clean", masked, labels, concern(masked))


def fit_to_say(answer: Answer, abuse: Filter, threshold: float = 0.5) -> bool:
    """Whether nothing in an answer itself counts as abuse."""
    return _worst(_judge(abuse, answer.spoken)) < threshold


def _worst(labels: Mapping[str, float]) -> float:
    return max((probability for label, probability in labels.items() if label != CLEAN), default=0.0)


class Unfiltered:
    """Takes nothing for abuse: what is left when the filter is too slow. Crisis words are heard all the same."""

    def judge(self, text: str) -> dict[str, float]:
        return {}


def _judge(abuse: Filter, text: str) -> dict[str, float]:
    try:
        return dict(abuse.judge(text))
    except Exception:  # whatever a model may raise, a turn goes on without it
        log.exception("the abuse filter failed on %d characters", len(text))
        return {}


def crisis_answer(kind: str) -> Answer:
    """The fixed reply to a kind of crisis, with the number to show. KeyError for an unknown kind."""
    text = replies.CRISIS[kind]
    try:
        contact = contacts()[kind]
    except (OSError, ValueError):  # an edited file may be broken; the sentences name the number too
        log.exception("the contacts cannot be read")
        return Answer("crisis", text, text)
    return Answer(
        "crisis",
        text,
        text,
        title=contact.name,
        where=contact.when,
        phone=contact.number,
        source=contact.source,
        source_url=contact.source_url,
        checked=contact.checked,
    )


def with_number(answer: Answer, kind: str) -> Answer:
    """An answer to words behind which there may be a crisis of this kind: the number comes with it, and alone where
    nothing is known to answer."""
    number = crisis_answer(kind).phone or EMERGENCY
    if answer.kind == "reject":
        return replace(answer, text=replies.concern_alone(number), spoken=replies.concern_alone(number), phone=number)
    if answer.kind not in ("answer", "clarify"):
        return answer
    return replace(answer, spoken=f"{answer.spoken} {replies.concern(number)}")


def abuse_answer(times: int, phone: str) -> Answer:
    """The calm reply to the given insult of a call, counted from 1."""
    return Answer.plain("abuse", replies.abuse(times, phone))
