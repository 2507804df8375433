"""The engines of a profile, loaded and warm, with the stage each works in. Shared by all calls; nothing of a caller."""

import asyncio
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from avatar.standing_in import StandingIn
from avatar.types import Animator, Cue, Cues, Mood, State
from dialogue import replies
from dialogue.knowledge.jsonl import rows, shipped
from dialogue.knowledge.store import Store
from dialogue.types import Answerer, Filter
from server.config import Profile
from server.engines import Chosen, NoEngineError, choose, choose_all, verify
from server.shelf import Shelf
from server.stage import Stage
from speech.delivery import Delivery
from speech.fallback import Fallback
from speech.ready import Ready
from speech.types import Learner, Recognizer, VoiceDetector

log = logging.getLogger(__name__)

PREPARING_REST = 0.25
"""seconds between two sentences that are made ready"""

VADS = "speech.vads"
RECOGNIZERS = "speech.recognizers"
VOICES = "speech.voices"
FILTERS = "dialogue.filters"
ANSWERERS = "dialogue.answerers"
ANIMATORS = "avatar.animators"


@dataclass(frozen=True, slots=True)
class Stages:
    transcribe: Stage
    screen: Stage
    answer: Stage
    glance: Stage
    """`answer` in a hurry"""
    speak: Stage
    fetch: Stage
    """`speak` with a clip: no voice is waited for"""
    animate: Stage

    def close(self) -> None:
        for stage in (
            *(self.transcribe, self.screen, self.answer, self.glance),
            *(self.speak, self.fetch, self.animate),
        ):
            stage.close()


@dataclass(frozen=True, slots=True)
class Counsel:
    profile: Profile
    knowledge: Store
    vad: VoiceDetector
    recognizer: Recognizer | None
    """None while no recogniser can load here: questions come in writing and by buttons"""
    filter: Filter
    answerer: Answerer
    voice: Ready
    animator: Animator
    shelf: Shelf
    stages: Stages
    chosen: Mapping[str, Any]
    """stage → the engine it got and why others were passed over, for /healthz"""

    @property
    def hearing(self) -> bool:
        return self.recognizer is not None

    async def follow_knowledge(self, period: float = 10.0) -> None:
        """For ever tells the recogniser what the knowledge base expects people to ask, whenever that changes."""
        learner = self.recognizer
        if not isinstance(learner, Learner):
            return
        revision = await asyncio.to_thread(lambda: self.knowledge.revision)
        while True:
            await asyncio.sleep(period)
            before, revision = revision, await asyncio.to_thread(lambda: self.knowledge.revision)
            if revision != before:
                await asyncio.to_thread(lambda: learner.know(wordings_of(self.knowledge)))

    async def prepare(self) -> None:
        """Say beforehand what is always the same, with rests: calls come first."""
        steps = self.voice.preparing()
        while await asyncio.to_thread(next, steps, "done") is None:  # noqa: ASYNC110  (a rest, not a wait)
            await asyncio.sleep(PREPARING_REST)

    def close(self) -> None:
        self.stages.close()


def open_counsel(profile: Profile) -> Counsel:
    """Load every engine and use it once. Blocking, seconds long.

    Raises ConfigError when a profile names what does not exist, NoEngineError when a stage is left without an engine.
    """
    verify_engines(profile)
    store = open_knowledge(profile.dialogue.knowledge)
    chosen = {
        "vad": choose(VADS, profile.speech.vad),
        "filter": choose(FILTERS, profile.dialogue.filter),
        "answerer": choose_answerer(profile),
        "voice": choose_voice(profile),
        "animator": choose_face(profile),
    }
    recognizer, hearing = _choose_recognizer(profile, store)
    engines = {kind: choice.engine for kind, choice in chosen.items()}
    counsel = Counsel(
        profile=profile,
        knowledge=store,
        recognizer=recognizer,
        shelf=Shelf(profile),
        stages=_stages(profile),
        chosen={kind: choice.report() for kind, choice in chosen.items()} | {"recognizer": hearing},
        **engines,
    )
    _warm_up(counsel)
    return counsel


