import pytest

from server.rtc_order import CALM_PACKETS, MOST_WAIT, PacketOrder


def passed(order: PacketOrder[int], *sequence: int) -> list[int]:
    return [ready for number in sequence for ready in order.add(number % 65536, number)]


def test_what_is_in_order_is_never_held_back() -> None:
    order: PacketOrder[int] = PacketOrder()
    assert [order.add(number, number) for number in range(5)] == [[0], [1], [2], [3], [4]]


def test_a_lost_packet_delays_nothing_after_it() -> None:
    order: PacketOrder[int] = PacketOrder()
    assert passed(order, 0, 1, 3) == [0, 1, 3]
    assert order.add(4, 4) == [4]
    assert order.wait == 1, "waiting longer would not have brought it"


def test_a_late_packet_lengthens_the_wait_until_it_is_in_time() -> None:
    order: PacketOrder[int] = PacketOrder()
    assert passed(order, 0, 2, 1, 3) == [0, 2, 3]
    assert order.wait == 2
    assert passed(order, 5, 4, 6) == [4, 5, 6]


def test_the_wait_is_bounded_and_shrinks_in_calm() -> None:
    order: PacketOrder[int] = PacketOrder()
    numbers = iter(range(0, 1000, 10))
    for start in numbers:
        passed(order, *(start + step for step in (0, 6, 7, 8, 9, 1)))
        if start > 100:
            break
    assert order.wait == MOST_WAIT
    passed(order, *range(120, 120 + CALM_PACKETS * MOST_WAIT))
    assert order.wait == 1


def test_a_duplicate_is_neither_heard_twice_nor_taken_for_late() -> None:
    order: PacketOrder[int] = PacketOrder()
    assert passed(order, 0, 1, 1, 0, 2) == [0, 1, 2]
    assert order.wait == 1


@pytest.mark.parametrize("start", [0, 65530])
def test_numbers_wrap(start: int) -> None:
    order: PacketOrder[int] = PacketOrder()
    assert passed(order, *range(start, start + 12)) == list(range(start, start + 12))


@pytest.mark.parametrize("jump", [200, 30000, 65000])
def test_a_jump_begins_anew(jump: int) -> None:
    order: PacketOrder[int] = PacketOrder()
    assert passed(order, 0, 1, 1 + jump, 2 + jump) == [0, 1, 1 + jump, 2 + jump]
