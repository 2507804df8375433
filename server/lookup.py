"""What a caller's words are and ask, and what the office answers; the same while they still speak and when they have
ended. Blocking, but for `question_of`."""

import logging

from dialogue import replies
from dialogue.screen import fit_to_say, screen
from dialogue.types import Answer, GlancingAnswerer, Question, Verdict
from server.caller import Caller
from server.counsel import Counsel
from speech.types import Transcript

log = logging.getLogger(__name__)


def judge(counsel: Counsel, heard: Transcript) -> Verdict:
    return screen(heard.text, counsel.filter, counsel.profile.dialogue.abuse_threshold, heard.confidence)


def question_of(caller: Caller, text: str, heard: Transcript) -> Question:
    """`text`: what was heard, masked."""
    choices = caller.offered or (caller.last.choices if caller.last else ())
    return Question(text, caller.topic, heard.likelihood, caller.subject, choices)


def look_up(counsel: Counsel, question: Question) -> Answer:
    """An answer that is itself abusive is not said."""
    answer = counsel.answerer.answer(question)
    if answer.kind != "answer" or fit_to_say(answer, counsel.filter, counsel.profile.dialogue.abuse_threshold):
        return answer
    log.warning("the answer %s is taken for abuse and not said", answer.answer_id)
    return Answer.plain("reject", replies.reject(counsel.profile.office.phone))


def glance(counsel: Counsel, question: Question) -> Answer | None:
    """What is found without a thorough look, in two or three milliseconds; None when that is not safe."""
    answerer = counsel.answerer
    answer = answerer.glance(question) if isinstance(answerer, GlancingAnswerer) else None
    fit = answer and fit_to_say(answer, counsel.filter, counsel.profile.dialogue.abuse_threshold)
    return answer if fit else None
