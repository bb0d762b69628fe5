"""일반채권 실시간체결가 H0BJCNT0, 실시간-052: one record for each print.

Who was active is not told; CNTG_TYPE_CLS_CODE is 2 for a rise since the print before, 5 for a fall
and 3 otherwise, for no document tells its codes.
"""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.bond_rows import is_code, span_values, span_yields, won, yielded
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.wire_text import share, sign


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Values]:
    one = market.others.bonds.find(key)
    course = one.course
    made = course.prints(now, 1) if since is None else course.prints_between(since, now)
    if not made:
        return
    quote = course.quote(now)
    day = span_values(quote, "stck") | span_yields(one, quote)
    before = made[0].price
    for each in made:
        change = each.price - quote.base
        yield day | {
            "stnd_iscd": key.strip(),
            "bond_isnm": one.bond.name,
            "stck_cntg_hour": each.time,
            "prdy_vrss_sign": sign(change),
            "prdy_vrss": won(change),
            "prdy_ctrt": share(change, quote.base),
            "stck_prpr": won(each.price),
            "cntg_vol": each.size,
            "stck_prdy_clpr": won(quote.base),
            "bond_cntg_ert": yielded(one, each.price, quote.trade_date),
            "acml_vol": each.volume,
            "prdy_vol": quote.previous_volume,
            "cntg_type_cls_code": sign(each.price - before),
        }
        before = each.price


CHANNEL = Streamed("domestic_bond/bond_ccnl", is_code, _records)
