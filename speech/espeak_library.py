"""libespeak-ng (GPL-3) of the Python package espeakng-loader, called through ctypes: text in, samples and phonemes out.

The library keeps one global synthesiser, so there is one lock around it and every call sets all it depends on.
Its pitch flutters a little at random: the same text sounds the same, but not sample for sample.
Structures and numbers are those of espeak-ng's speak_lib.h, version 1.52.
"""

import ctypes
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from speech.alignment import TimedPhoneme
from speech.types import Samples

_SYNCHRONOUS: Final = 2
_PHONEME_EVENTS, _DONT_EXIT = 1 << 0, 1 << 15
_CHARACTERS, _UTF8 = 1, 1
_RATE, _VOLUME, _PITCH, _RANGE, _WORD_GAP = 1, 2, 3, 4, 7
_LIST_END, _PHONEME = 0, 7
_VOLUME_UNCLIPPED: Final = 60
"""percent; at 100 loud vowels clip"""


@dataclass(frozen=True, slots=True)
class Setting:
    voice: str
    """language+variant, "ko+f2" """
    words_per_minute: int
    pitch: int
    """0…100"""
    pitch_range: int
    """0…100"""
    word_gap: int
    """pause between words in 10 ms (at the default rate)"""


@dataclass(frozen=True, slots=True)
class Synthesis:
    samples: Samples
    rate: int
    """Hz"""
    phonemes: tuple[TimedPhoneme, ...]


class _Identity(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identity),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """The one synthesiser of this process; safe to call from several threads, one is served at a time."""

    def __init__(self, library: ctypes.CDLL, data: Path, rate: int) -> None:
        self._library = library
        self._data = data
        self._rate = rate
        self._lock = threading.Lock()
        self._sound: list[NDArray[np.int16]] = []
        self._phonemes: list[TimedPhoneme] = []
        self._callback = _Callback(self._receive)  # kept here: the library holds only its address
        library.espeak_SetSynthCallback(self._callback)

    def variants(self) -> list[str]:
        """Names that may follow "ko+"."""
        return sorted(path.name for path in (self._data / "voices" / "!v").iterdir())

    def synthesise(self, text: str, setting: Setting) -> Synthesis:
        """An unknown variant is passed over by the library. Raises RuntimeError when it fails."""
        data = text.encode()
        with self._lock:
            self._set(setting)
            self._sound, self._phonemes = [], []
            failed = self._library.espeak_Synth(data, len(data) + 1, 0, _CHARACTERS, 0, _UTF8, None, None)
            sound, phonemes = self._sound, tuple(self._phonemes)
        if failed:
            raise RuntimeError(f"espeak-ng failed with code {failed}")
        samples = np.concatenate(sound) if sound else np.zeros(0, np.int16)
        return Synthesis(samples.astype(np.float32) / np.float32(32768), self._rate, phonemes)

    def _set(self, setting: Setting) -> None:
        if self._library.espeak_SetVoiceByName(setting.voice.encode()):
            raise RuntimeError(f"espeak-ng cannot take the voice {setting.voice}")
        for parameter, value in (
            (_RATE, setting.words_per_minute),
            (_VOLUME, _VOLUME_UNCLIPPED),
            (_PITCH, setting.pitch),
            (_RANGE, setting.pitch_range),
            (_WORD_GAP, setting.word_gap),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)

    def _receive(self, wave: Any, count: int, events: Any) -> int:
        if count > 0:
            self._sound.append(np.ctypeslib.as_array(wave, (count,)).copy())
        index = 0
        while events[index].type != _LIST_END:
            if events[index].type == _PHONEME:
                self._phonemes.append(self._phoneme(events[index]))
            index += 1
        return 0

    def _phoneme(self, event: _Event) -> TimedPhoneme:
        name = event.id.string.decode(errors="replace").lstrip("',")
        return TimedPhoneme(name, event.sample / self._rate)


@cache
def espeak() -> Espeak:
    """The library, loaded at the first call. Raises ModuleNotFoundError without the package, FileNotFoundError when its
    library or data will not load."""
    import espeakng_loader

    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path()
    except (OSError, RuntimeError) as error:
        raise FileNotFoundError(f"espeakng-loader is installed but broken ({error}); install it again") from error
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _PHONEME_EVENTS | _DONT_EXIT)
    if rate <= 0:
        raise FileNotFoundError(f"espeak-ng cannot read its data in {data}; install espeakng-loader again")
    return Espeak(library, Path(data), rate)
