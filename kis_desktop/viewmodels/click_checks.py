"""What keeps an order from being placed, or given another price, by pointing at one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.catalogue.order_permission import why_not
from kis_desktop.domain.order import Order, OrderIntent, OrderType, Side
from kis_desktop.domain.order_size import OrderSize, order_size
from kis_desktop.domain.session import Phase
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.priced_place import PricedPlace
from kis_desktop.viewmodels.words import Words


class ClickChecks:
    """As the place stands at the moment of the call. A reason is a sentence; empty where there is
    none. The order path has checks of its own behind these.
    """

    def __init__(self, context: ViewContext, place: PricedPlace) -> None:
        self._instruments = context.instruments
        self._place = place
        self._words = Words(context.language)

    def order_type(self, *, stop: bool) -> OrderType:
        """How an order of now is priced."""
        if stop:
            return OrderType.STOP_LIMIT
        after = self._place.phase is Phase.AFTER_MARKET and self._place.venue.value == "KRX"
        return OrderType.AFTER_LIMIT if after else OrderType.LIMIT

    def why_off(self) -> str:
        """Why a click orders nothing at all."""
        place = self._place
        return place.why_not_armed or ("" if place.armed else self._words("ladder.is_off"))

    def why_not_placed(self, side: Side, price: Decimal, *, stop: bool, unanswered: bool) -> str:
        """Why nothing can be placed at a price. `unanswered`: an order of this side went out and
        nobody has told what became of it.
        """
        place, words = self._place, self._words
        off = self.why_off()
        if off:
            return off
        if not place.quantity:
            return words("ladder.no_quantity")
        if not place.can_quote(price):
            return words("ladder.no_price")
        if unanswered or place.own.is_uncertain(place.symbol, side):
            return words("ladder.unanswered")
        if stop and not self._is_ahead(side, price):
            return words(f"ladder.stop_{side.value}")
        return self._why_not_permitted(self.order_type(stop=stop))

    def why_not_moved(self, orders: Sequence[Order], before: Decimal, after: Decimal) -> str:
        """Why these orders can't be given another price."""
        if before == after:
            return ""
        if not orders:
            return self._words("ladder.nothing_to_move")
        if not self._place.can_quote(after):
            return self._words("ladder.no_price")
        return self._place.why_not_moving

    def size(self, intent: OrderIntent) -> OrderSize:
        """How large an order is, and so how it is asked about."""
        instrument = self._instruments.find(intent.symbol)
        listed = None if instrument is None else instrument.listed_shares
        amount = None if intent.price is None else intent.price * intent.quantity
        return order_size(amount, intent.quantity, listed)

    def _is_ahead(self, side: Side, price: Decimal) -> bool:
        """Whether the market has yet to come to a stop's price."""
        last = self._place.quote.last
        if last is None:
            return False
        return price > last if side is Side.BUY else price < last

    def _why_not_permitted(self, order_type: OrderType) -> str:
        place = self._place
        instrument = self._instruments.find(place.symbol)
        day = place.quote.trade_date
        if instrument is None or day is None:
            return ""  # the order path knows, and refuses
        why = why_not(
            load_market_rules("krx"),
            order_type,
            place.venue,
            place.phase,
            kind=instrument.kind.value,
            on=day,
            is_paper=False,
        )
        return "" if why is None else self._words.sentence(why)
