"""How much of what is drawn by chance a test takes: the suite a part, the same one every time, and
`python -m tests.soak.damage` all of it.
"""

from __future__ import annotations

import os

VARIABLE = "TESTS_EXTENT"
SOAK = "soak"


def extent(suite: int, soak: int) -> int:
    """As many as the run at hand is to take."""
    return soak if os.environ.get(VARIABLE) == SOAK else suite
