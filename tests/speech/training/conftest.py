"""A small corpus: five short recordings by two readers, and the table that says what is said in them."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from speech.audio import RATE
from speech.training import voices


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    random = np.random.default_rng(0)
    lines = ["file\tspeaker\ttext\ttext_as_spoken"]
    for index, said in enumerate(("네 맞아요", "삼십 분 걸려요", "어디로 가요", "고맙습니다", "삼십 분 걸려요")):
        soundfile.write(folder / f"{index}.wav", voices.say(said, ("m1",), random), RATE)
        lines.append(f"{index}.wav\t{'minsu' if index < 3 else 'yeonghi'}\t{said.replace('삼십', '30')}\t{said}")
    (folder / "table.tsv").write_text("\n".join(lines), "utf-8")
    return folder / "table.tsv"
