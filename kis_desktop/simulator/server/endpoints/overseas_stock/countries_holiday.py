"""해외결제일자조회, 해외주식-017: when what is traded abroad on a day is settled, there and here.

Settled here on the first Korean business day that has not begun before it is settled there: for the
United States the day after.
"""

from datetime import date, timedelta

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.simulator.markets.overseas_stock.exchanges import (
    EXCHANGES,
    UNITED_STATES,
    Exchange,
    business_day,
    regular_hours,
)
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import Row
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/countries_holiday")


def _answer(call: Call) -> Reply:
    day = call.day("TRAD_DT")
    rows = [
        _row(exchange, day)
        for exchange in EXCHANGES
        if exchange.order_code and regular_hours(exchange)(day) is not None
    ]
    return _LAYOUT.done(
        {"output": rows},
        before={"ctx_area_fk": "", "ctx_area_nk": ""},
        continuation=Continuation.LAST,
    )


def _row(exchange: Exchange, day: date) -> Row:
    country = exchange.country
    settled = business_day(country, day, country.settles)
    here = settled + timedelta(days=1 if country is UNITED_STATES else 0)
    while not is_trading_day(here):
        here += timedelta(days=1)
    return {
        "prdt_type_cd": exchange.product,
        "tr_natn_cd": country.number,
        "tr_natn_name": country.name,
        "natn_eng_abrv_cd": country.code,
        "tr_mket_cd": exchange.market,
        "tr_mket_name": exchange.name,
        "acpl_sttl_dt": settled,
        "dmst_sttl_dt": here,
    }


ENDPOINT = served("overseas_stock/countries_holiday", _answer, example={"TRAD_DT": "20261120"})
