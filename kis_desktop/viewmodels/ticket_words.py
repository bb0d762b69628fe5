"""The figures of an order that is being written, in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.order import CreditKind, OrderType, Side
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.ticket_entry import AT_MARKET, Entry, Sizing
from kis_desktop.viewmodels.ticket_estimate import Estimate
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.ticket_power import TicketPower, repayment_day
from kis_desktop.viewmodels.words import Words

NEW_LOANS = frozenset({CreditKind.SELF_LOAN, CreditKind.MARKET_LOAN})


@dataclass(frozen=True, slots=True)
class Costs:
    """The estimate as lines: the amount, what is taken off it, what is left of it, and what the
    account holds afterwards.
    """

    amount: str = fmt.UNKNOWN
    costs: str = ""
    after: str = ""
    holding: str = ""


class TicketWords:
    """Texts of one order; `figures` is None where nothing can be reckoned yet."""

    def __init__(
        self, words: Words, facts: TicketFacts, symbol: str, entry: Entry, quantity: int | None
    ) -> None:
        self._words = words
        self._facts = facts
        self._symbol = symbol
        self._entry = entry
        self._quantity = quantity

    def button(self) -> str:
        """The whole order."""
        words, entry = self._words, self._entry
        side = entry.side.value
        if not self._symbol or self._quantity is None:
            if entry.credit is not None:
                return words(f"credit.{entry.credit.value}")
            return words(f"ticket.{side}_button_bare")
        name, quantity = self._facts.name(self._symbol), self._quantity
        if entry.credit is None:
            text = words(f"ticket.{side}_button", name=name, quantity=quantity)
        else:
            kind = words(f"credit.{entry.credit.value}")
            text = words(f"ticket.{side}_credit_button", name=name, quantity=quantity, kind=kind)
        if entry.order_type is OrderType.MARKET:
            return text + words("ticket.market_note")
        if entry.order_type is OrderType.LIMIT:
            return text
        return f"{text} · {words(f'order_type.{entry.order_type.value}')}"

    def costs(self, figures: Estimate | None, reserved: Estimate | None) -> Costs:
        """The estimate; `reserved` is what an order to buy without a price keeps back."""
        if figures is None:
            return Costs()
        return Costs(
            self._amount(figures),
            self._fees(figures),
            self._after(figures),
            self._holding(figures, reserved),
        )

    def available(self, power: TicketPower) -> str:
        """What can be bought or sold."""
        words = self._words
        if not self._symbol:
            return ""
        if self._entry.credit is not None:
            most = power.most()
            if most is None:
                return words("credit.power_unknown")
            return words("credit.repayable", quantity=most)
        if self._entry.side is Side.SELL:
            sellable = power.sellable()
            if sellable is None:
                return words("ticket.sellable_unknown")
            return words("ticket.sellable", quantity=sellable)
        told = power.power()
        if told is None:
            return words("ticket.power_unknown")
        if self._entry.on_margin:
            if told.margin_quantity is None:
                return words("ticket.margin_unknown")
            amount = fmt.price(told.margin_amount)
            return words("ticket.margin_power", quantity=told.margin_quantity, amount=amount)
        return words("ticket.power", quantity=told.quantity, amount=fmt.price(told.amount))

    def sizing(self, share: int | None, power: TicketPower, at: Decimal | None) -> str:
        """How the quantity came about, with what was dropped."""
        words = self._words
        told = power.power()
        counts_margin = told is not None and told.margin_quantity is not None
        if self._entry.on_margin and self._entry.side is Side.BUY and counts_margin:
            day = repayment_day(self._facts.today(self._symbol))
            return words("ticket.repaid_on", date=f"{day:%m-%d}")
        if self._entry.sizing is Sizing.AMOUNT:
            amount = self._entry.amount
            if amount is None or at is None:
                return words("ticket.rounding")
            shares = self._quantity or 0
            rest = fmt.price(amount - shares * at)
            return words("ticket.amount_sized", quantity=shares, rest=rest)
        most = power.most()
        if share is None or most is None or share == 100:  # noqa: PLR2004 - percent
            return words("ticket.rounding")
        exact = Decimal(most * share) / 100
        if exact == exact.to_integral_value():
            return words("ticket.share_even", most=most, percent=share)
        return words("ticket.share_cut", most=most, percent=share, exact=exact)

    def _amount(self, figures: Estimate) -> str:
        amount = self._words("ticket.gross", amount=fmt.price(figures.gross))
        if self._entry.is_priced or not self._quantity:
            return amount
        price = fmt.price(figures.gross / self._quantity)
        return f"{amount} · {self._words('ticket.reckoned_at', price=price)}"

    def _fees(self, figures: Estimate) -> str:
        fee, tax = fmt.price(figures.fee), fmt.price(figures.tax)
        if self._entry.side is Side.BUY:
            return self._words("ticket.fee", fee=fee)
        return self._words("ticket.fee_tax", fee=fee, tax=tax)

    def _after(self, figures: Estimate) -> str:
        """What is paid or received, and what it earns or must earn back."""
        words, side = self._words, self._entry.side
        if self._entry.credit in NEW_LOANS:
            net = words("ticket.loan_most", loan=fmt.price(figures.gross))
        else:
            net = words(f"ticket.net_{side.value}", net=fmt.price(figures.net))
        if figures.profit is not None:
            earns = words("ticket.profit", profit=fmt.signed(figures.profit))
        else:
            earns = words("ticket.breakeven", price=fmt.price(figures.breakeven))
        return f"{net} · {earns}"

    def _holding(self, figures: Estimate, reserved: Estimate | None) -> str:
        """What is left to order with, or the cash at hand, and the shares held afterwards."""
        words, ends = self._words, self._entry.side.value
        counted: Estimate | None = figures
        if self._entry.side is Side.BUY and self._entry.order_type in AT_MARKET:
            ends, counted = "market", reserved
        left = None if counted is None else counted.cash_after
        cash = words(f"ticket.cash_after_{ends}", cash=fmt.price(left))
        shares = words("ticket.shares_unknown")
        if figures.shares_after is not None:
            shares = words("ticket.shares_after", quantity=fmt.quantity(figures.shares_after))
        return f"{cash} · {shares}"
