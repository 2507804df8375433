"""Files as offices have them, every row made up, become entries that are named, asked for and said well."""

import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dialogue.knowledge.entry import Entry
from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.layouts import recognise as recognising
from dialogue.knowledge.layouts.asking import ways_to_ask
from dialogue.knowledge.layouts.dates import iso
from dialogue.knowledge.layouts.phones import phone_in
from dialogue.knowledge.layouts.plain import sentences
from dialogue.knowledge.layouts.recognise import LayoutError, filled, read, recognise
from dialogue.knowledge.layouts.subjects import OTHER, subject_of
from dialogue.knowledge.store import Imported, Store

OWN = {"id": "walk", "topic": "건강·돌봄", "questions": ["걷기 모임 있어요?"], "answer": "아침 일곱 시에 모입니다."}
SERVICE = {
    "PUBL_SERVC_ID": "999000000001",
    "PUBL_SERVC_TITLE": "어르신 보청기 구입비 지원",
    "PUBL_SERVC_JURSDCTN_INST_NM": "가람도 나루시 복지국 노인복지과",
    "LAST_UPD_DE": "2020-09-16",
    "PUBL_SERVC_PURPS_DTCONT": "귀가 어두운 어르신의 생활을 돕기 위함",
    "SPORT_FORM_DTLS": "의료지원||현금/현물",
    "PUBL_SERVC_DETAIL_URL": "http://www.example.org/999000000001",
}
DOCUMENT = {
    "id": 7,
    "chapter": "06 노령층 지원",
    "title": "마을버스 요금 지원",
    "text": "마을버스 요금 지원\n\n마을버스 요금 지원 대상은 칠십 세 이상 어르신입니다.\n\n"
    "마을버스 요금 지원 신청 방법은 읍면동 주민센터에 신청하시면 됩니다.\n\n"
    "마을버스 요금 지원 관련 문의는 나루콜센터(02-987-6543)로 하시면 됩니다.",
}


def jsonl(values: Iterable[object]) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()


def piece(service: str | None, part: str, text: str, **more: str) -> dict[str, object]:
    metadata = {
        "id": "1-1",
        "source_page": 3,
        "대분류": "6장. 노령층 지원",
        "중분류": None,
        "사업명": service,
        "항목": part,
    }
    return {"text": f"{part}: {text}", "metadata": metadata | more}


BOOKLET = [
    piece("효도 안경 지원", "대상", "65세 이상 어르신"),
    piece("효도 안경 지원", "내용", "안경 한 벌 값을 지원", 중분류_개요="어르신을 돕습니다."),
    piece("효도 안경 지원", "방법", "보건소에 신청"),
    piece("효도 안경 지원", "footer", "가람복지부 12"),
    piece("효도 안경 지원", "자주하는 질문", "", 질문="돋보기도 되나요?", 답변="네, 돋보기도 됩니다."),
    piece("효도  안경 지원", "목록", "", 문의처="나루시 보건소(☎02-765-4321)", 페이지="12"),
    piece("주요기관 연락처", "연락처", "", 기관명="가람안심센터", 전화번호="☎1577–0001"),
    piece("책자 이용 안내", "활용 안내", "이 책은 해마다 나옵니다."),
    piece(None, "개요", "이름이 없는 조각"),
]


def entries(data: bytes, folder: Path) -> list[Entry]:
    """What a base holds after a sound import."""
    store = Store(folder / "kb.sqlite")
    assert store.import_rows(recognise(data).rows).errors == ()
    return store.entries()


def faults(data: bytes) -> dict[int, str]:
    return {row.number: row.fault for row in recognise(data).rows if row.fault}


def table(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(lines).encode(encoding)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (jsonl([OWN]), "말벗 지식"),
        (json.dumps([OWN, OWN | {"id": "b"}], indent=1).encode(), "말벗 지식"),
        (b'{"oops"', "말벗 지식"),
        (b"", "말벗 지식"),
        (jsonl([SERVICE]), "공공서비스 목록"),
        (json.dumps({"code": 0, "data": [SERVICE]}, indent=2).encode(), "공공서비스 목록"),
        (table(",".join(SERVICE), ",".join(SERVICE.values())), "공공서비스 목록"),
        (json.dumps(BOOKLET).encode(), "복지 책자"),
        (jsonl([DOCUMENT]), "문서 모음"),
        (jsonl([{"question": "밥 먹었니?", "answer": "네.", "document": "안부"}]), "묻고 답하기"),
        (table("id,question,answer,document", "1,밥 먹었니?,네.,안부"), "묻고 답하기"),
        (table("서비스명,질문,답변", "안부,밥 먹었니?,네."), "묻고 답하기"),
        (table("제목,답변", "안부,네."), "표"),
        (table("질문;답변", "안부?;네."), "표"),
        (jsonl([{"제목": "안부", "답변": "네."}]), "표"),
    ],
)
def test_what_a_file_holds_decides(data: bytes, name: str) -> None:
    assert recognise(data).layout.name == name


