"""국내 증시자금 종합, 국내주식-193: the money around the exchange by day, newest first.

Index and market value are those of KOSPI; the sums are a function of the day. Amounts in 100
million won. 금액회전율 is the day's turnover in percent of the market value.
"""

from datetime import timedelta
from itertools import pairwise

from kis_desktop.simulator.facts.money import POTS, Pot, sum_on
from kis_desktop.simulator.index_list import INDICES, members
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import points
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar

ROWS = 100
_LAYOUT = layout("domestic_stock/mktfunds")
_KOSPI = INDICES[0]
_DEPOSITS: Pot = POTS[0]
_HUNDRED_MILLION = 100_000_000


def _answer(call: Call) -> Reply:
    """Days that are over, up to FID_INPUT_DATE_1 when it is given."""
    market = call.market
    last = market.trade_date - timedelta(days=1)
    if call.text("FID_INPUT_DATE_1"):
        last = min(last, call.day("FID_INPUT_DATE_1"))
    bars = market.index_bars(_KOSPI.code, last - timedelta(days=2 * ROWS), last)[-ROWS - 1 :]
    shares = members(_KOSPI, market.universe.listings)
    anchor = sum(one.listed_shares * one.base_price for one in shares)
    rows = [
        _row(call, before, bar, anchor * bar.close // _KOSPI.level)
        for before, bar in pairwise(bars)
    ]
    return _LAYOUT.done({"output": rows[::-1]})


def _row(call: Call, before: DayBar, bar: DayBar, value: int) -> dict[str, Value]:
    seed = call.market.others.around.seed
    change = bar.close - before.close
    deposits, earlier = (sum_on(seed, _DEPOSITS, one.day) for one in (bar, before))
    return {
        **{pot.name: sum_on(seed, pot, bar.day) for pot in POTS},
        "bsop_date": bar.day,
        "bstp_nmix_prpr": points(bar.close),
        "bstp_nmix_prdy_vrss": points(change),
        "prdy_vrss_sign": sign(change),
        "prdy_ctrt": share(change, before.close),
        "hts_avls": value // _HUNDRED_MILLION,
        "cust_dpmn_amt_prdy_vrss": deposits - earlier,
        "amt_tnrt": share(bar.turnover, value),
    }


ENDPOINT = served("domestic_stock/mktfunds", _answer, example={"FID_INPUT_DATE_1": ""}, required=())
