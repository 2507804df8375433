"""`malbeot`: the command of the product.

Every subcommand prints for people, or one JSON object a line with `--json`; diagnostics go to standard error. Exit
status 0 when done, 2 for a mistake in what was asked, 1 for a failure.
"""

import sys

import typer

from harness.errors import CallError
from harness.recording import RecordingError
from server.cli import answering, calling, doctor, hearing, kiosk, knowledge, models, portraits, serving, voicing
from server.config import ConfigError
from speech.audio import AudioError

app = typer.Typer(name="malbeot", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for module in (serving, calling, hearing, answering, voicing, doctor):
    module.add_to(app)
app.add_typer(knowledge.app, name="kb")
app.add_typer(models.app, name="models")
app.add_typer(kiosk.app, name="kiosk")
app.add_typer(portraits.app, name="portrait")

MISTAKES = (ConfigError, AudioError, RecordingError, FileNotFoundError, ValueError)


def main() -> None:
    try:
        app()
    except MISTAKES as error:
        _end(error, 2)
    except (CallError, OSError) as error:
        _end(error, 1)


def _end(error: Exception, status: int) -> None:
    print(f"malbeot: {error}", file=sys.stderr)
    sys.exit(status)
