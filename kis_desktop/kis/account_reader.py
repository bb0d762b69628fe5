"""The account at KIS, read: cash, holdings, and what can be traded with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.market_rules import MarketRules, load_market_rules
from kis_desktop.domain.account import AccountSnapshot, BuyingPower
from kis_desktop.domain.errors import RequestFailed, ServerRefused
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderType
from kis_desktop.kis.markets.krx import account as krx
from kis_desktop.kis.protocol.numbers import find_decimal, find_int
from kis_desktop.kis.rest import Rest

_SELLABLE = "domestic_stock/inquire_psbl_sell"
_CONFIRMS_BUYING_POWER = OrderType.MARKET


class KrxAccountReader:
    """The account of one key on the Korean stock market. `clock` gives monotonic seconds."""

    def __init__(self, rest: Rest, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._rules: MarketRules = load_market_rules("krx")

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
        code = self._rules.order_type(kind.value).code
        answer = await self._rest.call(
            "domestic_stock/inquire_psbl_order",
            {"PDNO": symbol, "ORD_UNPR": shown, "ORD_DVSN": code},
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
        code = self._rules.order_type(_CONFIRMS_BUYING_POWER.value).code
        try:
            answer = await self._rest.call(
                "domestic_stock/inquire_psbl_order",
                {"PDNO": "", "ORD_UNPR": "", "ORD_DVSN": code},
            )
        except RequestFailed:
            return None
        row = answer.row("output")
        return None if row is None else find_decimal(row.get("nrcvb_buy_amt"))
