"""Orders at KIS: domain values in and out, every order sent once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from kis_desktop.catalogue.market_rules import MarketRules, load_market_rules
from kis_desktop.domain.errors import (
    OrderRefused,
    ServerRefused,
)
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import AmendIntent, Order, OrderIntent, Venue
from kis_desktop.domain.order_preview import WireDraft
from kis_desktop.domain.order_report import BrokerOrder, OrderReceipt
from kis_desktop.kis.markets.krx import order_fields
from kis_desktop.kis.markets.krx import orders as krx
from kis_desktop.kis.order_answer import OrderLine
from kis_desktop.kis.rest import Rest
from kis_desktop.kis.sender import nothing_stops

RECENT = timedelta(days=85)
"""the server keeps orders of about three months under another TR id than older ones"""

_CASH = "domestic_stock/order_cash"
_CREDIT = "domestic_stock/order_credit"
_CHANGE = "domestic_stock/order_rvsecncl"


class KrxBroker:
    """The orders of one key on the Korean stock market."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._line = OrderLine(rest, "kis.order_uncertain")
        self._rules: MarketRules = load_market_rules("krx")

    async def submit(
        self, intent: OrderIntent, why_not: Callable[[], Message | None] = nothing_stops
    ) -> OrderReceipt:
        """Send a new order, unless `why_not` says something when its turn at the limit has come.
        Raises `OrderRefused`, `OrderUncertain`, all else before it left.
        """
        return await self._send(*self._new(intent), why_not)

    def draft(self, intent: OrderIntent) -> WireDraft:
        """The request that `submit` would send now. Raises what it raises before it leaves."""
        return self._rest.draft_order(*self._new(intent))

    def draft_amendment(self, order: Order, intent: AmendIntent) -> WireDraft:
        """The request that `amend` would send now. Raises what it raises before it leaves."""
        return self._rest.draft_order(_CHANGE, self._amended(order, intent))

    async def amend(self, order: Order, intent: AmendIntent) -> OrderReceipt:
        """Ask for a new price of the rest or a part of it. Raises as `submit`."""
        return await self._send(_CHANGE, self._amended(order, intent), "")

    async def cancel(self, order: Order, quantity: int | None = None) -> OrderReceipt:
        """Ask for the rest back, or for so many shares of it. Raises as `submit`."""
        self._check_venue(order.venue)
        fields = order_fields.cancel_fields(order, quantity, self._rules)
        return await self._send(_CHANGE, fields, "")

    async def orders(self, trade_date: date) -> tuple[BrokerOrder, ...]:
        """All orders of a day as the ledger has them. Raises `RequestFailed`.

        A row that doesn't read fails the whole: a list with a hole would settle orders wrongly.
        """
        day = trade_date.strftime("%Y%m%d")
        answer = await self._rest.call(
            "domestic_stock/inquire_daily_ccld",
            {
                "INQR_STRT_DT": day,
                "INQR_END_DT": day,
                "EXCG_ID_DVSN_CD": "KRX" if self._rest.environment.is_paper else "ALL",
            },
            choice=self._age(trade_date),
        )
        rows = [row for row in answer.rows("output1") if not krx.is_padding(row)]
        read = [krx.read_broker_order(row, self._rules) for row in rows]
        found = {order.order_no: order for order in read if order is not None}
        if None in read:
            raise ServerRefused(message("kis.missing_field", field="output1"))
        return tuple(found.values())

    def _new(self, intent: OrderIntent) -> tuple[str, dict[str, str], str]:
        """Endpoint, fields and choice of a new order. Raises `OrderRefused`, `InvalidInput`."""
        self._check_venue(intent.venue)
        fields = order_fields.new_order_fields(intent, self._rules)
        endpoint = _CASH if intent.credit is None else _CREDIT
        return endpoint, fields, order_fields.order_choice(intent.side)

    def _amended(self, order: Order, intent: AmendIntent) -> dict[str, str]:
        self._check_venue(order.venue)
        return order_fields.amend_fields(order, intent, self._rules)

    async def _send(
        self,
        endpoint_id: str,
        fields: dict[str, str],
        choice: str,
        why_not: Callable[[], Message | None] = nothing_stops,
    ) -> OrderReceipt:
        reply = await self._line.send(endpoint_id, fields, choice, why_not)
        row = reply.row("output")
        receipt = None if row is None else krx.read_receipt(row)
        if receipt is None:
            raise self._line.unreadable(reply)
        return receipt

    def _age(self, trade_date: date) -> str:
        today = self._rest.market_date()
        return "before" if today is not None and today - trade_date > RECENT else "inner"

    def _check_venue(self, venue: Venue) -> None:
        if self._rest.environment.is_paper and venue is not Venue.KRX:
            raise OrderRefused(message("kis.venue_not_in_paper"))
