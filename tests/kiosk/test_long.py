"""Hours of inviting, with the page's clock quickened: memory, nodes and listeners stay where they are."""

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Page

from tests.kiosk.conftest import Open

WARM_UP = 300_000
STEP = 300_000
"""milliseconds of the page's clock"""
STEPS = 12
HEAP_AN_HOUR = 200_000
"""bytes; a week of it is 34 MB of the 2 GB that the unit allows"""


def measured(session: CDPSession) -> tuple[int, int, int]:
    """Bytes in use after collecting, nodes, listeners."""
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    found = {one["name"]: int(one["value"]) for one in session.send("Performance.getMetrics")["metrics"]}
    return found["JSHeapUsedSize"], found["Nodes"], found["JSEventListeners"]


def watch(page: Page) -> list[tuple[int, int, int]]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.clock.run_for(WARM_UP)
    samples = [measured(session)]
    for _ in range(STEPS):
        page.clock.run_for(STEP)
        samples.append(measured(session))
    return samples


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.timeout(500)
def test_an_hour_of_inviting_leave_nothing_behind(open_kiosk: Open) -> None:
    page = open_kiosk(permissions=(), clock=True)
    heap, nodes, listeners = np.array(watch(page), float).T
    hours = np.arange(len(heap)) * STEP / 3_600_000
    slope = float(np.polyfit(hours, heap, 1)[0])
    print(f"heap {heap[0]:.0f} → {heap[-1]:.0f} bytes, {slope:+.0f} an hour; nodes {nodes.min():.0f}…{nodes.max():.0f}")
    assert slope < HEAP_AN_HOUR
    assert nodes[-1] <= nodes[0] + 20 and listeners[-1] <= listeners[0] + 5
    assert page.locator("[data-cover=attract]").is_visible()
