"""Personal numbers and addresses go, public ones stay. All numbers of the sets are made up."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogue.privacy import mask
from dialogue.privacy.numerals import read

SETS = Path(__file__).parent / "sets"
KNOWLEDGE = Path(__file__).parents[2] / "dialogue" / "knowledge"


def rows(file: Path) -> list[dict[str, list[str]]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def texts(file: Path) -> Iterator[str]:
    """Every sentence of a JSONL file whose values are texts or lists of texts."""
    for row in rows(file):
        for key in ("text", "title", "answer", "spoken"):
            if text := row.get(key):
                yield str(text)
        for key in ("questions", "steps", "documents"):
            yield from row.get(key, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("제 번호는 450312-1234567이에요", "주민등록번호"),
        ("4503121234567 이에요", "주민등록번호"),
        ("450312 - 1234567", "주민등록번호"),
        ("900101-5******", "주민등록번호"),
        ("앞자리는 구공공일일삼이고 뒷자리는 이공일이삼사오예요", "주민등록번호"),
        ("외국인등록번호 880214-6123456", "외국인등록번호"),
        ("010-1234-5678로 전화 주세요", "전화번호"),
        ("01012345678이요", "전화번호"),
        ("010 1234 5678", "전화번호"),
        ("+82 10-1234-5678", "전화번호"),
        ("０１０－１２３４－５６７８", "전화번호"),
        ("공일공에 일이삼사에 오육칠팔이에요", "전화번호"),
        ("공일공 천이백삼십사에 오천육백칠십팔", "전화번호"),
        ("공일공 하나둘셋넷 다섯여섯일곱여덟", "전화번호"),
        ("집은 02-345-6789예요", "전화번호"),
        ("031-1234-5678", "전화번호"),
        ("카드는 4518-1234-5678-9013", "카드번호"),
        ("4518 1234 5678 9013", "카드번호"),
        ("계좌는 110-234-567890이에요", "계좌번호"),
        ("12345678901234로 보냈어요", "계좌번호"),
        ("삼성아파트 백이동 오백삼호", "주소"),
        ("별빛로 12길 34", "주소"),
        ("일이삼 다시 사번지", "주소"),
        ("사업자번호 123-45-67890", "사업자등록번호"),
        ("면허증은 11-98-123456-78", "운전면허번호"),
        ("여권은 M12345678", "여권번호"),
    ],
)
def test_what_tells_who_somebody_is_is_replaced(text: str, name: str) -> None:
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
        "일오칠칠에 일공공공",
        "구청 전화는 02-2199-6000번이에요",
        "2024-04-01부터",
        "2024.4.1.",
        "2024년 기준 334,810원",
        "12,000,000원을 냈어요",
        "이천이십육 년에 삼백만 원",
        "65세 이상 3명, 10시 30분",
        "관악구 봉천동 사는데요",
        "종로3가역 2번 출구",
        "",
    ],
)
def test_public_numbers_amounts_dates_and_districts_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("010-1234-5678인데 1355는 어디예요?", "[전화번호]인데 1355는 어디예요?"),
        ("관악구 별빛로 12길 34에 사는데 쓰레기 언제 버려요", "관악구 [주소]에 사는데 쓰레기 언제 버려요"),
        ("공일공 일이삼사 오육칠팔 65세예요", "[전화번호] 65세예요"),
    ],
)
def test_the_rest_of_the_sentence_stays(said: str, masked: str) -> None:
    assert mask(said) == masked


def test_a_landline_goes_as_soon_as_it_is_the_callers() -> None:
    assert mask("구청 번호가 02-345-6789예요") == "구청 번호가 02-345-6789예요"
    assert "345" not in mask("구청에서 우리 집 02-345-6789로 전화 주세요")


@pytest.mark.parametrize(("file", "least", "share"), [("privacy_cases", 560, 0.99), ("privacy_later_cases", 300, 0.98)])
def test_nearly_every_made_case_is_masked_and_still_answerable(file: str, least: int, share: float) -> None:
    """The later cases were written after the code, to see what it does with what nobody had thought of."""
    cases = rows(SETS / f"{file}.jsonl")
    assert len(cases) >= least
    failed = []
    for case in cases:
        masked = mask(str(case["text"]))
        gone = not any(piece in masked for piece in case["secret"])
        kept = all(word in masked for word in case["keep"])
        if not (gone and kept):
            failed.append(masked)
    assert 1 - len(failed) / len(cases) >= share, failed


def test_no_answer_full_of_public_numbers_is_masked() -> None:
    answers = list(texts(SETS / "public_answers.jsonl"))
    assert len(answers) >= 220
    assert [text for text in answers if mask(text) != text] == []


def test_nothing_in_our_own_knowledge_is_masked() -> None:
    ours = [text for file in sorted(KNOWLEDGE.glob("*.jsonl")) for text in texts(file)]
    assert len(ours) > 1000
    assert [text for text in ours if mask(text) != text] == []


def test_masking_twice_changes_nothing() -> None:
    for case in rows(SETS / "privacy_cases.jsonl"):
        once = mask(str(case["text"]))
        assert mask(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "가",
        "😀" * 9,
        "\x00\x1b[31m",
        "<script>alert(1)</script>",
        "Ω漢字ｱ",
        "²①㎥½",
        "[전화번호]",
        "\ud800",
        "٣٤٥",
        "*",
        "oO",
    ],
)
def test_odd_text_without_a_secret_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "piece", ["일", "0", "공일공 ", "010-", "이고 ", "1,000", "1만 ", "가로 12길 ", "1동 ", "*", " ", "M1", "12가"]
)
def test_a_very_long_text_is_masked_as_well(piece: str) -> None:
    masked = mask((piece * 20_000)[:20_000] + " 010-1234-5678")
    assert "5678" not in masked


@pytest.mark.parametrize("invisible", ["\u200b", "\ufeff", "\ufe0f\u20e3"])
def test_invisible_characters_hide_nothing(invisible: str) -> None:
    assert "5678" not in mask(invisible.join("010") + invisible + "1234" + invisible + "5678")


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("공일영", "010"),
        ("하나둘셋", "123"),
        ("이천이십", "2020"),
        ("천이백삼십사", "1234"),
        ("1이3", "123"),
        ("０１", "01"),
        ("일이상사", "12?4"),
        ("공일고ㅇ", "010"),
    ],
)
def test_digits_are_read_as_they_are_said(said: str, digits: str) -> None:
    assert read(said)[0] == digits
