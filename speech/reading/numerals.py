"""Korean numerals as people say them: Sino-Korean (일, 이), native (하나, 둘) and digit by digit (공일공)."""

from typing import Final

DIGITS: Final = "영일이삼사오육칠팔구"
TENS: Final = ("", "십", "백", "천")
MYRIADS: Final = ("", "만", "억", "조", "경")
LONGEST: Final = 4 * len(MYRIADS)
"""digits of the longest number that is read as one number; longer ones are read digit by digit"""

NATIVE_ONES: Final = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
NATIVE_TENS: Final = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")


def sino(number: str) -> str:
    """Whole number in digits → "1250": 천이백오십. Leading zeros and very long numbers are read digit by digit."""
    if (number.startswith("0") and len(number) > 1) or len(number) > LONGEST:
        return digit_by_digit(number)
    if int(number) == 0:
        return DIGITS[0]
    groups = [_group(number[max(0, end - 4) : end]) for end in range(len(number), 0, -4)]
    spoken = [group + MYRIADS[i] for i, group in enumerate(groups) if group]
    if spoken[-1] == "일만":  # 만, not 일만, when nothing stands before it
        spoken[-1] = "만"
    return "".join(reversed(spoken))


def native(number: int) -> str:
    """1…99 as it stands before a counter: 3 → 세, 20 → 스무, 21 → 스물한."""
    if not 1 <= number <= 99:
        raise ValueError(f"native numerals run from 1 to 99, not {number}")
    if number == 20:
        return "스무"
    return NATIVE_TENS[number // 10] + NATIVE_ONES[number % 10]


def digit_by_digit(number: str) -> str:
    """ "010" → 공일공: zero is 공, as in telephone numbers."""
    return "".join("공" if digit == "0" else DIGITS[int(digit)] for digit in number)


def decimal(whole: str, fraction: str) -> str:
    """ "3", "50" → 삼 점 오영."""
    return f"{sino(whole)} 점 " + "".join(DIGITS[int(digit)] for digit in fraction)


def _group(digits: str) -> str:
    """Up to four digits: 1250 → 천이백오십, 0 → empty."""
    spoken = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit:
            spoken += ("" if digit == 1 and place else DIGITS[digit]) + TENS[place]
    return spoken
