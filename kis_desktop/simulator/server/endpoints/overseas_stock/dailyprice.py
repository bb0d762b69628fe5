"""해외주식 기간별시세, v1_해외주식-010: up to 100 days, weeks or months, newest first.

Nothing has been split here, so that adjusted prices are the traded ones.
"""

from datetime import timedelta

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import (
    Asked,
    Row,
    asked_day,
    asked_key,
    asked_share,
    change_row,
    unknown,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import DayBar

_LAYOUT = layout("overseas_stock/dailyprice")
_ROWS = 100
_PERIODS = {"0": ("D", 2), "1": ("W", 8), "2": ("M", 32)}
"""by GUBN: the period, and days of the calendar that one surely takes"""


def _answer(call: Call) -> Reply:
    period, length = _PERIODS[call.choice("GUBN", *_PERIODS)]
    asked = asked_share(call)
    if asked is None:
        return unknown(_LAYOUT, "output1", rsym=asked_key(call))
    until = "KEYB" if call.text("KEYB") else "BYMD"
    end = asked_day(call, until, asked.quote.trade_date)
    start = end - timedelta(days=_ROWS * length)
    bars = asked.course.bars(start, end, asked.now, period)[-_ROWS - 1 :]
    rows = bars[-_ROWS:]
    more = len(bars) > _ROWS
    head: Row = {"rsym": asked.key, "zdiv": asked.share.decimals, "nrec": len(rows)}
    return _LAYOUT.done(
        {
            "output1": head,
            "output2": [_row(asked, bar) for bar in reversed(rows)],
        },
        before={"keyb": f"{bars[0].day:%Y%m%d}" if more else ""},
        continuation=Continuation.LAST,
    )


def _row(asked: Asked, bar: DayBar) -> Row:
    session = asked.course.terms.sessions(bar.day)
    assert session is not None
    book = asked.course.book(min(session.end, asked.now), levels=1)
    bid, ask = book.bids[:1], book.asks[:1]
    row: Row = {
        "xymd": bar.day,
        "clos": asked.price(bar.close),
        "open": asked.price(bar.open),
        "high": asked.price(bar.high),
        "low": asked.price(bar.low),
        "tvol": bar.volume,
        "tamt": asked.turnover(bar.turnover),
        "pbid": asked.price(bid[0].price if bid else 0),
        "vbid": bid[0].size if bid else 0,
        "pask": asked.price(ask[0].price),
        "vask": ask[0].size,
    }
    return row | change_row(asked.share, bar.close, bar.base)


ENDPOINT = served(
    "overseas_stock/dailyprice",
    _answer,
    example={"EXCD": "NAS", "SYMB": "AAPL", "GUBN": "0", "MODP": "1"},
    other={"EXCD": "HKS", "SYMB": "00005", "GUBN": "2"},
)
