"""The order ticket (주문): what is typed, what stands against it, and sending it exactly once."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import uuid4

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.feed_key import MarketView, feed_key
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.order import OrderIntent, Venue
from kis_desktop.domain.order_size import OrderSize
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import is_recent
from kis_desktop.viewmodels.order_sheet import OrderSheet
from kis_desktop.viewmodels.ticket_draft import TicketDraft
from kis_desktop.viewmodels.ticket_entry import Tab
from kis_desktop.viewmodels.ticket_power import DEBOUNCE
from kis_desktop.viewmodels.ticket_sending import TicketSending
from kis_desktop.viewmodels.ticket_view import TicketComposer, TicketView

__all__ = ["SHARES", "Tab", "Ticket", "TicketView"]

SHARES = (10, 25, 50, 100)  # percent of what can be bought or sold
_OWNER = "ticket"


class Ticket(TicketDraft):
    """A new order of the linked symbol. `changed` when anything that it shows has changed;
    `sheet_opened` with the sheet that must be confirmed before the order is sent.
    """

    changed = Signal()
    sheet_opened = Signal(object)

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        debounce: int = DEBOUNCE,
    ) -> None:
        super().__init__(context, debounce, parent)
        self._context = context
        self._asking = Asking(self)
        self._sending = TicketSending(context, self.facts, self, monotonic)
        self._composer = TicketComposer(context, self, self._sending)
        self._sheet: OrderSheet | None = None
        self._venue = self.entry.venue
        self._view = TicketView()
        self.edited.connect(self._on_edited)
        self._sending.changed.connect(self._refresh)
        self._sending.settled.connect(self.power.ask)
        self._sending.approval_needed.connect(self._on_approval_needed)
        context.link.symbol_changed.connect(self._on_symbol)
        context.link.price_picked.connect(self.pick_price)
        context.instruments.changed.connect(self._refresh)
        context.clock.frame.connect(self._on_frame)
        self._asking.read("profile", self._read_profile())
        self._on_symbol(context.link.symbol)

    @property
    def view(self) -> TicketView:
        """What the ticket says."""
        return self._view

    @property
    def sheet(self) -> OrderSheet | None:
        """The sheet that is open."""
        return self._sheet

    def take_offer(self) -> None:
        """Take the nearest price that can be sent."""
        offer, is_condition = self._view.offer, self._view.offer_is_condition
        if offer:
            (self.set_condition_text if is_condition else self.set_price_text)(offer)

    def press(self) -> bool:
        """Send what stands in the ticket, or open its sheet; whether either was done."""
        self._refresh()
        intent = self.intent(uuid4().hex)
        if intent is None or not self._view.can_send:
            return False
        if self._needs_sheet():
            return self._open_sheet(intent)
        sent = self._sending.send(intent)
        self._refresh()
        return sent

    def prolong_rest(self) -> None:
        """The key that sent is still moving: the button stays locked."""
        self._sending.lock.prolong()

    def _needs_sheet(self) -> bool:
        """Large orders and those beside an unanswered one are always shown before they go."""
        unanswered = self._sending.is_unanswered(self.symbol, self.side)
        if self._view.size is not OrderSize.NORMAL or unanswered:
            return True
        if self.preset_sheet is not None:
            return self.preset_sheet
        profile = self.facts.profile
        return profile is None or profile.sheet

    def _open_sheet(self, intent: OrderIntent) -> bool:
        if self._sheet is not None or self._sending.lock.is_taken:
            return False
        sheet = OrderSheet(self._context, self.facts, intent, self._view, self)
        self._sheet = sheet
        sheet.confirmed.connect(self._on_confirmed)
        sheet.closed.connect(self._on_closed)
        self.sheet_opened.emit(sheet)
        self._refresh()
        return True

    def _on_confirmed(self, intent: OrderIntent) -> None:
        if self._sending.send(intent) and self._sheet is not None:
            self._sheet.close()
        self._refresh()

    def _on_closed(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
        self._sheet = None
        self._refresh()

    def _on_approval_needed(self, intent: OrderIntent) -> None:
        """A limit warns of what was sent without a sheet: its sheet asks, under a new id."""
        self._open_sheet(msgspec.structs.replace(intent, local_id=uuid4().hex))

    def _on_symbol(self, symbol: str) -> None:
        self.begin()
        if symbol:
            self._want_prices()
            self._asking.read("details", self._read_details(symbol))
            self._begin_with_last()

    def _want_prices(self) -> None:
        """The price of the KRX, and that of the NXT when the order goes there."""
        quotes = {self.symbol}
        if self.entry.venue is Venue.NXT:
            quotes.add(feed_key(self.symbol, MarketView.NXT))
        wanted = Interest(quotes=frozenset(quotes), focused=True)
        market_data = self._context.services.market_data
        self._context.commands.start(market_data.set_interest, _OWNER, wanted)

    async def _read_profile(self) -> None:
        """The limits that hold already when the ticket is opened; changes come by themselves."""
        risk = self._context.services.risk
        try:
            profile = await self._context.commands.run(risk.profile)
        except KisDesktopError:
            return
        if self.facts.profile is None:
            self.facts.profile = profile

    async def _read_details(self, symbol: str) -> None:
        market_data = self._context.services.market_data
        try:
            details = await self._context.commands.run(market_data.listing, symbol)
        except KisDesktopError:
            return
        self.facts.take_details(details)
        self._refresh()

    def _on_frame(self, frame: Frame) -> None:
        account = self.facts.account
        if self.facts.take(frame):
            self._begin_with_last()
            if self.facts.account is not account:
                self.power.outdate()
        self._sending.follow()
        self._refresh()

    def _begin_with_last(self) -> None:
        """An untouched ticket begins at the last price, once."""
        quote = self.facts.quote(self.symbol)
        if quote.last is not None and is_recent(quote.received):
            self.begin_with(quote.last)

    def _on_edited(self) -> None:
        if self.entry.venue is not self._venue and self.symbol:
            self._venue = self.entry.venue
            self._want_prices()
        self._refresh()

    def _refresh(self) -> None:
        view = self._composer.view(has_sheet=self._sheet is not None)
        if view != self._view:
            self._view = view
            self.changed.emit()
