"""Taking a kiosk on: a code, a token, a list; over HTTP and with the command."""

import json
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from server.app import create_app
from server.cli import app
from server.config import ConfigError, load_profile
from server.kiosk_devices import CODE_LIFETIME, WRONG_TRIES, Devices, TooManyTriesError, UnknownCodeError

STAFF = "0123456789abcdef"


def kiosk(folder: Path, *overrides: str) -> httpx.AsyncClient:
    """A kiosk's browser before the application; no engine is loaded."""
    file = folder / "kiosks.json"
    chosen = [f"server.kiosk.devices='{file}'", f"server.kiosk.staff_token='{STAFF}'", *overrides]
    web = create_app(load_profile("scripted", chosen))
    return httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://kiosk")


async def test_an_accepted_code_opens_the_kiosk_and_a_revoked_one_closes_it(tmp_path: Path) -> None:
    async with kiosk(tmp_path, "server.kiosk.enrolment=required") as browser:
        assert 'id="code"' in (await browser.get("/kiosk")).text
        shown = await browser.post("/kiosk/enrolment")
        cookie = shown.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/kiosk" in cookie
        assert (await browser.get("/kiosk/enrolment")).json() == {"state": "waiting"}
        assert 'id="code"' in (await browser.get("/kiosk")).text, "not before somebody accepts it"
        staff = {"Authorization": f"Bearer {STAFF}"}
        path = f"/kiosk/enrolment/{shown.json()['code']}"
        assert (await browser.post(path, json={"name": "민원실"})).status_code == 401
        assert (await browser.post(path, json={"name": "민원실"}, headers=staff)).status_code == 201
        assert "/static/kiosk/kiosk.js" in (await browser.get("/kiosk")).text
        assert (await browser.get("/kiosk/settings")).json()["name"] == "민원실"
        Devices(tmp_path / "kiosks.json").revoke("민원실")
        assert 'id="code"' in (await browser.get("/kiosk")).text


async def test_a_kiosk_that_nobody_took_on_works_where_the_profile_is_open(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as browser:
        assert "/static/kiosk/kiosk.js" in (await browser.get("/kiosk")).text


async def test_a_heartbeat_is_heard_and_holds_nothing_but_facts(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as browser:
        assert (await browser.get("/kiosk/heartbeat/lobby-7")).status_code == 404
        beat = {"seat": "lobby-7", "screen": "attract", "up": 3}
        assert (await browser.post("/kiosk/heartbeat", json=beat)).status_code == 204
        assert (await browser.get("/kiosk/heartbeat/lobby-7")).status_code == 204
        assert (await browser.post("/kiosk/heartbeat", json=beat | {"said": "비밀"})).status_code == 422


def test_the_file_holds_no_token_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "kiosks.json"
    devices = Devices(file)
    code, token = devices.show_code()
    devices.accept(code, "민원실")
    assert token not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert devices.state_of(token) == "enrolled" and devices.state_of("another") == "unknown"


def test_a_code_expires_and_counts_once(tmp_path: Path) -> None:
    now = [1000.0]
    devices = Devices(tmp_path / "kiosks.json", clock=lambda: now[0])
    code, _ = devices.show_code()
    devices.accept(code, "하나")
    with pytest.raises(UnknownCodeError):
        devices.accept(code, "둘")
    code, token = devices.show_code()
    now[0] += CODE_LIFETIME
    assert devices.state_of(token) == "unknown"
    with pytest.raises(UnknownCodeError):
        devices.accept(code, "셋")


def test_wrong_codes_are_counted_and_then_even_the_right_one_waits(tmp_path: Path) -> None:
    now = [1000.0]
    devices = Devices(tmp_path / "kiosks.json", clock=lambda: now[0])
    code, _ = devices.show_code()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(WRONG_TRIES):
        with pytest.raises(UnknownCodeError):
            devices.accept(wrong, "틀림")
    with pytest.raises(TooManyTriesError):
        devices.accept(code, "민원실")
    now[0] += CODE_LIFETIME
    code, _ = devices.show_code()
    assert devices.accept(code, "민원실").name == "민원실"


def test_the_command_enrols_lists_and_revokes(tmp_path: Path) -> None:
    file = tmp_path / "kiosks.json"
    code, token = Devices(file).show_code()

    def malbeot(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["kiosk", *arguments, "--set", f"server.kiosk.devices='{file}'"])

    assert malbeot("enrol", code, "--name", "민원실").exit_code == 0
    assert Devices(file).state_of(token) == "enrolled"
    (line,) = malbeot("list", "--json").output.splitlines()
    assert json.loads(line)["name"] == "민원실"
    assert isinstance(malbeot("revoke", "없는 것").exception, ConfigError)
    assert malbeot("revoke", "민원실").exit_code == 0
    assert not Devices(file).all()
