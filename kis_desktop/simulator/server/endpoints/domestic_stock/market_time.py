"""국내선물 영업일조회, 국내주식-160: five trading days up to today, the KRX's hours."""

from datetime import timedelta

from kis_desktop.simulator.hours import hours, trading_days
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import moment

_LAYOUT = layout("domestic_stock/market_time")
_DAYS = 5


def _answer(call: Call) -> Reply:
    """영업일1 is the last trading day, today itself when it is one."""
    today = call.market.trade_date
    days = trading_days(today - timedelta(days=21), today)[-_DAYS:]
    session = hours(today)
    values = {f"date{number}": day for number, day in enumerate(reversed(days), start=1)}
    return _LAYOUT.done(
        {
            "output1": {
                **values,
                "today": call.now.date(),
                "time": call.now,
                "s_time": moment(today, session.open),
                "e_time": moment(today, session.close),
            }
        }
    )


ENDPOINT = served("domestic_stock/market_time", _answer, example={})
