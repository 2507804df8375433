"""Personal numbers go, public ones stay."""

import pytest

from dialogue.privacy import mask


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("제 번호는 450312-1234567이에요", "주민등록번호"),
        ("4503121234567 이에요", "주민등록번호"),
        ("450312 - 1234567", "주민등록번호"),
        ("900101-5******", "주민등록번호"),
        ("010-1234-5678로 전화 주세요", "전화번호"),
        ("01012345678이요", "전화번호"),
        ("010 1234 5678", "전화번호"),
        ("+82 10-1234-5678", "전화번호"),
        ("집은 02-345-6789예요", "전화번호"),
        ("031-1234-5678", "전화번호"),
        ("카드는 4518-1234-5678-9012", "카드번호"),
        ("4518 1234 5678 9012", "카드번호"),
        ("계좌는 110-234-567890이에요", "계좌번호"),
        ("12345678901234로 보냈어요", "계좌번호"),
    ],
)
def test_personal_numbers_are_replaced(text: str, name: str) -> None:
    masked = mask(text)
    assert f"[{name}]" in masked
    assert not any(character.isdigit() for character in masked)


@pytest.mark.parametrize(
    "text",
    [
        "120번에 전화하세요",
        "129, 119, 112, 1339",
        "02-120으로 거세요",
        "1588-1234",
        "1577-1389",
        "15771000",
        "080-123-4567",
        "2024-04-01부터",
        "2024.4.1.",
        "2024년 기준 334,810원",
        "12,000,000원을 냈어요",
        "65세 이상 3명, 10시 30분",
        "",
    ],
)
def test_public_numbers_amounts_and_dates_stay(text: str) -> None:
    assert mask(text) == text


def test_the_rest_of_the_sentence_stays() -> None:
    assert mask("010-1234-5678인데 1355는 어디예요?") == "[전화번호]인데 1355는 어디예요?"


def test_masking_twice_changes_nothing() -> None:
    once = mask("450312-1234567, 010-1234-5678")
    assert mask(once) == once
