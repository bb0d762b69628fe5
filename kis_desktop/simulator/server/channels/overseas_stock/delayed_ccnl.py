"""해외주식 실시간지연체결가, HDFSCNT0: every print, in the session that runs (MTYP)."""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.course import Course, CoursePrint
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.markets.overseas_stock.sessions import Part
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.foreign_rows import Asked, change_row, strength
from kis_desktop.simulator.server.foreign_stream import (
    knows,
    moments,
    running_part,
    streamed_share,
)
from kis_desktop.simulator.server.layout import Value, Values
from kis_desktop.simulator.server.wire_text import rate


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Values]:
    asked = streamed_share(market, key)
    if asked is None:
        return
    part = running_part(asked, now)
    course = asked.market.course(asked.share, part)
    made = course.prints(now, 1) if since is None else course.prints_between(since, now)
    for one in made:
        yield _record(asked, key, part, course, one, now)


def _record(
    asked: Asked, key: str, part: Part, course: Course, made: CoursePrint, now: datetime
) -> dict[str, Value]:
    share = asked.share
    at = min(made.time, now)
    quote, book = course.quote(at), course.book(at, levels=1)
    change = change_row(share, made.price, quote.base)
    return {
        "RSYM": key,
        "SYMB": share.symbol,
        "ZDIV": share.decimals,
        "TYMD": quote.trade_date,
        **{name.upper(): value for name, value in moments(asked, made.time).items()},
        "OPEN": asked.price(quote.open),
        "HIGH": asked.price(quote.high),
        "LOW": asked.price(quote.low),
        "LAST": asked.price(made.price),
        "SIGN": change["sign"],
        "DIFF": change["diff"],
        "RATE": rate((made.price - quote.base) * 100 / quote.base),
        "PBID": asked.price(quote.bid),
        "PASK": asked.price(quote.ask),
        "VBID": book.bids[0].size if book.bids else 0,
        "VASK": book.asks[0].size,
        "EVOL": made.size,
        "TVOL": made.volume,
        "TAMT": asked.turnover(quote.turnover),
        "BIVL": quote.sold,
        "ASVL": quote.bought,
        "STRN": strength(quote),
        "MTYP": part.value,
    }


CHANNEL = Streamed("overseas_stock/delayed_ccnl", knows, _records)
