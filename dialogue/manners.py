"""How Koreans begin and end a wish: parts of patterns over letters without blanks."""

from typing import Final

BEFORE: Final = (
    r"(네|예|아니|아이고|아유|아이|아|어|음|저기요?|여보세요|잠깐만?요?|잠시만요?|미안한데요?|미안하지만|죄송한데요?|죄송하지만"
    r"|상담원|선생님|아가씨|색시|이봐요?|그거|그것|방금|지금|제발|나는|나|제가|내가|난|나이가많아서)*"
)
END: Final = r"[아어여해혀하봐보줘주줄이쇼소라래요유세셔시오십실수있나을까겠는면좋안될돼달고니잉더좀데지죠야다란께]"
"""syllables of endings, none of which begins another subject"""
GIVE: Final = rf"(좀)?(줘|주|줄|봐|보|달){END}{{0,8}}"
