"""What the market shows to those who serve it: frozen values, int won, KST times."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.credit import Credit, LoanKind


class Side(StrEnum):
    """The side of an order."""

    BUY = "buy"
    SELL = "sell"


class PrintSide(StrEnum):
    """Who was active in a print: a buyer, a seller, or nobody in a call auction."""

    BUY = "buy"
    SELL = "sell"
    AUCTION = "auction"


class Board(StrEnum):
    """Whose prices: of one of the two exchanges, or of both seen as one (통합)."""

    KRX = "KRX"
    NXT = "NXT"
    UNIFIED = "UN"


class Phase(StrEnum):
    """What an exchange is doing."""

    CLOSED = "closed"
    """no session today yet, or a day without one"""
    PRE_MARKET = "pre_market"
    """NXT before the KRX opens: continuous"""
    PAUSED = "paused"
    """NXT between two of its markets"""
    PRE_HOURS = "pre_hours"
    """the opening auction gathers, and orders at the previous close trade (장전 시간외)"""
    OPENING_AUCTION = "opening_auction"
    CONTINUOUS = "continuous"
    VI_AUCTION = "vi_auction"
    """a call auction of some two minutes after a price has moved too far (VI)"""
    CLOSING_AUCTION = "closing_auction"
    CLOSING_PRICE_ORDERS = "closing_price_orders"
    """orders at today's close are taken, but do not trade yet (장후 시간외)"""
    CLOSING_PRICE = "closing_price"
    AFTER_AUCTION = "after_auction"
    """NXT gathers orders for the first price of its after-market"""
    AFTER_MARKET = "after_market"
    ENDED = "ended"
    """after the last session of a trading day"""


AUCTIONS = frozenset(
    {
        Phase.PRE_HOURS,
        Phase.OPENING_AUCTION,
        Phase.VI_AUCTION,
        Phase.CLOSING_AUCTION,
        Phase.AFTER_AUCTION,
    }
)
"""orders gather for a single price"""
TRADING = frozenset({Phase.PRE_MARKET, Phase.CONTINUOUS, Phase.AFTER_MARKET})
"""orders trade as they come"""


class Refusal(StrEnum):
    """Why a request was not accepted."""

    ACCOUNT_UNKNOWN = "account_unknown"
    UNKNOWN_SYMBOL = "unknown_symbol"
    HALTED = "halted"
    NOT_A_TRADING_DAY = "not_a_trading_day"
    MARKET_NOT_YET_OPEN = "market_not_yet_open"
    MARKET_CLOSED = "market_closed"
    EXCHANGE_NOT_OFFERED = "exchange_not_offered"
    NOT_ON_NXT = "not_on_nxt"
    """the issue is not traded there"""
    NOT_AFTER_HOURS = "not_after_hours"
    """the KRX's after-market has no ETF, ETN and ELW"""
    MARKET_ORDER_NOT_ALLOWED = "market_order_not_allowed"
    AFTER_MARKET_TYPE = "after_market_type"
    """the after-market takes limit, 최유리 and 최우선 orders alone"""
    ORDER_TYPE_NOT_ALLOWED = "order_type_not_allowed"
    QUANTITY_NOT_POSITIVE = "quantity_not_positive"
    PRICE_MISSING = "price_missing"
    PRICE_NOT_ALLOWED = "price_not_allowed"
    OFF_TICK = "off_tick"
    ABOVE_LIMIT = "above_limit"
    BELOW_LIMIT = "below_limit"
    NOT_ENOUGH_CASH = "not_enough_cash"
    NOT_ENOUGH_SHARES = "not_enough_shares"
    NO_SUCH_ORDER = "no_such_order"
    NOTHING_TO_AMEND = "nothing_to_amend"
    QUANTITY_EXCEEDED = "quantity_exceeded"
    NOT_ON_CREDIT = "not_on_credit"
    """the instrument is neither bought on a loan nor sold short"""
    NO_SUCH_LOAN = "no_such_loan"
    RESERVATIONS_CLOSED = "reservations_closed"
    RESERVATION_END_WRONG = "reservation_end_wrong"
    NO_SUCH_RESERVATION = "no_such_reservation"


