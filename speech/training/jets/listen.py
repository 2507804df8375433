"""One page to listen to a voice: recordings that it has not learnt from beside its own reading, and new sentences."""

import base64
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from speech.audio import read_wav
from speech.loudness import levelled
from speech.training.jets.teach import HELD_OUT
from speech.types import AudioChunk, Voice

SENTENCES: Final = (
    "안녕하세요, 무엇을 도와 드릴까요?",
    "기초연금은 매월 25일에 통장으로 들어와요.",
    "신분증과 통장 사본을 가지고 주민센터로 가시면 됩니다.",
    "더 궁금하신 것은 120번으로 전화하셔서 물어보세요.",
)
"""read beside those held out"""
PACES: Final = (1.0, 0.8)
MOST: Final = 10
"""recordings that are set beside the voice"""
_RATE: Final = 24_000
"""Hz"""
_PAGE: Final = """<!doctype html>
<html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.6 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }}
li {{ margin-bottom: 1.5rem; }} figure {{ margin: .3rem 0; display: flex; gap: 1rem; align-items: center; }}
figcaption {{ min-width: 9rem; }}
</style>
<h1>{title}</h1>
<p>{note}</p>
<ol>
{items}
</ol>
</html>
"""


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    sounds: tuple[tuple[str, AudioChunk], ...]
    """each with what it is"""


def page(run: Path, voice: Voice, sentences: Sequence[str] = SENTENCES) -> str:
    """Self-contained HTML. Held-out recordings that have gone are left out."""
    items = [_held_out(Path(one["file"]), one["text"], voice) for one in _known(run)]
    items += [_Item(text, tuple((f"빠르기 {pace}", _said(voice, text, pace)) for pace in PACES)) for text in sentences]
    note = "녹음은 학습에 쓰지 않은 것입니다. 헤드폰으로 듣고 끊김, 잡음, 틀린 발음을 적어 주세요."
    return _PAGE.format(
        title=f"목소리 들어 보기: {html.escape(run.name)}", note=note, items="\n".join(map(_shown, items))
    )


def _known(run: Path) -> list[dict[str, str]]:
    path = run / HELD_OUT
    rows: list[dict[str, str]] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return [row for row in rows if Path(row["file"]).is_file()][:MOST]


def _held_out(path: Path, text: str, voice: Voice) -> _Item:
    recorded = read_wav(path, _RATE)
    level = AudioChunk(levelled(recorded.samples, _RATE), _RATE)
    return _Item(text, (("녹음", level), ("새 목소리", _said(voice, text, 1.0))))


def _said(voice: Voice, text: str, pace: float) -> AudioChunk:
    pieces = list(voice.speak(text, pace))
    return AudioChunk(np.concatenate([piece.samples for piece in pieces]), pieces[0].rate)


def _shown(item: _Item) -> str:
    players = "".join(
        f'<figure><figcaption>{html.escape(what)}</figcaption><audio controls preload="none" '
        f'src="data:audio/wav;base64,{_wav(chunk)}"></audio></figure>'
        for what, chunk in item.sounds
    )
    return f"<li>{html.escape(item.text)}{players}</li>"


def _wav(chunk: AudioChunk) -> str:
    file = io.BytesIO()
    soundfile.write(file, chunk.samples, chunk.rate, format="WAV", subtype="PCM_16")
    return base64.b64encode(file.getvalue()).decode("ascii")
