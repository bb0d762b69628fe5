"""시장별 투자자매매동향(일별), 국내주식-075: 300 days up to one, newest first.

The index is that of FID_INPUT_ISCD; who traded is summed up over the shares of FID_INPUT_ISCD_2,
the market's of FID_INPUT_ISCD_1 unless it names a sector.
"""

from datetime import timedelta

from kis_desktop.simulator.facts.flow_days import sides_of
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.flow_rows import THOUSAND, Fields, flows, investor_fields
from kis_desktop.simulator.server.index_rows import asked_index, index_code, points
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar, Refused

_LAYOUT = layout("domestic_stock/inquire_investor_daily_by_market")
_ROWS = 300
_SPAN = timedelta(days=460)
_MARKETS = {"KSP": "0001", "KSQ": "1001"}


def _answer(call: Call) -> Reply:
    shown = asked_index(call)
    end = min(call.day("FID_INPUT_DATE_1"), call.market.trade_date)
    bars = call.market.index_bars(shown.code, end - _SPAN, end)[-_ROWS:]
    if not bars:
        return _LAYOUT.done({})
    sums = flows(call).markets
    try:
        traded = {one.day: one for one in sums.days(_group(call), bars[0].day, end)}
    except Refused as error:
        raise CallRefused(invalid_input("FID_INPUT_ISCD_2")) from error
    rows = [
        _index_fields(bar)
        | investor_fields(
            _LAYOUT.id, "output", sides_of(traded[bar.day].investors), shares=THOUSAND
        )
        for bar in reversed(bars)
        if bar.day in traded
    ]
    return _LAYOUT.done({"output": rows})


def _group(call: Call) -> str:
    market = _MARKETS.get(call.text("FID_INPUT_ISCD_1").upper(), "0001")
    return index_code(call.text("FID_INPUT_ISCD_2")) or market


def _index_fields(bar: DayBar) -> Fields:
    change = bar.close - bar.base
    return {
        "stck_bsop_date": bar.day,
        "bstp_nmix_prpr": points(bar.close),
        "bstp_nmix_prdy_vrss": points(change),
        "prdy_vrss_sign": sign(change),
        "bstp_nmix_prdy_ctrt": share(change, bar.base),
        "bstp_nmix_oprc": points(bar.open),
        "bstp_nmix_hgpr": points(bar.high),
        "bstp_nmix_lwpr": points(bar.low),
        "stck_prdy_clpr": points(bar.base),
    }


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "U",
        "FID_INPUT_ISCD": "0001",
        "FID_INPUT_DATE_1": "20261118",
        "FID_INPUT_ISCD_1": "KSP",
        "FID_INPUT_DATE_2": "20261118",
        "FID_INPUT_ISCD_2": "0001",
    },
)
