"""국내주식 시간외 실시간예상체결 H0STOAC0, 실시간-024; see `overtime_stream`.

The one record that it speaks tells the last print as what would be matched.
"""

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

_AUCTION = "3"


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Fields]:
    yield from unlisted(market, key, since, now)
    listing = listed(market, key) if since is None else None
    if listing is None:
        return
    day = market.snapshot(key)
    for one in fresh_prints(market, key, since, now):
        yield print_fields(one, day, listing) | {"cntg_cls_code": _AUCTION}


CHANNEL = Streamed("domestic_stock/overtime_exp_ccnl_krx", knows_code, _records)
