"""What a kiosk says outside a call: a few fixed sentences in the counsellor's voice, made once."""

from collections.abc import Mapping

from server.counsel import Counsel
from server.sound_file import wav

GUIDANCE: Mapping[str, str] = {
    "greeting": "안녕하세요. 화면을 누르거나 궁금한 것을 말씀해 주세요.",
    "still": "아직 계신가요? 계속하시려면 큰 단추를 눌러 주세요.",
    "goodbye": "화면의 이야기를 모두 지웠습니다. 안녕히 가세요.",
    "offline": "연결이 안 됩니다. 직원을 불러 주세요.",
    "lowered": "단추를 아래로 내렸습니다.",
    "raised": "단추를 원래 자리로 올렸습니다.",
    "bigger": "글자를 크게 했습니다.",
    "usual": "글자를 보통으로 했습니다.",
    "louder": "소리는 이만큼 들립니다.",
}


class Guidance:
    """Sentences as WAV files (16-bit mono), kept once they were said."""

    def __init__(self) -> None:
        self._said: dict[str, bytes] = {}

    async def wav(self, name: str, counsel: Counsel) -> bytes:
        """Raises KeyError for an unknown name, StageError when the voice fails."""
        sentence = GUIDANCE[name]
        if name not in self._said:
            self._said[name] = await wav(counsel, sentence)
        return self._said[name]
