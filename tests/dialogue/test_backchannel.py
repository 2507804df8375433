import pytest

from dialogue.backchannel import is_backchannel


@pytest.mark.parametrize("text", ["네", "네네", "응.", "음…", "아 네", "네, 네.", "어 그래요", "예예", "그렇군요"])
def test_go_on(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text", ["네?", "아니요", "네 그런데 어디서 해요", "잠깐만요", "다시요", "어디요", "응급실 어디예요", ""]
)
def test_not_go_on(text: str) -> None:
    assert not is_backchannel(text)
