"""What an account's foreign shares are worth, and what its sales have earned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kis_desktop.simulator.dealing import DealFill, DealPosition
from kis_desktop.simulator.markets.overseas_stock.dealing import settlement_day
from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare
from kis_desktop.simulator.views import Side


@dataclass(frozen=True, slots=True)
class Holding:
    """Shares of one company as they stand; money in their currency, full decimals."""

    share: ForeignShare
    position: DealPosition
    quantity: int
    sellable: int
    cost: Decimal
    """purchase amount without fees"""
    last: Decimal
    won: Decimal
    """for one unit of the currency"""

    @property
    def value(self) -> Decimal:
        """At the last price."""
        return self.last * self.quantity

    @property
    def profit(self) -> Decimal:
        """Value less cost."""
        return self.value - self.cost

    @property
    def profit_rate(self) -> float:
        """Percent of cost."""
        return float(self.profit * 100 / self.cost) if self.cost else 0.0

    @property
    def average(self) -> Decimal:
        """Cost of one, 0 of none."""
        return self.cost / self.quantity if self.quantity else Decimal(0)


@dataclass(frozen=True, slots=True)
class Earned:
    """A sale of the past or of today, with what was sold; money in its currency."""

    share: ForeignShare
    fill: DealFill

    @property
    def proceeds(self) -> Decimal:
        """What it was sold for, before costs."""
        return self.share.money(self.fill.value)

    @property
    def cost(self) -> Decimal:
        """What it had been bought for."""
        return self.proceeds - self.fill.realized

    @property
    def charges(self) -> Decimal:
        """Fee and tax of the sale."""
        return self.fill.fee + self.fill.tax

    @property
    def profit(self) -> Decimal:
        """After the costs of the sale."""
        return self.fill.realized - self.charges


def holdings(stocks: OverseasStocks, account: str, now: datetime) -> tuple[Holding, ...]:
    """All that is held now, and what was traded away today."""
    book = stocks.dealer.book(account)
    found = []
    for position in book.positions(now):
        dealt = stocks.dealer.find_dealt(position.exchange, position.code)
        share = stocks.find(position.exchange, position.code)
        if dealt is None or share is None:
            continue
        found.append(
            Holding(
                share=share,
                position=position,
                quantity=position.quantity,
                sellable=book.sellable(dealt),
                cost=share.money(position.cost),
                last=share.money(stocks.course(share).quote(now).last),
                won=stocks.currencies.won(share.currency, now),
            )
        )
    return tuple(found)


def settled_holdings(
    stocks: OverseasStocks, account: str, day: date, now: datetime
) -> tuple[Holding, ...]:
    """What had been delivered at the end of a day, at that day's closes and rates."""
    kept: dict[tuple[str, str], tuple[int, int]] = {}
    delivered: dict[tuple[str, str, Side], int] = {}
    for fill in stocks.dealer.held_over(account, day):
        due = settlement_day(fill.trade_date, fill.exchange)
        if due > day:
            continue
        if due == day:
            key = fill.exchange, fill.code, fill.side
            delivered[key] = delivered.get(key, 0) + fill.quantity
        quantity, cost = kept.get((fill.exchange, fill.code), (0, 0))
        if fill.side is Side.BUY:
            kept[fill.exchange, fill.code] = quantity + fill.quantity, cost + fill.value
        elif quantity > 0:
            gone = min(fill.quantity, quantity)
            kept[fill.exchange, fill.code] = quantity - gone, cost - cost * gone // quantity
    return tuple(_held_on(stocks, account, day, now, kept, delivered))


def _held_on(
    stocks: OverseasStocks,
    account: str,
    day: date,
    now: datetime,
    kept: dict[tuple[str, str], tuple[int, int]],
    delivered: dict[tuple[str, str, Side], int],
) -> Iterator[Holding]:
    for (exchange, code), (quantity, cost) in kept.items():
        share = stocks.find(exchange, code)
        if share is None or not quantity:
            continue
        course = stocks.course(share)
        bars = course.bars(date.fromordinal(day.toordinal() - 10), day, now)
        last = bars[-1].close if bars else course.terms.anchor
        won_rate = stocks.currencies.quoted_on(share.currency, day, now)
        yield Holding(
            share=share,
            position=DealPosition(
                account=account,
                exchange=exchange,
                code=code,
                quantity=quantity,
                cost=cost,
                bought_today=delivered.get((exchange, code, Side.BUY), 0),
                sold_today=delivered.get((exchange, code, Side.SELL), 0),
                realized_today=Decimal(0),
            ),
            quantity=quantity,
            sellable=quantity,
            cost=share.money(cost),
            last=share.money(last),
            won=won_rate / stocks.currencies.won_rate(share.currency).unit,
        )


def earned(stocks: OverseasStocks, fills: Iterable[DealFill]) -> Iterator[Earned]:
    """The sales among fills."""
    for fill in fills:
        share = stocks.find(fill.exchange, fill.code)
        if fill.side is Side.SELL and share is not None:
            yield Earned(share, fill)


def fills_today(stocks: OverseasStocks, account: str, now: datetime) -> tuple[DealFill, ...]:
    """The fills of the sessions that run, or that have begun last."""
    today = now.date()
    found = stocks.dealer.fills(account, today - timedelta(days=7), today + timedelta(days=1))
    return tuple(one for one in found if _is_of_today(stocks, one, now))


def _is_of_today(stocks: OverseasStocks, fill: DealFill, now: datetime) -> bool:
    """Daytime trading comes before the regular session of its day."""
    dealt = stocks.dealer.find_dealt(fill.exchange, fill.code)
    return dealt is not None and fill.trade_date >= dealt.course.session(now).trade_date
