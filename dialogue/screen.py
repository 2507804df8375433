"""Judges what a caller said before anything else reads it: privacy first, then crisis, then abuse."""

import logging

from dialogue import replies
from dialogue.crisis import contacts, crisis
from dialogue.privacy import mask
from dialogue.tidy import tidy
from dialogue.types import Answer, Filter, Verdict

log = logging.getLogger(__name__)


def screen(text: str, abuse: Filter, threshold: float = 0.5) -> Verdict:
    """The verdict on one utterance. A filter that fails is passed over: crisis words are heard all the same.

    `threshold`: probability 0…1 from which a label of the filter counts as abuse.
    """
    masked = mask(tidy(text))
    danger = crisis(masked)
    if danger is not None:
        return Verdict("crisis", masked, {danger: 1.0})
    labels = _judge(abuse, masked)
    insulted = any(probability >= threshold for probability in labels.values())
    return Verdict("abuse" if insulted else "clean", masked, labels)


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


def abuse_answer(times: int, phone: str) -> Answer:
    """The calm reply to the given insult of a call, counted from 1."""
    return Answer.plain("abuse", replies.abuse(times, phone))
