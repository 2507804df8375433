import json
from pathlib import Path
from typing import Any

import pytest

from harness.questions import read_questions
from harness.recording import read_recording


def written(folder: Path, *rows: Any) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return file


def test_a_text_is_said_and_keeps_its_right_answer(tmp_path: Path) -> None:
    (question,) = read_questions(written(tmp_path, {"text": "등본 어디서 떼요?", "answer_id": "copy"}), tmp_path)
    assert read_recording(question.wav).seconds > 0.5
    assert (question.text, question.answer_id, question.has_answer) == ("등본 어디서 떼요?", "copy", True)


def test_a_recording_is_looked_for_beside_the_file(tmp_path: Path) -> None:
    rows = [{"wav": "a.wav", "answer_id": None}, {"text": "안녕하세요"}, {"wav": "b.wav"}]
    first, said, last = read_questions(written(tmp_path, *rows), tmp_path)
    assert first.wav == tmp_path / "a.wav" and last.wav == tmp_path / "b.wav"
    assert first.has_answer and first.answer_id is None
    assert not last.has_answer
    assert said.wav.is_file()


@pytest.mark.parametrize("row", [{}, {"answer_id": "a"}, {"text": 3}, {"wav": "a.wav", "anser_id": "a"}, ["wav"]])
def test_a_wrong_line_is_named(row: Any, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"questions\.jsonl:2"):
        read_questions(written(tmp_path, {"wav": "a.wav"}, row), tmp_path)


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no question"):
        read_questions(written(tmp_path), tmp_path)
