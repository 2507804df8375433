import re
from pathlib import Path

import pytest

from server.config import PROFILES, Budgets, ConfigError, load_profile
from server.counsel import verify_engines
from server.ladder import Quality


@pytest.mark.parametrize("name", ["default", "embedded", "scripted"])
def test_shipped_profiles_name_engines_and_options_that_exist(name: str) -> None:
    verify_engines(load_profile(name))


def test_overrides_reach_their_key() -> None:
    profile = load_profile("default", ["server.port=9000", "speech.voice.variant=f5", "speech.endpoint.silence=0.9"])
    assert profile.server.port == 9000
    assert profile.speech.voice.options == {"variant": "f5"}
    assert profile.speech.endpoint.silence == 0.9


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("server.prot=1", "port"),
        ("speech.endpoint.silenc=1", "silence"),
        ("speech.endpoint.silence=0.1", "silence"),
        ("server.max_calls=0", "max_calls"),
        ("budgets.screen=-1", "screen"),
        ("budgets.answer=5000", "add up"),
        ("budgets.speak='soon'", "budgets.speak"),
        ("budgets.voice_to_voice=100", r"add up to \d+ ms.*voice_to_voice = 100"),
        ("budgets.speek=150", "speak"),
        ("server.admit_below=0", "admit_below"),
        ("server.call_cost=-1", "call_cost"),
        ("server.worst_quality=ugly", "slow-picture"),
        ("server={best_quality='text', worst_quality='still'}", "best_quality = text"),
        ("server.candidates=['lan']", "private"),
        ("server.ice_servers=[{urls='http://x'}]", "urls"),
        ("nonsense", "section.key=value"),
        ("speech.voice.engine=jets2", "espeak"),
        ("speech.voice.pich=3", "pitch"),
        ("avatar.animator.engine=nobody", "counsellor"),
    ],
)
def test_a_mistake_is_answered_with_what_exists(override: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        verify_engines(load_profile("default", [override]))


@pytest.mark.parametrize("stage", Budgets.model_fields)
def test_a_budget_that_is_missing_is_named(stage: str, tmp_path: Path) -> None:
    text = (PROFILES / "scripted.toml").read_text(encoding="utf-8")
    without = tmp_path / "without.toml"
    without.write_text(re.sub(rf"^{stage} = .*$", "", text, flags=re.M), encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"without\.toml: budgets\.{stage}"):
        load_profile(str(without))


def test_quality_is_named_as_in_the_events() -> None:
    server = load_profile("default", ["server.best_quality=slow-picture", "server.worst_quality=still"]).server
    assert (server.best_quality, server.worst_quality) == (Quality.SLOW_PICTURE, Quality.STILL)


def test_missing_and_broken_profiles(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="scripted"):
        load_profile("none")
    broken = tmp_path / "broken.toml"
    broken.write_text("[server", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"broken\.toml"):
        load_profile(str(broken))
    bare = tmp_path / "bare.toml"
    bare.write_text("[server]\nport = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="budgets"):
        load_profile(str(bare))
