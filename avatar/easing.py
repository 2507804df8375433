"""How movements begin and end."""

import numpy as np
from numpy.typing import NDArray


def ease(share: float) -> float:
    """Smoothstep: 0…1, slow at both ends."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def eased(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same for many at once."""
    shares = np.clip(shares, 0, 1)
    return np.asarray(shares * shares * (3 - 2 * shares))


def bump(since: float, rise: float, hold: float, fall: float) -> float:
    """Up to 1 and back to 0, beginning at 0 seconds."""
    return ease(since / rise) * (1 - ease((since - rise - hold) / fall))
