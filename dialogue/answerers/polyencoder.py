"""Answers found by a poly-encoder and a cross-encoder whose weights are yours to bring or to train."""

import importlib.util
from pathlib import Path

from dialogue.answering import ASK, MARGIN, THRESHOLD, KnowledgeAnswerer, open_store
from dialogue.polyencoder import bank as kept
from dialogue.polyencoder.calibration import Calibration
from dialogue.polyencoder.ranker import CANDIDATES, PolyRanker


def load(
    weights: str = "var/models/polyencoder",
    knowledge: str | Path | None = None,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
    phone: str = "120",
    ask: float = ASK,
    bank: str | None = "var/banks/polyencoder",
    candidates: int = CANDIDATES,
    device: str = "cpu",
    threads: int = 1,
) -> KnowledgeAnswerer:
    """`weights`: a folder with poly_encoder and cross_encoder (.safetensors, .bin, .pt or folders of these names),
    vocab.txt, config.json and calibration.json; `bank`: a folder where the answers' vectors are kept, None to make them
    at each start; `candidates`: answers read together with the question; `device`: cpu or cuda; `threads`: of PyTorch,
    for the whole process; the rest as in `answerers/lexical.py`.

    Raises ModuleNotFoundError without the packages, FileNotFoundError without the weights, ValueError for wrong ones.
    """
    for package in ("torch", "tokenizers"):
        if importlib.util.find_spec(package) is None:
            raise ModuleNotFoundError(f"{package} is not installed: `make full` brings it")
    if candidates < 1 or threads < 1:
        raise ValueError(f"candidates {candidates} and threads {threads} must be at least 1")
    store = open_store(knowledge)
    folder, place = Path(weights).expanduser(), Path(bank).expanduser() if bank else None
    if place:
        kept.refuse_pickle(place)
    if not folder.is_dir():
        raise FileNotFoundError(
            f"no folder {folder}: put poly_encoder and cross_encoder there with their vocab.txt and config.json, or "
            "train them with python -m dialogue.training.polyencoder"
        )
    import torch

    from dialogue.polyencoder import pair as networks

    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError("this machine has no CUDA device; use device cpu")
    torch.set_num_threads(threads)
    pair = networks.load(folder, device)
    fitted = Calibration.read(folder, pair.fingerprint)
    return KnowledgeAnswerer(
        store,
        lambda entries: PolyRanker(entries, pair, fitted, place, candidates),
        threshold,
        margin,
        phone,
        ask,
    )
