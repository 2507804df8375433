"""Finds engines by file name: `engine = "whisper"` loads `speech/recognizers/whisper.py: load(**options)`.

Knows no engine by name; a new one is a new file in its folder.
"""

import importlib
import inspect
import logging
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server.config import ConfigError, EngineChoice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The engine a stage got, and why those before it in the list were passed over."""

    kind: str
    name: str
    engine: Any
    passed_over: Mapping[str, str]

    def report(self) -> dict[str, Any]:
        return {"engine": self.name, "passed_over": dict(self.passed_over)}


class NoEngineError(ConfigError):
    """None of the engines named in a profile can load on this machine."""


def choose(kind: str, choice: EngineChoice, **given: object) -> Chosen:
    """Load the first engine of the list that can load here.

    `kind` is the package the engines live in, `speech.voices` say; `given` is passed to engines that ask for it.
    Raises ConfigError for an unknown engine or option, NoEngineError when none can load.
    """
    passed_over: dict[str, str] = {}
    for chosen in _loadable(kind, choice, given, passed_over):
        return chosen
    raise _no_engine(kind, passed_over)


def choose_all(kind: str, choice: EngineChoice, **given: object) -> list[Chosen]:
    """Load every engine of the list that can load here, in order: the later ones stand in for the first.

    Raises as `choose`.
    """
    passed_over: dict[str, str] = {}
    found = list(_loadable(kind, choice, given, passed_over))
    if not found:
        raise _no_engine(kind, passed_over)
    return found


def _loadable(
    kind: str, choice: EngineChoice, given: Mapping[str, object], passed_over: dict[str, str]
) -> Iterator[Chosen]:
    for name, load in verify(kind, choice).items():
        try:
            engine = load(**_options(choice, name, load, given))
        except (ModuleNotFoundError, FileNotFoundError, ValueError) as error:
            passed_over[name] = str(error)
            log.warning("%s: %s cannot load here: %s", kind, name, error)
            continue
        log.info("%s: %s", kind, name)
        yield Chosen(kind, name, engine, passed_over)


def _no_engine(kind: str, passed_over: Mapping[str, str]) -> NoEngineError:
    reasons = "; ".join(f"{name}: {reason}" for name, reason in passed_over.items())
    return NoEngineError(f"no engine of {kind} can load here ({reasons})")


def verify(kind: str, choice: EngineChoice) -> dict[str, Callable[..., Any]]:
    """The `load` of each engine named. Raises ConfigError for an engine or an option that does not exist."""
    loads = {name: _load_of(kind, name) for name in choice.engine}
    _refuse_unknown_options(kind, choice, loads)
    return loads


def available(kind: str) -> list[str]:
    """Names of the engines that exist in a package."""
    return sorted(module.name for module in pkgutil.iter_modules(importlib.import_module(kind).__path__))


def _load_of(kind: str, name: str) -> Callable[..., Any]:
    if name not in available(kind):
        raise ConfigError(f"there is no engine {name!r} in {kind}: choose one of {', '.join(available(kind))}")
    load: Callable[..., Any] = importlib.import_module(f"{kind}.{name}").load
    return load


def _accepted(load: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(load).parameters)


def _refuse_unknown_options(kind: str, choice: EngineChoice, loads: Mapping[str, Callable[..., Any]]) -> None:
    for key, value in choice.options.items():
        own = isinstance(value, dict) and key in loads
        asked = {(key, option) for option in value} if own else {("", key)}
        for engine, option in asked:
            engines = {engine: loads[engine]} if engine else loads
            if not any(option in _accepted(load) for load in engines.values()):
                exist = sorted(set().union(*(_accepted(load) for load in engines.values())))
                raise ConfigError(
                    f"{kind}: {', '.join(engines)} has no option {option!r}; options: {', '.join(exist) or 'none'}"
                )


def _options(
    choice: EngineChoice, name: str, load: Callable[..., Any], given: Mapping[str, object]
) -> dict[str, object]:
    shared = {key: value for key, value in choice.options.items() if key not in choice.engine}
    own = choice.options.get(name, {})
    return {key: value for key, value in {**given, **shared, **own}.items() if key in _accepted(load)}
