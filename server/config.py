"""A profile: one TOML file read into frozen records, checked at start, unknown keys refused.

`--set section.key=value` overrides single keys. Nothing below the server reads settings; they are passed as arguments.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_type_hints

from aiortc.rtcicetransport import parse_stun_turn_uri
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from server.ladder import Quality
from speech.endpoint import EndpointSettings

PROFILES = Path(__file__).resolve().parent.parent / "profiles"


class ConfigError(Exception):
    """A mistake in a profile or an override; the message says what was asked and what exists."""


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _ice_url(url: str) -> str:
    parse_stun_turn_uri(url)  # raises ValueError
    return url


def _quality(name: object) -> Quality:
    named = {level.wire: level for level in Quality}
    if name not in named:
        raise ValueError(f"there is no quality {name!r}; here exist: {', '.join(named)}")
    return named[str(name)]


class EngineChoice(BaseModel):
    """Which engine a stage uses: a name or a list of names, the first that can load here is taken.

    Every other key is an option of the engine; a sub-table named after an engine holds options of that engine alone.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    engine: Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)]

    @property
    def options(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class Office(Section):
    name: str = Field(default="말벗 상담실", min_length=1, max_length=40)
    phone: str = Field(default="120", pattern=r"^[0-9][0-9-]{1,14}$")
    hours: str = Field(default="", max_length=60)
    """when a person answers, in words; empty: not said"""
    topics: tuple[str, ...] = ()
    """those offered as tiles, in this order; empty: all"""


class IceServer(Section):
    urls: Annotated[str, AfterValidator(_ice_url)]
    """stun:HOST[:PORT], turn:HOST[:PORT] or turns:HOST[:PORT]"""
    username: str | None = None
    credential: str | None = None


class Kiosk(Section):
    enrolment: Literal["open", "required"] = "open"
    """required: a screen shows a code until staff have accepted it"""
    devices: Path = Path("var/kiosks.json")
    staff_token: str | None = Field(default=None, min_length=16)
    """lets staff accept a code over HTTP; without one only `malbeot kiosk enrol` does"""
    diagonal_cm: float | None = Field(default=None, gt=5, lt=400)
    resolution: str | None = Field(default=None, pattern="^[0-9]{3,5}x[0-9]{3,5}$")
    """of the panel as it stands, WIDTHxHEIGHT in device pixels"""
    patience: float = Field(default=60, ge=20)
    """seconds without a touch or a word before the kiosk asks whether somebody is there"""
    warning: float = Field(default=30, ge=20)
    """seconds it then waits"""
    printing: bool = False


class Server(Section):
    host: str = "127.0.0.1"
    address: str | None = Field(default=None, pattern=r"^https?://[^/\s]+/?$")
    """by which people reach the page from outside, for QR codes; None: that of each request"""
    port: int = Field(default=8080, ge=0, le=65535)
    max_calls: int = Field(default=32, ge=1)
    admit_below: float = Field(default=0.75, gt=0)
    """share of the cores that the calls, the new one included, may use; the rest is for busy moments"""
    call_cost: float = Field(default=0.4, gt=0)
    """cores one call is taken to cost until calls have shown it"""
    best_quality: Annotated[Quality, BeforeValidator(_quality)] = Quality.FULL
    worst_quality: Annotated[Quality, BeforeValidator(_quality)] = Quality.TEXT
    """how far calls may be made cheaper under load; see server/ladder.py"""
    ice_servers: tuple[IceServer, ...] = ()
    candidates: frozenset[Literal["public", "private", "loopback"]] = frozenset({"public", "private", "loopback"})
    setup_deadline: float = Field(default=15, gt=0)
    """seconds from the offer to a connected call"""
    heartbeat: float = Field(default=8, gt=0)
    """seconds without a sign of life before a caller is taken for gone"""
    max_call: float = Field(default=1800, gt=0)
    """seconds"""
    idle: float = Field(default=180, gt=0)
    """seconds without a question before the call is ended kindly"""

    @model_validator(mode="after")
    def _best_is_not_worse(self) -> Self:
        if self.best_quality > self.worst_quality:
            raise ValueError(f"best_quality = {self.best_quality.wire} is worse than {self.worst_quality.wire}")
        return self

    kiosk: Kiosk = Kiosk()


class Speech(Section):
    vad: EngineChoice
    endpoint: EndpointSettings = EndpointSettings()
    recognizer: EngineChoice
    voice: EngineChoice


class Dialogue(Section):
    knowledge: Path = Path("var/knowledge.sqlite")
    """made from the shipped entries when it does not exist"""
    filter: EngineChoice
    abuse_threshold: float = Field(default=0.5, ge=0, le=1)
    answerer: EngineChoice


class Avatar(Section):
    animator: EngineChoice
    fps: int = Field(default=25, ge=5, le=30)
    clips: Path = Path("var/clips")
    """where prepared sentences lie"""
    prepare: bool = False
    """make clips of all that is said, beside the calls"""
    bitrates: tuple[Annotated[int, Field(ge=50_000, le=5_000_000)], ...] = (400_000, 150_000)
    """bits a second of their pictures; a clip is made for each"""


class Budgets(Section):
    """Milliseconds a stage may take before its fallback is used; see docs/architecture.md."""

    endpoint: int = Field(gt=0)
    transcribe: int = Field(gt=0)
    screen: int = Field(gt=0)
    answer: int = Field(gt=0)
    speak: int = Field(gt=0)
    animate: int = Field(gt=0)
    send: int = Field(gt=0)
    voice_to_voice: int = Field(gt=0)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        # Sound does not wait for the picture, so `animate` is not part of the way from voice to voice.
        parts = self.endpoint + self.transcribe + self.screen + self.answer + self.speak + self.send
        if parts > self.voice_to_voice:
            raise ValueError(f"the stages add up to {parts} ms, over voice_to_voice = {self.voice_to_voice} ms")
        return self


class Profile(Section):
    name: str = ""
    office: Office = Office()
    server: Server = Server()
    speech: Speech
    dialogue: Dialogue
    avatar: Avatar
    budgets: Budgets


def load_profile(name: str = "default", overrides: list[str] | None = None) -> Profile:
    """Read a profile by name or file.

    Raises ConfigError for a file that is missing or not TOML, an unknown key or a value out of range.
    """
    file = _find(name)
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error
    for override in overrides or []:
        _override(tree, override)
    try:
        return Profile.model_validate({"name": file.stem, **tree})
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(file, error))) from error


