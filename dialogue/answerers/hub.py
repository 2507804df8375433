"""Answers found by a sentence encoder and a reranker of the model hub, whichever you bring."""

import importlib.util
from pathlib import Path

from dialogue.answering import ASK, MARGIN, THRESHOLD, KnowledgeAnswerer, open_store
from dialogue.hub.ranker import CANDIDATES, HubRanker
from dialogue.polyencoder import bank as kept
from dialogue.polyencoder.calibration import Calibration


def load(
    encoder: str = "jhgan/ko-sroberta-multitask",
    reranker: str | None = None,
    knowledge: str | Path | None = None,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
    phone: str = "120",
    ask: float = ASK,
    bank: str | None = "var/banks/hub",
    candidates: int = CANDIDATES,
    device: str = "cpu",
    threads: int = 1,
) -> KnowledgeAnswerer:
    """`encoder`, `reranker`: folders in the model hub's layout (config.json, tokenizer.json, model.safetensors or
    pytorch_model.bin) or ids whose copies lie in the hub's cache; nothing is fetched, and no code of theirs is run;
    `bank`: a folder where the wordings' vectors are kept and a calibration is looked for (`python -m
    dialogue.hub.calibrate` makes it), None to make them at each start; `candidates`: entries read together with the
    question; `device`: cpu or cuda; `threads`: of PyTorch, for the whole process; the rest as in
    `answerers/lexical.py`.

    Raises ModuleNotFoundError without the packages, FileNotFoundError without the weights, ValueError for wrong ones.
    """
    for package in ("torch", "transformers", "tokenizers"):
        if importlib.util.find_spec(package) is None:
            raise ModuleNotFoundError(f"{package} is not installed: `make full` brings it")
    if candidates < 1 or threads < 1:
        raise ValueError(f"candidates {candidates} and threads {threads} must be at least 1")
    store = open_store(knowledge)
    place = Path(bank).expanduser() if bank else None
    if place:
        kept.refuse_pickle(place)
    import torch

    from dialogue.hub import calibrate
    from dialogue.hub import encoder as encoders
    from dialogue.hub import reranker as rerankers

    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError("this machine has no CUDA device; use device cpu")
    torch.set_num_threads(threads)
    reading = encoders.load(encoder, device)
    judging = rerankers.load(reranker, device) if reranker else None
    made_by = calibrate.made_by(reading.fingerprint, judging.fingerprint if judging else "")
    fitted = Calibration.read(place, made_by)
    return KnowledgeAnswerer(
        store,
        lambda entries: HubRanker(entries, reading, judging, fitted, place, candidates),
        threshold,
        margin,
        phone,
        ask,
    )
