"""일반채권 실시간호가 H0BJASP0, 실시간-053: five levels a side every two seconds of trading.

The document spells the sizes of the fifth level askp_rsqn52 and bidp_rsqn53.
"""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.bond_rows import LEVELS, is_code, is_due, level_values
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.layout import Values

_NAMES = {
    "ask": "askp",
    "ask_size": "askp_rsqn",
    "ask_yield": "askp_ert",
    "bid": "bidp",
    "bid_size": "bidp_rsqn",
    "bid_yield": "bidp_ert",
}


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Values]:
    one = market.others.bonds.find(key)
    session = one.course.session(now)
    if not is_due(since, now) or (since is not None and not session.is_open(now)):
        return
    book = one.course.book(now, LEVELS)
    found = level_values(one, book, session.trade_date, _NAMES)
    found["askp_rsqn52"] = found.pop("askp_rsqn5")
    found["bidp_rsqn53"] = found.pop("bidp_rsqn5")
    yield found | {
        "stnd_iscd": key.strip(),
        "stck_cntg_hour": now,
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
    }


CHANNEL = Streamed("domestic_bond/bond_asking_price", is_code, _records)
