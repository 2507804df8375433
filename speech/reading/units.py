"""Units of measure behind numbers."""

import re
from typing import Final

from speech.reading.rule import Rule, either, rule

UNITS: Final = {
    "%p": "퍼센트포인트", "%": "퍼센트", "㎡": "제곱미터", "m²": "제곱미터", "m2": "제곱미터", "㎢": "제곱킬로미터",
    "㎥": "세제곱미터", "m³": "세제곱미터", "m3": "세제곱미터", "km²": "제곱킬로미터", "km2": "제곱킬로미터",
    "km": "킬로미터", "㎞": "킬로미터", "cm": "센티미터", "㎝": "센티미터", "mm": "밀리미터", "㎜": "밀리미터",
    "㎛": "마이크로미터", "μm": "마이크로미터", "nm": "나노미터", "m": "미터", "ha": "헥타르", "㏊": "헥타르",
    "kg": "킬로그램", "㎏": "킬로그램", "mg": "밀리그램", "㎎": "밀리그램", "㎍": "마이크로그램", "μg": "마이크로그램",
    "µg": "마이크로그램", "g": "그램", "t": "톤", "ml": "밀리리터", "㎖": "밀리리터", "dl": "데시리터",
    "㎗": "데시리터", "l": "리터", "ℓ": "리터", "cc": "시시", "㏄": "시시",
    "kwh": "킬로와트시", "㎾h": "킬로와트시", "㎾": "킬로와트", "kw": "킬로와트", "mw": "메가와트", "w": "와트",
    "v": "볼트", "khz": "킬로헤르츠", "mhz": "메가헤르츠", "ghz": "기가헤르츠", "hz": "헤르츠", "㎐": "헤르츠",
    "db": "데시벨", "㏈": "데시벨", "kcal": "킬로칼로리", "cal": "칼로리", "hpa": "헥토파스칼",
    "mmhg": "밀리미터 수은주", "ppm": "피피엠", "㏙": "피피엠", "ppb": "피피비", "ntu": "엔티유", "bpm": "비피엠",
    "tb": "테라바이트", "gb": "기가바이트", "mb": "메가바이트", "kb": "킬로바이트", "gbps": "기가비피에스",
    "mbps": "메가비피에스", "℃": "도", "°c": "도", "℉": "도", "°": "도", "$": "달러",
}  # fmt: skip

SPEEDS: Final = {
    "km/h": ("시속", "킬로미터"), "㎞/h": ("시속", "킬로미터"), "km/hr": ("시속", "킬로미터"), "m/s": ("초속", "미터"),
    "㎧": ("초속", "미터"),
}  # fmt: skip
"""units that are said around the number: 60km/h is 시속 육십 킬로미터"""

UNIT: Final = either(UNITS)
_SIGN: Final = either(unit for unit in UNITS if not unit.isascii() or unit == "%")
_PER: Final = {"시": "시간", "초": "초", "분": "분", "일": "일", "인": "인"}


def _unit(match: re.Match[str]) -> str:
    per = match["per"]
    return f" {UNITS[match['unit'].lower()]}" + (f" 퍼 {UNITS.get(per.lower()) or _PER[per]}" if per else "")


RULES: Final[tuple[Rule, ...]] = (
    rule(
        rf"(?:(?<=[0-9만천억])|(?<=[0-9만천억]\s))(?P<unit>{UNIT})(?:/(?P<per>{UNIT}|{either(_PER)}))?(?![a-z0-9])",
        _unit,
    ),
    rule(rf"(?P<unit>{_SIGN})(?P<per>)", _unit),
)
