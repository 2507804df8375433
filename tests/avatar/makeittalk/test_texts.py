from pathlib import Path

import numpy as np
import pytest

from avatar.makeittalk import texts


def write(folder: Path) -> None:
    np.savetxt(folder / texts.TARGET, np.arange(256.0))
    np.savetxt(folder / texts.MEAN_STD, np.arange(1.0, 161.0))
    np.savetxt(folder / texts.STANDARD, np.arange(204.0).reshape(68, 3))


def test_every_missing_file_is_named_with_the_place_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / texts.TARGET).write_text("1 2")
    with pytest.raises(FileNotFoundError) as raised:
        texts.read(tmp_path)
    message = str(raised.value)
    assert texts.MEAN_STD in message
    assert texts.STANDARD in message
    assert "src/dataset/utils" in message
    assert texts.TARGET not in message
    assert "non-commercial" in message


def test_means_come_before_deviations(tmp_path: Path) -> None:
    write(tmp_path)
    read = texts.read(tmp_path)
    assert (read.mean[0], read.deviation[0]) == (1, 81)
    assert read.standard[1].tolist() == [3, 4, 5]
    assert read.target.shape == (256,)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        (texts.TARGET, "1 2 3", "256 numbers, it holds 3"),
        (texts.TARGET, "not numbers", "other things"),
        (texts.STANDARD, "nan " * 204, "204 numbers"),
        (texts.MEAN_STD, "0 " * 160, "deviations"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    write(tmp_path)
    (tmp_path / name).write_text(content)
    with pytest.raises(ValueError, match=complaint):
        texts.read(tmp_path)
