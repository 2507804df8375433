"""`malbeot screen`, `ask` and `read`: judging, answering and reading aloud, as text."""

from functools import partial
from typing import Annotated

import typer

from dialogue.screen import crisis_answer, with_number
from dialogue.screen import screen as screen_text
from dialogue.types import Answer, Answerer, Filter, Question
from server.cli.options import Json, KnowledgeFile, Overrides, ProfileName, given, profile_of, show
from server.counsel import choose_answerer, open_knowledge
from server.engines import choose
from speech.korean import spoken

Texts = Annotated[list[str] | None, typer.Argument(help="Texts; otherwise one a line from standard input.")]


def add_to(app: typer.Typer) -> None:
    app.command()(screen)
    app.command()(ask)
    app.command()(read)


def screen(
    text: Texts = None, profile: ProfileName = "default", overrides: Overrides = None, as_json: Json = False
) -> None:
    """Judge texts: clean, abuse or crisis."""
    dialogue = profile_of(profile, overrides).dialogue
    judge: Filter = choose("dialogue.filters", dialogue.filter).engine
    for line in given(text):
        verdict = screen_text(line, judge, dialogue.abuse_threshold)
        record = {"text": line, "kind": verdict.kind, "labels": dict(verdict.labels), "masked": verdict.masked}
        show(record, f"{verdict.kind}: {verdict.masked}", as_json=as_json)


def ask(
    text: Texts = None,
    profile: ProfileName = "default",
    overrides: Overrides = None,
    kb: KnowledgeFile = None,
    as_json: Json = False,
) -> None:
    """Answer questions as a call would, crisis first."""
    settings = profile_of(profile, overrides, kb)
    open_knowledge(settings.dialogue.knowledge)
    judge: Filter = choose("dialogue.filters", settings.dialogue.filter).engine
    answerer: Answerer = choose_answerer(settings).engine
    check = partial(screen_text, abuse=judge, threshold=settings.dialogue.abuse_threshold)
    for line in given(text):
        verdict = check(line)
        if verdict.kind == "crisis":
            answer = crisis_answer(next(iter(verdict.labels)))
        else:
            answer = answerer.answer(Question(verdict.masked))
            answer = with_number(answer, verdict.concern) if verdict.concern else answer
        show(_record(line, answer), f"[{answer.kind}] {answer.text}", as_json=as_json)


def read(text: Texts = None, as_json: Json = False) -> None:
    """How texts would be said aloud."""
    for line in given(text):
        show({"text": line, "spoken": spoken(line)}, spoken(line), as_json=as_json)


def _record(question: str, answer: Answer) -> dict[str, object]:
    return {
        "question": question,
        "kind": answer.kind,
        "answer_id": answer.answer_id,
        "topic": answer.topic,
        "score": answer.score,
        "answer": answer.text,
        "source": answer.source,
        "choices": [{"answer_id": choice.entry_id, "text": choice.text} for choice in answer.choices],
    }
