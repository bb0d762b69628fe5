"""Orders and account at KIS: domain values in and out, every order sent once.

What an answer means for an order: a receipt is a receipt; a refusal is one only where the order
surely doesn't exist; everything else is uncertain and only reading settles it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.market_rules import MarketRules, load_market_rules
from kis_desktop.domain.account import AccountSnapshot, BuyingPower
from kis_desktop.domain.errors import (
    OrderRefused,
    OrderUncertain,
    RequestFailed,
    ServerRefused,
    Unreachable,
)
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import AmendIntent, Order, OrderIntent, OrderType, Venue
from kis_desktop.domain.order_report import BrokerOrder, OrderReceipt
from kis_desktop.kis.markets.krx import orders as krx
from kis_desktop.kis.protocol.numbers import find_decimal, find_int
from kis_desktop.kis.protocol.reply import Reply
from kis_desktop.kis.rest import Rest
from kis_desktop.kis.transport import NeverSent

RECENT = timedelta(days=85)
"""the server keeps orders of about three months under another TR id than older ones"""

_ORDER = "domestic_stock/order_cash"
_CHANGE = "domestic_stock/order_rvsecncl"
_SELLABLE = "domestic_stock/inquire_psbl_sell"
_CONFIRMS_BUYING_POWER = OrderType.MARKET


class KrxBroker:
    """The account of one key on the Korean stock market. `clock` gives monotonic seconds."""

    def __init__(self, rest: Rest, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._rules: MarketRules = load_market_rules("krx")

    async def submit(self, intent: OrderIntent) -> OrderReceipt:
        """Send a new order. Raises `OrderRefused`, `OrderUncertain`, all else before it left."""
        self._check_venue(intent.venue)
        fields = krx.new_order_fields(intent, self._rules)
        return await self._send(_ORDER, fields, krx.order_choice(intent.side))

    async def amend(self, order: Order, intent: AmendIntent) -> OrderReceipt:
        """Ask for a new price of the whole rest. Raises as `submit`."""
        self._check_venue(order.venue)
        return await self._send(_CHANGE, krx.amend_fields(order, intent, self._rules))

    async def cancel(self, order: Order) -> OrderReceipt:
        """Ask for the whole rest back. Raises as `submit`."""
        self._check_venue(order.venue)
        return await self._send(_CHANGE, krx.cancel_fields(order, self._rules))

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

    async def account(self) -> AccountSnapshot:
        """Cash and positions, every page. Raises `RequestFailed`, also for an uncounted holding.

        Buying power is asked for apart and stays unknown where that alone fails.
        """
        answer = await self._rest.call("domestic_stock/inquire_balance")
        if any(krx.is_uncounted(row) for row in answer.rows("output1")):
            raise ServerRefused(message("kis.missing_field", field="hldg_qty"))
        power = await self._account_buying_power()
        return krx.read_account(answer.rows("output1"), answer.row("output2"), power, self._clock())

    async def buying_power(
        self, symbol: str, order_type: str, price: Decimal | None
    ) -> BuyingPower:
        """What could be bought without 미수. Raises `RequestFailed`."""
        kind = OrderType(order_type)
        shown = "" if price is None or kind is OrderType.MARKET else str(int(price))
        answer = await self._rest.call(
            "domestic_stock/inquire_psbl_order",
            {"PDNO": symbol, "ORD_UNPR": shown, "ORD_DVSN": krx.type_code(kind, self._rules)},
        )
        power = krx.read_buying_power(answer.need("output"), symbol, kind, price)
        if power is None:
            raise ServerRefused(message("kis.missing_field", field="nrcvb_buy_amt"))
        return power

    async def sellable(self, symbol: str) -> int | None:
        """Shares that may be sold now; None in paper, which doesn't say. Raises `RequestFailed`."""
        if not self._rest.environment.serves(loader.endpoint(_SELLABLE)):
            return None
        answer = await self._rest.call(_SELLABLE, {"PDNO": symbol})
        row = answer.row("output")
        return 0 if row is None else find_int(row.get("ord_psbl_qty"))

    async def _account_buying_power(self) -> Decimal | None:
        """Without an instrument the server gives the sum alone."""
        code = krx.type_code(_CONFIRMS_BUYING_POWER, self._rules)
        try:
            answer = await self._rest.call(
                "domestic_stock/inquire_psbl_order",
                {"PDNO": "", "ORD_UNPR": "", "ORD_DVSN": code},
            )
        except RequestFailed:
            return None
        row = answer.row("output")
        return None if row is None else find_decimal(row.get("nrcvb_buy_amt"))

    async def _send(
        self, endpoint_id: str, fields: dict[str, str], choice: str = ""
    ) -> OrderReceipt:
        try:
            reply = await self._rest.send_order(endpoint_id, fields, choice=choice)
        except NeverSent as error:
            raise Unreachable(message("kis.order_unreachable")) from error
        except RequestFailed as error:
            raise OrderUncertain(_uncertain(error.message)) from error
        return _receipt(reply)

    def _age(self, trade_date: date) -> str:
        today = self._rest.market_date()
        return "before" if today is not None and today - trade_date > RECENT else "inner"

    def _check_venue(self, venue: Venue) -> None:
        if self._rest.environment.is_paper and venue is not Venue.KRX:
            raise OrderRefused(message("kis.venue_not_in_paper"))


def _receipt(reply: Reply) -> OrderReceipt:
    """What the answer to an order means."""
    if reply.kind is None:
        row = reply.row("output")
        receipt = None if row is None else krx.read_receipt(row)
        if receipt is None:
            raise OrderUncertain(_uncertain(message("kis.unreadable", code=reply.code)))
        return receipt
    if reply.kind.surely_not_executed:
        raise OrderRefused(reply.message())
    raise OrderUncertain(_uncertain(reply.message()))


def _uncertain(cause: Message) -> Message:
    """One sentence for all that leave an order in doubt, with the server's own words behind it."""
    return Message("kis.order_uncertain", {}, cause.code, cause.original)
