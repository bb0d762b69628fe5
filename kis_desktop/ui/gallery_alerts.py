"""Alerts made up for pictures: one of every kind, and one in every state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from kis_desktop.domain.alert import (
    Against,
    Alert,
    AlertBoard,
    BarVolume,
    Condition,
    DayVolume,
    Frequency,
    LineCross,
    Often,
    PercentMove,
    Point,
    PriceCross,
    PriceReach,
    Stand,
    StudyCross,
    Way,
)
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.conditional_order import Told

_EVERY = Frequency(Often.EVERY, 5)
_AT_CLOSE = Frequency(Often.BAR_CLOSE, interval=Interval.MINUTE_15)


def board(now: datetime, *, empty: bool = False) -> AlertBoard:
    """The alerts of the scene; `now` is its moment (UTC)."""
    return AlertBoard() if empty else AlertBoard(_alerts(now), {"4": Decimal(98_050)})


def _alerts(now: datetime) -> tuple[Alert, ...]:
    at, rsi = int(now.timestamp()), ("rsi", Interval.MINUTE_5, (14.0,))
    told = Told("alert.held_base", {"before": "268,500", "now": "241,000"})
    until = date(2026, 12, 20)
    line = LineCross(
        Point(at - 3600, Decimal(97_500)), Point(at - 1200, Decimal(97_900)), Interval.MINUTE_1,
        Way.DOWN, drawing="d1",
    )  # fmt: skip
    ago = now - timedelta(minutes=4)
    return (
        _alert("1", "005930", PriceCross(Decimal(98_800), Way.UP), note="전고점 돌파"),
        _alert("2", "005930", PriceReach(Decimal(97_000), Way.DOWN), _EVERY, until=until),
        _alert("3", "000660", PercentMove(Decimal(3)), _EVERY, fired=ago, count=2),
        _alert("4", "005930", line, note="추세선 이탈"),
        _alert("5", "035420", StudyCross(*rsi, level=Decimal(30), way=Way.DOWN), _AT_CLOSE),
        _alert("6", "086520", StudyCross("sma", Interval.DAY, (20.0,), against=Against.PRICE)),
        _alert("7", "034020", BarVolume(Interval.MINUTE_5, times=Decimal(3))),
        _alert(
            "8", "105560", PriceCross(Decimal(124_000), Way.DOWN), stand=Stand.FIRED,
            fired=ago, count=1,
        ),
        _alert("9", "196170", PriceCross(Decimal(505_000), Way.UP), stand=Stand.MISSED),
        _alert(
            "10", "005380", PriceCross(Decimal(260_000), Way.DOWN), stand=Stand.HELD, reason=told,
            factor=Decimal("0.9"),
        ),
        _alert("11", "069500", DayVolume(5_000_000), stand=Stand.PAUSED),
    )  # fmt: skip


def _alert(
    id_: str,
    symbol: str,
    condition: Condition,
    frequency: Frequency | None = None,
    *,
    note: str = "",
    until: date | None = None,
    stand: Stand = Stand.ARMED,
    fired: datetime | None = None,
    count: int = 0,
    reason: Told | None = None,
    factor: Decimal | None = None,
) -> Alert:
    return Alert(
        id_, symbol, condition, frequency or Frequency(), note, until, stand=stand, fired=fired,
        count=count, reason=reason, factor=factor,
    )  # fmt: skip
