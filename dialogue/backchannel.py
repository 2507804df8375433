"""The short sounds with which a listener says "go on" (Yngve 1970), not "stop"."""

import re

_SOUNDS = "네+ 예+ 응+ 음+ 어+ 아+ 오+ 흠+ 으응 에이 아하 그래요? 그렇지 그렇죠 그렇구나 그렇군요 맞아요? 알았어요?"
_SOUND = f"({_SOUNDS.replace(' ', '|')})"
_BACKCHANNEL = re.compile(rf"{_SOUND}([\s,.!~…]*{_SOUND}){{0,3}}[\s,.!~…]*")


def is_backchannel(text: str) -> bool:
    """Whether the whole utterance only says that the caller is listening. "네?" is a question and not one."""
    return _BACKCHANNEL.fullmatch(text.strip()) is not None
