"""From the sound of a whole utterance to moving landmarks. Imports PyTorch: import it late."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import soxr
import torch
from numpy.typing import NDArray
from torch import Tensor

from avatar.makeittalk import texts
from avatar.makeittalk.autovc import AutoVC
from avatar.makeittalk.checkpoints import filled
from avatar.makeittalk.content import FACE, WINDOW, Content
from avatar.makeittalk.face import Face
from avatar.makeittalk.features import FRAME_RATE, heard, print_slices
from avatar.makeittalk.joining import SHORTEST, joined, resampled, whole
from avatar.makeittalk.pitch import HOP
from avatar.makeittalk.speaker import LONGEST, Speaker
from avatar.makeittalk.spectrum import RATE
from avatar.makeittalk.voice_print import VoicePrint
from speech.types import Speech

FPS: Final = 25.0
"""landmarks a second that come out"""
AUTOVC, CONTENT, SPEAKER, VOICE_PRINT = (
    "ckpt_autovc.pth",
    "ckpt_content_branch.pth",
    "ckpt_speaker_branch.pth",
    "pretrained.pt",
)
_PIECE: Final = 4096
"""frames AutoVC takes at once"""
_MULTIPLE: Final = 32
_OF_VOICE: Final = 3.0
"""the speaker branch was taught with prints of that length"""
_AFTER: Final = WINDOW * HOP
"""samples of silence behind the sound, so that its last frames have a window too"""

Floats = NDArray[np.float64]


class Talker:
    """Networks on one device, never changed after loading, so that threads may share them."""

    def __init__(self, folder: Path, device: str) -> None:
        """FileNotFoundError and ValueError name the file of the folder that is missing or wrong."""
        self._texts = texts.read(folder)
        self._device = torch.device(device)
        self._autovc = filled(AutoVC, folder / AUTOVC, "model").to(self._device)
        self._content = filled(Content, folder / CONTENT, "model_g_face_id").to(self._device)
        self._speaker = filled(Speaker, folder / SPEAKER, "G").to(self._device)
        self._print = filled(VoicePrint, folder / VOICE_PRINT, "model_state").to(self._device)
        self.standard = self._texts.standard

    def movement(self, speech: Speech, face: Face) -> NDArray[np.float32]:
        """How far each landmark is from its place at rest, in pixels, 25 times a second; shape (T, 68, 2)."""
        sound = soxr.resample(speech.samples, speech.rate, RATE).astype(np.float64)
        if not len(sound):
            return np.zeros((1, 68, 2), np.float32)
        with torch.inference_mode():
            shapes = self._shapes(np.pad(sound, (0, _AFTER)), face.shape)
        return face.movement(resampled(shapes, FRAME_RATE, FPS)).astype(np.float32)

    def _shapes(self, sound: Floats, face: Floats) -> Floats:
        voice = self._print(self._tensor(print_slices(sound)))[None]
        windows = self._tensor(self._windows(sound, voice))
        shape = self._tensor(face.reshape(1, FACE).astype(np.float32))
        pieces = []
        for piece in _pieces(len(windows)):
            content = _numbers(self._content, windows[piece], shape)
            speaker = _numbers(self._speaker, windows[piece], voice * _OF_VOICE)
            pieces.append(joined(content, speaker, face))
        return whole(pieces)

    def _windows(self, sound: Floats, voice: Tensor) -> NDArray[np.float32]:
        """(T − 17, 18, 80): the sound as the one voice would have made it, normalised."""
        mel, pitch = heard(sound)
        target = self._tensor(self._texts.target)[None]
        spoken = []
        for start in range(0, len(mel), _PIECE):
            piece = np.s_[start : start + _PIECE]
            frames = len(mel[piece])
            beyond = ((0, -frames % _MULTIPLE), (0, 0))
            given = (self._tensor(np.pad(part[piece], beyond))[None] for part in (mel, pitch))
            mel_in, pitch_in = given
            spoken.append(self._autovc(mel_in, voice, pitch_in, target)[0, :frames].cpu().numpy())
        normal = (np.concatenate(spoken) - self._texts.mean) / self._texts.deviation
        return np.lib.stride_tricks.sliding_window_view(normal, WINDOW, axis=0).transpose(0, 2, 1).copy()

    def _tensor(self, numbers: NDArray[np.float32]) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(numbers)).to(self._device)


def _pieces(frames: int) -> list[slice]:
    """Pieces of at most 512 frames; a rest too short for a piece of its own takes frames of the one before."""
    starts = list(range(0, frames, LONGEST))
    bounds = [*starts, frames]
    if len(starts) > 1 and frames - starts[-1] < SHORTEST:
        bounds[-2] = frames - SHORTEST
    return [slice(start, end) for start, end in pairwise(bounds)]


def _numbers(network: Callable[[Tensor, Tensor], Tensor], windows: Tensor, given: Tensor) -> Floats:
    return np.asarray(network(windows, given).cpu().numpy(), np.float64)
