"""What an office copies onto the kiosk: the browser's policy, the units, the profile."""

import json
import shlex
from configparser import ConfigParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.config import load_profile

DEPLOY = Path(__file__).parents[2] / "deploy" / "kiosk"
ORIGIN = "https://kiosk.example.go.kr"


def policy() -> dict[str, object]:
    content: dict[str, object] = json.loads((DEPLOY / "policy.json").read_text(encoding="utf-8"))
    return content


def unit(name: str) -> ConfigParser:
    """As systemd reads it, but for keys given twice; `#` begins a comment in the first column only."""
    parser = ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string((DEPLOY / name).read_text(encoding="utf-8").replace("\\\n", " "))
    return parser


def test_the_policy_lets_only_this_address_in_and_allows_it_to_hear_and_speak() -> None:
    given = policy()
    assert given["URLBlocklist"] == ["*"] and given["URLAllowlist"] == [ORIGIN]
    for key in ("AudioCaptureAllowedUrls", "VideoCaptureAllowedUrls", "AutoplayAllowlist"):
        assert given[key] == [ORIGIN]
    assert given["DeveloperToolsAvailability"] == 2, "2: never"
    assert given["DownloadRestrictions"] == 3, "3: none at all"
    assert given["PrintingEnabled"] is False and given["PasswordManagerEnabled"] is False


def test_every_address_of_the_policy_and_the_units_is_the_same_one() -> None:
    environment = dict(
        line.split("=", 1) for line in (DEPLOY / "malbeot-kiosk.env").read_text().splitlines() if line[0] != "#"
    )
    addresses = [environment["KIOSK_SERVER"], environment["KIOSK_ADDRESS"]]
    addresses += [url for value in policy().values() if isinstance(value, list) for url in value if "://" in url]
    assert {f"{urlsplit(one).scheme}://{urlsplit(one).netloc}" for one in addresses} == {ORIGIN}
    assert environment["KIOSK_ADDRESS"].endswith(f"seat={environment['KIOSK_SEAT']}")


@pytest.mark.parametrize("name", ["malbeot-kiosk.service", "malbeot.service"])
def test_what_falls_over_is_started_again(name: str) -> None:
    service = unit(name)["Service"]
    assert service["Restart"] == "always"
    assert Path(shlex.split(service["ExecStart"])[0]).is_absolute()


def test_the_browser_is_told_to_be_a_kiosk() -> None:
    flags = shlex.split(unit("malbeot-kiosk.service")["Service"]["ExecStart"])
    assert {"--kiosk", "--disable-pinch", "--noerrdialogs"} <= set(flags)


def test_the_kiosk_profile_warns_in_time_and_wants_screens_taken_on() -> None:
    kiosk = load_profile("kiosk").server.kiosk
    assert kiosk.enrolment == "required" and kiosk.warning >= 20 and kiosk.diagonal_cm
