"""Where orders are placed by pointing at a price: the ladder, the chart."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import SignalInstance

from kis_desktop.domain.order import Seen, Venue
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.session import Phase
from kis_desktop.viewmodels.own_orders import OwnOrders


class PricedPlace(Protocol):
    """What `LadderOrders` asks of such a place. Its switch is off at the start."""

    @property
    def repriced(self) -> SignalInstance:
        """Orders or prices moved."""

    @property
    def state_changed(self) -> SignalInstance:
        """The switch, or what it depends on, changed."""

    @property
    def own(self) -> OwnOrders:
        """Our orders."""

    @property
    def symbol(self) -> str:
        """What is ordered."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def venue(self) -> Venue:
        """Where orders go."""

    @property
    def phase(self) -> Phase | None:
        """What the venue is doing; None until the server has told its time."""

    @property
    def quote(self) -> Quote:
        """What is known of the price; blank where nothing is."""

    @property
    def quantity(self) -> int | None:
        """Shares of each order; None for what can't be read."""

    @property
    def armed(self) -> bool:
        """Whether a click orders."""

    @property
    def why_not_armed(self) -> str:
        """Why the switch can't be on now; empty where it can."""

    @property
    def why_not_moving(self) -> str:
        """Why an order can't be given another price here; empty where it can."""

    @property
    def asks_moves(self) -> bool:
        """Whether a new price is asked about whatever the settings say."""

    def can_quote(self, price: Decimal) -> bool:
        """Whether an order may stand at a price (KRW) today."""

    def seen(self) -> Seen:
        """What the trader has on the screen now."""
