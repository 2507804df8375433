"""A JETS voice goes on learning from recordings: generator and discriminators in turn, as ESPnet's recipe does.

The result is a folder that the voice engine loads like a published one. Imports PyTorch: import it late.
"""

import json
import logging
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from speech.jets.network import quiet
from speech.jets.snapshot import META, TAUGHT_FROM, Snapshot, statistics
from speech.jets.spelling import spelling
from speech.jets.text import Front
from speech.training.jets import lessons, model
from speech.training.jets.clips import Clip
from speech.training.jets.lessons import Lesson

WEIGHTS: Final = "exp/own/own.pth"
CONFIG: Final = "exp/own/config.yaml"
STATE: Final = "state.pt"
"""weights and optimisers, to go on from"""
HELD_OUT: Final = "held_out.json"
"""recordings that nothing was learnt from"""
LOG: Final = "log.jsonl"
SHARE_HELD_OUT: Final = 0.05
STEEPEST: Final = 1000.0
"""norm of a gradient; ESPnet's recipe cuts none"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    steps: int
    batch: int = 16
    """recordings a step"""
    rate: float = 2e-4
    """of learning, at the beginning"""
    fall: float = 0.9999
    """of that rate with each step"""
    device: str = "cpu"
    save_every: int = 1000
    """steps"""
    seed: int = 1


def teach(base: Snapshot, clips: Sequence[Clip], out: Path, plan: Plan) -> Path:
    """The folder of the voice. Goes on with what `out` holds.

    Raises ValueError for too few recordings and for losses that are no numbers, and what `model.build` raises.
    """
    kept, held_out = _split(clips)
    torch.manual_seed(plan.seed)
    network = model.build(base)
    known = list(_lessons(kept, base, network))
    if len(known) < 2:
        raise ValueError(f"{len(known)} of {len(clips)} recordings can be learnt from; at least 2 are needed")
    log.info("%d recordings, %.1f minutes", len(known), sum(len(one.sound) for one in known) / base.config.rate / 60)
    _pack(base, out)
    (out / HELD_OUT).write_text(
        json.dumps([{"file": str(clip.path), "text": clip.text} for clip in held_out], ensure_ascii=False), "utf-8"
    )
    pupil = _Pupil(network.to(plan.device), plan)
    if (out / STATE).is_file():
        pupil.load(out / STATE)
    random = np.random.default_rng(plan.seed + pupil.steps)
    began = time.monotonic()
    while pupil.steps < plan.steps:
        for batch in lessons.batches(known, plan.batch, random):
            losses = pupil.step(lessons.together(batch, plan.device))
            with (out / LOG).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"step": pupil.steps, "s": round(time.monotonic() - began, 1), **losses}) + "\n")
            if pupil.steps % plan.save_every == 0 or pupil.steps >= plan.steps:
                pupil.save(out)
                log.info("step %d: %s", pupil.steps, {name: round(loss, 2) for name, loss in losses.items()})
            if pupil.steps >= plan.steps:
                break
    return out


class _Pupil:
    def __init__(self, network: Any, plan: Plan) -> None:
        self._network = network.train()
        parts = network.tts.generator, network.tts.discriminator
        self._optimizers = [
            torch.optim.AdamW(part.parameters(), lr=plan.rate, betas=(0.8, 0.99), eps=1e-9, weight_decay=0.0)
            for part in parts
        ]
        self._parts = parts
        self._plan = plan
        self.steps = 0

    def step(self, batch: dict[str, torch.Tensor]) -> dict[str, float]:
        """Generator, then discriminators on the same sound."""
        losses: dict[str, float] = {}
        for part, optimizer, speaks in zip(self._parts, self._optimizers, (True, False), strict=True):
            for group in optimizer.param_groups:
                group["lr"] = self._plan.rate * self._plan.fall**self.steps
            with quiet():
                found = self._network(**batch, forward_generator=speaks)
            if not torch.isfinite(found["loss"]):
                raise ValueError(
                    f"the loss of step {self.steps + 1} is no number: check the recordings, lower the rate"
                )
            optimizer.zero_grad(set_to_none=True)
            found["loss"].backward()
            torch.nn.utils.clip_grad_norm_(part.parameters(), STEEPEST)
            optimizer.step()
            losses |= {name: float(value) for name, value in found["stats"].items()}
        self.steps += 1
        return losses

    def save(self, out: Path) -> None:
        """Each file whole or not at all."""
        weights = {name: tensor.detach().cpu() for name, tensor in self._network.state_dict().items()}
        optimizers = [optimizer.state_dict() for optimizer in self._optimizers]
        _replace(out / WEIGHTS, weights)
        _replace(out / STATE, {"steps": self.steps, "weights": weights, "optimizers": optimizers})

    def load(self, path: Path) -> None:
        state = torch.load(path, map_location="cpu", weights_only=True)
        self._network.load_state_dict(state["weights"])
        for optimizer, kept in zip(self._optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(kept)
        self.steps = state["steps"]
        log.info("going on after step %d", self.steps)


def _lessons(clips: Sequence[Clip], base: Snapshot, network: Any) -> Iterator[Lesson]:
    config = base.config
    front = Front(config.tokens, config.g2p, spelling(config.g2p, "auto"))
    for clip in clips:
        lesson = lessons.prepare(clip, front, config.rate, network.pitch_extract, network.feats_extract)
        if lessons.long_enough(lesson, network.tts.generator.segment_size):
            yield lesson
        else:
            log.warning("%s is too short for its text or for a step: left out", clip.name)


def _split(clips: Sequence[Clip]) -> tuple[list[Clip], list[Clip]]:
    """(to learn from, held out): the same ones each time."""
    every = max(2, round(1 / SHARE_HELD_OUT)) if len(clips) >= 4 else len(clips) + 1
    held_out = [clip for index, clip in enumerate(clips) if index % every == every // 2]
    return [clip for clip in clips if clip not in held_out], held_out


def _pack(base: Snapshot, out: Path) -> None:
    """A snapshot like the base, its weights to come."""
    import yaml

    (out / CONFIG).parent.mkdir(parents=True, exist_ok=True)
    (out / CONFIG).write_text(yaml.safe_dump(dict(base.settings), allow_unicode=True), "utf-8")
    names = {"yaml_files": {"train_config": CONFIG}, "files": {"model_file": WEIGHTS}, TAUGHT_FROM: base.origin}
    (out / META).write_text(yaml.safe_dump(names), "utf-8")
    for name in ("normalize", "pitch_normalize", "energy_normalize"):
        if file := statistics(base, name):
            copy = out / file.relative_to(base.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if not copy.exists():
                shutil.copyfile(file, copy)


def _replace(path: Path, content: Any) -> None:
    new = path.with_suffix(".new")
    torch.save(content, new)
    new.replace(path)
