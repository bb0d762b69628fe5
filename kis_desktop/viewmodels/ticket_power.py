"""What can be bought or sold, as the server tells it for the very order that is being written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.domain.account import BuyingPower, Lot
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.ticket_entry import Entry
from kis_desktop.viewmodels.ticket_estimate import position_of
from kis_desktop.viewmodels.ticket_facts import TicketFacts

DEBOUNCE = 250  # ms of typing before the server is asked what can be bought
_SETTLES_AFTER = 2  # trading days from the trade to its payment
PowerKey = tuple[str, OrderType, Decimal | None]


class TicketPower(QObject):
    """Asks a while after the last change. `told` when an answer has come, or none will."""

    told = Signal()

    def __init__(
        self, context: ViewContext, facts: TicketFacts, debounce: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._facts = facts
        self._asking = Asking(self)
        self._symbol = ""
        self._entry = Entry()
        self._power: tuple[PowerKey, BuyingPower] | None = None
        self._sellable: tuple[str, int | None] | None = None
        self._outdated = False
        self.failed = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(debounce)
        self._settle.timeout.connect(self._ask_when_unknown)

    def follow(self, symbol: str, entry: Entry) -> None:
        """Another order is being written."""
        if symbol != self._symbol:
            self._power = self._sellable = None
        self._symbol, self._entry = symbol, entry

    def ask_later(self) -> None:
        """Ask once nothing has changed for a while, if the answer isn't known."""
        self._settle.start()

    def outdate(self) -> None:
        """The account has changed: what was told may hold no more."""
        self._outdated = True
        self._settle.start()

    def ask(self) -> None:
        """Ask now."""
        self._settle.stop()
        self._outdated = False
        if not self._symbol:
            return
        if self._entry.side is Side.SELL:
            self._asking.read("available", self._read_sellable(self._symbol))
        elif self._entry.price is not None or not self._entry.is_priced:
            self._asking.read("available", self._read_power(self._key()))

    def power(self) -> BuyingPower | None:
        """What can be bought at exactly this type and price, where the server has told."""
        if self._power is None or self._power[0] != self._key():
            return None
        return self._power[1]

    def sellable(self) -> int | None:
        """Shares that can be sold with cash; as the account has them where the server is silent."""
        if self._sellable is not None and self._sellable[0] == self._symbol:
            told = self._sellable[1]
            if told is not None:
                return told
        held = position_of(self._facts.account, self._symbol)
        if held is None:
            return 0 if self._facts.account is not None else None
        return held.sellable_with_cash

    def lot(self) -> Lot | None:
        """The loan that is repaid."""
        held = position_of(self._facts.account, self._symbol)
        if held is None or not self._entry.loan:
            return None
        loans = (lot for lot in held.lots if lot.loan_date is not None)
        return next((lot for lot in loans if f"{lot.loan_date:%Y%m%d}" == self._entry.loan), None)

    def most(self) -> int | None:
        """Shares that can be ordered: of cash, or with 미수 where that is switched on. With credit
        those of the loan that is repaid; how much would be lent isn't known.
        """
        if self._entry.credit is not None:
            lot = self.lot()
            return None if lot is None else lot.sellable
        if self._entry.side is Side.SELL:
            return self.sellable()
        power = self.power()
        if power is None:
            return None
        if self._entry.on_margin and power.margin_quantity is not None:
            return power.margin_quantity
        return power.quantity

    def _key(self) -> PowerKey:
        return self._symbol, self._entry.order_type, self._entry.price

    def _ask_when_unknown(self) -> None:
        """Ask the server only for what it hasn't told for this very type and price."""
        if self._entry.side is Side.SELL:
            known = self._sellable is not None and self._sellable[0] == self._symbol
        else:
            known = self.power() is not None
        if self._outdated or not known:
            self.ask()

    async def _read_power(self, key: PowerKey) -> None:
        accounts = self._context.services.accounts
        try:
            self._power = key, await self._context.commands.run(accounts.buying_power, *key)
        except KisDesktopError:
            self._power = None
        self.failed = self._power is None
        self.told.emit()

    async def _read_sellable(self, symbol: str) -> None:
        accounts = self._context.services.accounts
        try:
            told = await self._context.commands.run(accounts.sellable, symbol)
        except KisDesktopError:
            self._sellable = None
        else:
            self._sellable = symbol, told
        self.failed = self._sellable is None
        self.told.emit()


def repayment_day(today: date) -> date:
    """When what was bought with 미수 must be paid: the day of settlement."""
    for _ in range(_SETTLES_AFTER):
        today = next_trading_day(today)
    return today