def _find(name: str) -> Path:
    shipped = {file.stem: file for file in sorted(PROFILES.glob("*.toml"))}
    if name in shipped:
        return shipped[name]
    if Path(name).is_file():
        return Path(name)
    raise ConfigError(f"there is no profile {name!r}: give a file, or one of {', '.join(shipped)}")


def _override(tree: dict[str, Any], override: str) -> None:
    path, equals, text = override.partition("=")
    *sections, key = path.strip().split(".")
    if not equals or not key:
        raise ConfigError(f"--set {override!r} is not of the form section.key=value")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text  # a bare word: a name or a path
    for section in sections:
        tree = tree.setdefault(section, {})
        if not isinstance(tree, dict):
            raise ConfigError(f"--set {override!r}: {section!r} holds a value, not a section")
    tree[key] = value


def _explain(file: Path, error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors():
        place = ".".join(str(part) for part in problem["loc"])
        line = f"{file.name}: {place or 'profile'}: {problem['msg']}"
        if problem["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            line = f"{file.name}: unknown key {place!r}; here exist: {', '.join(_siblings(problem['loc']))}"
        lines.append(line)
    return lines


def _siblings(place: tuple[int | str, ...]) -> list[str]:
    model: Any = Profile
    for part in place[:-1]:
        model = get_type_hints(model).get(str(part), model)
    return sorted(get_type_hints(model).keys() - {"model_config"})