def verify_engines(profile: Profile) -> None:
    """Raises ConfigError for an engine or option that does not exist. Quick: nothing is loaded."""
    verify(VADS, profile.speech.vad)
    verify(RECOGNIZERS, profile.speech.recognizer)
    verify(VOICES, profile.speech.voice)
    verify(FILTERS, profile.dialogue.filter)
    verify(ANSWERERS, profile.dialogue.answerer)
    verify(ANIMATORS, profile.avatar.animator)


def open_knowledge(path: Path) -> Store:
    """The knowledge base of a file; one that holds nothing yet is filled with the shipped entries."""
    path.parent.mkdir(parents=True, exist_ok=True)
    store = Store(path)
    if not store.revision:
        result = store.import_rows(row for file in shipped() for row in rows(file.read_bytes()))
        log.info("knowledge: %d shipped entries imported into %s", result.imported, path)
    return store


def wordings_of(store: Store) -> list[str]:
    """Every known way to ask."""
    return [wording for entry in store.entries() for wording in entry.questions]


def choose_voice(profile: Profile) -> Chosen:
    """The voices of the list that can load, delivered at a pace and in a sound that older ears follow; where one fails
    at a sentence the next says it. Sentences that are always the same are kept once they were said."""
    delivered, refused = [], {}
    for chosen in choose_all(VOICES, profile.speech.voice):
        try:
            delivered.append(replace(chosen, engine=Delivery(chosen.engine)))
        except ValueError as error:  # it loads, but cannot say what a voice is measured with
            refused[chosen.name] = str(error)
            log.warning("%s: %s cannot speak: %s", VOICES, chosen.name, error)
    if not delivered:
        raise NoEngineError(f"no voice can speak here ({refused})")
    first = delivered[0]
    voice = Ready(Fallback([chosen.engine for chosen in delivered]), replies.fixed())
    return replace(first, engine=voice, passed_over={**first.passed_over, **refused})


def choose_face(profile: Profile) -> Chosen:
    """The faces of the list that can load; where one fails in a call the next is shown."""
    faces = choose_all(ANIMATORS, profile.avatar.animator, fps=profile.avatar.fps)
    return replace(faces[0], engine=StandingIn([chosen.engine for chosen in faces]))


def choose_answerer(profile: Profile) -> Chosen:
    knowledge, phone = profile.dialogue.knowledge, profile.office.phone
    return choose(ANSWERERS, profile.dialogue.answerer, knowledge=knowledge, phone=phone)


def _choose_recognizer(profile: Profile, store: Store) -> tuple[Recognizer | None, dict[str, Any]]:
    try:
        chosen: Chosen = choose(RECOGNIZERS, profile.speech.recognizer, wordings=partial(wordings_of, store))
    except NoEngineError as error:
        log.warning("no recogniser can load here; questions come in writing: %s", error)
        return None, {"engine": None, "passed_over": str(error)}
    return chosen.engine, chosen.report()


def _stages(profile: Profile) -> Stages:
    budgets = profile.budgets
    return Stages(
        transcribe=Stage("transcribe", budgets.transcribe),
        screen=Stage("screen", budgets.screen),
        answer=Stage("answer", budgets.answer),
        glance=Stage("answer", budgets.answer),
        speak=Stage("speak", budgets.speak),
        fetch=Stage("speak", budgets.speak),
        animate=Stage("animate", budgets.animate, workers=os.cpu_count() or 1),
    )


def _warm_up(counsel: Counsel) -> None:
    """The first call must not pay for lazy tables and page faults."""
    for _ in counsel.voice.speak("안녕하세요."):
        pass
    counsel.filter.judge("안녕하세요.")
    counsel.shelf.open_loops()
    cue = Cue(State.IDLE, Mood.CALM, 0.0)
    counsel.animator.animate(Cues(cue, cue), 0.0)
