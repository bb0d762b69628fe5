"""주식현재가 일자별, v1_국내주식-010: the last thirty days, weeks or months, newest first.

What foreigners hold is that of a period's last day, what they bought net its sum.
"""

from bisect import bisect_right
from datetime import timedelta
from itertools import pairwise

from kis_desktop.simulator.history import period_start
from kis_desktop.simulator.server.as_traded import PastPrices, past_prices
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar

ROWS = 30
_LAYOUT = layout("domestic_stock/inquire_daily_price")
_SPANS = {
    "D": timedelta(days=70),
    "W": timedelta(days=7 * (ROWS + 2)),
    "M": timedelta(days=31 * (ROWS + 2)),
}
"""long enough for one row more than is given"""


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    board = quoted_board(call)
    period = call.choice("FID_PERIOD_DIV_CODE", *_SPANS)
    adjusted = call.switch("FID_ORG_ADJ_PRC")
    today = call.now.date()
    earliest = today - _SPANS[period]
    past = past_prices(call, listing)
    bars = call.market.daily_bars(listing.symbol, earliest, today, period, board)
    if not adjusted and past.factor(earliest) != 1:
        begin = period_start(earliest, period)
        bars = past.days(call.market.daily_bars(listing.symbol, begin, today, "D", board), period)
    pairs = list(pairwise(bars))[-ROWS:]
    if not pairs:
        return _LAYOUT.done({})
    flows = call.market.others.flows
    start = pairs[0][0].day + timedelta(days=1)
    holdings = flows.holdings(listing.symbol, start, today)
    dealt = flows.investor_days(listing.symbol, start, today, board)
    held_days, dealt_days = [one.day for one in holdings], [one.day for one in dealt]
    rows = []
    for before, bar in reversed(pairs):
        held = holdings[max(bisect_right(held_days, bar.day) - 1, 0)] if holdings else None
        first, behind = bisect_right(dealt_days, before.day), bisect_right(dealt_days, bar.day)
        rows.append(
            _row(bar, before, past)
            | {
                "hts_frgn_ehrt": held.exhaustion if held else 0.0,
                "frgn_ntby_qty": sum(one.foreign.net for one in dealt[first:behind]),
            }
        )
    return _LAYOUT.done({"output": rows})


def _row(bar: DayBar, before: DayBar, past: PastPrices) -> dict[str, Value]:
    change = bar.close - bar.base
    return {
        "stck_bsop_date": bar.day,
        "stck_oprc": bar.open,
        "stck_hgpr": bar.high,
        "stck_lwpr": bar.low,
        "stck_clpr": bar.close,
        "acml_vol": bar.volume,
        "prdy_vrss_vol_rate": share(bar.volume - before.volume, before.volume),
        "prdy_vrss": change,
        "prdy_vrss_sign": sign(change),
        "prdy_ctrt": share(change, bar.base),
        "flng_cls_code": "01" if past.loses_rights_on(bar.day) else "00",
    }


ENDPOINT = served(
    "domestic_stock/inquire_daily_price",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_ORG_ADJ_PRC": "0",
    },
)
