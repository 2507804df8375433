"""Training for a stated time, that goes on where it was broken off."""

import logging
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn

WARM_UP: Final = 0.03
"""share of the time in which the learning rate rises"""
SAVED_EVERY: Final = 60.0
"""seconds"""
TOLD_EVERY: Final = 100
"""steps"""
STEEPEST: Final = 1.0
"""norm to which gradients are cut"""

log = logging.getLogger(__name__)


def train(net: nn.Module, loss: Callable[[], Tensor], checkpoint: Path, minutes: float, peak: float) -> None:
    """Steps of AdamW in bfloat16 until `minutes` of work are spent; the learning rate rises to `peak` and falls as a
    cosine. What `checkpoint` holds is taken up, and it holds the network at the end."""
    decayed = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}], lr=peak, betas=(0.9, 0.98)
    )
    spent, steps = _resume(net, optimizer, checkpoint)
    net.train()
    saved, mean = time.monotonic(), 0.0
    while spent < minutes * 60:
        begun = time.monotonic()
        for group in optimizer.param_groups:
            group["lr"] = peak * _rate(spent / (minutes * 60))
        with torch.autocast("cpu", torch.bfloat16):
            value = loss()
        optimizer.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), STEEPEST)
        optimizer.step()
        steps += 1
        mean += (value.item() - mean) / min(steps, TOLD_EVERY)
        spent += time.monotonic() - begun
        if steps % TOLD_EVERY == 0:
            log.info("step %d, %.1f min, loss %.3f", steps, spent / 60, mean)
        if time.monotonic() - saved > SAVED_EVERY:
            _save(net, optimizer, checkpoint, spent, steps)
            saved = time.monotonic()
    _save(net, optimizer, checkpoint, spent, steps)
    net.eval()


def _rate(passed: float) -> float:
    return min(1.0, passed / WARM_UP) * (0.02 + 0.98 * (1 + math.cos(math.pi * min(1.0, passed))) / 2)


def _save(net: nn.Module, optimizer: torch.optim.Optimizer, path: Path, spent: float, steps: int) -> None:
    state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "spent": spent, "steps": steps}
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _resume(net: nn.Module, optimizer: torch.optim.Optimizer, path: Path) -> tuple[float, int]:
    if not path.is_file():
        return 0.0, 0
    state = torch.load(path, weights_only=True)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return state["spent"], state["steps"]
