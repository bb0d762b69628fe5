"""해외선물 미결제추이: who holds a product's open interest, as it is reported each Tuesday.

Both sides come to the same sum: speculators, spreads, hedgers and those too small to report.
UPMU_GUBUN 1 asks for the changes against the week before; what else it may mean is not known.
"""

from datetime import date, timedelta

from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.markets.overseas_futureoption.holders import Report, report_of
from kis_desktop.simulator.markets.overseas_futureoption.products import PRODUCTS
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_futures import Row
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/investor_unpd_trend")
_ROWS = 20
_TUESDAY = 1
_WEEK = timedelta(days=7)
_CHANGES = "1"


def _answer(call: Call) -> Reply:
    product = PRODUCTS.get(call.text("PROD_ISCD").upper())
    if product is None:
        return _LAYOUT.done({})
    seed = call.market.others.overseas_derivatives.around.seed
    day = min(call.day("BSOP_DATE"), call.now.date())
    day -= timedelta(days=(day.weekday() - _TUESDAY) % 7)
    changes = call.text("UPMU_GUBUN") == _CHANGES
    rows: list[Row] = []
    while day >= HISTORY_START and len(rows) < _ROWS:
        figures = _figures(report_of(seed, product, day))
        if changes:
            before = _figures(report_of(seed, product, day - _WEEK))
            figures = {name: figures[name] - before[name] for name in figures}
        rows.append(_row(product.code, day, figures))
        day -= _WEEK
    return _LAYOUT.done({"output1": {"row_cnt": f"{len(rows):04d}"}, "output2": rows})


def _figures(report: Report) -> dict[str, int]:
    return {
        "bidp_spec": report.long_speculators,
        "askp_spec": report.short_speculators,
        "spread_spec": report.spreads,
        "bidp_hedge": report.long_hedgers,
        "askp_hedge": report.short_hedgers,
        "hts_otst_smtn": report.open_interest,
        "bidp_missing": report.long_small,
        "askp_missing": report.short_small,
        "bidp_spec_cust": report.traders[0],
        "askp_spec_cust": report.traders[1],
        "spread_spec_cust": report.traders[2],
        "bidp_hedge_cust": report.traders[3],
        "askp_hedge_cust": report.traders[4],
        "cust_smtn": sum(report.traders),
    }


def _row(code: str, day: date, figures: dict[str, int]) -> Row:
    return {"prod_iscd": code, "cftc_iscd": code, "bsop_date": day, **figures}


ENDPOINT = served(
    "overseas_futureoption/investor_unpd_trend",
    _answer,
    example={"PROD_ISCD": "CL", "BSOP_DATE": "20261120", "UPMU_GUBUN": "0"},
    other={"PROD_ISCD": "ES", "BSOP_DATE": "20211201"},
)
