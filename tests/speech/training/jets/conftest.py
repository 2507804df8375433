"""A person who reads six sentences: WAV files and what was read."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from speech.voices import espeak

READ = (
    "기초연금은 매월 들어와요",
    "주민센터로 오시면 됩니다",
    "신분증을 가지고 오세요",
    "전화로도 물어볼 수 있어요",
    "내일 다시 연락드릴게요",
    "병원에 함께 가 드려요",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Faultless."""
    voice = espeak.load()
    random = np.random.default_rng(3)
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    for index, text in enumerate(READ):
        (piece,) = voice.speak(text)
        hum = random.standard_normal(len(piece.samples)).astype(np.float32) * 1e-3
        soundfile.write(recordings / f"{index}.wav", piece.samples + hum, piece.rate)
    rows = [f"{index}.wav\t{text}" for index, text in enumerate(READ)]
    (recordings / "transcripts.tsv").write_text("\n".join(["file\ttext", *rows]), "utf-8")
    return recordings
