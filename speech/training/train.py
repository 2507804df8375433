"""The training loop: planned by time, resumable, with the mean of the last weights kept beside the weights."""

import copy
import json
import logging
import math
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from speech.ctc.features import Features
from speech.training import rounds
from speech.training.ahead import rounds_ahead
from speech.training.net import JamoNet, loss
from speech.training.recordings import Recording
from speech.training.splices import Splices
from speech.training.wear import Wear

log = logging.getLogger(__name__)

ROUND_SECONDS: Final = 6000.0
"""of sound made anew at a time"""
PASSES: Final = 3
"""times a round is used, each time changed by `masked`"""
BATCH_SECONDS: Final = 64.0
SAVE_EVERY: Final = 120.0
"""seconds"""
RATE: Final = 2.2e-3
WARM_UP: Final = 200
"""steps"""
LEAST: Final = 0.02
"""the last learning rate, of the highest"""
CLIP: Final = 3.0
MEMORY: Final = 0.997
"""how much of the mean of weights stays at each step"""


@dataclass(frozen=True, slots=True)
class Plan:
    seconds: float
    """of the whole training, pauses of the machine counted in"""
    synthetic_only: float
    """share of the time before recordings join in"""
    recorded_share: float
    """of the sound heard after that"""
    flat: float = 0.45
    """share of the time before the learning rate falls"""
    device: str = "cpu"

    def rate(self, progress: float, step: int) -> float:
        """The learning rate: up in WARM_UP steps, flat, then down a half cosine."""
        falling = max(0.0, min(1.0, (progress - self.flat) / (1 - self.flat)))
        return RATE * min(1.0, (step + 1) / WARM_UP) * (LEAST + (1 - LEAST) * (1 + math.cos(math.pi * falling)) / 2)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    sentences: Sequence[str]
    recordings: Sequence[Recording]
    wear: Wear
    random: np.random.Generator
    splices: Splices | None = None
    spliced_share: float = 0.0
    """of the recordings of a round, put together anew out of their words"""

    def round(self, seconds: float, recorded_share: float) -> list[rounds.Example]:
        self.wear.renew(rounds.babblers(self.sentences, self.random))
        spliced = seconds * recorded_share * self.spliced_share if self.splices else 0.0
        heard = rounds.recorded(self.recordings, seconds * recorded_share - spliced, self.wear, self.random)
        said = rounds.synthetic(self.sentences, seconds * (1 - recorded_share), self.wear, self.random)
        mixed = rounds.spliced(self.splices, spliced, self.wear, self.random) if self.splices else []
        return heard + said + mixed

    def some_features(self) -> list[Features]:
        """Of a few dozen utterances as a training hears them."""
        self.wear.renew(rounds.babblers(self.sentences, self.random))
        examples = rounds.recorded(self.recordings, 120, self.wear, self.random)
        examples += rounds.synthetic(self.sentences, 120, self.wear, self.random)
        return [example.features.astype(np.float32) for example in examples]


class Trainer:
    """State of a training that can be saved and taken up again."""

    def __init__(self, plan: Plan, out: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.plan = plan
        self.out = out
        self._clock = clock
        self.net = JamoNet().to(plan.device)
        self.mean = copy.deepcopy(self.net)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))
        self.elapsed = 0.0
        self.steps = 0

    @property
    def progress(self) -> float:
        return self.elapsed / self.plan.seconds

    @property
    def _synthetic_only(self) -> bool:
        return self.progress < self.plan.synthetic_only

    def _recorded_share(self) -> float:
        return 0.0 if self._synthetic_only else self.plan.recorded_share

    def save(self, name: str) -> None:
        """Whole or not at all."""
        state = {
            "net": self.net.state_dict(),
            "mean": self.mean.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "elapsed": self.elapsed,
            "steps": self.steps,
        }
        torch.save(state, self.out / f"{name}.part")
        (self.out / f"{name}.part").replace(self.out / f"{name}.pt")

    def resume(self, checkpoint: Path) -> None:
        """Go on where the checkpoint was saved."""
        state = self.start(checkpoint)
        self.optimizer.load_state_dict(state["optimizer"])
        self.elapsed, self.steps = state["elapsed"], state["steps"]

    def start(self, checkpoint: Path) -> dict[str, Any]:
        """Begin a new plan with the weights of a checkpoint: a branch."""
        state: dict[str, Any] = torch.load(checkpoint, map_location=self.plan.device, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.mean.load_state_dict(state["mean"])
        return state

    def start_as(self, net: JamoNet) -> None:
        """Begin with another network's weights."""
        self.net.load_state_dict(net.state_dict())
        self.mean.load_state_dict(net.state_dict())

    def run(self, material: Material, measure: Callable[[nn.Module], dict[str, float]]) -> None:
        """Train until the plan's time is over. `measure` gives figures for the log at every save."""
        began, saved = self._clock() - self.elapsed, self.elapsed
        with closing(self._batches(material)) as batches:
            for batch in batches:
                alone = self._synthetic_only
                lost = self._step(batch)
                self.elapsed = self._clock() - began
                if alone and not self._synthetic_only:
                    self.save("synthetic")
                if self.elapsed - saved > SAVE_EVERY:
                    saved = self.elapsed
                    self.save("last")
                    self._report(lost, measure)
                if self.progress >= 1:
                    break
        self.save("last")
        self._report(lost, measure)

    def _batches(self, material: Material) -> Generator[rounds.Batch]:
        for examples in rounds_ahead(material, ROUND_SECONDS, self._recorded_share):
            for _ in range(PASSES):
                yield from rounds.batches(examples, BATCH_SECONDS, material.random)

    def _step(self, batch: rounds.Batch) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate(self.progress, self.steps)
        self.net.train()
        device = self.plan.device
        with torch.autocast(device, torch.bfloat16):
            heads = self.net(batch.features.to(device))
        lost: Tensor = loss(heads, batch.lengths, batch.targets.to(device), batch.target_lengths)
        self.optimizer.zero_grad()
        torch.autograd.backward(lost)
        nn.utils.clip_grad_norm_(self.net.parameters(), CLIP)
        self.optimizer.step()
        self.steps += 1
        self._average()
        return float(lost.detach())

    def _average(self) -> None:
        share = max(1 - MEMORY, 10 / (10 + self.steps))
        with torch.no_grad():
            for mean, now in zip(self.mean.state_dict().values(), self.net.state_dict().values(), strict=True):
                mean.copy_(mean.lerp(now, share) if mean.is_floating_point() else now)

    def _report(self, lost: float, measure: Callable[[nn.Module], dict[str, float]]) -> None:
        figures = {"minutes": self.elapsed / 60, "steps": self.steps, "loss": lost}
        figures |= {f"{key}_cer": value for key, value in measure(self.net).items()}
        figures |= {f"{key}_cer_mean": value for key, value in measure(self.mean).items()}
        line = json.dumps({key: round(value, 4) for key, value in figures.items()})
        log.info(line)
        with (self.out / "log.jsonl").open("a") as file:
            file.write(line + "\n")
