"""Keys of indices among feed keys: `^0001` is the KOSPI, `^1001` the KOSDAQ, `^2001` the KOSPI 200.

What stands behind the mark is the exchange's own code of the index (업종코드).
"""

from __future__ import annotations

_MARK = "^"

KOSPI = "^0001"
KOSDAQ = "^1001"
KOSPI_200 = "^2001"


def index_key(code: str) -> str:
    """The feed key of an index."""
    return _MARK + code


def index_code(key: str) -> str | None:
    """The code of the index that a feed key means; None for a share's key."""
    return key.removeprefix(_MARK) if key.startswith(_MARK) else None
