"""`malbeot kb prepare`, run as an operator would."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import av
import httpx
import pytest

from avatar import clips
from server.shelf import LOOPS
from tests.server.process import serving

ROW = {
    "id": "card",
    "topic": "교통",
    "questions": ["버스 카드 어디서 사요"],
    "answer": "편의점에서 사세요. 현금도 됩니다.",
}
SETTINGS = ["--set", "avatar.fps=5", "--set", "avatar.bitrates=[100000]", "--no-fixed", "--workers", "1", "--json"]


def malbeot(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("preparing")
    (folder / "rows.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    assert malbeot("kb", "import", str(folder / "rows.jsonl"), "--kb", str(folder / "kb.sqlite")).returncode == 0
    return folder


def prepare(base: Path) -> dict[str, object]:
    where = ["--kb", str(base / "kb.sqlite"), "--set", f"avatar.clips={base / 'clips'}"]
    outcome = malbeot("kb", "prepare", *where, *SETTINGS)
    assert outcome.returncode == 0, outcome.stderr
    return dict(json.loads(outcome.stdout))


def files(base: Path) -> list[Path]:
    return sorted((base / "clips").glob("??/*.webm"))


def test_only_what_is_missing_is_made_and_what_is_stale_goes(base: Path, tmp_path: Path) -> None:
    first = prepare(base)
    texts = {clips.read(file).text for file in files(base)}
    assert (
        first["made"] == len(files(base)) == len(texts - {""}) + len(LOOPS)
        and {"편의점에서 사세요.", "현금도 됩니다."} <= texts
    )
    damaged, stale = files(base)[0], base / "clips" / "00" / f"{'0' * 40}.webm"
    damaged.write_bytes(damaged.read_bytes()[:5000])
    stale.parent.mkdir(exist_ok=True)
    stale.write_bytes(b"old")
    again = prepare(base)
    assert (again["made"], again["removed"]) == (1, 1) and again["present"] == len(files(base)) - 1
    assert not stale.exists() and clips.read(damaged)

    shutil.copy(base / "kb.sqlite", tmp_path / "knowledge.sqlite")
    same = (f"avatar.clips={base / 'clips'}", "avatar.fps=5", "avatar.bitrates=[100000]")
    with serving(tmp_path, *same) as server:
        answer = httpx.get(f"{server.url}/clips/{damaged.stem}.webm")
        assert answer.status_code == 200 and answer.headers["content-type"] == "video/webm"
        assert answer.content == damaged.read_bytes()
        assert httpx.get(f"{server.url}/clips/{'f' * 40}.webm").json()["code"] == "clip-unknown"
        film = httpx.get(f"{server.url}/answers/card/film.webm")
        with av.open(io.BytesIO(film.content), "r") as container:
            times = [float(frame.time or 0) for frame in container.decode(video=0)]
        assert times[-1] > 5, "both sentences, and the note on its age"
        assert httpx.get(f"{server.url}/answers/nothing/film.webm").json()["code"] == "clip-unknown"
        assert httpx.get(f"{server.url}/clips/..%2f..%2fkb.webm").status_code in (404, 422)
