"""국내지수 실시간체결 H0UPCNT0, 실시간-026: an index every second of the regular session.

기세 issues, those that moved without a trade, are not simulated.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.index_rows import Fields, issue_fields, points
from kis_desktop.simulator.server.index_stream import (
    is_new_second,
    is_open_house,
    knows_index,
    level_fields,
    traded_fields,
)
from kis_desktop.simulator.views import moment

_LAST_CALL = timedelta(seconds=2)
"""after the close, which is to be told too"""


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Fields]:
    if not is_new_second(since, now):
        return
    shown = market.index(key)
    session = hours(shown.trade_date)
    start, end = (moment(shown.trade_date, edge) for edge in (session.open, session.close))
    if not (is_open_house(market) or start <= now <= end + _LAST_CALL):
        return
    ticks = market.index_ticks(key, 1, 2)
    tick, before = ticks[0], ticks[-1]
    yield {
        **level_fields(shown, shown.value, tick.time),
        **traded_fields(shown.volume, shown.turnover, before.volume, before.turnover),
        **issue_fields(shown),
        "tick_vrss": points(tick.value - before.value),
    }


CHANNEL = Streamed("domestic_stock/index_ccnl", knows_index, _records)
