"""How far a foreign share may move in a day, where its exchange limits that."""

from kis_desktop.simulator.course import TickTable
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare

_WIDER = ("300", "301", "688", "689")
"""ChiNext and STAR, twenty percent"""
_TOKYO = (
    (100, 30), (200, 50), (500, 80), (700, 100), (1_000, 150), (1_500, 300), (2_000, 400),
    (3_000, 500), (5_000, 700), (7_000, 1_000), (10_000, 1_500), (15_000, 3_000), (20_000, 4_000),
    (30_000, 5_000), (50_000, 7_000), (70_000, 10_000), (100_000, 15_000), (150_000, 30_000),
)  # fmt: skip
"""below which base, yen, and how many yen"""


def limits_of(share: ForeignShare, base: int) -> tuple[int, int] | None:
    """The highest and the lowest price of a day, in its units; None where there is none."""
    exchange = share.exchange
    if not exchange.limit or share.is_index:
        return None
    if exchange.code == "TSE":
        yen = base / 10**share.decimals
        width = next((width for below, width in _TOKYO if yen < below), round(yen * 0.3))
        return base + width * 10**share.decimals, max(base - width * 10**share.decimals, 1)
    part = 0.2 if share.symbol.startswith(_WIDER) else exchange.limit
    tick = exchange.fund_tick if share.is_fund else exchange.tick
    return _down(tick, round(base * (1 + part))), _up(tick, round(base * (1 - part)))


def _down(tick: TickTable, price: int) -> int:
    return price // tick(price) * tick(price)


def _up(tick: TickTable, price: int) -> int:
    return -(-price // tick(price)) * tick(price)
