"""국내ETF NAV추이 (H0STNAV0): the value of a fund whenever it has changed."""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.fund_rows import nav_fields, nav_span
from kis_desktop.simulator.server.layout import Values


def _knows(market: Market, key: str) -> bool:
    listing = market.universe.find(key)
    return listing is not None and listing.is_etp


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Values]:
    funds = market.others.funds
    nav = funds.nav(key, now)
    if since is None or funds.nav(key, since) != nav:
        yield {"mksc_shrn_iscd": key, **nav_fields(nav), **nav_span(nav)}


CHANNEL = Streamed("etfetn/etf_nav_trend", _knows, _records)
