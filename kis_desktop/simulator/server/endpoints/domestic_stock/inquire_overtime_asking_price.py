"""국내주식 시간외호가, 국내주식-077: ten levels a side after hours, and the day's totals.

Since 2026-09-14 it is the book of the KRX's after-market, before it that of 시간외단일가. Until
16:00 what the evening before left.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.evening_book import evening_book
from kis_desktop.simulator.server.figures import quoted_listing
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.overtime_rows import Fields, shown_evening
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import BookLevel

_LAYOUT = layout("domestic_stock/inquire_overtime_asking_price")
_LEVELS = 10


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    day = call.market.book(listing.symbol)
    shown = evening_book(
        call.market, listing, shown_evening(call.market, listing, call.now), call.now
    )
    totals: Fields = {
        "ovtm_untp_last_hour": shown.time,
        "ovtm_untp_total_askp_rsqn": shown.total_ask,
        "ovtm_untp_total_bidp_rsqn": shown.total_bid,
        "ovtm_untp_total_askp_rsqn_icdc": shown.total_ask_change,
        "ovtm_untp_total_bidp_rsqn_icdc": shown.total_bid_change,
        "ovtm_untp_ntby_bidp_rsqn": shown.total_bid - shown.total_ask,
        "total_askp_rsqn": day.total_ask,
        "total_bidp_rsqn": day.total_bid,
        "total_askp_rsqn_icdc": day.total_ask_change,
        "total_bidp_rsqn_icdc": day.total_bid_change,
        "ovtm_total_askp_rsqn": shown.total_ask,
        "ovtm_total_bidp_rsqn": shown.total_bid,
        "ovtm_total_askp_icdc": shown.total_ask_change,
        "ovtm_total_bidp_icdc": shown.total_bid_change,
    }
    return _LAYOUT.done({"output": totals | _side("askp", shown.asks) | _side("bidp", shown.bids)})


def _side(name: str, levels: tuple[BookLevel, ...]) -> Fields:
    values: Fields = {}
    for number in range(_LEVELS):
        level = levels[number] if number < len(levels) else BookLevel(0, 0, 0)
        values[f"ovtm_untp_{name}{number + 1}"] = level.price
        values[f"ovtm_untp_{name}_icdc{number + 1}"] = level.change
        values[f"ovtm_untp_{name}_rsqn{number + 1}"] = level.size
    return values


ENDPOINT = served(
    "domestic_stock/inquire_overtime_asking_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"},
)
