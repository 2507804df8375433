"""`python -m avatar.training.measure [--weights FILE]`: the network's mouth against the drawn one, on sentences that no
training said, in the product's own voice and in voices that no training heard."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.mouth_opening import opening
from avatar.mouth_shapes import Mouth, steps
from avatar.training import clips, texts
from avatar.training.clips import Clip
from avatar.training.films import FPS, Film, Pictures, film, sheet
from avatar.training.pictures import Painter
from avatar.wav2lip import onnx_generator

PACKAGED: Final = Path(__file__).parents[1] / "weights" / "small-wav2lip.onnx"
MOUTH: Final = (slice(0.55, 0.95), slice(0.22, 0.78))
"""rows and columns of the face, as shares, in which pixels are compared"""
FURTHEST: Final = 4
"""pictures by which the made mouth is looked for before and after the drawn one"""
WAYS: Final[dict[str, Callable[[Film], Pictures]]] = {
    "network": lambda one: one.made,
    "one mean mouth": lambda one: one.mean,
    "always closed": lambda one: one.rest,
}


def main() -> None:
    options = _options()
    cv2.setNumThreads(1)
    random = np.random.default_rng(options.seed)
    kept = [text for text in texts.read(sorted(texts.KNOWLEDGE.glob("*.jsonl"))) if texts.kept_for_measuring(text)]
    chosen = [kept[index] for index in random.choice(len(kept), options.count, replace=False)]
    painter, generator = Painter(), onnx_generator.load(options.weights)
    voices = {f"{clips.OWN}, new sentences": (clips.OWN,), "new voices, new sentences": clips.UNTAUGHT}
    print("| | mouth by | correlation | MAE of opening | L1 of the mouth | PSNR | pictures late |")
    print("|---|---|---|---|---|---|---|")
    for name, variants in voices.items():
        spoken = list(_clips(chosen, variants, random))
        mean = _mean_mouth(spoken)
        films = [film(one, float(random.uniform(0, 3600)), mean, painter, generator) for one in spoken]
        for way, pictures in WAYS.items():
            print(f"| {name} | {way} | {_figures(films, pictures)} |", flush=True)
        if options.sheet:
            _save(options.sheet / f"{name.split(',')[0].replace(' ', '-')}.png", films)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m avatar.training.measure", description=__doc__)
    parser.add_argument("--weights", type=Path, default=PACKAGED)
    parser.add_argument("--count", type=int, default=24, help="sentences")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sheet", type=Path, metavar="FOLDER", help="for pictures of both mouths side by side")
    return parser.parse_args()


def _clips(sentences: Sequence[str], variants: Sequence[str], random: np.random.Generator) -> Iterator[Clip]:
    for index, sentence in enumerate(sentences):
        yield clips.clip(clips.voice(variants[index % len(variants)], random), [sentence], random)


def _mean_mouth(spoken: Sequence[Clip]) -> Mouth:
    shapes = [step.shape for one in spoken for line in one.cues.lines for step in steps(line.speech.marks)]
    return Mouth(*map(float, np.mean(shapes, axis=0)))


def _figures(films: Sequence[Film], way: Callable[[Film], Pictures]) -> str:
    wanted = [_openings(one.drawn) for one in films]
    made = [_openings(way(one)) for one in films]
    far = float(np.mean(np.abs(np.concatenate(wanted) - np.concatenate(made))))
    pixels = [_apart(one, way(one)) for one in films]
    apart = np.concatenate([one.ravel() for one in pixels])
    psnr = 20 * np.log10(255 / np.sqrt(np.mean(apart**2)))
    alike = {shift: _correlation(wanted, made, shift) for shift in range(-FURTHEST, FURTHEST + 1)}
    late = max(alike, key=lambda shift: alike[shift])
    varies = float(np.std(np.concatenate(made))) > 1e-3
    shown = (f"{alike[0]:.3f}", f"{late:+d}") if varies and alike[late] > 0.3 else ("–", "–")
    return f"{shown[0]} | {far:.3f} | {np.mean(np.abs(apart)):.2f} | {psnr:.1f} dB | {shown[1]}"


def _openings(pictures: Pictures) -> NDArray[np.float64]:
    return np.array([opening(picture) for picture in pictures])


def _correlation(wanted: Sequence[NDArray[np.float64]], made: Sequence[NDArray[np.float64]], shift: int) -> float:
    """Of the made mouth, `shift` pictures later than the drawn one."""
    drawn = np.concatenate([one[FURTHEST : len(one) - FURTHEST] for one in wanted])
    late = np.concatenate([one[FURTHEST + shift : len(one) - FURTHEST + shift] for one in made])
    if drawn.std() < 1e-6 or late.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(drawn, late)[0, 1])


def _apart(one: Film, pictures: Pictures) -> NDArray[np.float32]:
    """Differences of the mouth's pixels, 0…255."""
    found = []
    for index in range(len(pictures)):
        wanted, made = (one.faces(which, index).astype(np.float32) for which in (one.drawn, pictures))
        rows, columns = (
            slice(int(part.start * size), int(part.stop * size))
            for part, size in zip(MOUTH, wanted.shape[:2], strict=True)
        )
        found.append((wanted - made)[rows, columns].ravel())
    return np.concatenate(found)


def _save(path: Path, films: Sequence[Film]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [sheet(one, [round(at) for at in np.linspace(FPS * 0.8, len(one.made) - FPS * 0.6, 9)]) for one in films[:5]]
    cv2.imwrite(str(path), np.concatenate(rows)[..., ::-1])


if __name__ == "__main__":
    main()
