"""The account at KIS, read: cash, holdings, what can be traded with them, orders of past days."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.market_rules import MarketRules, load_market_rules
from kis_desktop.domain.account import AccountDetails, AccountSnapshot, BuyingPower
from kis_desktop.domain.errors import InvalidInput, RequestFailed, ServerRefused
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderType
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.kis.broker import RECENT
from kis_desktop.kis.markets.krx import account as krx
from kis_desktop.kis.markets.krx import orders as krx_orders
from kis_desktop.kis.protocol.numbers import find_decimal, find_int
from kis_desktop.kis.protocol.reply import Row
from kis_desktop.kis.rest import Answer, Rest

_BALANCE = "domestic_stock/inquire_balance"
_POWER = "domestic_stock/inquire_psbl_order"
_SELLABLE = "domestic_stock/inquire_psbl_sell"
_ORDERS = "domestic_stock/inquire_daily_ccld"
_ASSETS = "domestic_stock/inquire_account_balance"
_REALIZED = "domestic_stock/inquire_balance_rlz_pl"
_MARGIN = "domestic_stock/intgr_margin"
_PRESENT = "overseas_stock/inquire_present_balance"
_BY_LOAN = {"INQR_DVSN": "01"}  # without it the server keeps the days of loans to itself
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
        answer = await self._rest.call(_BALANCE, _BY_LOAN)
        if any(krx.is_uncounted(row) for row in answer.rows("output1")):
            raise ServerRefused(message("kis.missing_field", field="hldg_qty"))
        code = self._rules.order_type(_CONFIRMS_BUYING_POWER.value).code
        power = await self._apart(_POWER, {"PDNO": "", "ORD_UNPR": "", "ORD_DVSN": code})
        return krx.read_account(
            answer.rows("output1"), answer.row("output2"), _row(power, "output"), self._clock()
        )

    async def details(self) -> AccountDetails:
        """What is told beside the holdings; what a world doesn't serve, or fails, is unknown."""
        margin = _row(await self._apart(_MARGIN), "output") or {}
        realized = _row(await self._apart(_REALIZED), "output2") or {}
        present = _row(await self._apart(_PRESENT), "output3") or {}
        assets = await self._apart(_ASSETS)
        sums = _row(assets, "output2") or {}
        return AccountDetails(
            received=self._clock(),
            margin=find_decimal(margin.get("stck_cash_use_amt")),
            receivable=find_decimal(margin.get("rcvb_amt")),
            withdrawable=find_decimal(present.get("wdrw_psbl_tot_amt")),
            realized=find_decimal(realized.get("rlzt_pfls")),
            realized_rate=find_decimal(realized.get("rlzt_erng_rt")),
            deposits=find_decimal(sums.get("tot_dncl_amt")),
            assets=() if assets is None else krx.read_assets(assets.rows("output1")),
        )

    async def buying_power(
        self, symbol: str, order_type: str, price: Decimal | None
    ) -> BuyingPower:
        """What could be bought without 미수. Raises `RequestFailed`."""
        kind = OrderType(order_type)
        shown = "" if price is None or kind is OrderType.MARKET else str(int(price))
        code = self._rules.order_type(kind.value).code
        answer = await self._rest.call(
            _POWER, {"PDNO": symbol, "ORD_UNPR": shown, "ORD_DVSN": code}
        )
        power = krx.read_buying_power(answer.need("output"), symbol, kind, price)
        if power is None:
            raise ServerRefused(message("kis.missing_field", field="nrcvb_buy_amt"))
        return power

    async def sellable(self, symbol: str) -> int | None:
        """Shares that may be sold now; None where the server doesn't say, as in paper. Raises
        `RequestFailed`.
        """
        if not self._rest.environment.serves(loader.endpoint(_SELLABLE)):
            return None
        answer = await self._rest.call(_SELLABLE, {"PDNO": symbol})
        row = answer.row("output")
        return None if row is None else find_int(row.get("ord_psbl_qty"))

    async def orders_between(self, start: date, end: date) -> tuple[BrokerOrder, ...]:
        """All orders of the days, both included, newest first, every page. Raises `RequestFailed`,
        also for a row that doesn't read.
        """
        today = self._rest.market_date() or end
        border = today - RECENT
        found: list[BrokerOrder] = []
        if start < border:
            found += await self._orders(start, min(end, border - timedelta(days=1)), "before")
        if end >= border:
            found += await self._orders(max(start, border), end, "inner")
        numbered = {(order.trade_date, order.branch, order.order_no): order for order in found}
        return tuple(
            sorted(
                numbered.values(),
                key=lambda order: (order.trade_date, order.order_time, order.order_no),
                reverse=True,
            )
        )

    async def _orders(self, start: date, end: date, age: str) -> list[BrokerOrder]:
        answer = await self._rest.call(
            _ORDERS,
            {
                "INQR_STRT_DT": start.strftime("%Y%m%d"),
                "INQR_END_DT": end.strftime("%Y%m%d"),
                "EXCG_ID_DVSN_CD": "KRX" if self._rest.environment.is_paper else "ALL",
            },
            choice=age,
        )
        rows = [row for row in answer.rows("output1") if not krx_orders.is_padding(row)]
        read = [krx_orders.read_broker_order(row, self._rules) for row in rows]
        if None in read:
            raise ServerRefused(message("kis.missing_field", field="output1"))
        return [order for order in read if order is not None]

    async def _apart(
        self, endpoint_id: str, fields: Mapping[str, str] | None = None
    ) -> Answer | None:
        """A reading that others can do without; None where it isn't to be had."""
        if not self._rest.environment.serves(loader.endpoint(endpoint_id)):
            return None
        try:
            return await self._rest.call(endpoint_id, fields)
        except (RequestFailed, InvalidInput):
            return None


def _row(answer: Answer | None, block: str) -> Row | None:
    return None if answer is None else answer.row(block)
