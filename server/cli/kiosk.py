"""`malbeot kiosk`: takes screens on, lists and revokes them, and measures whether one meets the rules for kiosks."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from server.cli.kiosk_browser import Panel, browse
from server.cli.kiosk_rules import judge, sheet
from server.cli.options import Json, Overrides, ProfileName, profile_of, show
from server.config import ConfigError
from server.kiosk_devices import Device, Devices

app = typer.Typer(no_args_is_help=True, help="Kiosks: taking on, listing, revoking, checking.")


@app.command()
def enrol(
    code: Annotated[str, typer.Argument(help="The six digits on the kiosk's screen.")],
    name: Annotated[str, typer.Option(help="Where it stands.")],
    profile: ProfileName = "default",
    overrides: Overrides = None,
    as_json: Json = False,
) -> None:
    """Take the kiosk on that shows CODE."""
    device = _devices(profile, overrides).accept(code.replace(" ", ""), name)
    show(_record(device), f"{device.name} 화면을 등록했습니다 ({device.id}).", as_json=as_json)


@app.command("list")
def listing(profile: ProfileName = "default", overrides: Overrides = None, as_json: Json = False) -> None:
    """Every kiosk that was taken on."""
    for device in _devices(profile, overrides).all():
        day = datetime.fromtimestamp(device.enrolled_at).astimezone()
        show(_record(device), f"{device.id}  {day:%Y-%m-%d %H:%M}  {device.name}", as_json=as_json)


@app.command()
def revoke(
    kiosk: Annotated[str, typer.Argument(help="Its id or name.")],
    profile: ProfileName = "default",
    overrides: Overrides = None,
    as_json: Json = False,
) -> None:
    """Strike a kiosk off: its token is worth nothing from now on."""
    gone = _devices(profile, overrides).revoke(kiosk)
    if not gone:
        raise ConfigError(f"there is no kiosk {kiosk!r}: see malbeot kiosk list")
    for device in gone:
        show(_record(device), f"{device.name} 화면의 등록을 지웠습니다 ({device.id}).", as_json=as_json)


@app.command()
def check(
    url: Annotated[str, typer.Option(help="Address of a running server.")],
    diagonal_cm: Annotated[float, typer.Option(help="Of the panel, as a ruler says.")],
    resolution: Annotated[str, typer.Option(help="WIDTHxHEIGHT of the panel as it stands.")],
    as_json: Json = False,
    pictures: Annotated[Path | None, typer.Option(help="Folder for a picture of every state.")] = None,
) -> None:
    """Open the kiosk in headless Chromium, measure every state and print the sheet; exit status 1 when a rule fails."""
    panel = Panel.of(diagonal_cm, resolution)
    findings = judge(browse(url.rstrip("/"), panel, pictures), panel)
    if as_json:
        for one in findings:
            print(json.dumps(one.record(), ensure_ascii=False))
    else:
        print(sheet(findings, url, panel))
    if not all(one.passed for one in findings):
        raise typer.Exit(1)


def _devices(profile: str, overrides: list[str] | None) -> Devices:
    return Devices(profile_of(profile, overrides).server.kiosk.devices)


def _record(device: Device) -> dict[str, str | float]:
    return {"id": device.id, "name": device.name, "enrolled_at": device.enrolled_at}
