from pathlib import Path

import pytest

from speech.training import sentences


def test_one_sentence_a_line_as_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("3번 버스, 어디서 타요?\n\n3번 버스, 어디서 타요?\n?\n네네", "utf-8")
    assert sentences.read(str(tmp_path / "a.txt")) == ["삼 번 버스 어디서 타요", "네네"]


def test_fields_of_tables_and_of_lists(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Q,A\n배고파요,밥 드세요\n", "utf-8")
    (tmp_path / "a.tsv").write_text("q\tlabel\n추워요\t1\n", "utf-8")
    (tmp_path / "a.jsonl").write_text('{"questions": ["등본 떼요", "초본 떼요"], "title": "서류"}\n', "utf-8")
    assert sentences.read(f"{tmp_path}/a.csv:A") == ["밥 드세요"]
    assert sentences.read(f"{tmp_path}/a.tsv:q") == ["추워요"]
    assert sentences.read(f"{tmp_path}/a.jsonl:questions") == ["등본 떼요", "초본 떼요"]


def test_what_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Q,A\nㄱ,ㄴ\n", "utf-8")
    with pytest.raises(ValueError, match="Q, A"):
        sentences.read(f"{tmp_path}/a.csv:question")
    with pytest.raises(FileNotFoundError):
        sentences.read(f"{tmp_path}/b.csv:Q")


def test_about_a_twelfth_is_kept_for_measuring_whatever_its_spacing() -> None:
    texts = [f"{a}{b} 어디서 받아요" for a in "가나다라마바사아자차" for b in "강낭당랑망방상앙장창"]
    kept = [text for text in texts if sentences.kept_for_measuring(text)]
    assert 2 <= len(kept) <= 20
    assert all(sentences.kept_for_measuring(text.replace(" ", "")) for text in kept)
