"""The rules a kiosk is held to, and the sheet an office attaches.

Letters (12 mm, 7.25 mm on panels up to 28 cm) and the 200 % are those of 「장애인·고령자 등의 정보 접근 및 이용 편의
증진을 위한 고시」 as the press told of its amendment of July 2025: news, not the text. Targets (15 mm), gaps (3 mm),
warning (20 s) and contrast (7:1) are our own design's, all at or above KWCAG 2.2, whose item is named where there is
one. What a machine cannot see stands on the sheet as open.
"""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from itertools import combinations
from typing import Any

from server.cli.kiosk_browser import SMALL_CM, Panel, State, Target, Walk

LETTER, SMALL_LETTER = 12.0, 7.25
"""mm of ink"""
TARGET, GAP = 15.0, 3.0
"""mm"""
CONTRAST = 7.0
WARNING = 20.0
"""seconds"""
HALF_PIXEL = 0.5
"""what measuring on pixels may be wrong by, in pixels"""
START = "상담 시작하기"
LEAST_UPRIGHT, LEAST_LYING, LEAST_SMALL = (225, 359), (345, 194), (136, 217)
"""mm across and down: the smallest panels on which every rule was measured to hold; small: up to 28 cm, upright"""
BY_HAND = (
    "화면과 조작부의 높이 (바닥에서 400~1,220 mm로 알려져 있으나, 고시 원문에서 확인할 것)",
    "휠체어가 다가갈 앞 공간과 무릎 공간",
    "점자와 물리 키패드, 이어폰 단자의 위치와 표시",
    "사람의 눈과 귀로 하는 확인 (시각장애인, 휠체어 사용자와 함께)",
)

SOURCES = (
    "글자 12 mm(대각선 28 cm 이하 7.25 mm)와 200 % 확대는 「장애인·고령자 등의 정보 접근 및 이용 편의 증진을 위한 "
    "고시」의 2025년 7월 개정안 보도에서 확인했습니다. 시행 중인 고시의 조문 번호와 나머지 값은 원문에서 확인하세요. "
    "KWCAG 번호는 한국형 웹 콘텐츠 접근성 지침 2.2의 검사 항목입니다. 제품은 이 제품이 스스로 정한 기준입니다."
)


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    standard: str
    asked: str
    found: str
    passed: bool
    where: str = ""
    """the worst place"""

    def record(self) -> dict[str, Any]:
        return asdict(self)


def judge(walk: Walk, panel: Panel) -> list[Finding]:
    states = list(walk.states.values())
    usual = [state for state in states if "doubled" not in state.name]
    return [
        _letters(usual, panel),
        _contrast(states),
        _targets(usual, panel),
        _gaps(usual, panel),
        _doubled(walk.states["conversation"], walk.states["doubled"]),
        _cut(states),
        _main_path(states),
        _two_presses(walk),
        _reach(walk.states["lowered"], panel),
        _time(walk),
        _voice(walk),
        _names(states),
        Finding("초점 표시", "KWCAG 6.1.2", "보임", "보임" if walk.focus_seen else "안 보임", walk.focus_seen),
        _axe(states),
        Finding("벗어나지 않음", "제품", "막힘", "막힘" if walk.fenced else "열림", walk.fenced),
        _links(states),
        Finding("끊겼을 때 안내", "제품", "안내 화면", *_yes(walk.offline_shown)),
        _foreign(walk),
        _errors(walk),
    ]


