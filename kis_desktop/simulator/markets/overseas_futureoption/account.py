"""What an account's foreign futures and options are worth, and its money by currency."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal

from kis_desktop.simulator.deal_book import open_profit
from kis_desktop.simulator.deal_terms import Dealt
from kis_desktop.simulator.dealing import DealFill, DealOrder, DealPosition
from kis_desktop.simulator.markets.overseas_futureoption.contracts import Contract
from kis_desktop.simulator.markets.overseas_futureoption.market import OverseasDerivatives
from kis_desktop.simulator.views import Side

CURRENCIES = ("USD", "EUR", "HKD", "JPY", "KRW")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Holding:
    """One open position; money in the currency of the contract."""

    contract: Contract
    dealt: Dealt
    position: DealPosition
    last: int
    closable: int
    """contracts less what open orders close already"""

    @property
    def side(self) -> Side:
        """Long is a purchase."""
        return Side.BUY if self.position.quantity > 0 else Side.SELL

    @property
    def profit(self) -> Decimal:
        """Open profit at the last price."""
        return open_profit(self.dealt, self.position.quantity, self.position.cost, self.last)

    @property
    def agreed(self) -> Decimal:
        """약정금액: what it was opened for."""
        return self.dealt.money(self.position.cost)

    @property
    def value(self) -> Decimal:
        """What it is worth; below nought for what was sold."""
        return self.dealt.money(self.last * self.position.quantity)


@dataclass(frozen=True, slots=True)
class CurrencyMoney:
    """Money of one currency as it stands."""

    currency: str
    deposit: Decimal
    realized: Decimal
    """today, before fees"""
    fees: Decimal
    """today"""
    futures_profit: Decimal
    option_value: Decimal
    option_profit: Decimal
    futures_margin: Decimal
    """위탁증거금 of open futures"""
    option_margin: Decimal
    """of options sold"""
    maintenance: Decimal
    order_futures: Decimal
    """bound by open orders for futures"""
    order_option_buys: Decimal
    order_option_sales: Decimal
    free: Decimal
    option_turnover: Decimal
    """value of today's options"""

    @property
    def margin(self) -> Decimal:
        """Of positions and orders together."""
        return self.futures_margin + self.option_margin + self.ordered

    @property
    def ordered(self) -> Decimal:
        """Bound by open orders."""
        return self.order_futures + self.order_option_buys + self.order_option_sales

    @property
    def equity(self) -> Decimal:
        """Deposit and open profit of futures."""
        return self.deposit + self.futures_profit

    @property
    def missing(self) -> Decimal:
        """추가증거금: what the equity lacks of the maintenance margin."""
        return max(self.maintenance - self.equity, _ZERO)

    @property
    def risk(self) -> Decimal:
        """위험율: maintenance margin in percent of the equity."""
        return self.maintenance * 100 / self.equity if self.equity > 0 else _ZERO


def holdings(market: OverseasDerivatives, account: str, now: datetime) -> tuple[Holding, ...]:
    """All that is open."""
    book, found = market.dealer.book(account), []
    for position in book.positions(now):
        dealt = market.dealer.find_dealt(position.exchange, position.code)
        contract = market.find(position.code)
        if dealt is None or contract is None or not position.quantity:
            continue
        closing = Side.SELL if position.quantity > 0 else Side.BUY
        last, closable = dealt.course.quote(now).last, book.closable(dealt, closing)
        found.append(Holding(contract, dealt, position, last, closable))
    return tuple(found)


def money(market: OverseasDerivatives, account: str, currency: str, now: datetime) -> CurrencyMoney:
    """One currency of an account."""
    book = market.dealer.book(account)
    held = [
        one for one in holdings(market, account, now) if one.contract.product.currency == currency
    ]
    futures = [one for one in held if not one.contract.is_option]
    options = [one for one in held if one.contract.is_option]
    sold = [one for one in options if one.position.quantity < 0]
    fills = [one for one in fills_today(market, account, now) if _is(market, one, currency)]
    orders = [one for one in book.open.values() if one.dealt.currency == currency]

    def bound(*, paid: bool, side: Side | None = None) -> Decimal:
        return sum(
            (
                book.bound_by(one)
                for one in orders
                if one.dealt.paid is paid and side in {None, one.order.side}
            ),
            _ZERO,
        )

    def margin(of: list[Holding]) -> Decimal:
        return sum((one.contract.product.margin * abs(one.position.quantity) for one in of), _ZERO)

    return CurrencyMoney(
        currency=currency,
        deposit=book.cash.get(currency, _ZERO),
        realized=sum((one.realized for one in fills), _ZERO),
        fees=sum((one.fee for one in fills), _ZERO),
        futures_profit=sum((one.profit for one in futures), _ZERO),
        option_value=sum((one.value for one in options), _ZERO),
        option_profit=sum((one.profit for one in options), _ZERO),
        futures_margin=margin(futures),
        option_margin=margin(sold),
        maintenance=sum(
            (
                one.contract.product.maintenance * abs(one.position.quantity)
                for one in (*futures, *sold)
            ),
            _ZERO,
        ),
        order_futures=bound(paid=False),
        order_option_buys=bound(paid=True, side=Side.BUY),
        order_option_sales=bound(paid=True, side=Side.SELL),
        free=max(book.free(currency, now), _ZERO),
        option_turnover=sum(
            (value_of(market, one) for one in fills if _option(market, one)), _ZERO
        ),
    )


def summed(currency: str, parts: Iterable[tuple[CurrencyMoney, Decimal]]) -> CurrencyMoney:
    """Several currencies as one: each with what one unit of it is worth."""
    known = list(parts)
    names = [field.name for field in fields(CurrencyMoney) if field.name != "currency"]
    sums = {name: sum((getattr(one, name) * rate for one, rate in known), _ZERO) for name in names}
    return CurrencyMoney(currency=currency, **sums)


def fills_today(market: OverseasDerivatives, account: str, now: datetime) -> tuple[DealFill, ...]:
    """The fills of the sessions that run, or that have begun last."""
    today = now.date()
    found = market.dealer.fills(account, today - timedelta(days=5), today + timedelta(days=1))
    return tuple(one for one in found if one.trade_date == _day(market, one, now))


def orders_today(market: OverseasDerivatives, account: str, now: datetime) -> tuple[DealOrder, ...]:
    """The orders of the sessions that run, or that have begun last."""
    today = now.date()
    found = market.dealer.orders(account, today - timedelta(days=5), today + timedelta(days=1))
    return tuple(one for one in found if one.trade_date == _day(market, one, now))


def value_of(market: OverseasDerivatives, fill: DealFill) -> Decimal:
    """Price times quantity times the size of the contract."""
    dealt = market.dealer.find_dealt(fill.exchange, fill.code)
    return _ZERO if dealt is None else dealt.money(fill.value)


def _day(market: OverseasDerivatives, deal: DealFill | DealOrder, now: datetime) -> date | None:
    dealt = market.dealer.find_dealt(deal.exchange, deal.code)
    return None if dealt is None else dealt.course.session(now).trade_date


def _is(market: OverseasDerivatives, fill: DealFill, currency: str) -> bool:
    contract = market.find(fill.code)
    return contract is not None and contract.product.currency == currency


def _option(market: OverseasDerivatives, fill: DealFill) -> bool:
    contract = market.find(fill.code)
    return contract is not None and contract.is_option
