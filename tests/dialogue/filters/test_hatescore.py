"""The hub's networks, by a tiny one with chance weights in the real layout of files."""

import json
import shutil
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dialogue.filters.labels import LABELS

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
tokenizers = pytest.importorskip("tokenizers")

from dialogue.filters import hatescore  # noqa: E402

HATESCORE = ("None", "기타 혐오", "남성", "단순 악플", "성소수자", "여성/가족", "연령", "인종/국적", "종교", "지역")
UNSMILE = (*LABELS[:7], "기타 혐오", "악플/욕설", "clean")
WORDS = (
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "저",
    "##사람",
    "사람",
    "중국",
    "##인",
    "##이네",
    "준비",
    "A",
    "a",
)


def write(folder: Path, labels: Sequence[str], *, safe: bool, vocabulary: bool) -> Any:
    """A network of KcBERT's kind, 32 wide, as its repository lies on a disk."""
    config = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=30,
        id2label=dict(enumerate(labels)),
        label2id={name: i for i, name in enumerate(labels)},
        problem_type="multi_label_classification",
    )
    torch.manual_seed(1)
    network = transformers.BertForSequenceClassification(config).eval()
    folder.mkdir(parents=True)
    config.save_pretrained(folder)
    tensors = dict(network.state_dict())
    if safe:
        from safetensors.torch import save_file

        save_file(tensors, folder / "model.safetensors")
    else:  # as old files have it
        tensors["bert.embeddings.position_ids"] = torch.arange(30)[None]
        torch.save(tensors, folder / "pytorch_model.bin")
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", "utf-8")
    if not vocabulary:
        hatescore._word_pieces(folder / "vocab.txt").save(str(folder / "tokenizer.json"))
        (folder / "vocab.txt").unlink()
    return network


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "tiny", HATESCORE, safe=False, vocabulary=False)
    return tmp_path / "tiny"


@pytest.mark.parametrize("labels", [HATESCORE, UNSMILE])
@pytest.mark.parametrize("safe", [True, False])
@pytest.mark.parametrize("vocabulary", [True, False])
def test_each_output_goes_to_the_label_of_its_name(
    tmp_path: Path, labels: Sequence[str], safe: bool, vocabulary: bool
) -> None:
    network = write(tmp_path / "tiny", labels, safe=safe, vocabulary=vocabulary)
    judged = hatescore.load(str(tmp_path / "tiny")).judge("저사람 중국인이네")
    ids = torch.tensor([[2, 5, 6, 8, 9, 10, 3]])
    with torch.no_grad():
        expected = torch.sigmoid(network(input_ids=ids).logits[0]).tolist()
    assert tuple(judged) == LABELS
    assert judged["clean"] == pytest.approx(expected[0 if labels is HATESCORE else 9], abs=1e-5)
    assert judged["악플/욕설"] == pytest.approx(expected[3 if labels is HATESCORE else 8], abs=1e-5)
    assert judged["지역"] == pytest.approx(expected[9 if labels is HATESCORE else 5], abs=1e-5)


@pytest.mark.parametrize("text", ["", "😀", "중국 " * 5_000, "\x00"])
def test_odd_texts_are_judged(folder: Path, text: str) -> None:
    assert all(0 <= p <= 1 for p in hatescore.load(str(folder)).judge(text).values())


def test_upper_case_is_kept_unless_the_folder_says_otherwise(tmp_path: Path) -> None:
    write(tmp_path / "tiny", HATESCORE, safe=True, vocabulary=True)
    kept = hatescore.load(str(tmp_path / "tiny"))
    (tmp_path / "tiny/tokenizer_config.json").write_text('{"do_lower_case": true}', "utf-8")
    lowered = hatescore.load(str(tmp_path / "tiny"))
    assert kept.judge("A") != kept.judge("a")
    assert lowered.judge("A") == lowered.judge("a")


def test_the_hubs_cache_is_looked_into_and_the_network_never(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nothing may be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    with pytest.raises(FileNotFoundError, match="kor_unsmile"):
        hatescore.load(hatescore.UNSMILE)
    shutil.copytree(folder, tmp_path / "hub/models--smilegate-ai--kor_unsmile/snapshots/14aa4fb")
    assert hatescore.load(hatescore.UNSMILE).judge("중국")


@pytest.mark.parametrize("file", ["config.json", "pytorch_model.bin", "tokenizer.json"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(FileNotFoundError, match=file.replace(".", r"\.")):
        hatescore.load(str(folder))


def test_all_that_does_not_fit_is_in_one_message(folder: Path) -> None:
    tensors = torch.load(folder / "pytorch_model.bin", weights_only=True)
    tensors["classifier.weight"] = tensors["classifier.weight"][:9]
    del tensors["bert.pooler.dense.bias"]
    tensors["cls.bias"] = torch.zeros(3)
    torch.save(tensors, folder / "pytorch_model.bin")
    with pytest.raises(ValueError, match=r"bert\.pooler\.dense\.bias.*cls\.bias.*classifier\.weight 9x32"):
        hatescore.load(str(folder))


def test_a_pickle_in_place_of_weights_is_not_run(folder: Path, tmp_path: Path) -> None:
    import pickle

    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return open, (str(tmp_path / "ran"), "w")  # type: ignore[return-value]

    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(ValueError, match="read safely"):
        hatescore.load(str(folder))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("change", "named"),
    [({"id2label": {"0": "clean", "1": "spam"}}, "numbered"), ({"model_type": "roberta"}, "roberta")],
)
def test_another_network_is_refused(folder: Path, change: dict[str, object], named: str) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8")) | change
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(ValueError, match=named):
        hatescore.load(str(folder))


def test_a_vocabulary_larger_than_the_network_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "tiny", HATESCORE, safe=True, vocabulary=True)
    with (tmp_path / "tiny/vocab.txt").open("a", encoding="utf-8") as file:
        file.write("더\n")
    with pytest.raises(ValueError, match="tokens"):
        hatescore.load(str(tmp_path / "tiny"))


def test_a_missing_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="make full"):
        hatescore.load()


def test_a_missing_device_is_said(folder: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has CUDA")
    with pytest.raises(ValueError, match="CUDA"):
        hatescore.load(str(folder), device="cuda")