class Refused(Exception):
    """A request that left no trace in the market; `reason` says why, `detail` with figures."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail


class OrderKind(StrEnum):
    """What a numbered request was."""

    NEW = "new"
    AMEND = "amend"
    CANCEL = "cancel"


class OrderState(StrEnum):
    """Where an order stands; every state but WORKING is final."""

    WORKING = "working"
    FILLED = "filled"
    CANCELLED = "cancelled"
    """the rest was cancelled on request, or as the remainder of an IOC or FOK order"""
    AMENDED = "amended"
    """the rest lives on under a newer number"""
    EXPIRED = "expired"
    """the rest ended with the day"""
    REJECTED = "rejected"
    """refused by the exchange after the broker had accepted it"""
    DONE = "done"
    """a cancellation that has been carried out"""


class OrderEventKind(StrEnum):
    """What happened to an order."""

    ACCEPTED = "accepted"
    AMENDED = "amended"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    FILLED = "filled"
    REMAINDER_CANCELLED = "remainder_cancelled"
    """the unfilled rest of an IOC or FOK order"""
    EXPIRED = "expired"


class Print(msgspec.Struct, frozen=True, gc=False):
    """One trade (체결) with the day's figures as they stood right after it."""

    symbol: str
    day: date
    at: int
    """microseconds since KST midnight of `day`"""
    price: int
    size: int
    side: PrintSide
    change: int
    """price less base price, won"""
    volume: int
    """cumulative, shares"""
    turnover: int
    """cumulative, won"""
    open: int
    high: int
    low: int
    open_at: int
    """microseconds since midnight, as `high_at` and `low_at`"""
    high_at: int
    low_at: int
    ask: int
    """best ask, 0 when nobody offers"""
    ask_size: int
    bid: int
    """best bid, 0 when nobody bids"""
    bid_size: int
    total_ask: int
    """size over all ask levels"""
    total_bid: int
    buy_volume: int
    sell_volume: int
    buy_count: int
    sell_count: int
    vi_reference: int = 0
    """the price that a static VI is reckoned from, 0 before there is one"""
    market: str = "2"
    """MARKET_CLS_CODE: 1 before, 2 regular session, 3 after-market, 5 at the closing price"""

    @property
    def time(self) -> datetime:
        """When it traded, KST."""
        return moment(self.day, self.at)

    @property
    def strength(self) -> float:
        """체결강도: bought volume in percent of sold volume; 0 before the first sale."""
        return self.buy_volume * 100 / self.sell_volume if self.sell_volume else 0.0

    @property
    def vwap(self) -> float:
        """Turnover per share, won."""
        return self.turnover / self.volume if self.volume else 0.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The current figures of one instrument; prices in won, None where nothing is known."""

    symbol: str
    trade_date: date
    time: datetime
    phase: Phase
    last: int
    """the last print, the base price before the first one"""
    base: int
    """the previous trading day's close"""
    change: int
    change_rate: float
    """percent of base"""
    open: int | None
    high: int | None
    low: int | None
    open_time: datetime | None
    high_time: datetime | None
    low_time: datetime | None
    last_size: int
    volume: int
    turnover: int
    buy_volume: int
    sell_volume: int
    buy_count: int
    sell_count: int
    strength: float
    """체결강도, percent"""
    vwap: float | None
    ask: int | None
    ask_size: int
    bid: int | None
    bid_size: int
    total_ask: int
    total_bid: int
    limit_up: int
    limit_down: int
    tick: int
    """tick size at the last price"""
    previous_volume: int
    high_250: int
    high_250_date: date
    low_250: int
    low_250_date: date
    high_year: int
    high_year_date: date
    low_year: int
    low_year_date: date
    high_52w: int
    high_52w_date: date
    low_52w: int
    low_52w_date: date

    @property
    def volume_rate(self) -> float:
        """Volume in percent of the previous day's."""
        return self.volume * 100 / self.previous_volume if self.previous_volume else 0.0


