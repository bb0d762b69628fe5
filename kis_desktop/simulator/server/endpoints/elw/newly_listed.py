"""ELW 신규상장종목, 국내주식-181: what has been listed since a day, the latest first.

A day of long ago brings all that are still traded; one to come brings those of the last month.
"""

from datetime import timedelta

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import day_of, listed_views, of_right, of_terms
from kis_desktop.simulator.server.elw_rows import market_of, terms_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/newly_listed"
_LAYOUT = layout(_ID)
_MONTH = timedelta(days=30)


def _answer(call: Call) -> Reply:
    today = market_of(call).trade_date(call.now)
    since = day_of(call.text("FID_INPUT_DATE_1"))
    if since is None or since > today:
        since = today - _MONTH
    views = of_terms(listed_views(call), call, issuer="FID_INPUT_ISCD_2")
    views = of_right(views, {"00": "C", "01": "P"}.get(call.text("FID_DIV_CLS_CODE"), ""))
    new = [one for one in views if one.warrant.listed >= since]
    new.sort(key=lambda one: (today - one.warrant.listed, one.warrant.code))
    return _LAYOUT.done({"output": [chosen(_ID, "output", terms_values(one)) for one in new]})


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "11548",
        "FID_DIV_CLS_CODE": "02",
        "FID_UNAS_INPUT_ISCD": "000000",
        "FID_INPUT_ISCD_2": "00003",
        "FID_INPUT_DATE_1": "20260601",
        "FID_BLNG_CLS_CODE": "0",
    },
)
