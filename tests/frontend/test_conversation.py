"""What the page does with the messages of a call, handed in as the data channel would bring them."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.conftest import PRESS_MS

pytestmark = pytest.mark.browser


def message(name: str, **details: object) -> dict[str, Any]:
    return {"label": "rtvi-ai", "type": "server-message", "id": "1", "data": {"t": name, "d": details}}


def hand(page: Page, *messages: dict[str, Any]) -> None:
    page.evaluate(
        "messages => import('/static/conversation.js').then(({handle}) => { for (const one of messages) handle(one) })",
        list(messages),
    )


def caption_words(page: Page, kind: str) -> str:
    return " ".join(page.locator(f"#counsellor .cap .{kind}").all_inner_texts())


def test_captions_follow_the_voice(open_page: Any) -> None:
    page = open_page("conversation")
    assert "어떻게 해요" in page.locator("#me .cap").inner_text()
    assert caption_words(page, "said").split() == ["수도", "요금은", "이사", "나가는"]
    assert caption_words(page, "later").startswith("날까지만")
    weight = "one => Number(getComputedStyle(one).fontWeight)"
    assert page.locator(".said").first.evaluate(weight) > page.locator(".later").first.evaluate(weight)
    assert page.locator(".cap .now").count() > 0


def test_the_pieces_of_a_sentence_stand_together_and_what_was_held_is_not_doubled(open_page: Any) -> None:
    page = open_page("conversation")

    def caption(*texts: str) -> dict[str, Any]:
        words = [{"text": text, "start": 0.1 * i, "end": 0.1 * i + 0.1} for i, text in enumerate(texts)]
        return message("caption", turn=9, sentence=0, of=1, text=" ".join(texts), seconds=1, words=words)

    hand(page, message("question", turn=9, text="물값은요"), caption("수도", "요금은"), caption("이사", "나가는"))
    shown = page.locator("#counsellor .cap")
    assert shown.inner_text() == "수도 요금은 이사 나가는"
    hand(page, caption("나가는", "날까지만"))
    assert shown.inner_text() == "수도 요금은 이사 나가는 날까지만"


def test_captions_are_announced_once_piece_by_piece(open_page: Any) -> None:
    page = open_page("welcome")
    page.evaluate(LISTEN_AS_A_SCREEN_READER)
    first = ("수도 요금은", [("수도", 0, 0.1), ("요금은", 0.1, 0.2)])
    second = ("이사 나가는", [("이사", 0, 0.1), ("나가는", 0.1, 0.2)])
    hand(page, {"type": "bot-ready", "data": {}})
    for text in ("이사", "이사 가는데", "이사 가는데 요금은요"):
        hand(page, {"type": "user-transcription", "data": {"text": text}})
    hand(page, message("question", turn=1, text="이사 가는데 요금은요?"))
    for text, words in (first, second):
        timed = [{"text": word, "start": start, "end": end} for word, start, end in words]
        hand(page, message("caption", turn=1, sentence=0, of=1, text=text, seconds=1, words=timed))
    assert page.evaluate("heard") == ["이사 가는데 요금은요?", "수도 요금은", "이사 나가는"]


LISTEN_AS_A_SCREEN_READER = """() => {
  window.heard = [];
  const listen = (changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) window.heard.push(node.textContent.trim());
  };
  for (const live of document.querySelectorAll("[data-screen=conversation] [aria-live]")) {
    new MutationObserver(listen).observe(live, { childList: true });
  }
}"""


def test_a_sentence_stays_five_seconds_after_it_was_said(open_page: Any) -> None:
    page = open_page("welcome", (1366, 768))
    page.clock.install()
    hand(page, {"type": "bot-ready", "data": {}}, message("answer", turn=1, kind="answer", text=f"{ONE} {TWO}"))
    for number, text in enumerate((ONE, TWO)):
        hand(page, message("caption", turn=1, sentence=number, of=2, text=text, seconds=1, words=[]))
    hand(page, message("turn", turn=1, kind="answer"))
    page.clock.run_for(3_500)
    expect(page.locator("#past")).to_have_text(ONE)
    expect(page.locator("#counsellor .cap")).to_have_text(TWO)
    expect(page.locator("#answer")).to_be_hidden()
    page.clock.run_for(1_600)
    expect(page.locator("#answer h1")).to_have_text(ONE)


ONE, TWO = "수도 요금은 나가는 날까지만 냅니다.", "계량기 숫자를 알려 주세요."


def test_what_has_no_room_goes_to_the_next_side_of_the_card(open_page: Any) -> None:
    page = open_page("welcome", (360, 740))
    longest = {
        "text": "할아버지가 남긴 땅이 어디 있는지 구청에서 무료로 찾아 드립니다. 상속받을 분이 가시면 됩니다.",
        "where": "시·군·구청, 국가공간정보통합플랫폼",
        "documents": ["신분증", "2008년 전에 돌아가신 분은 제적등본"],
        "steps": [f"{n}번째로 하실 일은 이렇게 두 줄이 넘도록 길게 적혀 있습니다." for n in range(1, 6)],
        "phone": "110",
        "source": "국토교통부 발표(데일리안 보도)",
    }
    hand(page, {"type": "bot-ready", "data": {}}, message("answer", turn=1, kind="answer", title="조상 땅", **longest))
    hand(page, message("turn", turn=1))
    expect(page.locator("#answer .tel")).to_be_visible()
    seen = []
    for _ in range(6):
        seen.append(page.locator("#answer").inner_text())
        assert page.evaluate("document.documentElement.scrollHeight") <= 740
        if page.locator("#details span").inner_text() == "앞으로":
            break
        page.evaluate("import('/static/answer.js').then(({turnOver}) => turnOver())")
    for part in (longest["where"], *longest["documents"], *longest["steps"], "상속받을 분이"):
        assert sum(part in side for side in seen) == 1, part


def test_an_interrupted_caption_shows_only_what_was_said(open_page: Any) -> None:
    page = open_page("conversation")
    hand(page, message("interrupted", turn=1, said="네. 수도 요금은 이사"))
    caption = page.locator("#counsellor .cap").inner_text()
    assert caption.startswith("수도 요금은 이사")
    assert "나가는" not in caption
    assert caption.endswith("—")


def test_an_interruption_keeps_the_card_away_but_within_reach(open_page: Any) -> None:
    page = open_page("conversation")
    hand(
        page,
        message("answer", turn=1, kind="answer", text="수도 요금은 이사 나가는 날까지만 내시면 됩니다."),
        message("caption", turn=1, sentence=0, of=1, text="수도 요금은 이사", seconds=1, words=[]),
        message("interrupted", turn=1, said="수도"),
        message("turn", turn=1, kind="answer"),
    )
    expect(page.locator("#answer")).to_be_hidden()
    page.get_by_role("button", name="정리한 내용 보기").click()
    expect(page.locator("#answer h1")).to_contain_text("나가는 날까지만")


def test_the_card_comes_when_she_has_finished(open_page: Any) -> None:
    page = open_page("answer")
    card = page.locator("#answer")
    expect(card.locator("h1")).to_contain_text("나가는 날까지만")
    expect(card).to_contain_text("고지서의 고객번호")
    expect(card).to_contain_text("2026년 11월 3일")
    assert card.locator("a").get_attribute("href") == "tel:02120"
    page.get_by_role("button", name="더 보기").click()
    assert card.locator(".step").count() == 2


def test_an_answer_said_again_brings_its_captions_and_then_the_card_back(open_page: Any) -> None:
    page = open_page("answer")
    again = {"kind": "answer", "text": "수도 요금은 이사 나가는 날까지만 내시면 됩니다."}
    hand(page, message("answer", turn=2, **again))
    hand(page, message("caption", turn=2, sentence=0, of=1, text=again["text"], seconds=3, words=[]))
    expect(page.locator("#counsellor .cap")).to_be_visible()
    hand(page, message("turn", turn=1, kind="answer"))
    expect(page.locator("#answer")).to_be_hidden()
    hand(page, message("turn", turn=2, kind="answer"))
    expect(page.locator("#answer")).to_be_visible()


def test_a_card_is_text_whatever_it_holds(open_page: Any) -> None:
    page = open_page("conversation")
    evil = "<img src=x onerror=alert(1)> 값입니다."
    answer = {"turn": 1, "kind": "answer", "title": evil, "text": evil, "steps": [evil], "documents": [evil]}
    hand(page, message("answer", **answer, where=evil, phone=evil, source=evil), message("turn", turn=1))
    expect(page.locator("#answer h1")).to_contain_text("<img")
    assert page.locator("#answer img").count() == 0


def test_an_answer_without_voice_is_shown_in_writing(open_page: Any) -> None:
    page = open_page("conversation")
    hand(
        page,
        message("question", turn=2, text="자전거 수리는요?"),
        message("answer", turn=2, kind="reject", text="그것은 제가 아직 모릅니다."),
        message("turn", turn=2, kind="reject"),
    )
    expect(page.locator("#counsellor .cap")).to_have_text("그것은 제가 아직 모릅니다.")


def test_clarify_offers_the_choices_and_neither(open_page: Any) -> None:
    page = open_page("clarify")
    assert page.locator("#choices button").count() == 2
    page.get_by_role("button", name="둘 다 아니에요").click()
    expect(page.locator("#topics")).to_be_visible()


def test_a_crisis_stays_until_touched(open_page: Any) -> None:
    page = open_page("crisis")
    hand(page, message("question", turn=2, text="그냥요"), message("answer", turn=2, kind="talk", text="네."))
    expect(page.get_by_text("109", exact=True)).to_be_visible()
    assert page.get_by_role("link", name="지금 109번으로 전화하기").get_attribute("href") == "tel:109"
    assert page.get_by_role("link", name="119 구급차").get_attribute("href") == "tel:119"


@pytest.mark.parametrize(("phone", "name"), [("119", "소방·구급 신고"), ("1577-1389", "노인학대 신고전화")])
def test_each_danger_shows_its_own_number(open_page: Any, phone: str, name: str) -> None:
    page = open_page("conversation")
    danger = {"kind": "crisis", "text": "지금 바로 전화하세요.", "phone": phone, "title": name, "where": "24시간"}
    hand(page, message("question", turn=1, text="도와주세요"), message("answer", turn=1, **danger))
    expect(page.locator("#crisis-number")).to_have_text(phone)
    expect(page.locator("#crisis-name")).to_have_text(name)
    call = page.get_by_role("link", name=f"지금 {phone}번으로 전화하기")
    assert call.get_attribute("href") == f"tel:{phone.replace('-', '')}"
    assert page.get_by_role("link", name="119 구급차").count() == (0 if phone == "119" else 1)
    assert page.locator("#crisis-number").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_person_is_one_tap_away_and_back(open_page: Any) -> None:
    page = open_page("conversation")
    page.get_by_role("button", name="사람과 통화").click()
    number = page.locator("[data-screen=person] a")
    expect(number).to_have_text("02-120")
    assert number.get_attribute("href") == "tel:02120"


def test_without_ears_the_page_says_so_and_waits_for_writing(open_page: Any) -> None:
    page = open_page("welcome")
    hand(page, {"type": "bot-ready", "data": {"hearing": False}})
    expect(page.locator("#in-writing")).to_contain_text("글자로")
    expect(page.get_by_label("글자로 묻기")).to_be_focused()


def test_topics_lead_to_their_most_asked_questions(open_page: Any) -> None:
    page = open_page("conversation")
    page.get_by_role("button", name="증명서").click()
    expect(page.get_by_role("heading", name="증명서")).to_be_focused()
    assert 1 < page.locator("#questions button").count() <= 6


def test_two_quick_taps_are_one(open_page: Any) -> None:
    page = open_page("welcome")
    button = page.locator("[data-press=theme]")
    before = button.inner_text()
    button.dblclick()
    assert button.inner_text() != before


def test_a_focused_text_field_keeps_the_focus_when_the_screen_changes(open_page: Any) -> None:
    page = open_page("conversation")
    field = page.get_by_label("글자로 묻기")
    field.fill("기초연금은")
    hand(page, message("answer", turn=1, kind="clarify", text="?", choices=[]))
    expect(field).to_be_focused()
    expect(field).to_have_value("기초연금은")


def test_goodbye_leaves_nothing_behind(open_page: Any) -> None:
    page = open_page("answer")
    hand(page, message("goodbye", reason="idle", text="다음에 또 뵙겠습니다."))
    expect(page.get_by_text("다음에 또 뵙겠습니다.")).to_be_visible()
    assert "나가는" not in page.content()


def test_the_summary_says_what_was_told_and_offers_to_take_it_home(open_page: Any) -> None:
    page = open_page("answer")
    page.evaluate("import('/static/conversation.js').then(({sumUp}) => sumUp())")
    expect(page.locator("#told-sources")).to_contain_text("서울시 누리집")
    page.evaluate("import('/static/screens.js').then(({show}) => show('answer'))")
    second = message(
        "answer", turn=2, kind="answer", answer_id="id-2", title="등본", text="무인기에서 뗍니다.", phone="110"
    )
    hand(page, second, message("turn", turn=2))
    page.get_by_role("button", name="상담 마치기").click()
    expect(page.get_by_role("heading", name="오늘 들으신 내용입니다")).to_be_focused()
    told = page.locator("#told li")
    assert told.count() == 2
    expect(told.nth(0)).to_contain_text("이사할 때 수도 요금")
    assert told.nth(1).locator("a").get_attribute("href") == "tel:110"
    code = page.locator("[data-screen=summary] .code img")
    assert code.get_attribute("src") == "/answers/water-1/qr.svg?also=id-2"
    assert code.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
    assert "어떻게 해요" not in page.content(), "what the caller said is gone already"


def test_only_the_answers_are_printed_in_large_type(open_page: Any) -> None:
    page = open_page("take")
    page.emulate_media(media="print")
    expect(page.locator("#paper")).to_contain_text("계량기 숫자를 적어 두세요")
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator(".bar")).to_be_hidden()
    assert page.locator("#paper p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 26


@pytest.mark.parametrize("way", ["finished", "home", "next"])
def test_nothing_of_a_call_is_left_after_it(open_page: Any, way: str) -> None:
    page = open_page("conversation")
    words = "홍길동 아들이 이천만원을 떼먹었어요"
    hand(page, {"type": "user-transcription", "data": {"text": words}}, message("question", turn=3, text=words))
    hand(page, message("answer", turn=3, kind="answer", answer_id="debt", title="빚 상담", text="132에 전화하세요."))
    hand(page, message("turn", turn=3))
    page.locator("#question").evaluate("(one, words) => { one.value = words }", words)
    page.get_by_role("button", name="상담 마치기").click()
    page.wait_for_timeout(PRESS_MS)
    if way == "finished":
        page.locator("[data-press=finish]").click()
    else:
        page.get_by_role("button", name="처음으로").click()
    if way == "next":
        hand(page, {"type": "bot-ready", "data": {}})
    for part in (*words.split(), "빚 상담", "132에"):
        assert part not in page.evaluate(EVERYTHING)
    assert page.context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}


EVERYTHING = """async () => {
  const caches = await globalThis.caches?.keys();
  const fields = [...document.querySelectorAll("input")].map((one) => one.value);
  return [document.documentElement.outerHTML, fields, location.href, document.title, JSON.stringify(history.state),
          JSON.stringify({ ...localStorage, ...sessionStorage }), caches].join(" ");
}"""


def test_degraded_service_is_told_kindly(open_page: Any) -> None:
    page = open_page("conversation")
    hand(page, message("quality", level="slow-picture"))
    expect(page.locator("#notice")).to_be_empty()
    hand(page, message("quality", level="still"))
    expect(page.locator("#notice")).to_contain_text("목소리는 그대로예요")


def test_a_call_taken_up_again_leaves_the_card_where_it_was(open_page: Any) -> None:
    page = open_page("answer")
    hand(page, {"type": "bot-ready", "data": {"conversation": "0123456789abcdef"}})
    expect(page.locator("#answer h1")).to_contain_text("나가는 날까지만")


def test_a_fatal_error_is_said_in_the_servers_words(open_page: Any) -> None:
    page = open_page("conversation")
    hand(page, {"type": "error", "data": {"error": "voice", "message": "목소리가 나오지 않아요.", "fatal": True}})
    expect(page.get_by_text("목소리가 나오지 않아요.")).to_be_visible()
    expect(page.get_by_role("button", name="다시 연결")).to_be_visible()
