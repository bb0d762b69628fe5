"""What the endpoints and channels about foreign shares have in common.

Prices carry all the decimals of `zdiv`; `diff` goes without its sign, `rate` with it (a blank for
nought). The further pages of a list are asked with `keyb`, which is blank on the last one; as a
request with KEYB is no continued one, the header doesn't say more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Generic, TypeVar

from kis_desktop.catalogue import loader
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course, CourseBook, CourseQuote
from kis_desktop.simulator.markets.overseas_stock.limits import limits_of
from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.layout import Layout, Rows, Value
from kis_desktop.simulator.server.replies import Continuation, Reply, invalid_input
from kis_desktop.simulator.server.wire_text import sign
from kis_desktop.simulator.trading_hours import TradingSession, current_session
from kis_desktop.simulator.views import DayBar

Row = dict[str, Value]
_Item = TypeVar("_Item")
BOOK_LIVES = timedelta(seconds=2)
"""after which a book is another one"""
_YEAR = timedelta(days=364)
TRADABLE, UNTRADABLE = "매매 가능", "매매 불가"


@dataclass(frozen=True)
class Asked:
    """A share as a request asks for it."""

    market: OverseasStocks
    share: ForeignShare
    code: str
    """of the exchange as asked: NAS, or BAQ for the daytime session"""
    now: datetime

    @cached_property
    def course(self) -> Course:
        """Its prices."""
        return self.market.course_of(self.share, self.code)

    @cached_property
    def quote(self) -> CourseQuote:
        """How it stands."""
        return self.course.quote(self.now)

    @property
    def key(self) -> str:
        """실시간조회종목코드: DNASAAPL."""
        return f"D{self.code}{self.share.symbol}"

    def price(self, units: int) -> Decimal:
        """A price as it is written."""
        return self.share.money(units)

    def turnover(self, units: int) -> int:
        """Money in whole units of the currency."""
        return int(self.share.money(units))

    def change(self) -> Row:
        """The fields sign, diff and rate."""
        quote = self.quote
        return change_row(self.share, quote.last, quote.base)

    def bars(self, days: int) -> tuple[DayBar, ...]:
        """The days of so long a time, the running one last."""
        last = self.quote.trade_date
        return self.course.bars(last - timedelta(days=days), last, self.now)

    @cached_property
    def year(self) -> tuple[DayBar, ...]:
        """The bars of 52 weeks."""
        last = self.quote.trade_date
        return self.course.bars(last - _YEAR, last, self.now)

    @cached_property
    def session(self) -> TradingSession:
        """The session that runs, or the last one."""
        return self.course.session(self.now)

    def session_before(self) -> TradingSession:
        """The one before."""
        return current_session(
            self.course.terms.sessions, self.session.start - timedelta(seconds=1)
        )

    def local(self, moment: datetime) -> datetime:
        """A moment in the exchange's own time."""
        return moment.astimezone(self.share.exchange.country.zone)

    def books(self) -> tuple[CourseBook, CourseBook]:
        """The book, and the one that stood before it."""
        return self.course.book(self.now), self.course.book(self.now - BOOK_LIVES)


def asked_share(call: Call, exchange: str = "EXCD", symbol: str = "SYMB") -> Asked | None:
    """The share that two fields of a request name; None for an unknown one."""
    market = call.market.others.overseas_stock
    code = call.text(exchange).upper()
    share = market.find(code, call.text(symbol)) if code else None
    if share is None:
        return None
    daytime = code == share.exchange.daytime != ""
    return Asked(market, share, code if daytime else share.exchange.code, call.now)


def of_exchange(call: Call) -> list[Asked]:
    """Every share and fund of the exchange of EXCD. Raises CallRefused for an unknown one."""
    market = call.market.others.overseas_stock
    exchange = market.exchange(call.text("EXCD").upper())
    if exchange is None:
        raise CallRefused(invalid_input("EXCD"))
    now = call.now
    return [
        Asked(market, share, exchange.code, now)
        for share in market.listed(exchange)
        if not share.is_index
    ]


def change_row(share: ForeignShare, last: int, base: int) -> Row:
    """The fields sign, diff and rate of a price and what it is compared with."""
    limits = limits_of(share, base)
    return {
        "sign": sign(
            last - base,
            at_limit_up=limits is not None and last >= limits[0],
            at_limit_down=limits is not None and last <= limits[1],
        ),
        "diff": share.money(abs(last - base)),
        "rate": signed_rate((last - base) * 100 / base),
    }


def signed_rate(percent: float) -> str:
    """A rate with its sign, a blank before nought."""
    text = f"{percent:+.2f}"
    return f" {text[1:]}" if not text.strip("+-0.") else text


def strength(quote: CourseQuote) -> float:
    """체결강도: what was bought in percent of what was sold."""
    return quote.bought * 100 / quote.sold if quote.sold else 0.0


def status(asked: Asked) -> str:
    """거래상태정보."""
    if not asked.quote.is_open:
        return "장종료"
    delay = asked.share.exchange.delay
    return f"{delay}분지연" if delay else "실시간"


def unknown(shape: Layout, block: str, **known: str) -> Reply:
    """The answer about a symbol that nobody knows: a success with nothing in it."""
    fields = loader.endpoint(shape.id).outputs[block].fields
    return shape.done({block: dict.fromkeys((field.name for field in fields), "") | known})


def asked_key(call: Call) -> str:
    """The rsym of what was asked, known or not."""
    return f"D{call.text('EXCD').upper()}{call.text('SYMB').upper()}"


def asked_day(call: Call, name: str, otherwise: date) -> date:
    """A day that may be left blank. Raises CallRefused for what is no day."""
    return call.day(name) if call.text(name) else otherwise


def asked_until(call: Call, day: str, clock: str) -> datetime:
    """The latest moment that a day and a time ask for, now where they are blank."""
    if not call.text(day):
        return call.now
    written = call.text(clock).ljust(6, "0") if call.text(clock) else "235959"
    try:
        at = datetime.strptime(written, "%H%M%S").replace(tzinfo=KST).time()
    except ValueError as error:
        raise CallRefused(invalid_input(clock)) from error
    return min(datetime.combine(call.day(day), at, tzinfo=KST), call.now)


@dataclass(frozen=True, slots=True)
class KeyPage(Generic[_Item]):
    """A part of a list and the key of the next."""

    rows: Sequence[_Item]
    start: int
    """how many rows go before it"""
    key: str

    def paged(self, shape: Layout, blocks: Mapping[str, Rows]) -> Reply:
        """The reply with its key."""
        return shape.done(blocks, before={"keyb": self.key}, continuation=Continuation.LAST)


def key_page(call: Call, rows: Sequence[_Item], size: int, name: str = "KEYB") -> KeyPage[_Item]:
    """The rows that a key asks for. Raises CallRefused for a key that none was given out as."""
    text = call.text(name)
    if text and not text.isdecimal():
        raise CallRefused(invalid_input(name))
    start = int(text or 0)
    end = start + size
    return KeyPage(rows[start:end], start, str(end) if end < len(rows) else "")
