"""국내주식 증권사별 투자의견, 국내주식-189: one house's reports by its member code, newest first.

The code of an instrument is taken as well: all houses' reports on it.
"""

from kis_desktop.simulator.facts.opinions import HOUSES
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import change_fields
from kis_desktop.simulator.server.finance_rows import symbol_of
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.opinion_rows import asked_reports, report_row
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/invest_opbysec")
_WANTED = {"1": ("1", "2"), "2": ("3",), "3": ("4",)}
"""FID_DIV_CLS_CODE: buy, hold, sell; otherwise all. The meaning is our own reading."""


def _answer(call: Call) -> Reply:
    house = call.text("FID_INPUT_ISCD").zfill(5)
    if house in HOUSES:
        found = asked_reports(call, None, house)
    else:
        found = asked_reports(call, symbol_of(call))
    codes = _WANTED.get(call.text("FID_DIV_CLS_CODE"))
    rows = [
        {
            "stck_shrn_iscd": one.listing.symbol,
            "hts_kor_isnm": one.listing.name,
            **change_fields(call.market.glance(one.listing.symbol)),
            **report_row(call, one),
        }
        for one in found
        if codes is None or one.opinion.code in codes
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/invest_opbysec",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "16634",
        "FID_INPUT_ISCD": "00003",
        "FID_DIV_CLS_CODE": "0",
        "FID_INPUT_DATE_1": "20261001",
        "FID_INPUT_DATE_2": "20261120",
    },
)
