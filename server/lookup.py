"""What a caller's words ask, and what the office answers; the same while they still speak and when they have ended."""

import logging

from dialogue import replies
from dialogue.screen import fit_to_say
from dialogue.types import Answer, Question
from server.caller import Caller
from server.counsel import Counsel
from speech.types import Transcript

log = logging.getLogger(__name__)


def question_of(caller: Caller, text: str, heard: Transcript) -> Question:
    """`text`: what was heard, masked."""
    choices = caller.last.choices if caller.last else ()
    return Question(text, caller.topic, heard.likelihood, caller.subject, choices)


def look_up(counsel: Counsel, question: Question) -> Answer:
    """Blocking. An answer that is itself abusive is not said."""
    answer = counsel.answerer.answer(question)
    if answer.kind != "answer" or fit_to_say(answer, counsel.filter, counsel.profile.dialogue.abuse_threshold):
        return answer
    log.warning("the answer %s is taken for abuse and not said", answer.answer_id)
    return Answer.plain("reject", replies.reject(counsel.profile.office.phone))
