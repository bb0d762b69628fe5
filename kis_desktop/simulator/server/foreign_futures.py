"""What the endpoints and channels about foreign futures and options have in common.

Current prices and details are aligned to the right in the documented width, as the host sends them;
charts are not. An option's request is answered for a future's code as well, and the other way
round. The settlement price of a day is its close.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

from kis_desktop.catalogue import loader
from kis_desktop.simulator.course import Course, CourseBook, CourseQuote
from kis_desktop.simulator.markets.overseas_futureoption.contracts import Contract, front
from kis_desktop.simulator.markets.overseas_futureoption.market import OverseasDerivatives
from kis_desktop.simulator.markets.overseas_futureoption.products import PRODUCTS
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Layout, Value, text
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.wire_text import sign
from kis_desktop.simulator.trading_hours import TradingSession

Row = dict[str, Value]
_LEVELS = 5
_FORTNIGHT = timedelta(days=14)
_STRIKE = re.compile(r"[CP]\d+")
_MOST_TRADED = "ES"
_NOT_ALIGNED = frozenset({"vol", "last_qntt"})
TRADED = "1"


@dataclass(frozen=True)
class AskedContract:
    """A contract as a request asks for it."""

    market: OverseasDerivatives
    contract: Contract
    now: datetime

    @cached_property
    def course(self) -> Course:
        """Its prices."""
        return self.market.course(self.contract)

    @cached_property
    def quote(self) -> CourseQuote:
        """How it stands."""
        return self.course.quote(self.now)

    @cached_property
    def book(self) -> CourseBook:
        """Five levels of its book."""
        return self.course.book(self.now, levels=_LEVELS)

    @cached_property
    def session(self) -> TradingSession:
        """The session that runs, or the last one."""
        return self.course.session(self.now)

    def price(self, units: int) -> Decimal:
        """A price with all the decimals of its product."""
        return Decimal(units).scaleb(-self.contract.product.decimals)

    def change(self) -> Row:
        """The fields prev_diff_flag, prev_diff_price and prev_diff_rate."""
        quote = self.quote
        return {
            "prev_diff_flag": sign(quote.change),
            "prev_diff_price": self.price(abs(quote.change)),
            "prev_diff_rate": quote.change_rate,
        }


def asked_contract(call: Call, name: str = "SRS_CD") -> AskedContract | None:
    """The contract that a field names; None for an unknown one.

    A strike alone (C5500), as the sample program has it, is of the most traded future's month.
    """
    market = call.market.others.overseas_derivatives
    code = call.text(name).upper()
    if _STRIKE.fullmatch(code):
        code = f"{front(PRODUCTS[_MOST_TRADED], call.now.date()).code} {code}"
    contract = market.find(code)
    return None if contract is None else AskedContract(market, contract, call.now)


def no_contract(shape: Layout, block: str = "output1") -> Reply:
    """The answer about a code that nobody knows: a success with nothing in it."""
    fields = loader.endpoint(shape.id).outputs[block].fields
    return shape.done({block: dict.fromkeys((field.name for field in fields), "")})


def aligned(shape: Layout, block: str, row: Row) -> Row:
    """Numbers aligned to the right in their documented width."""
    fields = loader.endpoint(shape.id).outputs[block].fields
    return {
        field.name: text(row[field.name], field.type).rjust(field.length or 0)
        if field.type.is_number and field.name not in _NOT_ALIGNED
        else row[field.name]
        for field in fields
        if field.name in row
    }


def price_row(asked: AskedContract) -> Row:
    """The current price of a future or an option."""
    contract, quote, book, session = asked.contract, asked.quote, asked.book, asked.session
    product = contract.product
    made = asked.course.prints(asked.now, 1)
    row: Row = {
        "proc_date": quote.time.date(),
        "proc_time": quote.time.time(),
        "open_price": asked.price(quote.open),
        "high_price": asked.price(quote.high),
        "low_price": asked.price(quote.low),
        "last_price": asked.price(quote.last),
        "vol": quote.volume,
        "bid_qntt": book.bids[0].size if book.bids else 0,
        "bid_price": asked.price(book.bids[0].price if book.bids else 0),
        "ask_qntt": book.asks[0].size,
        "ask_price": asked.price(book.asks[0].price),
        "prev_price": asked.price(quote.base),
        "trst_mgn": product.margin,
        "exch_cd": product.exchange,
        "crc_cd": product.currency,
        **_term(asked),
        "last_qntt": made[0].size if made else 0,
        "tot_ask_qntt": book.total_ask,
        "tot_bid_qntt": book.total_bid,
        "tick_size": asked.price(contract.tick(quote.last)),
        "open_date": session.start.date(),
        "open_time": session.start.time(),
        "close_date": session.end.date(),
        "close_time": session.end.time(),
        "sbsnsdate": session.trade_date,
        "sttl_price": f"{asked.price(quote.base):.10f}",
    }
    return row | asked.change()


def detail_row(asked: AskedContract) -> Row:
    """What a contract is: exchange, tick, margin, term."""
    contract, quote, session = asked.contract, asked.quote, asked.session
    product = contract.product
    days = asked.course.bars(
        session.trade_date - _FORTNIGHT, session.trade_date - timedelta(days=1), asked.now
    )
    tick = contract.tick(quote.last)
    return {
        "exch_cd": product.exchange,
        "clas_cd": product.kind.value,
        "crc_cd": product.currency,
        "sttl_price": asked.price(quote.base),
        "sttl_date": days[-1].day,
        "trst_mgn": product.margin,
        "disp_digit": "10",
        "tick_sz": asked.price(tick),
        "tick_val": asked.price(tick) * product.size,
        "mrkt_open_date": session.start.date(),
        "mrkt_open_time": session.start.time(),
        "mrkt_close_date": session.end.date(),
        "mrkt_close_time": session.end.time(),
        **_term(asked),
        "stat_tp": TRADED,
        "ctrt_size": product.size,
        "stl_tp": "실물인수도" if contract.is_option else "현금결제",
        "frst_noti_date": contract.last_day,
    }


def book_rows(asked: AskedContract) -> list[Row]:
    """Five levels, the best first."""
    book = asked.book
    rows: list[Row] = []
    for number in range(_LEVELS):
        row: Row = {}
        for side, levels in (("bid", book.bids), ("ask", book.asks)):
            level = levels[number] if number < len(levels) else None
            row |= {
                f"{side}_qntt": level.size if level else 0,
                f"{side}_num": level.orders if level else 0,
                f"{side}_price": asked.price(level.price if level else 0),
            }
        rows.append(row)
    return rows


def _term(asked: AskedContract) -> Row:
    contract = asked.contract
    return {
        "trd_fr_date": contract.listed_on,
        "expr_date": contract.last_day,
        "trd_to_date": contract.last_day,
        "remn_cnt": max((contract.last_day - asked.now.date()).days, 0),
    }
