"""How long MakeItTalk's parts take, with random weights: `python -m avatar.makeittalk.speed [DEVICE]`.

Counts the processor's time of this process on a CPU, the clock's on other devices.
"""

import sys
import time
from collections.abc import Callable
from typing import Final

import numpy as np
import torch

from avatar.makeittalk.autovc import AutoVC
from avatar.makeittalk.content import FACE, WINDOW, Content
from avatar.makeittalk.features import PITCHES, PRINT_BANDS, PRINT_FRAMES, heard, print_slices
from avatar.makeittalk.speaker import Speaker
from avatar.makeittalk.spectrum import RATE
from avatar.makeittalk.unet import SIZE, UNet
from avatar.makeittalk.voice_print import VoicePrint

_SECONDS: Final = 4
_TIMES: Final = 5


def main(device: str) -> None:
    torch.set_num_threads(1)
    clock = time.process_time if device == "cpu" else time.perf_counter
    sound = np.random.default_rng(0).normal(0, 0.1, _SECONDS * RATE)
    frames = _SECONDS * 1000 // 16

    def given(*shape: int) -> torch.Tensor:
        return torch.rand(*shape, device=device)

    autovc, content, speaker = (network().to(device).eval() for network in (AutoVC, Content, Speaker))
    voice, unet = VoicePrint().to(device).eval(), UNet().to(device).eval()
    mel, who, pitch = given(1, frames // 32 * 32, 80), given(1, 256), given(1, frames // 32 * 32, PITCHES)
    windows, face, slices = given(frames, WINDOW, 80), given(1, FACE), given(6, PRINT_FRAMES, PRINT_BANDS)
    picture = given(1, 6, SIZE, SIZE)
    works: dict[str, Callable[[], object]] = {
        f"sound of {_SECONDS} s": lambda: (heard(sound), print_slices(sound)),
        "voice print": lambda: voice(slices),
        "AutoVC": lambda: autovc(mel, who, pitch, who),
        "content branch": lambda: content(windows, face),
        "speaker branch": lambda: speaker(windows, who),
        "U-Net, one frame": lambda: unet(picture),
    }
    with torch.inference_mode():
        for name, work in works.items():
            print(f"{name}: {_median(work, clock, device) * 1000:.0f} ms")


def _median(work: Callable[[], object], clock: Callable[[], float], device: str) -> float:
    took = []
    for _ in range(_TIMES + 1):
        began = clock()
        work()
        if device.startswith("cuda"):
            torch.cuda.synchronize()
        took.append(clock() - began)
    return float(np.median(took[1:]))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "cpu")
