"""What goes wrong when a JETS voice is to speak."""

from typing import Literal

Code = Literal["no-text", "unknown-token", "too-long", "too-short", "not-finite", "no-sound"]


class VoiceError(ValueError):
    """`code` says what is wrong, for those who tell the caller."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
