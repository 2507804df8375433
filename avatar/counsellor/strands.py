"""Fine hairs between two guiding lines: what keeps a head of hair from looking like a cap."""

from dataclasses import dataclass

from avatar.chance import chance
from avatar.drawing.canvas import Canvas, Coverage
from avatar.drawing.paint import Solid
from avatar.drawing.shapes import Points


@dataclass(frozen=True, slots=True)
class Strands:
    """Both lines of the same number of points; tones are taken in turn."""

    first: Points
    last: Points
    count: int
    tones: tuple[tuple[str, float], ...]
    """colour and greatest opacity"""
    width: float = 1.0
    shortest: float = 0.4
    """of a strand, as a share of the guides' length"""

    def draw(self, canvas: Canvas, clip: Coverage, seed: int) -> None:
        for index in range(self.count):
            across = (index + chance(seed, 1, index)) / self.count
            line = self.first + (self.last - self.first) * across
            long = self.shortest + (1 - self.shortest) * chance(seed, 2, index)
            begin = round((1 - long) * chance(seed, 3, index) * (len(line) - 2))
            piece = line[begin : max(begin + 2, begin + round(long * len(line)))]
            tone, alpha = self.tones[index % len(self.tones)]
            thick = self.width * (0.6 + 0.8 * chance(seed, 4, index))
            canvas.stroke(piece, thick, Solid(tone, alpha * (0.4 + 0.6 * chance(seed, 5, index)), blur=0.4), clip)
