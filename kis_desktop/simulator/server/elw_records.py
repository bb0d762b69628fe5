"""Realtime records of warrants: prints, indications and books, under the code that was asked for.

NEW_MKOP_CLS_CODE is "20" (regular session, trading); what HOUR_CLS_CODE means besides 0 is unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kis_desktop.simulator.course import CourseBook, CoursePrint
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.documented import streamed
from kis_desktop.simulator.server.elw_rows import Row, change_values, view_values
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.wire_text import rate, share, sign
from kis_desktop.simulator.views import Phase, Side

_LEVELS = 10
_CODE_LENGTH = 6
_AGAIN = timedelta(seconds=2)
"""between two books of one warrant, and between two indications"""
_TRADING = "20"
_EXPECTED = "elw/elw_exp_ccnl"
_BEFORE_THE_OPEN = frozenset({Phase.PRE_HOURS, Phase.OPENING_AUCTION})
_PRINT = 50
"""warrants in a usual print: tells how many trades the day's volume is taken for"""


def known(market: Market, key: str) -> bool:
    """Every code of the right length has a warrant, unless it is another instrument's."""
    return len(key.strip()) == _CODE_LENGTH and market.universe.find(key.strip()) is None


def trade_records(
    market: Market, key: str, since: datetime | None, now: datetime
) -> Iterator[Values]:
    """One for each print; the last one right after the registration."""
    view = _view(market, key, now)
    course = view.traded.course
    made = course.prints(now, 1) if since is None else course.prints_between(since, now)
    if made:
        common = _common(view, key, "elw/elw_ccnl", now)
        for one in made:
            record: Row = common | _printed(view, one)
            yield record


def indication_records(
    market: Market, key: str, since: datetime | None, now: datetime
) -> Iterator[Values]:
    """What an auction would trade at, every two seconds of it."""
    if not _is_due(since, now):
        return
    view = _view(market, key, now)
    wanted = _indicated(market, view, now)
    if wanted is None:
        return
    for one in view.traded.course.prints(now, 1):
        found = _common(view, key, _EXPECTED, now) | _printed(view, one)
        found |= change_values(wanted.price, wanted.base)
        found |= {"stck_cntg_hour": now, "cntg_vol": wanted.size}
        yield streamed(_EXPECTED, found)


def book_records(
    market: Market, key: str, since: datetime | None, now: datetime
) -> Iterator[Values]:
    """The book every two seconds, as often as it changes."""
    if _is_due(since, now):
        view = _view(market, key, now)
        if since is None or view.quote.is_open:
            yield _booked(view, key, now) | _expected(_indicated(market, view, now))


@dataclass(frozen=True, slots=True)
class _Indication:
    price: int
    base: int
    size: int
    volume: int
    """before it"""


def _indicated(market: Market, view: WarrantView, now: datetime) -> _Indication | None:
    """Of the opening auction the open that it leads to, of the closing one the last price.

    When every session is open at once, both are held all the time. None without an auction.
    """
    quote = view.quote
    book = view.traded.course.book(now)
    waiting = min(book.total_ask, book.total_bid)
    opened = market.others.warrants.around.open_day is not None and quote.is_open
    if opened or market.phase() is Phase.CLOSING_AUCTION:
        return _Indication(quote.last, quote.base, waiting, quote.volume)
    if market.phase() in _BEFORE_THE_OPEN:
        for bar in view.traded.days.bars(market.trade_date, market.trade_date):
            return _Indication(bar.open, bar.base, waiting, 0)
    return None


def _expected(found: _Indication | None) -> Row:
    """Fields of the book; nought outside auctions."""
    if found is None:
        return {"antc_cntg_vrss_sign": sign(0)}
    change = found.price - found.base
    return {
        "antc_cnpr": found.price,
        "antc_cnqn": found.size,
        "antc_vol": found.volume + found.size,
        "antc_cntg_vrss_sign": sign(change),
        "antc_cntg_vrss": change,
        "antc_cntg_prdy_ctrt": share(change, found.base),
    }


def _booked(view: WarrantView, key: str, now: datetime) -> Row:
    book = view.traded.course.book(now)
    found: Row = {
        "mksc_shrn_iscd": key.strip(),
        "bsop_hour": now,
        "hour_cls_code": "0",
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
    }
    return found | _levels(view, book)


