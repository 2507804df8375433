"""Losses, delays and rates of a bad network, without any socket."""

from itertools import groupby

import pytest

from harness.network import LONGEST_QUEUE, OVERHEAD, Network, Way


def arrivals(network: Network, packets: int = 20_000, size: int = 100, every: float = 0.02) -> list[float | None]:
    """Seconds that each packet was under way; None: lost."""
    way = Way(network, 0)
    came = [(number * every, way.arrival(size, number * every)) for number in range(packets)]
    return [None if arrival is None else arrival - sent for sent, arrival in came]


def lost_in_a_row(network: Network) -> list[int]:
    return [len(list(run)) for lost, run in groupby(each is None for each in arrivals(network)) if lost]


@pytest.mark.parametrize("burst", [1.0, 3.0, 8.0])
def test_the_share_lost_is_the_one_asked_for_however_it_clusters(burst: float) -> None:
    runs = lost_in_a_row(Network(loss=0.05, burst=burst, seed=1))
    assert sum(runs) / 20_000 == pytest.approx(0.05, rel=0.2)
    assert sum(runs) / len(runs) == pytest.approx(max(burst, 1 / 0.95), rel=0.15)


def test_the_same_seed_loses_the_same_packets_and_another_seed_others() -> None:
    first = arrivals(Network(loss=0.1, burst=2, jitter=0.03, seed=7))
    again = arrivals(Network(loss=0.1, burst=2, jitter=0.03, seed=7))
    other = arrivals(Network(loss=0.1, burst=2, jitter=0.03, seed=8))
    assert first == again
    assert [each is None for each in first] != [each is None for each in other]


def test_the_two_directions_lose_different_packets() -> None:
    network = Network(loss=0.2, seed=3)
    out, back = Way(network, 0), Way(network, 1)
    assert [out.arrival(1, 0.0) is None for _ in range(100)] != [back.arrival(1, 0.0) is None for _ in range(100)]


def test_jitter_comes_on_top_of_the_delay_and_lets_packets_overtake() -> None:
    under_way = [each for each in arrivals(Network(delay=0.05, jitter=0.06), 500) if each is not None]
    assert len(under_way) == 500
    assert min(under_way) >= 0.05 and max(under_way) <= 0.11 + 1e-9
    came = [number * 0.02 + each for number, each in enumerate(under_way)]
    assert came != sorted(came)


def test_a_slow_link_lets_through_what_it_can_and_drops_the_rest() -> None:
    network = Network(rate=64_000)
    under_way = arrivals(network, 500, size=400)
    carried = [each for each in under_way if each is not None]
    link_share = 64_000 / ((400 + OVERHEAD) * 8 / 0.02)
    assert len(carried) / 500 == pytest.approx(link_share, abs=0.1)
    assert max(carried) <= LONGEST_QUEUE + (400 + OVERHEAD) * 8 / 64_000 + 1e-9


def test_a_link_that_is_fast_enough_only_adds_the_time_on_the_wire() -> None:
    assert all(each == pytest.approx(128 * 8 / 1e6) for each in arrivals(Network(rate=1e6), 50))


@pytest.mark.parametrize("wrong", [{"loss": 1.0}, {"loss": -0.1}, {"burst": 0.5}, {"delay": -1}, {"rate": 0}])
def test_impossible_networks_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Network(**wrong)  # type: ignore[arg-type]


def test_a_network_that_does_nothing_is_perfect() -> None:
    assert Network(seed=5, burst=4).perfect
    assert not Network(loss=0.01).perfect
