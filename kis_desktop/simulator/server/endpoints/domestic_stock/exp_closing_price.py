"""국내주식 장마감 예상체결가, 국내주식-120: what the closing auction would match.

Until it begins the rows tell the last print of each against the day's first price, during it the
indication against the price that it began with (직전), after it the close. Of what KIS calls
종가범위연장 nothing is simulated: asked for it alone, there are no rows.
"""

from dataclasses import dataclass

from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import Fields
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.members import asked_members
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Snapshot, moment

ROWS = 30
_LAYOUT = layout("domestic_stock/exp_closing_price")
_EXTENDED = "1"
_AT_UPPER, _AT_LOWER, _RISING, _FALLING = "1", "2", "3", "4"


@dataclass(frozen=True, slots=True)
class _Close:
    listing: Listing
    price: int
    base: int
    before: int
    """what it is held against"""
    size: int
    upper: int
    lower: int


def _answer(call: Call) -> Reply:
    if call.text("FID_BLNG_CLS_CODE") == _EXTENDED:
        return _LAYOUT.done({})
    listings = {one.symbol: one for one in asked_members(call) if not one.halted}
    day = call.market.trade_date
    begun = call.now >= moment(day, hours(day).closing_auction)
    look = _in_auction if begun else _in_session
    asked = (one for one in call.market.overview() if one.symbol in listings)
    closes = (look(call, listings[one.symbol], one) for one in asked)
    found = [one for one in closes if one is not None]
    return _LAYOUT.done({"output": [_row(one) for one in _sorted(call, found)[:ROWS]]})


def _in_session(_: Call, listing: Listing, seen: Snapshot) -> _Close | None:
    if seen.open is None:
        return None
    limits = seen.limit_up, seen.limit_down
    return _Close(listing, seen.last, seen.base, seen.open, seen.last_size, *limits)


def _in_auction(call: Call, listing: Listing, seen: Snapshot) -> _Close | None:
    closing = call.market.indicated(listing.symbol, closing=True)
    if closing is None:
        return None
    path = call.market.history(listing.symbol).path(seen.trade_date)
    before, limits = int(path.close_prices[-1]), (seen.limit_up, seen.limit_down)
    return _Close(listing, closing.price, seen.base, before, closing.size, *limits)


def _sorted(call: Call, found: list[_Close]) -> list[_Close]:
    match call.text("FID_RANK_SORT_CLS_CODE"):
        case "1":
            return [one for one in found if one.price >= one.upper]
        case "2":
            return [one for one in found if one.price <= one.lower]
        case "3":
            return sorted(found, key=lambda one: one.before / one.price)
        case "4":
            return sorted(found, key=lambda one: one.price / one.before)
        case _:
            return found


def _row(one: _Close) -> Fields:
    change, moved = one.price - one.base, one.price - one.before
    return {
        "stck_shrn_iscd": one.listing.symbol,
        "hts_kor_isnm": one.listing.name,
        "stck_prpr": one.price,
        "prdy_vrss": change,
        "prdy_vrss_sign": sign(
            change, at_limit_up=one.price >= one.upper, at_limit_down=one.price <= one.lower
        ),
        "prdy_ctrt": share(change, one.base),
        "sdpr_vrss_prpr": moved,
        "sdpr_vrss_prpr_rate": share(moved, one.before),
        "cntg_vol": one.size,
    }


ENDPOINT = served(
    "domestic_stock/exp_closing_price",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "0000",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_COND_SCR_DIV_CODE": "11173",
        "FID_BLNG_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
