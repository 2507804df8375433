"""The command of the product; in a process of its own wherever another exit status is the point."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from tests.server.command import Outcome, malbeot, malbeot_alone


def records(outcome: Outcome) -> list[dict[str, object]]:
    assert outcome.returncode == 0, outcome.stderr
    return [json.loads(line) for line in outcome.stdout.splitlines()]


@pytest.fixture
def kb(tmp_path: Path) -> list[str]:
    return ["--kb", str(tmp_path / "kb.sqlite")]


ROW = {"id": "a", "topic": "교통", "questions": ["버스 카드 어디서 사요"], "answer": "편의점에서 삽니다."}


def jsonl(path: Path, *rows: object) -> str:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


def test_ask_answers_from_the_shipped_knowledge_and_admits_ignorance(kb: list[str]) -> None:
    asked = "기초연금 어떻게 신청하나요\n오늘 점심 뭐 먹을까\n너무 힘들어서 죽고 싶어요\n"
    known, unknown, crisis = records(malbeot_alone("ask", "--json", *kb, stdin=asked))
    assert (known["kind"], known["answer_id"]) == ("answer", "basic-pension-apply") and known["source"]
    assert unknown["kind"] == "reject"
    assert crisis["kind"] == "crisis"
    keys = {"question", "kind", "answer_id", "topic", "score", "answer", "source", "choices"}
    assert set(known) == set(unknown) == set(crisis) == keys


def test_screen_masks_and_judges() -> None:
    clean, abuse = records(malbeot("screen", "--json", "제 번호는 010-1234-5678이에요", "야 이 씨발놈아"))
    assert clean["kind"] == "clean" and "1234" not in str(clean["masked"])
    assert abuse["kind"] == "abuse"


def test_read_and_say(tmp_path: Path) -> None:
    (read,) = records(malbeot("read", "--json", "3시 30분"))
    assert read == {"text": "3시 30분", "spoken": "세 시 삼십 분"}
    (said,) = records(malbeot("say", "--json", "세 시입니다.", "-o", str(tmp_path / "a.wav")))
    samples, rate = soundfile.read(tmp_path / "a.wav")
    assert said["seconds"] == pytest.approx(len(samples) / rate, abs=0.01)
    assert np.abs(samples).max() > 0.05


def test_render_makes_a_film_of_a_recording(tmp_path: Path) -> None:
    malbeot("say", "안녕하세요.", "-o", str(tmp_path / "a.wav"))
    (film,) = records(malbeot("render", "--json", str(tmp_path / "a.wav"), "-o", str(tmp_path / "a.webm")))
    assert film["engine"] == "counsellor" and int(str(film["frames"])) > 25
    assert (tmp_path / "a.webm").stat().st_size > 10_000


def test_knowledge_comes_in_and_out_unchanged(tmp_path: Path, kb: list[str]) -> None:
    source = jsonl(tmp_path / "in.jsonl", ROW)
    assert records(malbeot("kb", "import", "--json", source, *kb))[0]["imported"] == 1
    assert records(malbeot("kb", "import", "--json", source, *kb))[0]["unchanged"] == 1
    exported = malbeot("kb", "export", *kb).stdout
    assert json.loads(exported)["questions"] == ROW["questions"]


def test_a_broken_row_is_named_and_the_old_base_kept(tmp_path: Path, kb: list[str]) -> None:
    malbeot("kb", "import", jsonl(tmp_path / "good.jsonl", ROW), *kb)
    bad = jsonl(tmp_path / "bad.jsonl", ROW | {"id": "b"}, "{broken", {"id": "c"})
    outcome = malbeot_alone("kb", "import", bad, *kb)
    assert outcome.returncode == 2
    assert "row 2" in outcome.stderr and "row 3" in outcome.stderr
    assert malbeot("kb", "export", *kb).stdout.count("\n") == 1


def test_check_finds_what_an_editor_must_look_at(tmp_path: Path, kb: list[str]) -> None:
    malbeot("kb", "import", jsonl(tmp_path / "a.jsonl", ROW), *kb)
    outcome = malbeot("kb", "check", "--json", *kb)
    assert outcome.returncode == 1
    assert "no-source" in {json.loads(line)["code"] for line in outcome.stdout.splitlines()}


@pytest.mark.parametrize(("name", "content"), [("empty.wav", b""), ("text.wav", b"hello"), ("missing.wav", None)])
def test_wrong_recordings_are_refused_with_a_reason(tmp_path: Path, name: str, content: bytes | None) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    for command in (["call", "--url", "http://127.0.0.1:9"], ["transcribe", "--profile", "scripted"]):
        outcome = malbeot(*command, str(file))
        assert outcome.returncode == 2, outcome.stderr
        assert str(file) in outcome.stderr and "Traceback" not in outcome.stderr


def test_a_recording_of_ten_minutes_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.wav", np.zeros(600 * 8000, np.float32), 8000)
    for command in (["call", "--url", "http://127.0.0.1:9"], ["transcribe", "--profile", "scripted"]):
        outcome = malbeot(*command, str(tmp_path / "long.wav"))
        assert outcome.returncode == 2 and "600 s" in outcome.stderr


def test_stereo_is_heard_and_8_khz_is_taken(tmp_path: Path) -> None:
    malbeot("say", "치매 검사를 받고 싶어요", "-o", str(tmp_path / "a.wav"))
    samples, rate = soundfile.read(tmp_path / "a.wav")
    soundfile.write(tmp_path / "stereo.wav", np.stack([samples, samples], axis=1), rate)
    soundfile.write(tmp_path / "low.wav", soxr.resample(samples, rate, 8000), 8000)
    files = [str(tmp_path / "stereo.wav"), str(tmp_path / "low.wav")]
    stereo, low = records(malbeot("transcribe", "--json", "--profile", "scripted", *files))
    assert stereo["text"] == "치매 검사를 받고 싶어요"
    assert low["seconds"] == pytest.approx(float(str(stereo["seconds"])), abs=0.01)


def test_a_recogniser_expects_what_the_knowledge_base_is_asked(tmp_path: Path, kb: list[str]) -> None:
    question = "까치내 캠핑장 예약은 어디서 해요"
    malbeot("say", question, "-o", str(tmp_path / "a.wav"))
    malbeot("kb", "import", jsonl(tmp_path / "rows.jsonl", ROW | {"questions": [question]}), *kb)
    hear = ["transcribe", "--json", "--profile", "embedded", str(tmp_path / "a.wav")]
    (known,), (unknown,) = records(malbeot(*hear, *kb)), records(malbeot(*hear))
    assert known["text"] == question != unknown["text"]


def test_a_server_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    malbeot("say", "안녕하세요.", "-o", str(tmp_path / "a.wav"))
    outcome = malbeot_alone("call", "--url", "http://127.0.0.1:9", str(tmp_path / "a.wav"))
    assert outcome.returncode == 1 and "does not answer" in outcome.stderr