@dataclass(frozen=True, slots=True)
class BookLevel:
    """One price of the book (호가) with its size (잔량)."""

    price: int
    size: int
    change: int
    """size now less size at the previous view of the same book"""


@dataclass(frozen=True, slots=True)
class BookView:
    """Up to ten levels a side, best first, with totals and, in an auction, the indication."""

    symbol: str
    time: datetime
    phase: Phase
    asks: tuple[BookLevel, ...]
    bids: tuple[BookLevel, ...]
    total_ask: int
    total_bid: int
    total_ask_change: int
    total_bid_change: int
    indicative_price: int | None
    """예상체결가, None outside auctions and while nothing would match"""
    indicative_size: int
    """예상체결량"""
    indicative_change: int
    """indicative price less base price, 0 without one"""
    volume: int
    """the day's cumulative volume"""


@dataclass(frozen=True, slots=True)
class DayBar:
    """One bar of a day, week, month or year; `day` is its last trading day."""

    day: date
    open: int
    high: int
    low: int
    close: int
    volume: int
    turnover: int
    base: int
    """close of the bar before"""


@dataclass(frozen=True, slots=True)
class MinuteBar:
    """One minute, named by its start; figures of this minute and cumulative ones at its end."""

    time: datetime
    open: int
    high: int
    low: int
    close: int
    volume: int
    turnover: int
    cumulative_volume: int
    cumulative_turnover: int


@dataclass(frozen=True, slots=True)
class IndexView:
    """A stock index; levels in hundredths of a point, None before the open."""

    code: str
    name: str
    trade_date: date
    time: datetime
    phase: Phase
    value: int
    base: int
    """the previous trading day's close"""
    change: int
    change_rate: float
    """percent of base"""
    open: int | None
    high: int | None
    low: int | None
    volume: int
    """shares of all constituents"""
    turnover: int
    """won of all constituents"""
    risen: int
    """constituents above their base price"""
    unchanged: int
    fallen: int
    at_limit_up: int
    at_limit_down: int


@dataclass(frozen=True, slots=True)
class IndexTick:
    """A stock index at a moment: its level in hundredths of a point, and the day so far."""

    time: datetime
    value: int
    volume: int
    """cumulative, shares of all constituents"""
    turnover: int
    """cumulative, won"""


@dataclass(frozen=True, slots=True)
class Cash:
    """Money of one account, won (예수금 D, D+1, D+2 and what is bound)."""

    deposit: int
    """settled today (예수금)"""
    next_day: int
    """after the settlements of the next trading day (D+1)"""
    day_after: int
    """after all settlements (D+2, 가수도)"""
    orderable: int
    """주문가능현금: D+2 money less the margin bound by open buys"""
    unborrowed: int
    """what can be bought without 미수: D+2 money less the whole amount of open buys"""
    reserved: int
    """margin bound by open buys"""
    previous_buys: int
    previous_sells: int
    previous_costs: int
    """fees and taxes of the trading day before"""
    today_buys: int
    today_sells: int
    today_fees: int
    today_taxes: int
    today_realized: int
    """realized profit of today after fees and taxes"""
    withdrawable: int
    """what may leave the account today (인출가능)"""
    unpaid: int
    """what purchases on margin will lack when they settle (미수)"""
    unpaid_due: date | None
    """when it has to be there"""

    @property
    def reusable(self) -> int:
        """Proceeds of sales that have not settled and buy again (재사용가능), won."""
        proceeds = self.previous_sells + self.today_sells - self.today_taxes
        return max(min(proceeds, self.unborrowed), 0)


@dataclass(frozen=True, slots=True)
class Position:
    """Shares of one instrument (잔고)."""

    symbol: str
    quantity: int
    sellable: int
    """quantity less open sells"""
    cost: int
    """purchase amount without fees, won"""
    average_price: float
    previous_quantity: int
    """held at the start of the day"""
    bought_today: int
    sold_today: int
    last: int
    value: int
    unrealized: int
    unrealized_rate: float
    """percent of cost"""


