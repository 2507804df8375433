"""Whisper on CTranslate2 (faster-whisper, MIT; weights MIT). Weights come from this machine only, never from a hub."""

import importlib.util
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from speech import hub
from speech.audio import RATE
from speech.segments import MARKS_BEFORE, MARKS_BEHIND, MOST_TOKENS, POSITION, listen, most_tokens, per_frame
from speech.types import AudioChunk, Samples, Transcript, Word

if TYPE_CHECKING:
    from ctranslate2 import StorageView  # type: ignore[import-untyped]
    from faster_whisper import WhisperModel

NAMES: Final = {
    **{size: f"Systran/faster-whisper-{size}" for size in ("tiny", "base", "small", "medium", "large-v2", "large-v3")},
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
}
"""short names and the repositories they stand for"""
FILES: Final = ("model.bin", "config.json", "tokenizer.json")
"""what a folder must hold; without tokenizer.json the package would fetch one"""
TOGETHER: Final = 16
"""wordings scored at once"""
LONGEST_PROMPT: Final = 223
"""tokens"""


class FasterWhisper:
    incremental = True

    def __init__(self, model: "WhisperModel", beam: int, words: bool) -> None:
        from faster_whisper.tokenizer import Tokenizer

        self._model = model
        self._tokenizer = Tokenizer(model.hf_tokenizer, True, task="transcribe", language="ko")
        self._beam = beam
        self._words = words

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        """Korean text of one utterance. `prompt`: words that are likely (names of offices, services). `likelihood`: the
        log-probability of wordings, a mean over 40 ms; the prompt does not count in it."""
        return listen(audio, partial(self._hear, prompt))

    def _hear(self, prompt: str, samples: Samples, window: float) -> Transcript:
        encoded = self._encode(samples, window)
        start, most = self._start(prompt), most_tokens(samples)
        found = self._model.model.generate(
            encoded,
            [start],
            beam_size=self._beam,
            max_length=max(len(start) + most, 2 * most),  # half of it, and what the start leaves, are for the text
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokens = found.sequences_ids[0]
        mean = found.scores[0] * len(tokens) / (len(tokens) + 1)
        words = self._place(encoded, tokens, len(samples) / RATE) if self._words and tokens else ()
        likelihood = partial(self._likelihood, encoded, samples)
        text = self._tokenizer.decode(tokens).strip()
        return Transcript(text, math.exp(min(0.0, mean)), words, likelihood, mean, found.no_speech_prob)

    def _encode(self, samples: Samples, window: float) -> "StorageView":
        """(1, positions, width): sound at the start of `window` seconds of silence, and no position more."""
        from ctranslate2 import StorageView

        size = round(window * RATE / POSITION) * POSITION
        padded = np.pad(samples, (0, max(0, size - len(samples))))
        features = self._model.feature_extractor(padded, padding=0)[None, :, : size * 2 // POSITION]
        return self._model.model.encode(StorageView.from_array(np.ascontiguousarray(features)), to_cpu=True)

    def _start(self, prompt: str) -> list[int]:
        tokenizer = self._tokenizer
        before = [tokenizer.sot_prev, *tokenizer.encode(f" {prompt.strip()}")[-LONGEST_PROMPT:]] if prompt else []
        return [*before, *tokenizer.sot_sequence, tokenizer.no_timestamps]

    def _place(self, encoded: "StorageView", tokens: list[int], seconds: float) -> tuple[Word, ...]:
        from faster_whisper.transcribe import merge_punctuations

        frames = max(2, round(seconds * RATE * 2 / POSITION))
        (heard,) = self._model.find_alignment(self._tokenizer, [tokens], encoded, frames)
        merge_punctuations(heard, MARKS_BEFORE, MARKS_BEHIND)
        return tuple(
            Word(word["word"].strip(), float(word["start"]), float(word["end"]))
            for word in heard
            if word["word"].strip()
        )

    def _likelihood(self, encoded: "StorageView", samples: Samples, texts: Sequence[str]) -> list[float]:
        tokenizer = self._tokenizer
        written = [[*tokenizer.encode(f" {text.strip()}")[:MOST_TOKENS], tokenizer.eot] for text in texts]
        scores: list[float] = []
        for first in range(0, len(texts), TOGETHER):
            scores += self._scores(encoded, written[first : first + TOGETHER])
        return per_frame(scores, samples)

    def _scores(self, encoded: "StorageView", written: Sequence[list[int]]) -> list[float]:
        """Log-probability of each row of tokens. CTranslate2 has no call for it, but gives the logits of every token
        that it is made to write."""
        from ctranslate2 import StorageView

        copies = np.repeat(np.array(encoded), len(written), axis=0)
        found = self._model.model.generate(
            StorageView.from_array(copies),
            [[*self._start(""), *tokens[:-1]] for tokens in written],
            beam_size=1,
            max_length=2 * max(map(len, written)) + 8,
            suppress_blank=False,
            suppress_tokens=[],
            return_logits_vocab=True,
        )
        return [_score(one.logits[0], tokens) for one, tokens in zip(found, written, strict=True)]


def _score(logits: Sequence[Any], tokens: Sequence[int]) -> float:
    """`logits`: a vector over the vocabulary for each token."""
    rows = np.array([np.array(row).ravel() for row in logits[: len(tokens)]], np.float64)
    rows -= rows.max(axis=1, keepdims=True)
    likely = rows[np.arange(len(tokens)), tokens] - np.log(np.exp(rows).sum(axis=1))
    return float(likely.sum())


def load(
    model: str = "small",
    device: str = "cpu",
    compute_type: str = "int8",
    threads: int = 1,
    beam: int = 1,
    words: bool = True,
) -> FasterWhisper:
    """`model`: a folder, a short name (tiny … turbo) or a repository in the hub's cache on this machine; `device`: cpu
    or cuda; `compute_type`: int8, int8_float16, float16, float32; `words`: word times, at the price of
    another pass of the decoder; partial results need them.

    Raises ModuleNotFoundError without the package, FileNotFoundError without the weights, ValueError for weights that
    are English only or not Whisper, or a device or type that this machine does not have.
    """
    if importlib.util.find_spec("faster_whisper") is None:
        raise ModuleNotFoundError("faster-whisper is not installed: pip install 'malbeot[faster-whisper]'")
    _refuse_english(model)
    folder = _find(model)
    from faster_whisper import WhisperModel

    try:
        network = WhisperModel(
            str(folder), device=device, compute_type=compute_type, cpu_threads=threads, local_files_only=True
        )
    except Exception as error:  # CTranslate2 raises RuntimeError, the tokenizer a bare Exception
        raise ValueError(f"{folder} does not load as a Whisper model for CTranslate2: {error}") from error
    if not network.model.is_multilingual:
        raise ValueError(f"{folder} knows English only; take a multilingual model: {', '.join(NAMES)}")
    recognizer = FasterWhisper(network, beam, words)
    recognizer.transcribe(AudioChunk(np.zeros(RATE, np.float32), RATE))
    return recognizer


def _refuse_english(model: str) -> None:
    name = Path(model).name
    if name.endswith(".en") or "distil" in name:
        raise ValueError(f"{model} knows English only; take a multilingual model: {', '.join(NAMES)}")


def _find(model: str) -> Path:
    if model in NAMES or ("/" in model and not Path(model).expanduser().exists()):
        folder = hub.snapshot(NAMES.get(model, model))
    else:
        folder = Path(model).expanduser()
    if folder is None or not folder.is_dir():
        raise FileNotFoundError(
            f"no weights of {model!r} on this machine; name a folder as `model`, or bring one of "
            f"{', '.join(NAMES)} with `malbeot models fetch`"
        )
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(f"{folder} lacks {', '.join(missing)}; copy the whole repository of the model")
    return folder
