"""Valuation of a foreign share, its extremes over a time, and its price in won."""

from collections.abc import Sequence
from decimal import Decimal

from kis_desktop.simulator.server.foreign_rows import Asked, Row
from kis_desktop.simulator.views import DayBar


def market_value(asked: Asked) -> int:
    """시가총액, in the currency."""
    return int(asked.price(asked.quote.last) * asked.share.shares)


def per(asked: Asked) -> float:
    """Price over a year's earnings; nought where nothing is earned."""
    share = asked.share
    return float(asked.price(asked.quote.last) / share.eps) if share.eps > 0 else 0.0


def valuation(asked: Asked) -> Row:
    """The fields tomv, perx, pbrx, epsx and bpsx."""
    share = asked.share
    last = asked.price(asked.quote.last)
    return {
        "tomv": market_value(asked),
        "perx": per(asked),
        "pbrx": float(last / share.bps) if share.bps else 0.0,
        "epsx": f"{share.eps:.2f}",
        "bpsx": f"{share.bps:.2f}",
    }


def extremes(
    bars: Sequence[DayBar], asked: Asked, high: str, high_day: str, low: str, low_day: str
) -> Row:
    """The highest and the lowest price of some days, and when they were."""
    top = max(bars, key=lambda bar: bar.high)
    bottom = min(bars, key=lambda bar: bar.low)
    return {
        high: asked.price(top.high),
        high_day: top.day,
        low: asked.price(bottom.low),
        low_day: bottom.day,
    }


def won_price(asked: Asked, units: int, quoted: Decimal) -> Decimal:
    """A price in won at a rate as it is quoted (for 100 yen or dong)."""
    unit = asked.market.currencies.won_rate(asked.share.currency).unit
    return asked.price(units) * quoted / unit