@dataclass(frozen=True, slots=True)
class Loan:
    """Shares bought with lent money, or borrowed shares that were sold: one lot (신용잔고)."""

    symbol: str
    kind: LoanKind
    loan_date: date
    expiry: date
    quantity: int
    sellable: int
    """quantity less open orders that repay it"""
    cost: int
    """purchase amount; for borrowed shares the amount that they were sold for"""
    loan: int
    """won owed, 0 for borrowed shares"""
    last: int
    value: int
    unrealized: int


@dataclass(frozen=True, slots=True)
class BuyingPower:
    """What can be bought of one instrument at one price (매수가능)."""

    symbol: str
    price: int
    """the price reckoned with: the limit price, or limit-up for orders without one"""
    orderable_cash: int
    margin_rate: int
    """percent (증거금율)"""
    cash_amount: int
    """without buying on margin (미수 없는 매수금액), won"""
    cash_quantity: int
    max_amount: int
    """with the instrument's margin rate (최대매수금액), won"""
    max_quantity: int


@dataclass(frozen=True, slots=True)
class FillRecord:
    """One fill of one order (체결)."""

    account: str
    order_number: str
    symbol: str
    side: Side
    price: int
    quantity: int
    time: datetime
    fee: int
    tax: int
    realized: int
    """profit of a sale after fee and tax, 0 for a buy"""
    sequence: int
    """1, 2, 3 … over all accounts since the market began, 0 for what was before"""
    credit: Credit | None = None
    """the loan that it draws on or repays, None in cash"""
    loan: int = 0
    """money lent for a purchase, paid back by a sale"""
    interest: int = 0
    """on the part of the loan that it repays"""
    released: int = 0
    """for borrowed shares that are bought back: what they had been sold for"""

    @property
    def amount(self) -> int:
        """Price times quantity, won."""
        return self.price * self.quantity

    @property
    def cash(self) -> int:
        """What it moves in cash on its settlement day, won.

        The proceeds of borrowed shares stay with the broker until they are bought back.
        """
        costs = self.fee + self.tax + self.interest
        buying = self.side is Side.BUY
        if self.credit is not None and self.credit.kind.short:
            return self.released - costs - (self.amount if buying else 0)
        return (self.loan - self.amount if buying else self.amount - self.loan) - costs


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """One numbered request as it stands now.

    quantity = filled + remaining + cancelled + amended + expired + rejected, always.
    """

    account: str
    number: str
    original_number: str | None
    kind: OrderKind
    symbol: str
    side: Side
    order_type: str
    """ORD_DVSN"""
    exchange: str
    quantity: int
    price: int
    """0 for orders without a price"""
    state: OrderState
    trade_date: date
    time: datetime
    filled_quantity: int
    filled_amount: int
    remaining: int
    cancelled_quantity: int
    amended_quantity: int
    expired_quantity: int
    rejected_quantity: int
    condition_price: int = 0
    """the price that a stop order waits for, 0 for all others"""
    routed: Board = Board.KRX
    """the exchange that it went to; an order to SOR goes to the better one"""
    triggered_at: datetime | None = None
    """when the price that a stop order waits for was reached"""
    credit: Credit | None = None
    """the loan that it draws on or repays, None in cash"""

    @property
    def average_price(self) -> float:
        """Amount per filled share, 0 before the first fill."""
        return self.filled_amount / self.filled_quantity if self.filled_quantity else 0.0


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One thing that happened to an order, with the order right after it."""

    kind: OrderEventKind
    order: OrderRecord
    time: datetime
    quantity: int
    """of this event alone: this fill's, the cancelled, amended or accepted shares"""
    price: int
    """of this fill; else the order's"""
    fill: FillRecord | None = None


def moment(day: date, at: int) -> datetime:
    """The KST instant `at` microseconds after midnight of `day`."""
    return datetime(day.year, day.month, day.day, tzinfo=KST) + timedelta(microseconds=at)
