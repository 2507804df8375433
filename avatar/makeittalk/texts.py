"""The small text files of MakeItTalk's repository. They are under its licence, so the user brings them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

TARGET: Final = "obama_emb.txt"
MEAN_STD: Final = "MEAN_STD_AUTOVC_RETRAIN_MEL_AU.txt"
STANDARD: Final = "STD_FACE_LANDMARKS.txt"
_WHERE: Final = {
    TARGET: "src/autovc/retrain_version",
    MEAN_STD: "src/dataset/utils",
    STANDARD: "src/dataset/utils",
}
_BANDS: Final = 80
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    target: NDArray[np.float32]
    """(256,): the voice print of the voice the networks know"""
    mean: NDArray[np.float32]
    """(80,) of that voice's mel bands"""
    deviation: NDArray[np.float32]
    """(80,)"""
    standard: NDArray[np.float64]
    """68 x 3: a standard face, for its depth"""


def read(folder: Path) -> Texts:
    """FileNotFoundError names each file that is missing and where it is to be had; ValueError one that is wrong."""
    missing = [f"{name} (there in {place}/)" for name, place in _WHERE.items() if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(
            f"{folder} lacks {', '.join(missing)}: copy them from MakeItTalk's repository beside the checkpoints; "
            "they are under its non-commercial licence and do not come with this program"
        )
    mean_std = _numbers(folder / MEAN_STD, 2 * _BANDS)
    if (mean_std[_BANDS:] <= 0).any():
        raise ValueError(f"{folder / MEAN_STD} has deviations that are not positive")
    return Texts(
        target=_numbers(folder / TARGET, 256).astype(np.float32),
        mean=mean_std[:_BANDS].astype(np.float32),
        deviation=mean_std[_BANDS:].astype(np.float32),
        standard=_numbers(folder / STANDARD, 204).reshape(68, 3),
    )


def _numbers(path: Path, count: int) -> NDArray[np.float64]:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"{path} is too large for {count} numbers")
    try:
        numbers = np.array(path.read_text("utf-8").split(), np.float64)
    except ValueError as error:
        raise ValueError(f"{path} holds other things than numbers: {error}") from error
    if len(numbers) != count or not np.isfinite(numbers).all():
        raise ValueError(f"{path} must hold {count} numbers, it holds {len(numbers)}")
    return numbers
