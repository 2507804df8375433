"""ESPnet's whole training model of a JETS voice: network, discriminators, features, losses. Needs no torchaudio.

Imports PyTorch: import it late.
"""

import logging
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from torch import Tensor, nn

from speech.jets import checkpoint
from speech.jets.network import quiet
from speech.jets.snapshot import Snapshot, statistics

log = logging.getLogger(__name__)


def build(base: Snapshot) -> Any:
    """The model of a snapshot, with its weights. Raises ModuleNotFoundError, and ValueError naming all that differs."""
    with quiet():
        try:
            model = _model(base)
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(f"{error.name} is not installed: `make full` brings it") from error
    tensors = checkpoint.read(base.weights)
    if not any(checkpoint.UNNEEDED in name for name in tensors):
        raise ValueError(f"{base.weights} lacks {checkpoint.UNNEEDED}*, without which it cannot be taught")
    checkpoint.fill(model.tts.generator, tensors, base.weights)
    _fill_rest(model, tensors)
    return model


def _model(base: Snapshot) -> Any:
    from espnet2.gan_tts.espnet_model import ESPnetGANTTSModel
    from espnet2.gan_tts.jets import JETS
    from espnet2.layers.global_mvn import GlobalMVN
    from espnet2.tts.feats_extract.dio import Dio
    from espnet2.tts.feats_extract.energy import Energy
    from espnet2.tts.feats_extract.log_mel_fbank import LogMelFbank

    def normalised(name: str) -> nn.Module | None:
        file = statistics(base, name)
        return GlobalMVN(file) if file else None

    frames = {"fs": base.config.rate, "hop_length": base.config.hop}
    whole = {"reduction_factor": 1}
    settings = base.settings
    return ESPnetGANTTSModel(
        feats_extract=LogMelFbank(**{**frames, **(settings.get("feats_extract_conf") or {})}),
        normalize=normalised("normalize"),
        pitch_extract=Dio(
            **{**frames, **whole, **(settings.get("pitch_extract_conf") or {}), "use_token_averaged_f0": False}
        ),
        pitch_normalize=normalised("pitch_normalize"),
        energy_extract=Energy(
            **{**frames, **whole, **(settings.get("energy_extract_conf") or {}), "use_token_averaged_energy": False}
        ),
        energy_normalize=normalised("energy_normalize"),
        tts=JETS(idim=len(base.config.tokens), odim=base.config.bands, **deepcopy(settings["tts_conf"])),
    )


def _fill_rest(model: Any, tensors: Mapping[str, Tensor]) -> None:
    """The discriminators, where the weights hold them as they are here."""
    own = {f"tts.discriminator.{name}": tensor for name, tensor in model.tts.discriminator.state_dict().items()}
    given = {name: tensor for name, tensor in tensors.items() if name in own and tensor.shape == own[name].shape}
    if given.keys() == own.keys():
        model.tts.discriminator.load_state_dict({name.removeprefix("tts.discriminator."): given[name] for name in own})
    else:
        log.warning("the weights hold no discriminators: they begin from nothing, so train longer")
