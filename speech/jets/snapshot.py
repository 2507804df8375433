"""A JETS voice as ESPnet packs it: meta.yaml names the configuration and the weights beside it.

ESPnet rewrites the paths in these files where they lie; here that happens in memory and the folder stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path, PurePosixPath
from typing import Any, Final

from speech.jets.spelling import KNOWN

META: Final = "meta.yaml"
CONFIG: Final = "config.yaml"
TAUGHT_FROM: Final = "taught_from"
"""key of meta.yaml that our training adds: terms are inherited"""
SCALES: Final = (8, 8, 2, 2)
"""samples a frame are their product, where the configuration does not say"""
ONE_VOICE: Final = ("spks", "langs", "spk_embed_dim", "use_gst")
"""what a network of several voices has; nothing here could choose one"""


@dataclass(frozen=True, slots=True)
class Config:
    tokens: tuple[str, ...]
    """the index is the id"""
    g2p: str
    """how a text becomes tokens"""
    rate: int
    """Hz"""
    hop: int
    """samples a frame"""
    bands: int
    """mel bands that the alignment module was taught with"""
    generator: Mapping[str, Any]
    """arguments of ESPnet's JETSGenerator"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    folder: Path
    config: Config
    settings: Mapping[str, Any]
    """the whole configuration, for training"""
    weights: Path
    origin: str
    """the folder, or that of the voice from which this one was taught on"""


def read(folder: Path) -> Snapshot:
    """Raises FileNotFoundError for files that are missing, ValueError for a configuration that is none of JETS."""
    config, weights = _files(folder)
    if missing := [path for path in (config, weights) if not path.is_file()]:
        names = ", ".join(str(path.relative_to(folder)) for path in missing)
        raise FileNotFoundError(f"{folder} lacks {names}; copy the whole repository")
    settings = _yaml(config)
    try:
        return Snapshot(folder, _config(settings), settings, weights, _origin(folder))
    except (KeyError, TypeError, ValueError) as error:
        what = f"has no {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"{config} describes no JETS voice that is known here: {what}") from error


def statistics(snapshot: Snapshot, name: str) -> Path | None:
    """The file of means and deviations that `<name>` and `<name>_conf` of the configuration ask for."""
    if not snapshot.settings.get(name):
        return None
    file = (snapshot.settings.get(f"{name}_conf") or {}).get("stats_file")
    path = _inside(snapshot.folder, str(file))
    if not path.is_file():
        raise FileNotFoundError(f"{snapshot.folder} lacks {file}, which training needs; copy the whole repository")
    return path


def _files(folder: Path) -> tuple[Path, Path]:
    """Configuration and weights: those that meta.yaml names, or those that lie in the folder itself."""
    if (folder / META).is_file():
        meta = _yaml(folder / META)
        try:
            named = meta["yaml_files"]["train_config"], meta["files"]["model_file"]
        except (KeyError, TypeError) as error:
            raise ValueError(f"{folder / META} names no train_config or no model_file") from error
        return _inside(folder, str(named[0])), _inside(folder, str(named[1]))
    weights = sorted(folder.glob("*.pth"))
    if not (folder / CONFIG).is_file() or not weights:
        raise FileNotFoundError(f"{folder} lacks {META}; copy the whole repository")
    if len(weights) > 1:
        names = ", ".join(path.name for path in weights)
        raise ValueError(f"{folder} holds several weights ({names}): keep one, or name one in {META}")
    return folder / CONFIG, weights[0]


def _origin(folder: Path) -> str:
    meta = _yaml(folder / META) if (folder / META).is_file() else {}
    return str(meta.get(TAUGHT_FROM) or folder)


def _inside(folder: Path, name: str) -> Path:
    """Not resolved: in the model hub's cache every file is a link to another place."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{folder} names {name}, which lies outside of it")
    return folder / path


def _yaml(path: Path) -> Mapping[str, Any]:
    import yaml

    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no YAML that can be read safely: {error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"{path} holds no names with values")
    return found


def _config(settings: Mapping[str, Any]) -> Config:
    tts = settings["tts_conf"]
    features = settings.get("feats_extract_conf") or {}
    tokens = _tokens(settings["token_list"])
    generator = dict(tts["generator_params"])
    # ESPnet writes these two into its arguments while it builds the network, and saves the arguments after that
    bands = int(generator.pop("odim", features.get("n_mels", 80)))
    if generator.pop("idim", len(tokens)) != len(tokens):
        raise ValueError(f"token_list holds {len(tokens)} tokens, the network another number")
    if settings["tts"] != "jets" or tts.get("generator_type", "jets_generator") != "jets_generator":
        raise ValueError(f"tts is {settings['tts']}")
    if settings.get("token_type") != "phn" or settings.get("g2p") not in KNOWN:
        raise ValueError(f"g2p is {settings.get('g2p')}, not one of {', '.join(KNOWN)}")
    if voices := [name for name in ONE_VOICE if generator.get(name) not in (None, False, 0, 1, -1)]:
        raise ValueError(f"it has several voices ({', '.join(voices)})")
    rate = int(tts.get("sampling_rate") or features["fs"])
    if not 8_000 <= rate <= 48_000:
        raise ValueError(f"sampling_rate is {rate}")
    hop = prod(generator.get("generator_upsample_scales") or SCALES)
    return Config(tokens, settings["g2p"], rate, hop, bands, generator)


def _tokens(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(token, str) for token in given):
        raise ValueError("token_list is no list of texts")
    if len(set(given)) < max(4, len(given)):
        raise ValueError("token_list is too short or names a token twice")
    return tuple(given)
