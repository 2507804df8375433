"""What can go wrong between this caller and a server."""


class CallError(Exception):
    """A call that could not be placed, or that ended too early.

    `code` is the server's own code where it gave one, else one of `address`, `unreachable`, `not-a-call-server`,
    `timeout`, `no-hearing`, `no-answer`, `ended`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} ({self.code})"
