"""The training loop: planned by time, resumable, with a mean of the last weights kept beside the weights."""

import json
import logging
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from avatar.training.teaching import Pupil

log = logging.getLogger(__name__)

RATE: Final = 1.5e-3
WARM_UP: Final = 150
"""steps"""
LEAST: Final = 0.02
"""the last learning rate, of the highest"""
CLIP: Final = 1.0
MEMORY: Final = 0.995
"""how much of the mean of weights stays at each step"""
SAVE_EVERY: Final = 150.0
"""seconds"""


@dataclass(frozen=True, slots=True)
class Plan:
    seconds: float
    """of the whole training"""
    flat: float = 0.3
    """share of the time before the learning rate falls"""

    def rate(self, progress: float, step: int) -> float:
        """The learning rate: up in WARM_UP steps, flat, then down a half cosine."""
        falling = max(0.0, min(1.0, (progress - self.flat) / (1 - self.flat)))
        return RATE * min(1.0, (step + 1) / WARM_UP) * (LEAST + (1 - LEAST) * (1 + math.cos(math.pi * falling)) / 2)


class Trainer:
    """One stage of a training, that can be stopped and taken up again."""

    def __init__(self, plan: Plan, pupil: Pupil, checkpoint: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.plan = plan
        self.pupil = pupil
        self.mean = copied(pupil)
        self._checkpoint = checkpoint
        self._clock = clock
        self._optimizer = torch.optim.AdamW(pupil.parameters(), lr=RATE, weight_decay=0.01, betas=(0.9, 0.99))
        self.elapsed = 0.0
        self.steps = 0

    @property
    def progress(self) -> float:
        """0…1"""
        return self.elapsed / self.plan.seconds

    def save(self) -> None:
        """Whole or not at all."""
        state = {
            "width": self.pupil.width,
            "pupil": self.pupil.state_dict(),
            "mean": self.mean.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "elapsed": self.elapsed,
            "steps": self.steps,
        }
        part = self._checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self._checkpoint)

    def resume(self) -> None:
        """Go on where the checkpoint was saved. ValueError when it is of another width."""
        state: dict[str, Any] = torch.load(self._checkpoint, map_location="cpu", weights_only=True)
        if state["width"] != self.pupil.width:
            raise ValueError(f"{self._checkpoint} is of width {state['width']}, not {self.pupil.width}")
        self.pupil.load_state_dict(state["pupil"])
        self.mean.load_state_dict(state["mean"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.elapsed, self.steps = state["elapsed"], state["steps"]

    def run(self, losses: Iterator[Tensor]) -> None:
        """Learn from the losses, each of one batch, until the plan's time is over."""
        began, saved = self._clock() - self.elapsed, self.elapsed
        lost: list[float] = []
        while self.progress < 1:
            lost.append(self._learn(next(losses)))
            self.elapsed = self._clock() - began
            if self.elapsed - saved > SAVE_EVERY or self.progress >= 1:
                saved = self.elapsed
                self.save()
                self._report(lost)
                lost.clear()

    def _learn(self, wrong: Tensor) -> float:
        for group in self._optimizer.param_groups:
            group["lr"] = self.plan.rate(self.progress, self.steps)
        self._optimizer.zero_grad()
        wrong.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.pupil.parameters(), CLIP)
        self._optimizer.step()
        self.steps += 1
        self._remember()
        return float(wrong.detach())

    def _remember(self) -> None:
        stays = min(MEMORY, self.steps / (self.steps + 10))
        mean, now = self.mean.state_dict(), self.pupil.state_dict()
        for name, kept in mean.items():
            if kept.is_floating_point():
                kept.lerp_(now[name], 1 - stays)
            else:
                kept.copy_(now[name])

    def _report(self, losses: list[float]) -> None:
        figures = {
            "stage": self._checkpoint.stem,
            "minutes": round(self.elapsed / 60, 1),
            "steps": self.steps,
            "rate": self.plan.rate(self.progress, self.steps),
            "loss": round(float(np.mean(losses)), 5),
        }
        log.info("%s", figures)
        with self._checkpoint.with_name("log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(figures) + "\n")


def copied(pupil: Pupil) -> Pupil:
    """Another with the same weights."""
    other = Pupil(pupil.width).to(next(pupil.parameters()).device)
    other.load_state_dict(pupil.state_dict())
    return other
