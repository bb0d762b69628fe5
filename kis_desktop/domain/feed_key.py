"""Which market's prices of a Korean stock are meant: KRX alone, NXT alone, or both as one (통합).

A feed key is the symbol for the KRX, `005930@NXT` and `005930@UN` for the others. Trades, quotes,
books and the topics that carry them go by it.
"""

from __future__ import annotations

import enum

_MARK = "@"


class MarketView(enum.StrEnum):
    """Whose prices are shown."""

    KRX = "KRX"
    NXT = "NXT"
    UNIFIED = "UN"


def feed_key(symbol: str, view: MarketView = MarketView.KRX) -> str:
    """The key of a symbol's prices on a market."""
    return symbol if view is MarketView.KRX else f"{symbol}{_MARK}{view.value}"


def split_feed_key(key: str) -> tuple[str, MarketView]:
    """Symbol and market of a feed key. Raises `ValueError` for an unknown market."""
    symbol, mark, view = key.partition(_MARK)
    return symbol, MarketView(view) if mark else MarketView.KRX