def test_a_name_is_the_same_in_every_import_and_ascii(tmp_path: Path) -> None:
    files = [
        jsonl([SERVICE, SERVICE | {"PUBL_SERVC_ID": "999000000002"}]),
        json.dumps(BOOKLET).encode(),
        jsonl([DOCUMENT, DOCUMENT | {"text": "다른 글입니다."}]),
        jsonl([{"question": f"{n}번째 물음?", "answer": "같은 답."} for n in range(3)]),
        table("제목,답변", "안부,네.", "안부,아니요."),
    ]
    store = Store(tmp_path / "kb.sqlite")
    for data in files:
        first, again = (store.import_rows(recognise(data).rows) for _ in range(2))
        assert first.imported and not first.errors
        assert again == Imported(unchanged=first.imported)
    assert all(entry.id.isascii() and " " not in entry.id for entry in store.entries())


def test_a_row_inserted_above_changes_no_names_below() -> None:
    short = list(recognise(table("제목,답변", "가,하나", "나,둘")).rows)
    longer = list(recognise(table("제목,답변", "다,셋", "가,하나", "나,둘")).rows)
    assert [row.value for row in longer[1:]] == [row.value for row in short]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_is_read_however_a_spreadsheet_saves_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    asked, said = "밥 줘요?|점심 있어요?", '"열두 시예요.\n누구나 오세요."'
    cells = [
        ["우리 복지관 자주 묻는 말", "", "", "", "", "", "", "", "", "", ""],
        ["번호", "주제", "제목", "질문1", "질문 2", "답변", "필요 서류", "신청 장소", "전화번호", "출처", "확인일"],
        ["1", "급식", "점심", asked, "몇 시예요?", said, "신분증|수저", "1층", "02-765-4321", "안내문", "2024. 4. 1."],
        [""] * 11,
    ]
    lines = [delimiter.join(row) for row in cells]
    (entry,) = entries(table(*lines, encoding=encoding), tmp_path)
    assert (entry.topic, entry.title, entry.phone, entry.where) == ("급식", "점심", "02-765-4321", "1층")
    assert entry.questions == ("밥 줘요?", "점심 있어요?", "몇 시예요?")
    assert entry.answer.splitlines() == ["열두 시예요.", "누구나 오세요."]
    assert entry.documents == ("신분증", "수저")
    assert (entry.source, entry.checked) == ("안내문", "2024-04-01")


def test_a_table_without_questions_or_topic_is_given_both(tmp_path: Path) -> None:
    (entry,) = entries(table("제목,답변,순서", 'KTX 요금 할인,반값입니다.,"1. 표를 삽니다.\n2. 탑니다."'), tmp_path)
    assert len(entry.questions) > 1 and entry.questions[0] == entry.title
    assert entry.steps == ("표를 삽니다.", "탑니다.")


def test_faults_of_a_table_name_the_row_of_the_spreadsheet_and_what_to_do() -> None:
    data = table(
        "id,제목,답변,확인일,누리집,순위",
        "ok,가,하나,2024-04-01,www.example.org,1",
        "b,나,,,,",
        "",
        "c,,답만 있음,,,",
        "d,라,넷,작년,,",
        "e,마,다섯,,example,",
        "f,바,여섯,,,첫째",
        "ok,사,일곱,,,",
        "한글 이름,아,여덟,,,",
        "g,자,아홉, 열,,,남는 칸",
        'h,차,"닫히지 않은 따옴표,,,',
    )
    found = faults(data)
    wanted = ["답변", "제목", "2024-04-01", "https://", "수", "2번 줄", "id", "큰따옴표", "따옴표"]
    assert list(found) == [3, 5, 6, 7, 8, 9, 10, 11, 12]
    assert all(word in reason for word, reason in zip(wanted, found.values(), strict=True))


def test_a_service_says_whose_it_is_and_how_old(tmp_path: Path) -> None:
    (entry,) = entries(jsonl([SERVICE]), tmp_path)
    assert entry.id == "service-999000000001"
    assert "나루시" in entry.title and "나루시" in " ".join(entry.questions)
    assert entry.where == SERVICE["PUBL_SERVC_JURSDCTN_INST_NM"] and entry.where in entry.answer
    assert (entry.checked, entry.source_url) == ("2020-09-16", SERVICE["PUBL_SERVC_DETAIL_URL"])
    assert "위한 것입니다." in entry.answer and "현금·현물" in entry.answer and "||" not in entry.answer
    assert entry.topic == "복지·연금"


