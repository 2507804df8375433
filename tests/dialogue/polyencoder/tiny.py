"""A tiny pair of networks in the layout of the real ones, and a knowledge base that they can learn."""

import json
from pathlib import Path
from typing import Final

from dialogue.knowledge.entry import Entry

_NAMES: Final = (
    "연금 여권 수도 전기 가스 병원 치매 버스 주차 세금 등본 인감 이사 쓰레기 청소 도서관 체육관 급식 "
    "김장 난방 에어컨 틀니 안경 휠체어 보청기 백신 독감 검진 경로당 복지관 일자리 통장 임대 집수리 장례 상속"
)
SERVICES: Final = tuple(_NAMES.split())
WISHES: Final = (
    "신청 방법 알려 주세요",
    "어떻게 신청해요",
    "신청하고 싶은데요",
    "해 주는 데 있나요",
    "받으려면 뭐 해야 돼요",
)
ENTRIES: Final = [
    Entry(
        id=f"service-{number}",
        topic="생활" if number % 2 else "복지",
        questions=tuple(f"{service} {wish}" for wish in WISHES),
        answer=f"{service} 지원은 {service} 담당으로 전화하세요.",
        title=f"{service} 지원",
        spoken=f"{service} 지원은 전화하세요.",
    )
    for number, service in enumerate(SERVICES)
]
CONFIG: Final = {
    "model_type": "bert",
    "num_hidden_layers": 2,
    "hidden_size": 32,
    "num_attention_heads": 4,
    "intermediate_size": 64,
    "max_position_embeddings": 512,
    "type_vocab_size": 2,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.0,
}


def vocabulary(path: Path) -> Path:
    """Every word of the knowledge base, and every letter of it at the beginning of a word and inside."""
    texts = [text for entry in ENTRIES for text in (*entry.wordings, entry.answer)]
    words = sorted({word.strip(".") for text in texts for word in text.split()})
    letters = sorted({letter for word in words for letter in word})
    pieces = dict.fromkeys(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *letters, *words))
    path.write_text("\n".join((*pieces, *(f"##{letter}" for letter in letters))) + "\n", "utf-8")
    return path


def pair(home: Path) -> Path:
    """An untrained pair in the source project's layout."""
    import torch

    from dialogue.polyencoder.network import CrossEncoder, PolyEncoder, Shape
    from dialogue.polyencoder.tokens import Tokens

    torch.manual_seed(3)
    (home / "bert").mkdir(parents=True)
    tokens = Tokens(vocabulary(home / "bert" / "vocab.txt"))
    (home / "config.json").write_text(json.dumps(CONFIG), "utf-8")
    shape = Shape.read(home / "config.json", tokens.size)
    for name, network in (("poly_encoder", PolyEncoder(shape)), ("cross_encoder", CrossEncoder(shape))):
        (home / name).mkdir()
        torch.save(network.state_dict(), home / name / "pytorch_model.bin")
    return home
