import json
from pathlib import Path

import pytest

from avatar.training import texts


def test_what_an_entry_says_is_cut_into_sentences_and_said_once(tmp_path: Path) -> None:
    row = {
        "spoken": "구청에 가세요. 신분증을 가져가세요.",
        "questions": ["어디로 가요?", "구청에 가세요."],
        "phone": "120",
    }
    (tmp_path / "known.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert texts.read([tmp_path / "known.jsonl"]) == ["구청에 가세요.", "신분증을 가져가세요.", "어디로 가요?"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        texts.read([tmp_path / "nothing.jsonl"])


def test_about_a_twelfth_is_kept_whatever_its_spacing() -> None:
    sentences = [f"{number} 번 창구로 가세요." for number in range(600)]
    kept = [text for text in sentences if texts.kept_for_measuring(text)]
    assert 25 < len(kept) < 80
    assert all(texts.kept_for_measuring(text.replace(" ", "")) for text in kept)
