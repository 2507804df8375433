"""Imports point one way: speech ← avatar, dialogue is text alone, the harness measures all but the server."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"speech", "dialogue", "avatar", "server", "harness"}
MAY_IMPORT = {
    "speech": {"speech"},
    "dialogue": {"dialogue"},
    "avatar": {"avatar", "speech"},
    "harness": {"harness", "avatar", "speech", "dialogue"},
    "server": OURS,
}
CALLS_ONLY = {"asyncio", "aiortc", "fastapi", "starlette", "uvicorn"}
"""what only the server and its caller from outside may know"""


def imported(file: Path) -> Iterator[str]:
    """Top-level names of everything a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_one_way(folder: str) -> None:
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    for file in files:
        names = set(imported(file))
        assert names & OURS <= MAY_IMPORT[folder], file
        if folder not in ("server", "harness"):
            assert not names & CALLS_ONLY, file


def test_the_wire_does_not_reach_into_the_turn() -> None:
    """The modules a turn is made of do not know HTTP; those that do are few."""
    web = {file.name for file in (ROOT / "server").glob("*.py") if "fastapi" in set(imported(file))}
    pages = {"take_home.py", "watching.py", "kiosk.py", "office_pages.py", "page_voice.py", "addresses.py"}
    assert web == {"app.py", "whip.py"} | pages
