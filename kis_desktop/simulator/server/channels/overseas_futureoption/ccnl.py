"""해외선물옵션 실시간체결가, HDFFF020: every print of a contract."""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.course import CoursePrint
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.foreign_futures import AskedContract
from kis_desktop.simulator.server.foreign_futures_stream import knows, streamed_contract
from kis_desktop.simulator.server.layout import Value, Values
from kis_desktop.simulator.server.wire_text import sign
from kis_desktop.simulator.views import Side

_WHOLE_SESSION = "1"
_SIDES = {Side.BUY: "1", Side.SELL: "5"}
"""체결구분, as Korean prints have it"""


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Values]:
    asked = streamed_contract(market, key, now)
    if asked is None:
        return
    course = asked.course
    made = course.prints(now, 1) if since is None else course.prints_between(since, now)
    for one in made:
        yield _record(asked, key, one)


def _record(asked: AskedContract, key: str, made: CoursePrint) -> dict[str, Value]:
    quote, session = asked.course.quote(made.time), asked.session
    change = made.price - quote.base
    base, moved = asked.price(quote.base), asked.price(abs(change))
    percent = change * 100 / quote.base
    return {
        "series_cd": key,
        "bsns_date": session.trade_date,
        "mrkt_open_date": session.start.date(),
        "mrkt_open_time": session.start.time(),
        "mrkt_close_date": session.end.date(),
        "mrkt_close_time": session.end.time(),
        "prev_price": base,
        "recv_date": made.time.date(),
        "recv_time": made.time.time(),
        "active_flag": _WHOLE_SESSION,
        "last_price": asked.price(made.price),
        "last_qntt": made.size,
        "prev_diff_price": moved,
        "prev_diff_rate": percent,
        "open_price": asked.price(quote.open),
        "high_price": asked.price(quote.high),
        "low_price": asked.price(quote.low),
        "vol": made.volume,
        "prev_sign": sign(change),
        "quotsign": _SIDES[made.side],
        "recv_time2": f"{made.volume * 7 % 10_000:04d}",
        "psttl_price": base,
        "psttl_sign": sign(change),
        "psttl_diff_price": moved,
        "psttl_diff_rate": percent,
    }


CHANNEL = Streamed("overseas_futureoption/ccnl", knows, _records)
