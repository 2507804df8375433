"""The order in which topics are shown, and their entries in order of how often they are asked."""

from collections.abc import Iterable, Mapping

from dialogue.knowledge.entry import Entry

TOPICS = (
    "복지·연금",
    "건강·돌봄",
    "일반행정",
    "교통",
    "상하수도",
    "주거·에너지",
    "안전·사기 예방",
    "디지털",
    "감염병",
)
"""the topics that come with the product; an office's own topics follow"""


def by_topic(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    """Topic → its entries, most asked first; entries without a rank come last."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.rank is None, entry.rank or 0, entry.id)):
        found.setdefault(entry.topic, []).append(entry)
    order = {topic: place for place, topic in enumerate(TOPICS)}
    return {topic: found[topic] for topic in sorted(found, key=lambda topic: (order.get(topic, len(order)), topic))}
