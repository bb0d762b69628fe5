"""공매도 상위종목, 국내주식-133: by the part of the volume that was sold short in a period.

The period ends with the last finished day; volume and turnover are the period's. KIS does not say
what it sorts by.
"""

from kis_desktop.simulator.overview import RECENT
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.rankings import (
    RANGE_PRICES,
    Ranked,
    candidates,
    quote_fields,
    top,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("domestic_stock/short_sale")
_MONTH = 22  # trading days
_BY_MONTH = "M"


def _answer(call: Call) -> Reply:
    asked = call.number("FID_INPUT_CNT_1")
    count = max(asked, 1) * _MONTH if call.text("FID_PERIOD_DIV_CODE") == _BY_MONTH else asked + 1
    count = min(max(count, 1), RECENT)
    parts = call.market.others.flow_ranks.sold_short(count)
    rows = [
        _row(call, one, count)
        for _, one in top(
            call,
            candidates(call, price_names=RANGE_PRICES),
            lambda one: parts[one.listing.symbol] or None,
        )
    ]
    return _LAYOUT.done({"output": rows})


def _row(call: Call, one: Ranked, count: int) -> dict[str, Value]:
    days = call.market.others.flow_ranks.finished_days(count)
    sold = call.market.others.flows.short_sales(one.listing.symbol, days[0], days[-1])
    quantity, amount = sum(day.quantity for day in sold), sum(day.amount for day in sold)
    volume, turnover = sum(day.volume for day in sold), sum(day.turnover for day in sold)
    return {
        **quote_fields(one.snapshot),
        "mksc_shrn_iscd": one.listing.symbol,
        "hts_kor_isnm": one.listing.name,
        "acml_vol": volume,
        "acml_tr_pbmn": turnover,
        "ssts_cntg_qty": quantity,
        "ssts_vol_rlim": share(quantity, volume),
        "ssts_tr_pbmn": amount,
        "ssts_tr_pbmn_rlim": share(amount, turnover),
        "stnd_date1": days[0],
        "stnd_date2": days[-1],
        "avrg_prc": round(amount / quantity) if quantity else 0,
    }


ENDPOINT = served(
    "domestic_stock/short_sale",
    _answer,
    of_whole_market=True,
    example={
        "FID_APLY_RANG_VOL": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20482",
        "FID_INPUT_ISCD": "0000",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_INPUT_CNT_1": "4",
        "FID_TRGT_EXLS_CLS_CODE": "0",
        "FID_TRGT_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_PERIOD_DIV_CODE"),
)
