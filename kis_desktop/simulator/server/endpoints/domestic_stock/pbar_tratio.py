"""국내주식 매물대/거래비중, 국내주식-196: today's volume by price, the most traded first.

Each minute's volume lies on its close; the parts add up to the day's volume. With FID_INPUT_HOUR_1
it is what was traded until then.
"""

from collections import Counter

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import (
    change_fields,
    market_name,
    quoted_board,
    quoted_listing,
)
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.minute_rows import asked_time, at_time
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.views import Snapshot

ROWS = 30
_LAYOUT = layout("domestic_stock/pbar_tratio")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    board = quoted_board(call)
    seen = call.market.snapshot(listing.symbol, board)
    by_price = _by_price(call, seen)
    traded = sum(by_price.values())
    head: dict[str, Value] = {
        **change_fields(seen),
        "rprs_mrkt_kor_name": market_name(listing),
        "stck_shrn_iscd": listing.symbol,
        "hts_kor_isnm": listing.name,
        "acml_vol": seen.volume,
        "prdy_vol": seen.previous_volume,
        "wghn_avrg_stck_prc": seen.vwap or 0.0,
        "lstn_stcn": listing.listed_shares,
    }
    rows = [
        {
            "data_rank": rank,
            "stck_prpr": price,
            "cntg_vol": volume,
            "acml_vol_rlim": share(volume, traded),
        }
        for rank, (price, volume) in enumerate(by_price.most_common(ROWS), start=1)
    ]
    return _LAYOUT.done({"output1": head, "output2": rows})


def _by_price(call: Call, seen: Snapshot) -> Counter[int]:
    until = min(at_time(seen.trade_date, asked_time(call)), call.now)
    bars = call.market.minute_bars(seen.symbol, seen.trade_date, until, quoted_board(call))
    found: Counter[int] = Counter()
    for bar in bars:
        found[bar.close] += bar.volume
    if until == call.now and seen.volume > sum(found.values()):
        found[seen.last] += seen.volume - sum(found.values())
    return found


ENDPOINT = served(
    "domestic_stock/pbar_tratio",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_COND_SCR_DIV_CODE": "20113",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
