"""국내지수 실시간예상체결 H0UPANC0, 실시간-027: an index as the running auction would leave it.

Every second of the opening and the closing auction. Under a clock that is `open` the first picture
is what the opening auction matched.
"""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator import auctions
from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.index_rows import Fields, points
from kis_desktop.simulator.server.index_stream import (
    is_new_second,
    is_open_house,
    knows_index,
    level_fields,
    traded_fields,
)
from kis_desktop.simulator.views import moment


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Fields]:
    if not is_new_second(since, now):
        return
    for closing in (False, True):
        day = market.trade_date
        start, end = (moment(day, edge) for edge in auctions.bounds(hours(day), closing=closing))
        greets = since is None and is_open_house(market) and not closing
        if start <= now < end or greets:
            yield from _record(market, key, closing=closing)
            return


def _record(market: Market, key: str, *, closing: bool) -> Iterator[Fields]:
    seen = market.index_indicated(key, closing=closing)
    if seen is None:
        return
    shown = market.index(key)
    yield {
        **level_fields(shown, seen.value, seen.time),
        **traded_fields(seen.volume, seen.turnover, 0, 0),
        "ascn_issu_cnt": seen.risen,
        "stnr_issu_cnt": seen.unchanged,
        "down_issu_cnt": seen.fallen,
        "uplm_issu_cnt": shown.at_limit_up,
        "lslm_issu_cnt": shown.at_limit_down,
        "tick_vrss": points(seen.value - shown.base),
    }


CHANNEL = Streamed("domestic_stock/index_exp_ccnl", knows_index, _records)