def sheet(findings: Iterable[Finding], url: str, panel: Panel) -> str:
    """The table for people: Markdown, so that it reads on a terminal and prints as it is."""
    findings = list(findings)
    failed = sum(not one.passed for one in findings)
    lines = [
        "# 무인정보단말기 접근성 점검표",
        "",
        f"- 점검한 날: {date.today():%Y-%m-%d}",
        f"- 주소: {url}/kiosk",
        f"- 화면: 대각선 {panel.diagonal_cm:g} cm, {panel.width}x{panel.height}, 한 점 {panel.mm:.3f} mm",
        f"- 결과: {len(findings)}개 가운데 {len(findings) - failed}개 맞음, {failed}개 맞지 않음",
        "",
        "| 항목 | 기준 | 요구 | 측정 | 판정 | 가장 나쁜 곳 |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.rule} | {one.standard} | {one.asked} | {one.found} | {'맞음' if one.passed else '**맞지 않음**'} "
        f"| {one.where} |"
        for one in findings
    ]
    if small := too_small(panel):
        lines += ["", small]
    lines += ["", SOURCES]
    lines += ["", "기계로 잴 수 없어 사람이 확인할 것:", "", *(f"- [ ] {one}" for one in BY_HAND)]
    return "\n".join(lines)


def too_small(panel: Panel) -> str:
    """What to say of a panel smaller than any on which all rules were seen to hold; else nothing."""
    across, down = panel.width * panel.mm, panel.height * panel.mm
    upright = LEAST_SMALL if panel.diagonal_cm <= SMALL_CM else LEAST_UPRIGHT
    least = LEAST_LYING if across > down else upright
    if across >= least[0] - 1 and down >= least[1] - 1:
        return ""
    way = "가로로 놓는" if across > down else "세로로 세우는"
    return (
        f"이 화면({across:.0f}x{down:.0f} mm)은 작아서 모든 기준을 지키지 못할 수 있습니다. "
        f"{way} 화면은 {least[0]}x{least[1]} mm(대각선 {math.hypot(*least) / 10:.1f} cm) 이상이어야 합니다."
    )


def _letters(states: list[State], panel: Panel) -> Finding:
    wanted = SMALL_LETTER if panel.diagonal_cm <= SMALL_CM else LETTER
    least, where = min(
        (text.ink, f"{state.name}: {text.words}") for state in states for text in state.texts if text.ink
    )
    passed = least >= wanted - HALF_PIXEL * panel.mm
    return Finding("글자 높이", "고시: 글자 크기", f"{wanted:g} mm 이상", f"{least:.1f} mm", passed, where)


def _contrast(states: list[State]) -> Finding:
    least, where = min((text.contrast, f"{state.name}: {text.words}") for state in states for text in state.texts)
    return Finding("글자 명도 대비", "KWCAG 5.4.3", f"{CONTRAST:g}:1 이상", f"{least:.1f}:1", least >= CONTRAST, where)


def _targets(states: list[State], panel: Panel) -> Finding:
    least, where = min(
        (min(one.right - one.left, one.bottom - one.top), f"{state.name}: {one.name}")
        for state in states
        for one in state.targets
    )
    passed = least >= TARGET - HALF_PIXEL * panel.mm
    return Finding("단추 크기", "KWCAG 6.1.3", f"{TARGET:g} mm 이상", f"{least:.1f} mm", passed, where)


def _gaps(states: list[State], panel: Panel) -> Finding:
    least, where = min(
        (_gap(one, other), f"{state.name}: {one.name} – {other.name}")
        for state in states
        for one, other in combinations(state.targets, 2)
    )
    passed = least >= GAP - HALF_PIXEL * panel.mm
    return Finding("단추 사이", "제품", f"{GAP:g} mm 이상", f"{least:.1f} mm", passed, where)


def _gap(one: Target, other: Target) -> float:
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return math.hypot(max(across, 0), max(down, 0))


def _doubled(usual: State, doubled: State) -> Finding:
    before = {text.words: text.ink for text in usual.texts}
    grown = [(text.ink / before[text.words], text.words) for text in doubled.texts if before.get(text.words)]
    least, where = min(grown, default=(0.0, "두 화면에 같은 글자가 없음"))
    return Finding("글자 확대", "고시: 200 % 확대", "200 %", f"{least * 100:.0f} %", least >= 1.95, where)


