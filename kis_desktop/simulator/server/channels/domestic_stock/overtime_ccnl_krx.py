"""국내주식 시간외 실시간체결가 H0STOUP0, 실시간-042; see `overtime_stream`."""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.overtime_stream import (
    Fields,
    fresh_prints,
    knows_code,
    listed,
    print_fields,
    unlisted,
)


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Fields]:
    yield from unlisted(market, key, since, now)
    listing = listed(market, key)
    if listing is None:
        return
    prints = fresh_prints(market, key, since, now)
    if prints:
        day = market.snapshot(key)
        yield from (print_fields(one, day, listing) for one in prints)


CHANNEL = Streamed("domestic_stock/overtime_ccnl_krx", knows_code, _records)