def _is_due(since: datetime | None, now: datetime) -> bool:
    """Once in each span of two seconds of the clock."""
    if since is None:
        return True
    span = _AGAIN.total_seconds()
    return now.timestamp() // span > since.timestamp() // span


def _view(market: Market, key: str, now: datetime) -> WarrantView:
    warrants = market.others.warrants
    return warrants.view(warrants.find(key, now), now)


def _common(view: WarrantView, key: str, id_: str, now: datetime) -> Row:
    """What all prints of a moment share: the day, the book and what the price means."""
    found = streamed(id_, view_values(view))
    course, quote = view.traded.course, view.quote
    book = course.book(now)
    before = _same_time_before(view, now)
    return found | {
        "mksc_shrn_iscd": key.strip(),
        "wghn_avrg_stck_prc": rate(quote.turnover / quote.volume if quote.volume else quote.last),
        "askp1": quote.ask,
        "bidp1": quote.bid,
        "askp_rsqn1": book.asks[0].size if book.asks else 0,
        "bidp_rsqn1": book.bids[0].size if book.bids else 0,
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
        "bsop_date": quote.trade_date,
        "new_mkop_cls_code": _TRADING,
        "trht_yn": False,
        "prdy_smns_hour_acml_vol": before,
        "prdy_smns_hour_acml_vol_rate": rate(share(quote.volume, before)),
    }


def _printed(view: WarrantView, one: CoursePrint) -> Row:
    """A print, with the day's figures up to it."""
    quote = view.quote
    part = one.volume / quote.volume if quote.volume else 0.0
    bought = min(round(quote.bought * part), one.volume)
    sold = one.volume - bought
    buys, sells = -(-bought // _PRINT), -(-sold // _PRINT)
    found = change_values(one.price, quote.base)
    del found["elw_prpr"]
    return (
        found
        | {
            "stck_cntg_hour": one.time,
            "cntg_vol": one.size,
            "acml_vol": one.volume,
            "acml_tr_pbmn": round(quote.turnover * part),
            "seln_cntg_csnu": sells,
            "shnu_cntg_csnu": buys,
            "ntby_cntg_csnu": buys - sells,
            "cttr": rate(share(bought, sold)),
            "seln_cntg_smtn": sold,
            "shnu_cntg_smtn": bought,
            "cntg_cls_code": "1" if one.side is Side.BUY else "5",
            "shnu_rate": rate(share(bought, one.volume)),
            "prdy_vol_vrss_acml_vol_rate": rate(share(one.volume, quote.previous_volume)),
        }
        | _extremes(view, one)
    )


def _extremes(view: WarrantView, one: CoursePrint) -> Row:
    """Open, high and low with when they were traded, to the minute."""
    quote, course = view.quote, view.traded.course
    start = course.session(one.time).start
    found: Row = {}
    for name, price, seen in (
        ("oprc", quote.open, start),
        ("hgpr", quote.high, view.traded.reached(quote, quote.high)),
        ("lwpr", quote.low, view.traded.reached(quote, quote.low)),
    ):
        found[f"{name}_hour"] = seen
        found[f"{name}_vrss_prpr_sign"] = sign(one.price - price)
        found[f"{name}_vrss_prpr"] = one.price - price
    return found


def _same_time_before(view: WarrantView, now: datetime) -> int:
    """Yesterday's volume at this time of day."""
    course = view.traded.course
    session = course.session(now)
    part = session.elapsed(now) / max(session.seconds, 1)
    return int(view.quote.previous_volume * part)


def _levels(view: WarrantView, book: CourseBook) -> Row:
    """Prices and sizes, nought where nobody waits; a part of each size is the provider's."""
    found: Row = {}
    for side, levels in (("ask", book.asks), ("bid", book.bids)):
        own = view.traded.provider.waiting([level.size for level in levels], side, book.time)
        total = 0
        for number in range(1, _LEVELS + 1):
            level = levels[number - 1] if number <= len(levels) else None
            held = own[number - 1] if number <= len(own) else 0
            found[f"{side}p{number}"] = level.price if level else 0
            found[f"{side}p_rsqn{number}"] = level.size if level else 0
            found[f"lp_{side}p_rsqn{number}"] = held
            total += held
        found[f"lp_total_{side}p_rsqn"] = total
    return found
