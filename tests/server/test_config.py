from pathlib import Path

import pytest

from server.config import ConfigError, load_profile
from server.counsel import verify_engines


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
