"""종목별 일별 대차거래추이: shares lent by day, newest first, 100 days a page.

CTS is the day that the next page begins with. Of a share shares and million won; of a market
(1 코스피, 2 코스닥) the sums over its shares, beside the index. A day is told once its regular
session is over.
"""

from datetime import date, timedelta

from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.flow_rows import MILLION, Fields, asked_day, flows
from kis_desktop.simulator.server.index_rows import points
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Continuation, Reply, refused
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import day, share, sign
from kis_desktop.simulator.views import DayBar

_LAYOUT = layout("domestic_stock/daily_loan_trans")
_MARKETS = {"1": "0001", "2": "1001"}
_ROWS = 100
_SPAN = timedelta(days=160)
_Told = tuple[date, Fields]


def _answer(call: Call) -> Reply:
    end = min(asked_day(call, "CTS" if call.text("CTS") else "END_DATE"), call.market.trade_date)
    asked = call.day("START_DATE") if call.text("START_DATE") else end - _SPAN
    start = max(asked, end - _SPAN)
    group = _MARKETS.get(call.text("MRKT_DIV_CLS_CODE"))
    rows = _of_share(call, start, end) if group is None else _of_market(call, group, start, end)
    page = rows[-_ROWS:]
    more = len(rows) > len(page) or (len(page) > 0 and asked < start)
    return _LAYOUT.done(
        {"output1": [row for _, row in reversed(page)]},
        continuation=Continuation.LAST,
        before={"cts": day(page[0][0] - timedelta(days=1)) if more else ""},
    )


def _of_share(call: Call, start: date, end: date) -> list[_Told]:
    listing = asked_listing(call, "MKSC_SHRN_ISCD")
    if listing is None:
        raise CallRefused(refused("MCA05918", "종목코드 오류입니다."))
    return [
        (
            one.bar.day,
            _row(one.bar, one.bar.close, one.bar.close - one.bar.base, one.new, one.repaid)
            | {
                "rmnd_stcn": one.standing,
                "rmnd_amt": one.standing * one.bar.close // MILLION,
            },
        )
        for one in flows(call).lending_days(listing.symbol, start, end)
    ]


def _of_market(call: Call, group: str, start: date, end: date) -> list[_Told]:
    bars = {bar.day: bar for bar in call.market.index_bars(group, start, end)}
    return [
        (
            one.day,
            _row(
                bars[one.day],
                points(bars[one.day].close),
                points(bars[one.day].close - bars[one.day].base),
                one.new,
                one.repaid,
            )
            | {"rmnd_stcn": one.standing, "rmnd_amt": one.amount // MILLION},
        )
        for one in flows(call).market_lending(group, start, end)
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