def _cut(states: list[State]) -> Finding:
    cut = [f"{state.name}: {text}" for state in states for text in state.cut]
    return Finding("잘린 글자", "고시: 200 % 확대", "없음", f"{len(cut)}곳", not cut, "; ".join(cut[:3]))


def _main_path(states: list[State]) -> Finding:
    """Nothing is ever scrolled: what has no room is on another side, and a button leads there."""
    most, where = max((state.below, state.name) for state in states)
    sides, longest = max((state.sides, state.name) for state in states)
    found = f"{most:.0f} mm 아래, 많게는 {sides}쪽"
    return Finding("밀지 않고 다 보임", "제품", "모든 화면", found, most < 1, where if most >= 1 else longest)


def _two_presses(walk: Walk) -> Finding:
    """From the invitation over the welcome page to the conversation; enlarged too."""
    missing = [
        name
        for name in ("welcome", "welcome-doubled")
        if name in walk.states and not any(START in one.name for one in walk.states[name].targets)
    ]
    return Finding(
        "두 번 눌러 상담", "제품", "첫 쪽에 단추", "있음" if not missing else "없음", not missing, ", ".join(missing)
    )


def _reach(lowered: State, panel: Panel) -> Finding:
    height = panel.height * panel.mm
    highest = min((one.top + one.bottom) / 2 for one in lowered.targets)
    part = 1 - highest / height
    found = f"아래 {part * 100:.0f} %"
    return Finding("낮은 화면", "고시: 휠체어", "아래 60 % 안", found, part <= 0.6)


def _time(walk: Walk) -> Finding:
    warning = float(walk.settings["warning"])
    found = f"{warning:g}초 전 알림, 연장 {'됨' if walk.extended else '안 됨'}"
    return Finding(
        "시간 조절", "KWCAG 6.2.1", f"{WARNING:g}초 전 알림, 연장", found, warning >= WARNING and walk.extended
    )


def _voice(walk: Walk) -> Finding:
    spoken = sum(seconds > 0.5 for seconds in walk.guidance.values())
    passed = spoken == len(walk.guidance)
    silent = ", ".join(name for name, seconds in walk.guidance.items() if seconds <= 0.5)
    return Finding("음성 안내", "제품", f"{len(walk.guidance)}문장", f"{spoken}문장", passed, silent)


def _names(states: list[State]) -> Finding:
    nameless = [f"{state.name}: {one}" for state in states for one in state.targets if not one.name]
    silent = [state.name for state in states if not state.headings and state.name != "conversation"]
    wrong = nameless + silent
    return Finding("이름과 제목", "KWCAG 6.4.2, 6.5.3", "모두", f"{len(wrong)}곳 없음", not wrong, "; ".join(wrong[:3]))


def _axe(states: list[State]) -> Finding:
    if any(state.violations is None for state in states):
        return Finding("axe-core", "KWCAG 전반", "위반 없음", "점검 못 함 (axe-playwright-python 없음)", passed=True)
    found = [f"{state.name}: {one}" for state in states for one in state.violations or ()]
    return Finding("axe-core", "KWCAG 전반", "위반 없음", f"{len(found)}건", not found, "; ".join(found[:3]))


def _links(states: list[State]) -> Finding:
    most = max(state.links for state in states)
    return Finding("밖으로 가는 연결", "제품", "없음", f"{most}개", most == 0)


def _foreign(walk: Walk) -> Finding:
    return Finding(
        "다른 곳에 묻지 않음", "제품", "없음", f"{len(walk.foreign)}곳", not walk.foreign, ", ".join(walk.foreign)
    )


def _errors(walk: Walk) -> Finding:
    return Finding("화면 오류", "제품", "없음", f"{len(walk.errors)}건", not walk.errors, "; ".join(walk.errors[:2]))


def _yes(shown: bool) -> tuple[str, bool]:
    return ("나옴" if shown else "안 나옴", shown)
