"""The neural voice: its marks fit its sound, its pieces join, and a model that makes nonsense is not heard."""

import importlib.util
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
if importlib.util.find_spec("espnet2") is None:
    pytest.skip("ESPnet is not installed", allow_module_level=True)

import torch

from speech.jets import checkpoint, network, snapshot
from speech.jets.errors import VoiceError
from speech.loudness import CEILING, voiced_power
from speech.pronunciation import VOWELS
from speech.types import Mark, Speech
from speech.voices import jets
from speech.voices.jets import JetsVoice
from tests.speech.jets import snapshots

SENTENCES = [
    "안녕하세요, 말벗입니다.",
    "기초연금은 매월 25일에 통장으로 들어와요.",
    "120번으로 전화하시거나 가까운 주민센터로 가세요!",
    "신분증(주민등록증)과 통장 사본 1장이 필요해요.",
    "KTX 표는 30% 싸요?",
    "네.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshots.write(tmp_path_factory.mktemp("voice"))


@pytest.fixture(scope="module")
def voice(folder: Path) -> JetsVoice:
    return jets.load(str(folder), threads=1)


def said(voice: JetsVoice, text: str, pace: float = 1.0) -> Speech:
    """All pieces as one."""
    pieces = list(voice.speak(text, pace))
    marks: list[Mark] = []
    at = 0.0
    for piece in pieces:
        marks += [Mark(mark.kind, mark.text, mark.start + at, mark.end + at) for mark in piece.marks]
        at += piece.seconds
    return Speech(np.concatenate([piece.samples for piece in pieces]), pieces[0].rate, text, tuple(marks))


def lasting(voice: JetsVoice, frames: int) -> None:
    """Every token is as long as every other."""
    voice._network._net.duration_predictor.inference = lambda hidden, mask: hidden.new_full(hidden.shape[:2], frames)


def texts(speech: Speech, kind: str) -> list[str]:
    return [mark.text for mark in speech.marks if mark.kind == kind]


@pytest.mark.parametrize("text", SENTENCES)
def test_every_word_is_marked_once_as_it_is_written(voice: JetsVoice, text: str) -> None:
    assert texts(said(voice, text), "word") == text.split()


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("pace", [0.5, 1.0, 1.5])
def test_marks_are_in_order_and_inside_their_piece(voice: JetsVoice, text: str, pace: float) -> None:
    for piece in voice.speak(text, pace):
        assert all(0 <= mark.start < mark.end <= piece.seconds + 1e-6 for mark in piece.marks)
        assert [mark.start for mark in piece.marks] == sorted(mark.start for mark in piece.marks)
        for kind in ("word", "phoneme"):
            of_kind = [mark for mark in piece.marks if mark.kind == kind]
            assert all(left.end <= right.start + 1e-6 for left, right in pairwise(of_kind))


@pytest.mark.parametrize("text", SENTENCES)
def test_every_piece_says_something_and_the_first_is_short(voice: JetsVoice, text: str) -> None:
    pieces = list(voice.speak(text))
    assert all(piece.text and texts(piece, "phoneme") for piece in pieces)
    assert pieces[0].seconds < 0.3 + 0.3
    assert max(piece.seconds for piece in pieces) < 2.4


def test_marks_lie_where_the_durations_put_them(folder: Path) -> None:
    """Ten frames for every token: nothing, a vowel, a consonant, a vowel, nothing, a vowel, the full stop."""
    voice = jets.load(str(folder), threads=1)
    lasting(voice, 10)
    marks = [mark for mark in said(voice, "아나이.").marks if mark.kind == "phoneme"]
    frame = 256 / 24000
    wanted = [("ㅏ", 0, 20), ("ㄴ", 20, 30), ("ㅏ", 30, 40), ("ㅣ", 40, 60)]
    joined = [marks[0]]
    for mark in marks[1:]:
        if mark.text == joined[-1].text and mark.start == pytest.approx(joined[-1].end):
            joined[-1] = Mark("phoneme", mark.text, joined[-1].start, mark.end)
        else:
            joined.append(mark)
    assert [mark.text for mark in joined] == [text for text, _, _ in wanted]
    for mark, (_, begin, end) in zip(joined, wanted, strict=True):
        assert (mark.start, mark.end) == pytest.approx((begin * frame, end * frame))


def test_pace(voice: JetsVoice) -> None:
    lengths = [said(voice, SENTENCES[1], pace).seconds for pace in (0.1, 0.5, 0.8, 1.0, 1.25, 1.6, 9.0)]
    assert lengths[0] == lengths[1] == pytest.approx(2 * lengths[3], rel=0.05)
    assert lengths[-1] == lengths[-2] == pytest.approx(lengths[3] / 1.6, rel=0.05)
    assert all(left > right for left, right in pairwise(lengths[1:-1]))


def test_pieces_join_without_a_step(voice: JetsVoice) -> None:
    """At a cut the sound moves no more than it does elsewhere."""
    pieces = list(voice.speak(SENTENCES[1]))
    assert len(pieces) > 2
    usual = max(float(np.abs(np.diff(piece.samples)).max()) for piece in pieces)
    steps = [abs(float(right.samples[0] - left.samples[-1])) for left, right in pairwise(pieces)]
    assert max(steps) <= 1.2 * usual


def test_it_begins_and_ends_softly_with_a_pause_behind(voice: JetsVoice) -> None:
    speech = said(voice, SENTENCES[0])
    assert abs(speech.samples[0]) < 1e-3
    assert not speech.samples[-round(0.25 * speech.rate) :].any()


@pytest.mark.parametrize("text", SENTENCES[:3])
def test_it_is_as_loud_as_all_voices_and_does_not_clip(voice: JetsVoice, text: str) -> None:
    speech = said(voice, text)
    assert 10 * np.log10(voiced_power(speech.samples, speech.rate)) == pytest.approx(-18, abs=2)
    assert np.abs(speech.samples).max() <= CEILING
    assert speech.samples.dtype == np.float32


def test_marks_name_what_is_heard(voice: JetsVoice) -> None:
    heard = [text for text, _ in pairwise([*texts(said(voice, "국물 같이"), "phoneme"), ""])]
    assert "".join(dict.fromkeys(heard)) == "ㄱㅜㅇㅁㄹㅏㅊㅣ"


def test_five_thousand_characters(voice: JetsVoice) -> None:
    text = ("기초연금은 매월 25일에 들어와요. " * 300)[:5000]
    assert next(voice.speak(text)).seconds > 0.1
    assert sum(piece.seconds for piece in voice.speak(text[:600])) > 30


def test_one_endless_word(voice: JetsVoice) -> None:
    pieces = list(voice.speak("가" * 100))
    assert sum(text in VOWELS for piece in pieces for text in texts(piece, "phoneme")) >= 100


@pytest.mark.parametrize("text", ["", "  ", "...", "※★", "日本語", "Привет", "😀", "ㅋㅋㅋ", "\x00", "\ud800"])
def test_what_cannot_be_said_is_refused_at_once(voice: JetsVoice, text: str) -> None:
    with pytest.raises(VoiceError, match="nothing") as raised:
        voice.speak(text)
    assert raised.value.code == "no-text"


def test_unknown_signs_are_passed_over(voice: JetsVoice) -> None:
    clean, littered = said(voice, "주민센터로 가세요."), said(voice, "주민센터로😀 日本 가세요.\x00")
    assert np.array_equal(clean.samples, littered.samples)


class TestAModelThatMakesNonsense:
    """The weights are sound, what comes out is not."""

    @pytest.fixture
    def voice(self, folder: Path) -> JetsVoice:
        return jets.load(str(folder), threads=1)

    def code(self, voice: JetsVoice) -> str:
        with pytest.raises(VoiceError) as raised:
            list(voice.speak(SENTENCES[0]))
        return raised.value.code

    @pytest.mark.parametrize(("frames", "code"), [(0, "too-short"), (70, "too-long")])
    def test_lengths_that_no_speech_has(self, voice: JetsVoice, frames: int, code: str) -> None:
        lasting(voice, frames)
        assert self.code(voice) == code

    @pytest.mark.parametrize("which", [slice(None), slice(3, 4), slice(3, 5)])
    def test_lengths_that_are_no_numbers(self, voice: JetsVoice, which: slice) -> None:
        predictor = voice._network._net.duration_predictor
        linear = predictor.linear.forward

        def broken(hidden: torch.Tensor) -> torch.Tensor:
            lengths: torch.Tensor = linear(hidden)
            lengths[:, which] = float("nan")
            return lengths

        predictor.linear.forward = broken
        assert self.code(voice) == "not-finite"

    def test_no_numbers(self, voice: JetsVoice) -> None:
        voice._network._net.decoder.forward = lambda hidden, mask: (hidden * float("nan"), None)
        assert self.code(voice) == "not-finite"

    def test_silence(self, voice: JetsVoice, monkeypatch: pytest.MonkeyPatch) -> None:
        vocoder = voice._network._vocoder
        monkeypatch.setattr(vocoder, "sound", lambda hidden, begin, end: hidden.new_zeros((end - begin) * 256))
        assert self.code(voice) == "no-sound"

    def test_a_burst_is_turned_down(self, voice: JetsVoice, monkeypatch: pytest.MonkeyPatch) -> None:
        burst = np.random.default_rng(1).standard_normal
        vocoder = voice._network._vocoder
        monkeypatch.setattr(vocoder, "sound", lambda hidden, begin, end: hidden.new_tensor(burst((end - begin) * 256)))
        speech = said(voice, SENTENCES[0])
        assert np.abs(speech.samples).max() <= CEILING
        assert 10 * np.log10(voiced_power(speech.samples, speech.rate)) < -18 + 6.5


class TestLoading:
    def test_a_model_that_lacks_a_sound_of_korean(self, tmp_path: Path) -> None:
        few = [token for token in snapshots.TOKENS if token != "\u110c"]
        with pytest.raises(ValueError, match=r"cannot speak.*U\+110C"):
            jets.load(str(snapshots.write(tmp_path, tokens=few)), threads=1)

    def test_half_of_the_weights(self, folder: Path, tmp_path: Path) -> None:
        tensors = checkpoint.read(snapshot.read(folder).weights)
        half = {name: tensor for name, tensor in tensors.items() if ".decoder." not in name}
        with pytest.raises(ValueError, match=r"missing \([0-9]+\): decoder"):
            jets.load(str(snapshots.write(tmp_path, half)), threads=1)

    def test_weights_that_would_run_code(self, folder: Path, tmp_path: Path) -> None:
        class Evil:
            def __reduce__(self) -> tuple[object, tuple[Path]]:
                return Path.touch, (tmp_path / "ran",)

        weights = checkpoint.read(snapshot.read(folder).weights)
        with pytest.raises(ValueError, match="safely"):
            jets.load(str(snapshots.write(tmp_path / "evil", {**weights, "more": Evil()})), threads=1)  # type: ignore[dict-item]
        assert not (tmp_path / "ran").exists()

    def test_untrained_weights_cannot_speak(self, tmp_path: Path) -> None:
        folder = snapshots.write(tmp_path)
        tensors = network.build(snapshot.read(folder).config).state_dict()
        tensors["duration_predictor.linear.weight"].zero_()
        snapshots.write(tmp_path, tensors)
        with pytest.raises(ValueError, match="cannot speak"):
            jets.load(str(folder), threads=1)

    def test_a_voice_that_is_not_there_names_what_to_do(self) -> None:
        with pytest.raises(FileNotFoundError, match=r"meta\.yaml"):
            jets.load("nobody/nowhere")

    def test_the_hubs_cache_is_looked_into(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        copies = tmp_path / "models--imdanboy--kss_jets" / "snapshots"
        copies.mkdir(parents=True)
        (copies / "b059fd8").symlink_to(folder)
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
        assert next(jets.load(threads=1).speak("네.")).text == "네."
        assert "not for commercial use" in caplog.text

    @pytest.mark.parametrize("options", [{"threads": 0}, {"rate": 3.0}, {"pronouncer": "mecab"}, {"device": "cuda:99"}])
    def test_an_option_that_makes_no_sense_is_refused(self, folder: Path, options: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r"threads|rate|rules|CUDA"):
            jets.load(str(folder), **options)  # type: ignore[arg-type]

    def test_without_espnet_it_says_what_brings_it(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "espnet2" else object())
        with pytest.raises(ModuleNotFoundError, match="make full"):
            jets.load(str(folder))

    def test_rate_makes_a_hasty_model_slower(self, folder: Path, voice: JetsVoice) -> None:
        slow = jets.load(str(folder), threads=1, rate=0.8)
        assert said(slow, SENTENCES[1]).seconds == pytest.approx(said(voice, SENTENCES[1]).seconds / 0.8, rel=0.05)
