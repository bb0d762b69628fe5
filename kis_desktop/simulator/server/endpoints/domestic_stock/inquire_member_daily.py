"""주식현재가 회원사 종목매매동향: what went through one house by day, newest first, at most 100."""

from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import asked_day, flows, rate_field
from kis_desktop.simulator.server.house_rows import of_house
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import sign

_LAYOUT = layout("domestic_stock/inquire_member_daily")
_ROWS = 100


def _answer(call: Call) -> Reply:
    symbol, board = quoted_listing(call).symbol, quoted_board(call)
    start, end = asked_day(call, "FID_INPUT_DATE_1"), asked_day(call, "FID_INPUT_DATE_2")
    bars = call.market.daily_bars(symbol, start, end, board=board)[-_ROWS:]
    rows = []
    told = flows(call).houses_until(symbol, bars, board)
    for bar, day in zip(bars, told, strict=True):
        through = of_house(day, call.text("FID_INPUT_ISCD_2"))
        if through is None:
            raise CallRefused(invalid_input("FID_INPUT_ISCD_2"))
        bought, sold = through
        change = bar.close - bar.base
        rows.append(
            {
                "stck_bsop_date": bar.day,
                "total_seln_qty": sold,
                "total_shnu_qty": bought,
                "ntby_qty": bought - sold,
                "stck_prpr": bar.close,
                "prdy_vrss": change,
                "prdy_vrss_sign": sign(change),
                **rate_field(bar),
                "acml_vol": bar.volume,
            }
        )
    return _LAYOUT.done({"output": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_ISCD_2": "00003",
        "FID_INPUT_DATE_1": "20261102",
        "FID_INPUT_DATE_2": "20261119",
    },
)
