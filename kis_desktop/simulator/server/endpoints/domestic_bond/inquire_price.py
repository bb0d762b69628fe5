"""장내채권현재가(시세), 국내주식-200: a bond as it stands."""

from kis_desktop.simulator.server.bond_rows import (
    asked,
    change_values,
    span_values,
    span_yields,
    won,
    yielded,
)
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_bond/inquire_price")


def _answer(call: Call) -> Reply:
    one = asked(call)
    quote = one.course.quote(call.now)
    low, high = one.limits(quote.base)
    values = change_values(quote.last, quote.base) | span_values(quote) | span_yields(one, quote)
    return _LAYOUT.done(
        {
            "output": values
            | {
                "stnd_iscd": call.text("FID_INPUT_ISCD").upper(),
                "hts_kor_isnm": one.bond.name,
                "acml_vol": quote.volume,
                "bond_prdy_clpr": won(quote.base),
                "ernn_rate": yielded(one, quote.last, quote.trade_date),
                "bond_mxpr": won(high),
                "bond_llam": won(low),
            }
        }
    )


ENDPOINT = served(
    "domestic_bond/inquire_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "B", "FID_INPUT_ISCD": "KR103501GA03"},
)
