"""A JETS voice of the published size that has learnt nothing: it shows how fast a taught one would speak.

Imports PyTorch: import it late.
"""

from pathlib import Path
from typing import Any, Final

import torch

from speech.jets import network, snapshot
from speech.jets.snapshot import META

CONFIG: Final = "exp/untaught/config.yaml"
WEIGHTS: Final = "exp/untaught/untaught.pth"
LEADS: Final = tuple(map(chr, range(0x1100, 0x1113)))
VOWELS: Final = tuple(map(chr, range(0x1161, 0x1176)))
FINALS: Final = tuple(map(chr, range(0x11A8, 0x11C3)))
TOKENS: Final = ("<blank>", "<unk>", *LEADS, *VOWELS, *FINALS, *".,?!", "<sos/eos>")
PUBLISHED: Final[dict[str, Any]] = {
    "adim": 256,
    "aheads": 2,
    "elayers": 4,
    "eunits": 1024,
    "dlayers": 4,
    "dunits": 1024,
    "positionwise_layer_type": "conv1d",
    "positionwise_conv_kernel_size": 3,
    "duration_predictor_layers": 2,
    "duration_predictor_chans": 256,
    "duration_predictor_kernel_size": 3,
    "pitch_predictor_layers": 5,
    "pitch_predictor_chans": 256,
    "pitch_predictor_kernel_size": 5,
    "pitch_embed_kernel_size": 1,
    "energy_predictor_layers": 2,
    "energy_predictor_chans": 256,
    "energy_predictor_kernel_size": 3,
    "energy_embed_kernel_size": 1,
    "generator_channels": 512,
    "generator_upsample_scales": [8, 8, 2, 2],
    "generator_upsample_kernel_sizes": [16, 16, 4, 4],
    "generator_resblock_kernel_sizes": [3, 7, 11],
    "generator_resblock_dilations": [[1, 3, 5], [1, 3, 5], [1, 3, 5]],
}
"""JETSGenerator as ESPnet's recipe for KSS has it"""
FRAMES: Final = 8.0
"""a token lasts, about; with 256 samples at 24 kHz, 4.8 syllables a second"""
UNEVEN: Final = 0.02
"""deviation of the weights that make tokens differ in length"""
STRENGTH: Final = 1.5
"""norm of each filter of HiFi-GAN, so that something is heard"""


def write(folder: Path, seed: int = 1) -> Path:
    """A snapshot that `speech.voices.jets.load` takes, about 130 MB. Its words cannot be understood."""
    import yaml

    (folder / CONFIG).parent.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(yaml.safe_dump(_settings(), allow_unicode=True), "utf-8")
    names = {"yaml_files": {"train_config": CONFIG}, "files": {"model_file": WEIGHTS}}
    (folder / META).write_text(yaml.safe_dump(names), "utf-8")
    (folder / WEIGHTS).touch()
    torch.manual_seed(seed)
    weights = network.build(snapshot.read(folder).config).state_dict()
    for name, tensor in weights.items():
        if name.startswith("generator.") and name.endswith("weight_g"):
            tensor.fill_(STRENGTH)
    weights["duration_predictor.linear.weight"].normal_(0, UNEVEN)
    weights["duration_predictor.linear.bias"].fill_(FRAMES + 1).log_()
    torch.save({f"tts.generator.{name}": tensor for name, tensor in weights.items()}, folder / WEIGHTS)
    return folder


def _settings() -> dict[str, Any]:
    return {
        "token_list": list(TOKENS),
        "token_type": "phn",
        "g2p": "g2pk_no_space",
        "feats_extract": "fbank",
        "feats_extract_conf": {"fs": 24000, "n_fft": 1024, "hop_length": 256, "n_mels": 80},
        "tts": "jets",
        "tts_conf": {"generator_params": PUBLISHED, "sampling_rate": 24000},
    }
