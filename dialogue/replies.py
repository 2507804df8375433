"""Every Korean sentence the server says or shows. Short, warm, 존댓말; at most 15 words a sentence.

Reviewed as text: whoever changes a sentence here should read it aloud first.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dialogue.types import Command

GREETING = "안녕하세요. 저는 인공지능 상담원입니다. 나라와 구청의 도움에 대해 편하게 물어보세요."
CONTINUED = "다시 연결됐어요. 이어서 말씀해 주세요."
"""in place of the greeting, when a call that broke off goes on"""
AI_NOTICE = "사람이 아닌 인공지능 상담원이 답합니다."
FILLERS = ("네, 잠시만요.", "네, 찾아보겠습니다.", "네, 확인해 볼게요.")
"""said while an answer takes longer than it should"""

NOT_UNDERSTOOD = "죄송해요, 제가 잘 알아듣지 못했어요. 한 번만 더 천천히 말씀해 주세요."
NOTHING_HEARD = "말씀이 들리지 않았어요. 조금 더 가까이에서 말씀해 주세요."
CLARIFY = "둘 중 어느 것인가요?"
CONFIRM = "혹시 이것을 물어보셨나요?"
NOTHING_TO_REPEAT = "아직 드린 말씀이 없어요. 궁금한 것을 먼저 물어보세요."

COMMANDS: Mapping[Command, str] = MappingProxyType(
    {
        "again": "네, 다시 말씀드릴게요.",
        "slower": "네, 더 천천히 말씀드릴게요.",
        "faster": "네, 조금 더 빨리 말씀드릴게요.",
        "louder": "네, 더 크게 말씀드릴게요.",
        "quieter": "네, 조금 작게 말씀드릴게요.",
        "simpler": "네, 하나씩 쉽게 말씀드릴게요.",
        "back": "네, 앞에 드린 말씀을 다시 해 드릴게요.",
        "home": "네, 처음으로 갈게요. 궁금한 것을 편하게 물어보세요.",
        "finish": "네, 상담을 마칠게요. 건강하게 지내세요.",
        "topics": "네, 주제를 보여 드릴게요.",
        "topic": "네, 화면에서 궁금한 것을 골라 말씀해 주세요.",
        "next": "네, 다음 질문을 말씀해 주세요.",
        "card": "네, 정리한 내용을 보여 드릴게요.",
        "side": "네, 다음 쪽을 보여 드릴게요.",
        "previous": "네, 앞쪽을 보여 드릴게요.",
        "take": "네, 휴대전화 카메라로 화면의 네모를 비춰 주세요.",
        "print": "네, 큰 글씨로 인쇄해 드릴게요.",
        "write": "네, 글자로 물어보세요.",
        "larger": "네, 글자를 크게 해 드릴게요.",
        "smaller": "네, 글자를 보통으로 해 드릴게요.",
        "dark": "네, 화면을 어둡게 해 드릴게요.",
        "light": "네, 화면을 밝게 해 드릴게요.",
        "captions": "네, 자막을 크게 보여 드릴게요.",
        "mute": "네, 글자로만 보여 드릴게요.",
        "unmute": "네, 다시 소리로 말씀드릴게요.",
        "read": "네, 화면을 소리로 읽어 드릴게요.",
        "return": "네, 이어서 말씀해 주세요.",
    }
)
"""said before a wish about the talk itself is followed"""

AT_LIMIT: Mapping[Command, str] = MappingProxyType(
    {
        "slower": "지금이 가장 천천히 드리는 말씀이에요.",
        "faster": "지금이 가장 빠른 말씀이에요.",
        "louder": "지금이 가장 큰 소리예요.",
        "quieter": "지금이 가장 작은 소리예요.",
    }
)
"""instead, when she is there already"""

STALE = "해마다 바뀔 수 있어요."
"""after an answer that was checked long ago and itself names whom to ask"""

TALK: Mapping[str, str] = MappingProxyType(
    {
        "greeting": "네, 안녕하세요. 무엇이 궁금하세요?",
        "thanks": "별말씀을요. 더 궁금한 것이 있으면 말씀해 주세요.",
        "who": "저는 인공지능 상담원 말벗입니다. 사람은 아니지만 아는 것은 정성껏 알려 드릴게요.",
        "goodbye": "네, 이야기 나눠서 반가웠어요. 건강하게 지내세요.",
        "nod": "네, 듣고 있어요. 궁금한 것을 말씀해 주세요.",
        "wait": "네, 천천히 하세요. 기다리고 있을게요.",
        "stop": "네, 여기까지 할게요. 다른 것이 궁금하면 말씀해 주세요.",
        "ability": "연금, 돌봄, 증명서, 수도 요금 같은 것을 알려 드려요. 궁금한 것을 편하게 물어보세요.",
    }
)
"""small talk by what the caller did"""

ABUSE = (
    "많이 답답하셨나 봐요. 무엇을 도와드릴지 천천히 말씀해 주세요.",
    "속상하신 마음은 알겠어요. 고운 말로 말씀해 주시면 더 잘 도와드릴 수 있어요.",
    "지금은 이야기를 이어 가기가 어려워요. 사람과 이야기하고 싶으시면 {phone}번으로 전화해 주세요.",
)
"""the first, second and every later time in one call"""

CRISIS: Mapping[str, str] = MappingProxyType(
    {
        "suicide": "많이 힘드셨지요, 혼자 견디지 않으셔도 됩니다. 지금 109번에 전화하시면 밤에도 이야기를 들어 줍니다.",
        "emergency": "지금 바로 119에 전화하세요. 전화를 끊지 말고 구급대원의 말을 따라 주세요.",
        "fire": "먼저 밖으로 나가 안전한 곳으로 가세요. 나가신 뒤에 바로 119에 전화하세요.",
        "violence": "지금 위험하시면 바로 112에 전화하세요. 안전한 곳으로 먼저 피하셔도 괜찮습니다.",
        "elder-abuse": "그건 어르신 잘못이 아니에요. 1577-1389번에 전화하시면 밤낮없이 도와드립니다.",
        "hunger": "끼니를 거르고 계시다니 걱정이 됩니다. 129번에 전화하시면 먹을 것과 생활비 도움을 알아봐 줍니다.",
        "missing": "지금 바로 112에 전화하세요. 경찰이 함께 찾아 드리고, 182번으로도 신고하실 수 있습니다.",
        "fraud": "전화를 바로 끊고, 돈도 비밀번호도 보내지 마세요. 이미 보내셨다면 지금 112에 전화하세요.",
    }
)
"""two sentences for each kind of crisis"""

FAILURE: Mapping[str, str] = MappingProxyType(
    {
        "transcribe": "소리를 알아듣는 데 문제가 생겼어요. 화면에 글로 적어 주시면 답해 드릴게요.",
        "screen": "잠시 문제가 생겼어요. 한 번만 더 말씀해 주세요.",
        "answer": "답을 찾는 데 문제가 생겼어요. 잠시 뒤에 다시 물어봐 주세요.",
        "speak": "목소리를 내는 데 문제가 생겼어요. 답은 화면에 적어 드릴게요.",
        "animate": "화면에 문제가 생겼어요. 목소리로 계속 답해 드릴게요.",
    }
)
"""by the stage that failed"""
FAILURE_OTHER = "잠시 문제가 생겼어요. 한 번만 더 말씀해 주세요."

CUT_SHORT = "말씀이 길어서 여기까지 듣고 말씀드릴게요."
"""before the answer to someone who had to be stopped"""

STILL_THERE = (
    "천천히 생각하셔도 괜찮아요. 궁금한 것이 있으면 말씀해 주세요.",
    "아직 계신가요? 말씀이 없으시면 곧 끊을게요.",
)
"""after a silence, in order"""

GOODBYE: Mapping[str, str] = MappingProxyType(
    {
        "hangup": "이야기 나눠서 반가웠어요. 건강하게 지내세요.",
        "idle": "말씀이 없으셔서 이만 끊을게요. 언제든 다시 찾아 주세요.",
        "length": "정해진 상담 시간이 다 되었어요. 더 궁금하시면 다시 걸어 주세요.",
        "shutdown": "기계를 잠시 쉬게 해야 해요. 조금 뒤에 다시 찾아 주세요.",
    }
)
"""by the reason the call ends"""

FULL = "지금은 모든 상담원이 통화 중이에요. 잠시 뒤에 다시 걸어 주세요."

_FOLLOW_UP_MISSING: Mapping[str, str] = MappingProxyType(
    {
        "where": "어디서 하는지는 제가 아직 알지 못해요.",
        "phone": "전화번호는 제가 아직 알지 못해요.",
        "documents": "준비하실 것은 제가 아직 알지 못해요.",
        "steps": "하는 순서는 제가 아직 알지 못해요.",
        "other": "그 점은 제가 아직 알지 못해요.",
    }
)


def fixed() -> tuple[str, ...]:
    """What is said word for word again and again, what comes first in a call first."""
    alone = (GREETING, *FILLERS, CONTINUED, NOTHING_HEARD, NOT_UNDERSTOOD, NOTHING_TO_REPEAT, CUT_SHORT, FAILURE_OTHER)
    return (
        *alone,
        *STILL_THERE,
        *(one for kind in (CRISIS, COMMANDS, AT_LIMIT, TALK, FAILURE, GOODBYE) for one in kind.values()),
    )


def failure(stage: str) -> str:
    """What a caller hears when a stage failed."""
    return FAILURE.get(stage, FAILURE_OTHER)


def concern(number: str) -> str:
    """After an answer to someone who may be in need."""
    return f"혹시 지금 위급하시면 바로 {number}번에 전화하세요."


def concern_alone(number: str) -> str:
    """To someone who may be in need, when nothing is known to answer."""
    return f"제가 혼자 답해 드리기 어려운 말씀이에요. 지금 힘들거나 위급하시면 바로 {number}번에 전화하세요."


def reject(phone: str) -> str:
    return f"그 내용은 제가 아직 알지 못해요. {phone}번에 전화하시면 사람이 도와드립니다."


def abuse(times: int, phone: str) -> str:
    """The calm reply to the first, second or a later insult of one call, counted from 1."""
    return ABUSE[min(times, len(ABUSE)) - 1].format(phone=phone)


def human(phone: str = "120") -> str:
    return f"네, 사람과 이야기하실 수 있어요. {phone}번으로 전화해 주세요."


def unclear(phone: str) -> str:
    """For what is no Korean sentence."""
    return f"죄송해요, 제가 잘 알아듣지 못했어요. 다시 말씀하시거나 {phone}번으로 전화해 주세요."


def about_what(phone: str) -> str:
    """For a question that does not say what it is about."""
    return f"무엇에 대해 궁금하신지 조금 더 말씀해 주세요. {phone}번에 전화하시면 사람이 도와드립니다."


def elsewhere(title: str) -> str:
    """For a question that another topic than the chosen one would answer."""
    return f"고르신 주제에는 그 내용이 없어요. 혹시 {title} 말씀이신가요?"


def clarify(first: str, second: str) -> str:
    return f"{CLARIFY} 첫 번째는 {first}, 두 번째는 {second}입니다."


def which(first: str, second: str) -> str:
    """After a yes to two choices."""
    return f"어느 쪽인지 말씀해 주세요. 첫 번째는 {first}, 두 번째는 {second}입니다."


def confirm(first: str, second: str | None = None) -> str:
    asked = f"혹시 {first} 말씀이신가요?"
    return f"{asked} 아니면 {second} 말씀이신가요?" if second else asked


def offer(title: str) -> str:
    """After the answer to the first of two questions."""
    return f"{title}, 이것도 알려 드릴까요?"


def none_of_those(phone: str) -> str:
    """After a no to what was asked back or offered."""
    return f"네, 그럼 궁금한 것을 다시 말씀해 주세요. {phone}번에 전화하시면 사람이 도와드립니다."


def stale(phone: str) -> str:
    """After an answer that was checked long ago."""
    return f"해마다 바뀔 수 있으니 {phone}번에 한 번 더 확인해 보세요."


def number_again(phone: str) -> str:
    return f"번호를 다시 불러 드릴게요. {phone}번입니다."


def where(title: str, place: str) -> str:
    return f"{title}, 여기서 하실 수 있어요. {_ended(place)}"


def phone(title: str, number: str) -> str:
    return f"{title} 문의 전화는 {number}입니다."


def documents(things: str) -> str:
    return f"준비하실 것은 {things}입니다."


def unknown_detail(detail: str, phone: str) -> str:
    """For a follow-up question about a field that the entry leaves open; `detail`: a key of `followup.Aspect`."""
    return f"{_FOLLOW_UP_MISSING[detail]} {phone}번에 전화하시면 사람이 알려 드립니다."


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
