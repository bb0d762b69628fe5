"""Shares and loans of one account: what a fill does to them and what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kis_desktop.simulator.charges import FeePlan, interest_of, tax_of
from kis_desktop.simulator.credit import Credit, Lot, loan_of
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Side


@dataclass(slots=True)
class Holding:
    """Shares of one symbol with their purchase amount."""

    quantity: int
    cost: int
    previous_quantity: int = 0
    bought_today: int = 0
    sold_today: int = 0


@dataclass(frozen=True, slots=True)
class Booking:
    """The money of one fill, won; the fields of `FillRecord`."""

    fee: int
    tax: int
    realized: int = 0
    loan: int = 0
    interest: int = 0
    released: int = 0


class Books:
    """Holdings in cash by symbol, and lots by symbol, kind and loan date."""

    def __init__(
        self,
        fees: FeePlan,
        holdings: Mapping[str, tuple[int, int]],
        lots: Iterable[Lot] = (),
    ) -> None:
        self.fees = fees
        self.holdings = {
            symbol: Holding(quantity, cost, previous_quantity=quantity)
            for symbol, (quantity, cost) in holdings.items()
        }
        self.lots = [replace(lot) for lot in lots]

    def find_lot(self, symbol: str, credit: Credit) -> Lot | None:
        """The lot that a credit order repays or adds to."""
        for lot in self.lots:
            if (lot.symbol, lot.kind, lot.loan_date) == (symbol, credit.kind, credit.loan_date):
                return lot
        return None

    def book(
        self,
        listing: Listing,
        side: Side,
        price: int,
        quantity: int,
        day: date,
        credit: Credit | None = None,
    ) -> Booking:
        """Takes up a fill of `day`; what is sold or repaid has been checked to be there."""
        amount = price * quantity
        fee = self.fees.fee(listing, amount)
        tax = tax_of(listing, amount, day) if side is Side.SELL else 0
        if credit is None:
            return self._cash(listing.symbol, side, amount, quantity, Booking(fee, tax))
        if credit.repays:
            return self._repay(listing.symbol, credit, amount, quantity, day, Booking(fee, tax))
        return self._borrow(listing.symbol, credit, amount, quantity, Booking(fee, tax))

    def begin_day(self) -> None:
        """What is held now was held this morning."""
        for symbol in [symbol for symbol, held in self.holdings.items() if not held.quantity]:
            del self.holdings[symbol]
        for holding in self.holdings.values():
            holding.previous_quantity = holding.quantity
            holding.bought_today = holding.sold_today = 0

    def _cash(
        self, symbol: str, side: Side, amount: int, quantity: int, booking: Booking
    ) -> Booking:
        holding = self.holdings.setdefault(symbol, Holding(0, 0))
        if side is Side.BUY:
            holding.quantity += quantity
            holding.cost += amount
            holding.bought_today += quantity
            return booking
        cost = holding.cost * quantity // holding.quantity
        holding.quantity -= quantity
        holding.cost -= cost
        holding.sold_today += quantity
        return replace(booking, realized=amount - cost - booking.fee - booking.tax)

    def _borrow(
        self, symbol: str, credit: Credit, amount: int, quantity: int, booking: Booking
    ) -> Booking:
        lot = self.find_lot(symbol, credit)
        if lot is None:
            lot = Lot(symbol, credit.kind, credit.loan_date)
            self.lots.append(lot)
        loan = 0 if credit.kind.short else loan_of(amount)
        lot.quantity += quantity
        lot.cost += amount
        lot.loan += loan
        return replace(booking, loan=loan)

    def _repay(
        self,
        symbol: str,
        credit: Credit,
        amount: int,
        quantity: int,
        day: date,
        booking: Booking,
    ) -> Booking:
        lot = self.find_lot(symbol, credit)
        assert lot is not None
        cost = lot.cost * quantity // lot.quantity
        loan = lot.loan * quantity // lot.quantity
        lot.quantity -= quantity
        lot.cost -= cost
        lot.loan -= loan
        if not lot.quantity:
            self.lots.remove(lot)
        owed = cost if credit.kind.short else loan
        interest = interest_of(owed, lot.loan_date, day)
        costs = booking.fee + booking.tax
        if credit.kind.short:
            realized = cost - amount - costs
            return replace(booking, realized=realized, interest=interest, released=cost)
        realized = amount - cost - costs
        return replace(booking, realized=realized, loan=loan, interest=interest)
