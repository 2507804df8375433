"""The steps of OpenAI's Whisper over a window of any length (Radford et al., 2022). Imports PyTorch: import it late."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from whisper.audio import HOP_LENGTH, log_mel_spectrogram
from whisper.decoding import DecodingOptions, DecodingResult, DecodingTask
from whisper.model import Whisper
from whisper.timing import find_alignment, merge_punctuations
from whisper.tokenizer import Tokenizer, get_tokenizer

from speech.audio import RATE
from speech.segments import MARKS_BEFORE, MARKS_BEHIND, MOST_TOKENS, POSITION
from speech.types import Samples, Word

TOGETHER = 16
"""wordings scored at once"""


def tokenizer_of(network: Whisper) -> Tokenizer:
    return get_tokenizer(True, num_languages=network.num_languages, language="ko", task="transcribe")


@torch.no_grad()
def encode(network: Whisper, samples: Samples, window: float, *, half: bool) -> torch.Tensor:
    """(1, positions, width): sound at 16 kHz at the start of `window` seconds of silence, and no position more."""
    size = round(window * RATE / POSITION) * POSITION
    mel = log_mel_spectrogram(np.pad(samples, (0, max(0, size - len(samples)))), network.dims.n_mels)
    mel = mel[None, :, : size // HOP_LENGTH].to(network.device)
    encoder = network.encoder
    x = F.gelu(encoder.conv1(mel.half() if half else mel))
    x = F.gelu(encoder.conv2(x)).permute(0, 2, 1)
    x = (x + encoder.positional_embedding[: x.shape[1]]).to(x.dtype)
    for block in encoder.blocks:
        x = block(x)
    result: torch.Tensor = encoder.ln_post(x)
    return result


class _Decoding(DecodingTask):  # type: ignore[misc]
    def _get_audio_features(self, mel: torch.Tensor) -> torch.Tensor:
        """Upstream would encode again what is shorter than 30 s."""
        return mel


def decode(network: Whisper, encoded: torch.Tensor, prompt: str, most_tokens: int, beam: int) -> DecodingResult:
    options = DecodingOptions(
        language="ko",
        prompt=prompt or None,
        without_timestamps=True,
        sample_len=most_tokens,
        beam_size=beam if beam > 1 else None,
        fp16=encoded.dtype == torch.float16,
    )
    return _Decoding(network, options).run(encoded)[0]


@torch.no_grad()
def score(network: Whisper, encoded: torch.Tensor, texts: Sequence[str]) -> list[float]:
    """Log-probability of each text with its end, as the only thing that is said."""
    tokenizer = tokenizer_of(network)
    start = list(tokenizer.sot_sequence_including_notimestamps)
    scores: list[float] = []
    for first in range(0, len(texts), TOGETHER):
        batch = [tokenizer.encode(f" {text.strip()}")[:MOST_TOKENS] for text in texts[first : first + TOGETHER]]
        written = [[*tokens, tokenizer.eot] for tokens in batch]
        longest = max(map(len, written))
        padded = [[*start, *tokens, *[tokenizer.eot] * (longest - len(tokens))] for tokens in written]
        given = torch.tensor(padded, device=encoded.device)
        logits = network.decoder(given[:, :-1], encoded.expand(len(written), -1, -1))[:, len(start) - 1 :]
        likely = F.log_softmax(logits, dim=-1).gather(2, given[:, len(start) :, None])[..., 0]
        scores += [float(row[: len(tokens)].sum()) for row, tokens in zip(likely, written, strict=True)]
    return scores


class _Encoded:
    """A network that has heard already; upstream's alignment would encode 30 s."""

    def __init__(self, network: Whisper, encoded: torch.Tensor) -> None:
        self._network, self._encoded = network, encoded

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)

    def __call__(self, mel: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self._network.decoder(tokens, self._encoded)
        return logits


def place(network: Whisper, encoded: torch.Tensor, tokens: Sequence[int], seconds: float) -> tuple[Word, ...]:
    """The words of the decoded tokens with their times, by cross-attention and dynamic time warping."""
    frames = round(seconds * RATE / HOP_LENGTH)
    heard = find_alignment(
        _Encoded(network, encoded), tokenizer_of(network), list(tokens), torch.empty(0), max(2, frames)
    )
    merge_punctuations(heard, MARKS_BEFORE, MARKS_BEHIND)
    return tuple(Word(word.word.strip(), float(word.start), float(word.end)) for word in heard if word.word.strip())
