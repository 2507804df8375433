"""Our own sentences for the abuse filter: clean though they look bad, and groups named kindly or with hatred."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dialogue.filters.compact.groups import KINDS, TARGETS, lexicon
from dialogue.filters.labels import INSULT
from dialogue.knowledge.jsonl import shipped_entries
from dialogue.training.abuse_sets import Example

CLEAN_FILE: Final = Path(__file__).parent / "clean_korean.txt"

PEOPLE: Final = {
    "여성/가족": ("여자", "아줌마", "며느리", "미혼모", "이혼녀", "여성", "새댁", "과부", "시어머니", "워킹맘"),
    "남성": ("남자", "아저씨", "총각", "이혼남", "남성", "홀아비", "노총각", "군인", "사내"),
    "성소수자": ("동성애자", "게이", "레즈비언", "트랜스젠더", "성소수자", "양성애자"),
    "인종/국적": (
        *(
            "중국인",
            "조선족",
            "일본인",
            "베트남 사람",
            "필리핀 사람",
            "흑인",
            "백인",
            "외국인",
            "외국인 노동자",
            "난민",
        ),
        *("탈북민", "동남아 사람", "몽골 사람", "미국인", "인도 사람", "다문화 아이", "불법체류자", "러시아 사람"),
    ),
    "연령": (
        "노인",
        "늙은이",
        "할머니",
        "할아버지",
        "요즘 애",
        "젊은이",
        "초등학생",
        "청년",
        "노인네",
        "어린애",
        "영감",
    ),
    "지역": (
        *("전라도 사람", "경상도 사람", "충청도 사람", "강원도 사람", "제주도 사람", "대구 사람", "광주 사람"),
        *("부산 사람", "서울 사람", "인천 사람", "시골 사람", "이북 사람"),
    ),
    "종교": (
        "기독교인",
        "목사",
        "무슬림",
        "이슬람교도",
        "불교 신자",
        "스님",
        "천주교 신자",
        "교회 다니는 사람",
        "신천지 신도",
    ),
    "기타 혐오": (
        *(
            "장애인",
            "노숙자",
            "정신병 환자",
            "백수",
            "가난한 사람",
            "임대아파트 주민",
            "배달원",
            "뚱뚱한 사람",
            "기초수급자",
        ),
        *("시각장애인", "자폐아", "청소부", "전과자", "공무원", "기자", "경찰"),
    ),
}
"""label → words for the people of that group that may be said kindly"""

KINDLY: Final = (
    "저 사람 {}이네",
    "{}도 신청할 수 있나요",
    "옆집에 {} 가족이 살아요",
    "{}도 똑같은 사람이지요",
    "제 친구가 {}인데 참 착해요",
    "{} 도와주는 곳이 어디예요",
    "{}한테 지원금이 나온다던데요",
    "{}들이 많이 사는 동네예요",
    "{}이라고 무시를 당했어요",
    "{} 차별은 어디에 신고해요",
    "{} 대상으로 하는 교육이 있나요",
    "버스에서 {}한테 자리를 양보했어요",
    "{}들도 세금을 다 내잖아요",
    "어제 {} 한 분이 길을 물어봤어요",
    "{}을 욕하는 사람이 있어서 속상해요",
    "{}이 다쳐서 병원에 실려 갔대요",
    "우리 손녀가 {}하고 결혼했어요",
    "{}인데 증명서를 떼고 싶어요",
    "텔레비전에 {} 이야기가 나왔어요",
    "{}하고 같이 일해 보니 좋더라고요",
)
HATEFULLY: Final = (
    "{}들은 다 나가 죽어라",
    "{}들은 이 나라에서 꺼져",
    "{} 새끼들 다 쫓아내야 돼",
    "더러운 {}들 꼴도 보기 싫다",
    "{} 주제에 어디서 말대꾸야",
    "{}들은 벌레만도 못해",
    "역시 {}들은 수준이 낮아",
    "{}들 때문에 나라가 망한다",
    "{}하고는 같은 공기도 마시기 싫어",
    "{}들은 믿을 게 못 돼 다 도둑놈이야",
    "{} 같은 것들은 사람도 아니야",
    "{}들은 왜 사는지 모르겠네",
    "{} 놈들은 원래 다 그 모양이지",
    "저 {} 년 낯짝 좀 봐라",
    "{}들은 싹 다 잡아넣어야 한다",
    "역겨운 {}들 좀 안 보이게 해라",
    "{}들은 미개해서 말이 안 통해",
    "{}이 무슨 벼슬이냐 꼴값 떠네",
    "하여튼 {}들은 대가리에 든 게 없어",
    "{}한테 세금 퍼주는 거 아깝다 뒤지게 놔둬라",
)
WITH_SLUR: Final = (
    "{} 꺼져",
    "{} 새끼들 또 시작이네",
    "역시 {} 수준",
    "{} 때문에 나라가 망한다",
    "{} 극혐",
    "{}들은 답이 없다",
    "{} ㅋㅋ",
)
INSULTS: Final = (
    *("야 이 멍청한 년아", "야 이 새끼야", "너 같은 건 나가 죽어", "니 애미가 그렇게 가르치디", "미친놈이 지랄하네"),
    *("미친년이 어디서 대들어", "개새끼가 말을 못 알아듣네", "병신 같은 게 말이 많아", "꺼져 이 새끼야", "닥치고 꺼져"),
    *(
        "너 진짜 죽여 버린다",
        "모가지를 비틀어 버릴라",
        "아가리 닥쳐",
        "주둥이를 찢어 버린다",
        "대가리가 비었냐 이 돌대가리야",
    ),
    *(
        "쓰레기 같은 놈",
        "쓰레기 같은 년",
        "인간쓰레기야 너는",
        "버러지 같은 것들",
        "짐승만도 못한 놈",
        "개만도 못한 새끼",
    ),
    *(
        "너는 뇌가 없냐 병신아",
        "낯짝도 두꺼운 년",
        "뻔뻔한 새끼들",
        "지랄 염병하고 자빠졌네",
        "육시랄 놈",
        "썩을 놈의 새끼",
    ),
    *("빌어먹을 놈아 당장 나와", "재수 없는 년", "재수 없는 새끼", "꼴값 떨고 있네 등신이", "등신 같은 게", "호로새끼"),
    *(
        "또라이 새끼 아니야",
        "찐따 같은 새끼",
        "얼간이 같은 놈아",
        "너 바보냐 병신이냐",
        "씨발 진짜 짜증 나게 하네",
        "좆같은 소리 하네",
    ),
    *(
        "개소리하지 마 새끼야",
        "헛소리 지껄이지 말고 꺼져",
        "확 죽여 버릴까 보다 이년",
        "이런 쳐 죽일 놈",
        "때려죽일 놈",
    ),
    *(
        "벌레 같은 새끼",
        "더러운 년",
        "더러운 새끼",
        "천박한 년",
        "네 어미 애비가 불쌍하다 이 새끼야",
        "상판대기 치워라 역겹다",
    ),
)


def own_clean() -> Iterator[Example]:
    """Our hard clean sentences and everything that the knowledge base says or is asked."""
    for line in CLEAN_FILE.read_text("utf-8").splitlines():
        yield Example(line, 0.0, source="own_hard", comment=False)
    for entry in shipped_entries():
        for text in (*entry.questions, entry.answer):
            yield Example(text, 0.0, source="own_knowledge", comment=False)


def own_mentions() -> Iterator[Example]:
    """Each group in kind and in hateful sentences, each insulting word in some, insults without a group."""
    for label, names in PEOPLE.items():
        for name in names:
            for frame in KINDLY:
                yield Example(frame.format(name), 0.0, source="own_kind", comment=False)
            for frame in HATEFULLY:
                yield Example(frame.format(name), 1.0, (label,), "own_hateful", comment=False)
    for word, places in lexicon().items():
        for target, kind in places:
            if KINDS[kind] == "slur" and TARGETS[target] != INSULT:
                for frame in WITH_SLUR:
                    yield Example(frame.format(word), 1.0, (TARGETS[target],), "own_slur", comment=False)
    for text in INSULTS:
        yield Example(text, 1.0, (INSULT,), "own_insult", comment=False)
