"""HiFi-GAN (Kong et al. 2020, arXiv 2010.05646) on a stretch of frames: exactly what it would sound like in the whole.

Sound hangs on frames beside it, but mostly in the first stage, where time is coarse. Each layer is given no more than
what the stretch needs of it. Imports PyTorch: import it late.
"""

import math
from dataclasses import dataclass
from typing import Any, Final

from torch import Tensor, nn

Span = tuple[int, int]
"""begin and end on the time scale of a layer"""
_FAR: Final = 1000
"""frames from either end, more than any network reaches"""


@dataclass(frozen=True, slots=True)
class _Stage:
    """An upsampling and the blocks after it."""

    wanted: Span
    """what the stage is to give"""
    blocks: tuple[Span, ...]
    """what each block needs of what was upsampled"""
    given: Span
    """what the upsampling needs"""


class Vocoder:
    """`net`: ESPnet's HiFiGANGenerator."""

    def __init__(self, net: Any) -> None:
        self._net = net
        self._halves = [_widest(block) for block in net.blocks]
        low, high = self._needed(_FAR, _FAR + 1, 2 * _FAR + 1)
        self.reach = max(_FAR - low, high - _FAR - 1)
        """frames to each side that the sound of a frame hangs on; 13 for the usual network"""

    def sound(self, hidden: Tensor, begin: int, end: int) -> Tensor:
        """Samples of the frames `begin` … `end`, shape (n,). `hidden`: shape (1, width, frames)."""
        net = self._net
        wanted = self._output_needs(begin, end, hidden.shape[-1])
        stages = self._stages(wanted, hidden.shape[-1])
        first = self._needed(begin, end, hidden.shape[-1])
        x, at = net.input_conv(hidden[..., slice(*first)]), first
        for index, stage in enumerate(stages):
            up = net.upsamples[index]
            step = up[1].stride[0]
            x, at = up(_cut(x, at, stage.given)), (stage.given[0] * step, stage.given[1] * step)
            blocks = net.blocks[index * net.num_blocks : (index + 1) * net.num_blocks]
            made = [
                _cut(block(_cut(x, at, span)), span, stage.wanted)
                for block, span in zip(blocks, stage.blocks, strict=True)
            ]
            x, at = sum(made[1:], made[0]) / net.num_blocks, stage.wanted
        factor = net.upsample_factor
        return _cut(net.output_conv(x), at, (begin * factor, end * factor))[0, 0]

    def _output_needs(self, begin: int, end: int, frames: int) -> Span:
        factor = self._net.upsample_factor
        return _widened((begin * factor, end * factor), _half(self._net.output_conv[1]), frames * factor)

    def _needed(self, begin: int, end: int, frames: int) -> Span:
        """Frames that some frames hang on."""
        given = self._stages(self._output_needs(begin, end, frames), frames)[0].given
        return _widened(given, _half(self._net.input_conv), frames)

    def _stages(self, wanted: Span, frames: int) -> list[_Stage]:
        """Followed back from the sound; in the order of the layers."""
        net = self._net
        size = frames * net.upsample_factor
        found: list[_Stage] = []
        for index in reversed(range(net.num_upsamples)):
            halves = self._halves[index * net.num_blocks : (index + 1) * net.num_blocks]
            blocks = tuple(_widened(wanted, half, size) for half in halves)
            up = net.upsamples[index][1]
            step = up.stride[0]
            low, high = min(span[0] for span in blocks), max(span[1] for span in blocks)
            size //= step
            begin = math.ceil((low + up.padding[0] - up.kernel_size[0] + 1) / step)
            given = max(0, begin), min(size, (high - 1 + up.padding[0]) // step + 1)
            found.append(_Stage(wanted, blocks, given))
            wanted = given
        return found[::-1]


def _cut(x: Tensor, at: Span, wanted: Span) -> Tensor:
    """The part `wanted` of what lies at `at`."""
    return x[..., wanted[0] - at[0] : wanted[1] - at[0]]


def _widened(span: Span, half: int, size: int) -> Span:
    return max(0, span[0] - half), min(size, span[1] + half)


def _widest(block: nn.Module) -> int:
    return sum(_half(part) for part in block.modules() if isinstance(part, nn.Conv1d))


def _half(conv: nn.Conv1d) -> int:
    return int(conv.dilation[0] * (conv.kernel_size[0] - 1) // 2)
