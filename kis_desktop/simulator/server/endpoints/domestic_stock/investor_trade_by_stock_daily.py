"""종목별 투자자매매동향(일별): thirty days up to one, newest first; today's as it stands."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import (
    change_fields,
    market_name,
    quoted_board,
    quoted_listing,
)
from kis_desktop.simulator.server.flow_rows import (
    day_fields,
    flows,
    investor_fields,
    last_bars,
    range_fields,
    rate_field,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/investor_trade_by_stock_daily")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    board = quoted_board(call)
    snapshot = call.market.snapshot(listing.symbol, board)
    bars = last_bars(call, listing.symbol, call.day("FID_INPUT_DATE_1"))
    rows = [
        day_fields(bar)
        | rate_field(bar)
        | range_fields(bar)
        | {"acml_vol": bar.volume, "acml_tr_pbmn": bar.turnover // 1_000_000, "bold_yn": False}
        | investor_fields(_LAYOUT.id, "output2", day.by_investor)
        for bar, day in zip(
            bars, flows(call).investors_until(listing.symbol, bars, board), strict=True
        )
    ]
    head = change_fields(snapshot) | {
        "acml_vol": str(snapshot.volume),
        "prdy_vol": str(snapshot.previous_volume),
        "rprs_mrkt_kor_name": market_name(listing),
    }
    return _LAYOUT.done({"output1": head, "output2": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_DATE_1": "20261118",
    },
)
