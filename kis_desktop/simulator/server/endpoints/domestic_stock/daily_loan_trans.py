"""종목별 일별 대차거래추이: shares lent by day, newest first, at most 100 days.

Of a share shares and million won; of a market (1 코스피, 2 코스닥) the sums over its shares, beside
the index. A day is told once its regular session is over.
"""

from datetime import date, timedelta

from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.flow_rows import MILLION, Fields, asked_day, flows
from kis_desktop.simulator.server.index_rows import points
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Continuation, Reply, refused
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar

_LAYOUT = layout("domestic_stock/daily_loan_trans")
_MARKETS = {"1": "0001", "2": "1001"}
_ROWS = 100
_SPAN = timedelta(days=160)


def _answer(call: Call) -> Reply:
    end = min(asked_day(call, "END_DATE"), call.market.trade_date)
    start = call.day("START_DATE") if call.text("START_DATE") else end - _SPAN
    start = max(start, end - _SPAN)
    group = _MARKETS.get(call.text("MRKT_DIV_CLS_CODE"))
    rows = _of_share(call, start, end) if group is None else _of_market(call, group, start, end)
    return _LAYOUT.done({"output1": reversed(rows[-_ROWS:])}, continuation=Continuation.LAST)


def _of_share(call: Call, start: date, end: date) -> list[Fields]:
    listing = asked_listing(call, "MKSC_SHRN_ISCD")
    if listing is None:
        raise CallRefused(refused("MCA05918", "종목코드 오류입니다."))
    return [
        _row(day.bar, day.bar.close, day.bar.close - day.bar.base, day.new, day.repaid)
        | {
            "rmnd_stcn": day.standing,
            "rmnd_amt": day.standing * day.bar.close // MILLION,
        }
        for day in flows(call).lending_days(listing.symbol, start, end)
    ]


def _of_market(call: Call, group: str, start: date, end: date) -> list[Fields]:
    bars = {bar.day: bar for bar in call.market.index_bars(group, start, end)}
    return [
        _row(
            bars[day.day],
            points(bars[day.day].close),
            points(bars[day.day].close - bars[day.day].base),
            day.new,
            day.repaid,
        )
        | {"rmnd_stcn": day.standing, "rmnd_amt": day.amount // MILLION}
        for day in flows(call).market_lending(group, start, end)
    ]


def _row(bar: DayBar, price: Value, change: Value, new: int, repaid: int) -> Fields:
    return {
        "bsop_date": bar.day,
        "stck_prpr": price,
        "prdy_vrss_sign": sign(bar.close - bar.base),
        "prdy_vrss": change,
        "prdy_ctrt": share(bar.close - bar.base, bar.base),
        "acml_vol": bar.volume,
        "new_stcn": new,
        "rdmp_stcn": repaid,
        "prdy_rmnd_vrss": new - repaid,
    }


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "MRKT_DIV_CLS_CODE": "3",
        "MKSC_SHRN_ISCD": "005930",
        "START_DATE": "20261102",
        "END_DATE": "20261119",
    },
    required=("MRKT_DIV_CLS_CODE",),
)
