"""Holdings valued at prices newer than the account's own reading. All amounts in KRW."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.account import AccountSnapshot, Lot, Position
from kis_desktop.domain.known_sum import known_sum
from kis_desktop.domain.quote import Quote

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Holding:
    """A position, or one lot of it, at the newest known price; None where a figure isn't known.

    `rate` in percent. `day_pnl` is what today's price has made of the shares held since yesterday.
    `priced_at` is the monotonic second of the price; `is_provisional` says that it is newer than
    the account's reading, so that the figures are ours and not the server's.
    """

    position: Position
    last: Decimal | None
    cost: Decimal | None
    value: Decimal | None
    pnl: Decimal | None
    rate: Decimal | None
    day_pnl: Decimal | None = None
    priced_at: float = 0.0
    is_provisional: bool = False
    lot: Lot | None = None

    @property
    def quantity(self) -> int:
        """Shares."""
        return self.position.quantity if self.lot is None else self.lot.quantity

    @property
    def owed(self) -> int:
        """Shares that are borrowed and sold."""
        if self.lot is None:
            return self.position.owed
        return self.lot.quantity if self.lot.is_short else 0

    @property
    def is_whole(self) -> bool:
        """Whether value and profit are known, so that a sum can hold them."""
        return self.value is not None and self.pnl is not None


@dataclass(frozen=True, slots=True)
class Holdings:
    """The sum of the holdings that are known whole; `left_out` counts the others."""

    cost: Decimal | None
    value: Decimal | None
    pnl: Decimal | None
    rate: Decimal | None
    day_pnl: Decimal | None = None
    left_out: int = 0


def holding(position: Position, quote: Quote | None, taken: float) -> Holding:
    """A position at the quote, unless the account (`taken`, monotonic seconds) was read later.

    At the account's own price the server's figures are shown as they came.
    """
    cost = position.cost
    if cost is None and position.average_price is not None:
        cost = position.average_price * position.quantity
    last, change, priced_at = _priced(position, quote, taken)
    since = None if position.owed else _since_yesterday(position)
    day = None if change is None or since is None else change * since
    if last == position.last and position.value is not None:
        rate = _told_rate(position.unrealized_rate, position.unrealized_pnl, cost)
        return Holding(
            position,
            last,
            cost,
            position.value,
            position.unrealized_pnl,
            rate,
            day,
            priced_at,
        )
    if last is None:
        return Holding(
            position, None, cost, position.value, position.unrealized_pnl, None, None, priced_at
        )
    value = last * position.quantity
    pnl = None if cost is None else value - cost
    if position.owed:
        pnl = known_sum(_earned(lot, last * lot.quantity) for lot in position.lots)
    newer = priced_at > taken
    return Holding(position, last, cost, value, pnl, _rate(pnl, cost), day, priced_at, newer)


def lots(whole: Holding) -> tuple[Holding, ...]:
    """The lots of a holding at the holding's own price; the holding itself where it has none."""
    return tuple(_lot(whole, lot) for lot in whole.position.lots) or (whole,)


def summed(holdings: Iterable[Holding]) -> Holdings:
    """All holdings that are known whole together; none known: nothing is."""
    every = tuple(holdings)
    known = [each for each in every if each.is_whole]
    if not known:
        return Holdings(None, None, None, None, None, len(every))
    cost = known_sum(each.cost for each in known)
    pnl = known_sum(each.pnl for each in known)
    return Holdings(
        cost,
        known_sum(each.value for each in known),
        pnl,
        _rate(pnl, cost),
        known_sum(each.day_pnl for each in known),
        len(every) - len(known),
    )


def revalued(snapshot: AccountSnapshot, quotes: dict[str, Quote]) -> tuple[Holding, ...]:
    """All positions of an account at the newest prices."""
    return tuple(
        holding(position, quotes.get(position.symbol), snapshot.received)
        for position in snapshot.positions
    )


def disagreement(snapshot: AccountSnapshot) -> tuple[Decimal, Decimal] | None:
    """The value of all positions as they were read, and the API's own sum, where they differ."""
    rows = known_sum(position.value for position in snapshot.positions)
    if rows is None or snapshot.value is None or rows == snapshot.value:
        return None
    return rows, snapshot.value


def _priced(
    position: Position, quote: Quote | None, taken: float
) -> tuple[Decimal | None, Decimal | None, float]:
    """The newest price, its change against the previous close, and its monotonic second."""
    if quote is None or quote.last is None or quote.received < taken:
        return position.last, position.base_change, taken
    return quote.last, quote.change, quote.received


def _since_yesterday(position: Position) -> int | None:
    """Shares that are held now and were held yesterday."""
    if position.bought_today is None or position.sold_today is None:
        return None
    dealt = position.bought_today - position.sold_today
    return max(min(position.quantity, position.quantity - dealt), 0)


def _lot(whole: Holding, lot: Lot) -> Holding:
    last = whole.last
    value, pnl = lot.value, lot.unrealized_pnl
    if last != lot.last or value is None:
        value = None if last is None else last * lot.quantity
        pnl = None if value is None else _earned(lot, value)
    return Holding(
        whole.position,
        last,
        lot.cost,
        value,
        pnl,
        _rate(pnl, lot.cost),
        None,
        whole.priced_at,
        whole.is_provisional,
        lot,
    )


def _earned(lot: Lot, value: Decimal) -> Decimal | None:
    """What a lot has earned at a value; borrowed shares earn what they have fallen."""
    if lot.cost is None:
        return None
    return lot.cost - value if lot.is_short else value - lot.cost


def _told_rate(told: Decimal | None, pnl: Decimal | None, cost: Decimal | None) -> Decimal | None:
    return told if told is not None else _rate(pnl, cost)


def _rate(pnl: Decimal | None, cost: Decimal | None) -> Decimal | None:
    if pnl is None or not cost:
        return None
    return pnl / cost * _HUNDRED
