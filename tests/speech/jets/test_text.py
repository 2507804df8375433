"""Sentences become the tokens a model was taught with, and each knows what is heard in it."""

import sys
import unicodedata
from types import SimpleNamespace

import pytest

from speech.jets.errors import VoiceError
from speech.jets.spelling import by_rules, spelling
from speech.jets.text import Front, Utterance
from tests.speech.jets.snapshots import TOKENS


def front(g2p: str = "korean_jaso_no_space", symbols: list[str] = TOKENS) -> Front:
    return Front(symbols, g2p, spelling(g2p, "rules"))


def only(text: str, made: Front) -> Utterance:
    (utterance,) = made.utterances(text)
    return utterance


def symbols(text: str, made: Front) -> str:
    """Put together to syllables again where they fit."""
    return unicodedata.normalize("NFC", "".join(token.symbol for token in only(text, made).tokens))


def test_spelling_keeps_final_clusters() -> None:
    assert symbols("값", front()) == "값."


def test_pronunciation_follows_the_sound_changes() -> None:
    assert symbols("국물", front("g2pk_no_space")) == "궁물."


def test_numbers_and_letters_are_written_out() -> None:
    assert symbols("120번 KTX", front()).replace(",", "") == symbols("일이공번 케이티엑스", front())


@pytest.mark.parametrize(("text", "mark"), [("왔어요?", "?"), ("왔어요!", "!"), ("왔어요", "."), ("“왔어요?”", "?")])
def test_the_last_mark_makes_the_melody(text: str, mark: str) -> None:
    assert symbols(text, front())[-1] == mark


def test_a_comma_is_a_pause() -> None:
    assert "," in symbols("네, 알겠어요.", front())


@pytest.mark.parametrize("space", [" ", "<space>"])
def test_spaces_stand_between_words_where_the_model_has_them(space: str) -> None:
    said = only("가 나", front("g2pk", [*TOKENS, space]))
    assert [token.symbol for token in said.tokens if token.word is None] == [space, "."]
    assert symbols("가 나", front("g2pk_no_space", [*TOKENS, space])) == "가나."


def test_jaso_tokens_carry_what_is_heard_not_what_is_written() -> None:
    heard = [token.heard for token in only("국물이 값이", front()).tokens if token.word is not None]
    assert "".join(heard) == "ㄱㅜㅇㅁㅜㄹㅣㄱㅏㅂㅆㅣ"


def test_every_token_knows_its_word() -> None:
    said = only("가방 ★ 나", front())
    assert said.words == ("가방", "★", "나")
    assert [token.word for token in said.tokens] == [0, 0, 0, 0, 0, 2, 2, None]


def test_a_final_that_the_model_lacks_is_written_as_it_is_heard() -> None:
    few = [token for token in TOKENS if token != "\u11b5"]
    assert symbols("읊다", front(symbols=few)) == symbols("읍다", front(symbols=few))


def test_a_sound_that_the_model_lacks_is_an_error_with_its_name() -> None:
    with pytest.raises(VoiceError, match=r"U\+1106") as raised:
        front(symbols=[token for token in TOKENS if token != "\u1106"]).utterances("나무")
    assert raised.value.code == "unknown-token"


def test_punctuation_that_the_model_lacks_is_left_out() -> None:
    assert symbols("네, 네?", front(symbols=[token for token in TOKENS if token not in ",?"])) == "네네"


@pytest.mark.parametrize("text", ["", "  ", "...", "※★", "日本語", "Привет", "😀", "ㅋㅋㅋ", "\x00", "\ud800"])
def test_what_cannot_be_said_is_refused(text: str) -> None:
    with pytest.raises(VoiceError) as raised:
        front().utterances(text)
    assert raised.value.code == "no-text"


def test_a_long_text_is_cut_and_loses_no_word() -> None:
    text = " ".join(["주민센터에서 신청하시면 되고, 인터넷으로도 할 수 있으며"] * 12)
    parts = front().utterances(text)
    assert len(parts) > 2
    assert " ".join(part.text for part in parts) == text
    assert max(len({token.syllable for token in part.tokens}) for part in parts) <= 47


BEGINS_SOON = "신청하러 오실 때에는, 신분증과 통장 사본을 가지고 주민센터로 오시면 됩니다. 그런가요?"


class TestTheFirstGo:
    def test_it_ends_at_an_early_pause_so_that_it_is_heard_soon(self) -> None:
        first, *rest = front().utterances(BEGINS_SOON)
        assert first.text == "신청하러 오실 때에는,"
        assert rest[-1].text == "그런가요?"
        assert " ".join(one.text for one in (first, *rest)) == BEGINS_SOON

    def test_its_melody_goes_on(self) -> None:
        endings = [one.tokens[-1].symbol for one in front().utterances(BEGINS_SOON)]
        assert endings[0] == ","
        assert endings[-2:] == [".", "?"]

    def test_a_short_sentence_stays_whole(self) -> None:
        assert only("신청하러 오실 때에는, 여기로 오세요.", front()).words[-1] == "오세요."

    def test_a_sentence_that_pauses_too_soon_is_not_cut_there(self) -> None:
        first = front().utterances("네, 신분증과통장사본을 주민센터담당자에게주면 됩니다.")[0]
        assert first.text != "네,"

    def test_the_words_of_later_goes_are_counted_anew(self) -> None:
        for one in front().utterances(BEGINS_SOON):
            owners = [token.word for token in one.tokens if token.word is not None]
            assert owners == sorted(owners)
            assert set(owners) == set(range(len(one.words)))


def test_five_thousand_characters_and_one_endless_word() -> None:
    text = ("기초연금은 매월 25일에 들어와요. " * 300)[:5000]
    assert len(front().utterances(text)) >= text.count(".")
    vowels = sum(token.vowel for part in front().utterances("가" * 1000) for token in part.tokens)
    assert vowels == 1000


class TestG2pk:
    def test_our_rules_stand_in_and_the_log_says_so(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setitem(sys.modules, "g2pk", None)
        with caplog.at_level("INFO"):
            assert spelling("g2pk", "auto") is by_rules
        assert "stand in" in caplog.text

    def test_it_can_be_demanded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "g2pk", None)
        with pytest.raises(ModuleNotFoundError, match="pip install"):
            spelling("g2pk", "g2pk")

    def test_without_its_data_the_error_tells_the_step(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken() -> None:
            raise LookupError("cmudict")

        monkeypatch.setitem(sys.modules, "g2pk", SimpleNamespace(G2p=broken))
        with pytest.raises(FileNotFoundError, match="nltk"):
            spelling("g2pk", "g2pk")

    def test_it_is_asked_for_all_words_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[str] = []

        def convert(text: str) -> str:
            asked.append(text)
            return text.replace("옷 한", "오 탄")

        monkeypatch.setitem(sys.modules, "g2pk", SimpleNamespace(G2p=lambda: convert))
        assert spelling("g2pk_no_space", "auto")(["옷", "한", "벌"]) == ["오", "탄", "벌"]
        assert asked[-1] == "옷 한 벌"

    def test_our_rules_take_over_where_it_counts_other_syllables(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "g2pk", SimpleNamespace(G2p=lambda: lambda text: "하나둘셋"))
        assert spelling("g2pk", "auto")(["국물"]) == ["궁물"]

    def test_an_unknown_way_is_answered_with_the_known(self) -> None:
        with pytest.raises(ValueError, match="rules"):
            spelling("g2pk", "mecab")
