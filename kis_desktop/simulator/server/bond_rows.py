"""Bonds as KIS writes them: prices of 10,000 won with two decimals, yields with three.

Quantities are thousands of won of face value.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kis_desktop.simulator.course import CourseBook, CourseQuote
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.markets.domestic_bond.days import UNIT
from kis_desktop.simulator.markets.domestic_bond.market import KoreanBonds, TradedBond
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.wire_text import rate, share, sign
from kis_desktop.simulator.views import DayBar

Row = dict[str, Value]
LEVELS = 5
_CODE_LENGTH = 12


def bonds(call: Call) -> KoreanBonds:
    """The bonds around the Korean market."""
    return call.market.others.bonds


def asked(call: Call, field: str = "FID_INPUT_ISCD") -> TradedBond:
    """The bond of a request; every code has one."""
    return bonds(call).find(call.text(field))


def is_code(_: Market, key: str) -> bool:
    """A standard code has twelve letters and digits."""
    return len(key.strip()) == _CODE_LENGTH


def won(price: int) -> str:
    """A price, from hundredths of a won."""
    return rate(price / UNIT)


def yielded(one: TradedBond, price: int, day: date) -> str:
    """The yield of a price, percent."""
    return rate(one.rate(price, day), 3)


def change_values(price: int, base: int) -> Row:
    """A price with what it has changed by."""
    return {
        "bond_prpr": won(price),
        "prdy_vrss_sign": sign(price - base),
        "bond_prdy_vrss": won(price - base),
        "prdy_ctrt": share(price - base, base),
    }


def span_values(quote: CourseQuote, prefix: str = "bond") -> Row:
    """Open, high and low."""
    return {
        f"{prefix}_oprc": won(quote.open),
        f"{prefix}_hgpr": won(quote.high),
        f"{prefix}_lwpr": won(quote.low),
    }


def span_yields(one: TradedBond, quote: CourseQuote) -> Row:
    """Yields of open, high and low."""
    day = quote.trade_date
    return {
        "oprc_ert": yielded(one, quote.open, day),
        "hgpr_ert": yielded(one, quote.high, day),
        "lwpr_ert": yielded(one, quote.low, day),
    }


def level_values(one: TradedBond, book: CourseBook, day: date, names: Mapping[str, str]) -> Row:
    """Five levels a side: `names` of ask, bid, their sizes and yields, before the number."""
    found: Row = {}
    for side, levels in (("ask", book.asks), ("bid", book.bids)):
        for number in range(1, LEVELS + 1):
            level = levels[number - 1] if number <= len(levels) else None
            price, size = (level.price, level.size) if level else (0, 0)
            found[f"{names[side]}{number}"] = won(price)
            found[f"{names[side + '_size']}{number}"] = size
            found[f"{names[side + '_yield']}{number}"] = (
                yielded(one, price, day) if price else rate(0.0, 3)
            )
    return found


def last_days(one: TradedBond, now: datetime, count: int) -> tuple[DayBar, ...]:
    """The last trading days, today as it stands, newest first."""
    today = one.course.session(now).trade_date
    first = today - timedelta(days=count * 2 + 10)
    return one.course.bars(first, today, now)[::-1][:count]


def is_due(since: datetime | None, now: datetime, every: int = 2) -> bool:
    """Once in each span of so many seconds of the clock."""
    return since is None or now.timestamp() // every > since.timestamp() // every