def test_services_of_one_name_in_one_town_are_told_apart(tmp_path: Path) -> None:
    office = "가람도 나루시 {}보건소"
    rows = [
        SERVICE | {"PUBL_SERVC_ID": str(n), "PUBL_SERVC_JURSDCTN_INST_NM": office.format(part)}
        for n, part in enumerate(("동부", "서부"))
    ]
    assert len({entry.title for entry in entries(jsonl(rows), tmp_path)}) == 2


def test_broken_services_are_named() -> None:
    rows: list[Mapping[str, Any]] = [
        SERVICE,
        {**SERVICE, "PUBL_SERVC_ID": "", "LAST_UPD_DE": ""},
        {**SERVICE, "PUBL_SERVC_TITLE": ["목록"]},
        {**SERVICE, "LAST_UPD_DE": "작년"},
    ]
    found = faults(b"\n".join([jsonl(rows), b"{oops"]))
    assert list(found) == [2, 3, 4, 5]
    assert "PUBL_SERVC_ID" in found[2] and "PUBL_SERVC_TITLE" in found[3] and "2024-04-01" in found[4]


def test_the_pieces_of_a_booklet_become_one_entry_a_service(tmp_path: Path) -> None:
    found = {entry.title: entry for entry in entries(json.dumps(BOOKLET).encode(), tmp_path)}
    assert set(found) == {"효도 안경 지원", "효도 안경 지원: 돋보기도 되나요?", "가람안심센터 전화번호"}
    service = found["효도 안경 지원"]
    assert "65세 이상 어르신" in service.answer and "안경 한 벌 값을 지원합니다." in service.answer
    assert service.steps == ("보건소에 신청.",) and service.where == "보건소"
    assert service.phone == "02-765-4321" and service.phone in service.answer
    assert "가람복지부" not in service.answer
    assert found["가람안심센터 전화번호"].phone == "1577-0001"


def test_a_row_of_a_table_in_a_booklet_keeps_its_headings(tmp_path: Path) -> None:
    row = piece("효도 안경 지원", "지급_기준", "", 구분="첫째 해", 금액="3만 원", 횟수="한 번", 비고="-")
    found = entries(json.dumps([*BOOKLET[:3], row]).encode(), tmp_path)
    assert "첫째 해: 금액 3만 원, 횟수 한 번." in found[0].answer


def test_a_broken_piece_is_named_by_its_place() -> None:
    data = json.dumps(
        [BOOKLET[0], {"text": "조각", "metadata": None}, "글", {"text": "", "metadata": {"항목": "대상"}}]
    )
    found = faults(data.encode())
    assert list(found) == [2, 3, 4] and "metadata" in found[2] and "text" in found[4]


def test_a_document_is_parted_into_what_how_and_whom_to_ask(tmp_path: Path) -> None:
    (entry,) = entries(jsonl([DOCUMENT]), tmp_path)
    assert entry.answer.startswith("대상은 칠십 세 이상 어르신입니다.")
    assert entry.steps == ("신청 방법은 읍면동 주민센터에 신청하시면 됩니다.",)
    assert entry.where == "주민센터(행정복지센터)"
    assert entry.phone == "02-987-6543"
    assert (entry.topic, entry.source) == ("교통", None)


def test_a_long_text_is_shortened_at_a_sentence_and_says_so(tmp_path: Path) -> None:
    text = " ".join(f"{n}번째로 알아 두실 것은 이렇습니다." for n in range(100))
    (entry,) = entries(jsonl([DOCUMENT | {"text": text}]), tmp_path)
    assert len(entry.answer) < 600 and entry.answer.endswith("더 정해진 것이 있습니다.")
    assert len(entry.spoken) < len(entry.answer) and "화면" in entry.spoken


def test_questions_with_one_answer_about_one_service_become_one_entry(tmp_path: Path) -> None:
    rows = [
        {"question": "누가 받나요?", "answer": "65세부터입니다.", "document": "효도 안경"},
        {"question": "효도 안경은 몇 살부터예요?", "answer": "65세부터입니다.", "document": "효도 안경"},
        {"question": "누가 받나요?", "answer": "전화 02-765-4321로 물어보세요.", "document": "효도 안경"},
        {"question": "누가 받나요?", "answer": "65세부터입니다.", "document": "효도 지팡이"},
    ]
    found = entries(jsonl(rows), tmp_path)
    assert sorted(len(entry.questions) for entry in found) == [1, 1, 2]
    assert all("효도" in entry.title for entry in found)
    assert [entry.phone for entry in found if entry.phone] == ["02-765-4321"]
    empty = jsonl([rows[0], {"question": " ", "answer": "네."}, {"question": "네?", "answer": None}])
    assert list(faults(empty)) == [2, 3]


def test_a_broken_row_of_any_layout_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "kb.sqlite")
    for data in (table("제목,답변", "가,하나", "나,"), jsonl([SERVICE, SERVICE | {"PUBL_SERVC_TITLE": ""}])):
        done = store.import_rows(recognise(data).rows)
        assert [error.row for error in done.errors] in ([3], [2])
    assert store.entries() == [] and store.revision == ""


