"""Everything a button does can be said: what the page does when the server has understood a wish about the screen."""

from typing import Any, get_args

import pytest
from playwright.sync_api import Page, expect

from dialogue.types import ScreenWish
from tests.frontend.conftest import ANSWER, CAPTION, QUESTION, READY, TURN, bring, hand, server_message

pytestmark = pytest.mark.browser


def wish(command: str, **more: object) -> list[dict[str, Any]]:
    """The messages that a spoken wish brings, until she has said that she does it."""
    text = "네, 그렇게 할게요."
    granted = {"turn": 9, "kind": "talk", "text": text, "command": command, "answer_id": None} | more
    return [
        server_message("question", turn=9, text="그렇게 해 주세요"),
        server_message("answer", **granted),
        server_message("caption", turn=9, sentence=0, of=1, text=text, seconds=1, words=[]),
    ]


SAID = server_message("turn", turn=9, kind="talk", answer_id=None)

ON_A_CARD: dict[str, tuple[str, str]] = {
    "home": ("conversation", "#topics .tile"),
    "topics": ("topics", "#all-topics .tile"),
    "topic": ("questions", "#questions .option"),
    "next": ("conversation", "#topics .tile"),
    "card": ("answer", "#answer .tel"),
    "side": ("answer", "#answer .step"),
    "previous": ("answer", "#answer .tel"),
    "take": ("take", "[data-screen=take] .code img"),
    "print": ("take", "[data-screen=take] .code img"),
    "write": ("conversation", "#question:focus"),
    "larger": ("answer", "[data-letters=large] #answer h1"),
    "smaller": ("answer", "[data-letters=usual] #answer h1"),
    "dark": ("answer", "[data-theme=dark] #answer h1"),
    "light": ("answer", "[data-theme=light] #answer h1"),
    "captions": ("answer", "[data-captions=first] #answer h1"),
    "mute": ("answer", "#answer h1"),
    "unmute": ("answer", "#answer h1"),
    "read": ("answer", "#answer h1"),
    "return": ("conversation", "#card-ready"),
    "finish": ("conversation", "#counsellor .cap"),
}
"""Wish → the screen that it leads to from the card, and something seen there."""


def test_a_wish_on_a_card_does_what_its_button_does(open_page: Any) -> None:
    page = open_page("welcome", (390, 844))
    for command, (screen, seen) in ON_A_CARD.items():
        page.evaluate("import('/static/conversation.js').then(({wipe}) => wipe())")
        bring(page, "answer")
        hand(page, *wish(command, topic="교통" if command == "topic" else None))
        assert (command, page.locator("body").get_attribute("data-shown")) == (command, screen)
        assert page.locator(seen).first.is_visible(), command
        hand(page, SAID)
        screen = "summary" if command == "finish" else screen
        assert (command, page.locator("body").get_attribute("data-shown")) == (command, screen)


def test_every_wish_the_server_understands_is_one_the_page_knows() -> None:
    assert set(get_args(ScreenWish)) | {"home"} == set(ON_A_CARD)


def test_the_card_that_was_put_away_comes_back_when_asked_for(open_page: Any) -> None:
    page = open_page("answer")
    page.evaluate("import('/static/conversation.js').then(({putCardAway}) => putCardAway())")
    hand(page, *wish("card"))
    expect(page.locator("#answer .tel")).to_be_visible()


def test_without_an_answer_a_wish_about_one_is_kindly_refused(open_page: Any) -> None:
    page = open_page("conversation")
    hand(page, *wish("take"))
    expect(page.locator("body")).to_have_attribute("data-shown", "conversation")
    expect(page.locator("#notice")).to_contain_text("아직")


def test_more_topics_come_when_topics_are_there_already(open_page: Any) -> None:
    page = open_page("topics")
    before = page.locator("#all-topics").inner_text()
    hand(page, *wish("topics"))
    assert page.locator("#all-topics").inner_text() != before


def test_who_looks_at_the_persons_number_or_a_crisis_may_speak_the_way_back(open_page: Any) -> None:
    page = open_page("person")
    hand(page, *wish("return"))
    expect(page.locator("body")).to_have_attribute("data-shown", "conversation")
    bring(page, "crisis")
    hand(page, *wish("home"))
    expect(page.locator("body")).to_have_attribute("data-shown", "conversation")


def test_the_sound_goes_and_comes_by_a_word(open_page: Any) -> None:
    page = open_page("conversation")
    muted = "document.querySelector('#video').muted"
    hand(page, *wish("mute"))
    assert page.evaluate(muted)
    hand(page, *wish("unmute"))
    assert not page.evaluate(muted)


def test_paper_comes_when_she_has_said_so_and_only_where_there_is_a_printer(open_page: Any) -> None:
    page = open_page("answer", script="window.printed = 0; window.print = () => printed++")
    hand(page, *wish("print"))
    assert page.evaluate("printed") == 0
    hand(page, SAID)
    assert page.evaluate("printed") == 1
    expect(page.locator("#paper")).to_contain_text("계량기 숫자를 적어 두세요")
    page.locator("[data-screen=take] [data-press=print]").evaluate("one => (one.hidden = true)")
    hand(page, *wish("print"), SAID)
    assert page.evaluate("printed") == 1


def test_who_speaks_on_does_not_end_the_call(open_page: Any) -> None:
    page = open_page("answer")
    hand(page, *wish("finish"), server_message("interrupted", turn=9, said="네,"), SAID)
    expect(page.locator("body")).not_to_have_attribute("data-shown", "summary")


def test_a_finished_call_is_summed_up(open_page: Any) -> None:
    page: Page = open_page("conversation")
    hand(page, READY, QUESTION, ANSWER, CAPTION, TURN, *wish("finish"), SAID)
    expect(page.locator("#told")).to_contain_text("이사할 때 수도 요금")
