"""해외뉴스종합(제목), 해외주식-053: titles about foreign shares, twenty a page, newest first."""

from datetime import datetime, time
from itertools import islice

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.markets.overseas_stock.exchanges import find_exchange
from kis_desktop.simulator.markets.overseas_stock.headlines import Headline, Headlines
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import Row, asked_until
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/news_title")
_ROWS = 20
_CLASSES = {"시황": "01", "종목": "02", "산업": "03"}
_SOURCE = "모의뉴스"


def _answer(call: Call) -> Reply:
    market = call.market.others.overseas_stock
    at = asked_until(call, "DATA_DT", "DATA_TM")
    key = call.text("CTS")
    if len(key) == len("YYYYMMDDHHMMSS") and key.isdecimal():
        at = min(at, datetime.strptime(key, "%Y%m%d%H%M%S").replace(tzinfo=KST))
    exchange = find_exchange(call.text("EXCHANGE_CD").upper())
    found = Headlines(market).until(
        at,
        symbol=call.text("SYMB").upper(),
        exchange=exchange.code if exchange else "",
        country=call.text("NATION_CD").upper(),
    )
    class_ = call.text("CLASS_CD")
    if class_ and class_ not in _CLASSES.values():
        return _LAYOUT.done({}, before={"cts": ""}, continuation=Continuation.LAST)
    fitting = (one for one in found if not class_ or _CLASSES[one.topic] == class_)
    rows = list(islice(fitting, _ROWS + 1))
    more = f"{rows[_ROWS].at:%Y%m%d%H%M%S}" if len(rows) > _ROWS else ""
    return _LAYOUT.done(
        {"outblock1": [_row(one) for one in rows[:_ROWS]]},
        before={"cts": more},
        continuation=Continuation.LAST,
    )


def _row(one: Headline) -> Row:
    return {
        "info_gb": "v",
        "news_key": f"{one.at:%Y%m%d%H%M%S}{one.number:06d}",
        "data_dt": one.at,
        "data_tm": time(one.at.hour, one.at.minute, one.at.second),
        "class_cd": _CLASSES[one.topic],
        "class_name": one.topic,
        "source": _SOURCE,
        "nation_cd": one.share.exchange.country.code,
        "exchange_cd": one.share.exchange.code,
        "symb": one.share.symbol,
        "symb_name": one.share.name,
        "title": one.title,
    }


ENDPOINT = served("overseas_stock/news_title", _answer, example={})