def test_a_source_and_a_date_are_given_to_rows_without() -> None:
    rows = [Row(1, {"source": "책", "checked": None}), Row(2, fault="깨짐"), Row(3, "글")]
    first, *rest = filled(rows, "우리 기관", "2024-04-01")
    assert first.value == {"source": "책", "checked": "2024-04-01"}
    assert rest == rows[1:]


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"PK\x03\x04\x14\x00" + bytes(100), "CSV"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "CSV"),
        (b"%PDF-1.7", "CSV"),
        (b"\x1f\x8b\x08", "압축"),
        ("안녕하세요. 그냥 편지입니다.\n".encode() * 9, "PUBL_SERVC_ID"),
        (jsonl([{"이름": "가", "나이": 3}]), "복지 책자"),
        (bytes(range(128, 256)) * 9, "1번째 줄"),
        (table("제목,답변", "가,하나") + b"\r\n\xec\x95\xff,\xff", "3번째 줄"),
    ],
)
def test_what_is_none_of_the_layouts_is_refused_with_advice(data: bytes, advice: str) -> None:
    with pytest.raises(LayoutError, match=advice):
        recognise(data)


def test_a_file_beyond_all_measure_is_refused_without_reading_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognising, "LARGEST", 1000)
    stream = io.BytesIO(jsonl([OWN]) * 1000)
    with pytest.raises(LayoutError, match="나누어"):
        read(stream)
    assert stream.tell() == 1001


@pytest.mark.parametrize("data", [b"[" * 100_000, b'[{"id": 1},', b"[1, 2]", b'[{"id": "\xff"}]'])
def test_a_spoilt_list_is_a_fault_or_refused(data: bytes, tmp_path: Path) -> None:
    assert Store(tmp_path / "kb.sqlite").import_rows(recognise(data).rows).errors


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("보건복지상담센터(☎129)", "129"),
        ("문의는 나루센터(02) 123-4567로", "02-123-4567"),
        ("031)644-1234", "031-644-1234"),
        ("나루보건과(☎043-222-3456~3457)", "043-222-3456"),
        ("콜센터 전화번호는 1355 입니다", "1355"),
        ("국번 없이 120", "120"),
        ("팩스 02-111-2222, 전화 02-333-4444", "02-333-4444"),
        ("담당 010-1234-5678", None),
        ("소득 기준(120만 원)", None),
        ("기준 중위소득(120%) 이하", None),
        ("계좌 110-02-123456-7", None),
    ],
)
def test_the_number_to_call_is_found_and_nothing_else(text: str, phone: str | None) -> None:
    assert phone_in(text) == phone


def test_note_style_becomes_sentences_where_only_the_ending_changes() -> None:
    told = sentences(
        "• 진료비를 지원함\n- 신청은 수시로 가능\n1. 형편에 따라 다를 수 있음 ※ 통장 포함\n비용은 약 3.5만 원임"
    )
    assert told[:3] == ["진료비를 지원합니다.", "신청은 수시로 가능합니다.", "형편에 따라 다를 수 있습니다."]
    assert told[3:] == ["통장 포함.", "비용은 약 3.5만 원임."]


def test_dates_are_not_broken_and_clauses_that_go_on_are_kept_together() -> None:
    assert sentences("2024. 4. 1.부터 받습니다.") == ["2024. 4. 1.부터 받습니다."]
    assert sentences("① 삼십 일 일하고\n② 보험을 든 사람") == ["① 삼십 일 일하고 ② 보험을 든 사람."]


def test_only_fitting_ways_to_ask_are_made() -> None:
    assert any(way.endswith("받으려면 어떻게 해야 해요") for way in ways_to_ask("효도 안경 지원(나루시)"))
    assert any("이용하려면" in way for way in ways_to_ask("나루 상담센터"))
    assert ways_to_ask("독립유공자") == ["독립유공자"]


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("독감 예방접종", "감염병"),
        ("하수도 사용료 감면", "상하수도"),
        ("치매 검진", "건강·돌봄"),
        ("전세 보증금 대출", "주거·에너지"),
        ("보이스피싱 피해 신고", "안전·사기 예방"),
        ("불꽃 축제", OTHER),
    ],
)
def test_a_title_tells_its_topic(title: str, topic: str) -> None:
    assert subject_of(title, "") == topic


def test_dates_as_offices_write_them() -> None:
    written = ["2024-04-01", "2024. 4. 1.", "2024/4/1", "2024년 4월 1일", "20240401", "2024-04-01 09:30:00"]
    assert {iso(text) for text in written} == {"2024-04-01"}
    assert [iso(text) for text in ("", "작년", "2024-13-01", "4/1/2024")] == [None] * 4
