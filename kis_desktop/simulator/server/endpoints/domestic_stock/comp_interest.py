"""금리 종합(국내채권/금리), 국내주식-155: rates of interest at the end of the last trading day.

output1 lists those of Korea, output2 those abroad; FID_DIV_CLS_CODE is said to choose between them,
but the published answers hold both. The codes are ours but for the first of each list. What has a
chart among the world's ends a day as there.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from kis_desktop.simulator.facts.money import DOMESTIC, OVERSEAS, Rate, rate_on
from kis_desktop.simulator.hours import trading_days
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share, sign

_LAYOUT = layout("domestic_stock/comp_interest")
_DECIMALS = 3


def _answer(call: Call) -> Reply:
    return _LAYOUT.done(
        {
            "output1": _rows(call, DOMESTIC, "prdy_ctrt"),
            "output2": _rows(call, OVERSEAS, "bstp_nmix_prdy_ctrt"),
        }
    )


def _rows(call: Call, rates: tuple[Rate, ...], change_name: str) -> Iterator[dict[str, Value]]:
    today = call.market.trade_date
    before, last = trading_days(today - timedelta(days=21), today - timedelta(days=1))[-2:]
    for one in rates:
        now, then = _rate(call, one, last), _rate(call, one, before)
        change = round(now - then, _DECIMALS)
        yield {
            "bcdt_code": one.code,
            "hts_kor_isnm": one.name,
            "bond_mnrt_prpr": rate(now, _DECIMALS),
            "prdy_vrss_sign": sign((change > 0) - (change < 0)),
            "bond_mnrt_prdy_vrss": rate(change, _DECIMALS),
            change_name: share(change, then),
            "stck_bsop_date": last,
        }


def _rate(call: Call, one: Rate, day: date) -> float:
    """Percent at the end of a day."""
    charted = call.market.others.overseas_stock.charted(one.code)
    if charted is None:
        return rate_on(call.market.others.around.seed, one, day)
    bars = charted.course.bars(day - timedelta(days=7), day, call.now)
    return float(charted.money(bars[-1].close))


ENDPOINT = served(
    "domestic_stock/comp_interest",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "I",
        "FID_COND_SCR_DIV_CODE": "20702",
        "FID_DIV_CLS_CODE": "1",
    },
    required=("FID_COND_MRKT_DIV_CODE",),
)
