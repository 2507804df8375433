"""The smallest JETS voice in the layout of a published one, with random weights that last and sound like something."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml

from speech.jets import network, snapshot

LEADS = [chr(code) for code in range(0x1100, 0x1113)]
VOWELS = [chr(code) for code in range(0x1161, 0x1176)]
FINALS = [chr(code) for code in range(0x11A8, 0x11C3)]
TOKENS = ["<blank>", "<unk>", *LEADS, *VOWELS, *FINALS, *".,?!", "<sos/eos>"]
CONFIG = "exp/tts_train_jets/config.yaml"
WEIGHTS = "exp/tts_train_jets/train.total_count.ave_5best.pth"
SMALL = {
    "adim": 16,
    "aheads": 2,
    "elayers": 1,
    "eunits": 16,
    "dlayers": 1,
    "dunits": 16,
    "positionwise_layer_type": "conv1d",
    "positionwise_conv_kernel_size": 3,
    "duration_predictor_chans": 16,
    "energy_predictor_chans": 16,
    "energy_embed_kernel_size": 1,
    "pitch_predictor_chans": 16,
    "pitch_embed_kernel_size": 1,
    "generator_channels": 16,
    "generator_upsample_scales": [8, 8, 2, 2],
    "generator_upsample_kernel_sizes": [16, 16, 4, 4],
    "generator_resblock_kernel_sizes": [3],
    "generator_resblock_dilations": [[1]],
}
DISCRIMINATORS = {
    "scales": 1,
    "scale_discriminator_params": {"kernel_sizes": [15, 41, 5, 3], "channels": 16, "downsample_scales": [2]},
    "periods": [2],
    "period_discriminator_params": {"channels": 4, "max_downsample_channels": 4, "downsample_scales": [3]},
}
WIDE: dict[str, Any] = {"generator_resblock_kernel_sizes": [3, 7, 11], "generator_resblock_dilations": [[1, 3, 5]] * 3}
"""HiFi-GAN as wide in time as the published one"""


def settings(g2p: str = "korean_jaso_no_space", tokens: list[str] = TOKENS, **changed: Any) -> dict[str, Any]:
    return {
        "token_list": tokens,
        "token_type": "phn",
        "g2p": g2p,
        "cleaner": "korean_cleaner",
        "feats_extract": "fbank",
        "feats_extract_conf": {"fs": 24000, "n_fft": 1024, "hop_length": 256, "n_mels": 80},
        "normalize": "global_mvn",
        "normalize_conf": {"stats_file": "exp/tts_stats/train/feats_stats.npz"},
        "tts": "jets",
        "tts_conf": {
            "generator_params": {**SMALL, "idim": len(tokens), "odim": 80, **changed},
            "discriminator_params": DISCRIMINATORS,
            "sampling_rate": 24000,
            "cache_generator_outputs": True,
        },
    }


def write(folder: Path, tensors: dict[str, torch.Tensor] | None = None, **given: Any) -> Path:
    """A snapshot of the small voice. `given` goes to `settings`."""
    made = settings(**given)
    (folder / CONFIG).parent.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(yaml.safe_dump(made, allow_unicode=True), "utf-8")
    names = {"yaml_files": {"train_config": CONFIG}, "files": {"model_file": WEIGHTS}, "espnet": "202205"}
    (folder / "meta.yaml").write_text(yaml.safe_dump(names), "utf-8")
    if tensors is None:
        (folder / WEIGHTS).touch()
        tensors = weights(snapshot.read(folder).config)
        _write_statistics(folder / "exp/tts_stats/train/feats_stats.npz")
    torch.save(tensors, folder / WEIGHTS)
    return folder


def weights(config: snapshot.Config) -> dict[str, torch.Tensor]:
    """As ESPnet saves a whole training model. Each token lasts about 7 frames; the sound is loud enough to be heard."""
    torch.manual_seed(2)
    generator = network.build(config)
    with torch.no_grad():
        for name, tensor in generator.state_dict().items():
            if name.startswith("generator.") and name.endswith("weight_g"):
                tensor.fill_(1.5)
            elif name == "duration_predictor.linear.weight":
                tensor.normal_(0, 0.05)
            elif name == "duration_predictor.linear.bias":
                tensor.fill_(2.08)
    other = {"tts.discriminator.msd.weight": torch.zeros(3), "pitch_normalize.mean": torch.zeros(1)}
    return {**{f"tts.generator.{name}": tensor for name, tensor in generator.state_dict().items()}, **other}


def _write_statistics(file: Path) -> None:
    """Of 80 mel bands, a mean of −2 and a deviation of 1, as ESPnet counts them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(file, count=np.array(100), sum=np.full(80, -200.0), sum_square=np.full(80, 500.0))
