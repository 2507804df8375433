"""The topic of an entry whose file names none of ours."""

from typing import Final

OTHER: Final = "그 밖의 안내"

WORDS: Final = {
    "감염병": "감염 예방접종 접종 백신 결핵 코로나 독감 인플루엔자 방역 폐렴구균 에이즈",
    "상하수도": "상수도 수도요금 수돗물 하수 물값 정화조 지하수",
    "교통": "교통 버스 택시 철도 지하철 운전 주차 통행료 자동차 하이패스 여객선 도로점용",
    "주거·에너지": "주택 주거 임대 전세 월세 분양 집수리 에너지 전기 가스 연탄 난방 보일러 태양광 신재생 슬레이트 빈집",
    "안전·사기 예방": "사기 보이스피싱 학대 폭력 범죄 피해 재난 재해 안전 실종 소방 화재 구조금 지뢰",
    "디지털": "디지털 스마트폰 인터넷 통신 정보화 컴퓨터 키오스크",
    "건강·돌봄": (
        "건강 의료 의료비 진료 치매 돌봄 요양 간병 검진 보건 재활 질환 치료 병원 활동지원 암환자 임신 출산 산모 임산부"
        " 난임 산후 영양 틀니 치과 정신 자살 금연 중독 보조기기 희귀 신생아 간호 수술 응급 투석 호스피스 목욕"
    ),
    "복지·연금": (
        "연금 수당 급여 생계 복지 바우처 이용권 기초생활 보훈 유공자 참전 장애 한부모 장려금 장학금 지원금 위로금"
        " 보상금 저소득 수급 차상위 보육 양육 아동 청소년 청년 노인 어르신 경로 일자리 취업 고용 실업 학자금 대출 융자"
        " 저축 교육비 급식 다문화 가족 자립 북한이탈 농어업 농업 어업 장례 햇살론 보험료 노숙 입양 여성 학비"
    ),
    "일반행정": "증명 신고 민원 여권 세금 지방세 법률 등기 상속 소송 주민등록 인감 납세 취득세 재산세 등본 채무 신용",
}
"""topic → words that tell of it; the earlier topic wins a draw"""

_WORDS: Final = {topic: tuple(words.split()) for topic, words in WORDS.items()}


def subject_of(*texts: str) -> str:
    """The topic with the most of its words in the first text that has any; `OTHER` when none has."""
    for text in texts:
        found = {topic: sum(word in text for word in words) for topic, words in _WORDS.items()}
        best = max(found, key=found.__getitem__)
        if found[best]:
            return best
    return OTHER
