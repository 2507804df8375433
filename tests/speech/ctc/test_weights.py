import hashlib
import json
from pathlib import Path

import pytest

from speech.ctc import weights

PACKAGED = json.loads((weights.PACKAGED / weights.MANIFEST).read_text("utf-8"))


def folder_with(path: Path, data: bytes, sha256: str | None = None) -> Path:
    row = {**PACKAGED["real"], "file": "net.onnx", "sha256": sha256 or hashlib.sha256(data).hexdigest()}
    (path / "net.onnx").write_bytes(data)
    (path / weights.MANIFEST).write_text(json.dumps({"real": row}), "utf-8")
    return path


def load(folder: Path) -> weights.Network:
    return weights.network(folder, weights.entry(folder, "real"))


@pytest.mark.parametrize("variant", ["real", "synthetic"])
def test_what_is_packaged_loads_is_small_and_says_its_terms(variant: str) -> None:
    row = weights.entry(weights.PACKAGED, variant)
    weights.network(weights.PACKAGED, row)
    assert (weights.PACKAGED / row.file).stat().st_size < 15_000_000
    assert row.licence
    assert row.terms


def test_people_s_recordings_bind_the_weights_learnt_from_them() -> None:
    row = weights.entry(weights.PACKAGED, "real")
    assert "NC-SA" in row.licence
    assert "research" in row.terms.lower()


def test_an_unknown_variant_is_answered_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match="real, synthetic"):
        weights.entry(weights.PACKAGED, "large")


def test_without_manifest_or_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="training"):
        weights.entry(tmp_path, "real")
    folder_with(tmp_path, b"")
    (tmp_path / "net.onnx").unlink()
    with pytest.raises(FileNotFoundError, match="training"):
        load(tmp_path)


def test_a_broken_manifest(tmp_path: Path) -> None:
    (tmp_path / weights.MANIFEST).write_text('{"real": {"file": 1}}')
    with pytest.raises(ValueError, match="not a manifest"):
        weights.entry(tmp_path, "real")


def test_a_truncated_file(tmp_path: Path) -> None:
    whole = (weights.PACKAGED / PACKAGED["real"]["file"]).read_bytes()
    with pytest.raises(ValueError, match="sha256"):
        load(folder_with(tmp_path, whole[:-1000], PACKAGED["real"]["sha256"]))
    with pytest.raises(ValueError, match="no recogniser"):
        load(folder_with(tmp_path, whole[: len(whole) // 2]))


def test_another_network(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    value = onnx.helper.make_tensor_value_info
    shape = ["batch", "frames", "bands"]
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Identity", ["features"], ["out"])],
        "another",
        [value("features", onnx.TensorProto.FLOAT, shape)],
        [value("out", onnx.TensorProto.FLOAT, shape)],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    with pytest.raises(ValueError, match="shape"):
        load(folder_with(tmp_path, model.SerializeToString()))
