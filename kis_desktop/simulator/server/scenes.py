"""Moments in which every endpoint is asked for its example, to see what its fields do."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.reservations import Wish
from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import Phase, Refused, Side

_INSTRUMENTS = 40
_SYMBOL = "005930"
_CUSTOMER = "12345678"
_PRODUCTS = {"domestic_futureoption": "03", "overseas_futureoption": "08"}
_ORIGINALS = ("ORGN_ODNO", "ORGN_ORD_NO")
_RESERVES = "domestic_stock/order_resv"
_PLACED_BY = {
    "domestic_stock/order_rvsecncl": "domestic_stock/order_cash",
    "overseas_stock/order_rvsecncl": "overseas_stock/order",
    "overseas_stock/daytime_order_rvsecncl": "overseas_stock/daytime_order",
    "domestic_futureoption/order_rvsecncl": "domestic_futureoption/order",
    "overseas_futureoption/order_rvsecncl": "overseas_futureoption/order",
    "domestic_bond/order_rvsecncl": "domestic_bond/buy",
}
"""what has to be done before an order can be changed"""


@dataclass(frozen=True)
class Scene:
    """A market that stands still at a moment; every session beside the KRX's is open."""

    seed: int
    at: datetime
    symbol: str
    """the share that examples about 005930 are asked about"""
    other: bool
    """examples are asked about what else they may be about"""

    @cached_property
    def market(self) -> Market:
        """Made when first asked for."""
        clock = MarketClock(monotonic=lambda: 0.0, start=self.at)
        market = Market(seed=self.seed, clock=clock, instruments=_INSTRUMENTS, open_house=True)
        if market.phase() is Phase.CONTINUOUS:
            account = market.accounts[0]
            held = [one.symbol for one in account.positions() if one.sellable > self.seed]
            market.place(account.number, self.symbol, Side.BUY, "01", 2 + self.seed, 0)
            market.place(account.number, held[self.seed], Side.SELL, "01", self.seed, 0)
            low = market.snapshot(self.symbol).limit_down
            market.place(account.number, self.symbol, Side.BUY, "00", 5 * self.seed, low)
            self._trade_derivatives(market)
        return market

    def _trade_derivatives(self, market: Market) -> None:
        """A part of every position in Korean futures and options is closed."""
        dealer, now = market.others.derivatives.dealer, market.clock.now()
        number = f"{_CUSTOMER}-{_PRODUCTS['domestic_futureoption']}"
        for one in dealer.book(number).positions(now):
            side = Side.SELL if one.quantity > 0 else Side.BUY
            with contextlib.suppress(Refused):
                dealer.place(number, one.exchange, one.code, side, self.seed, 0, now,
                             order_type="02")  # fmt: skip

    def ask(self, endpoint: Endpoint) -> Reply | None:
        """The answer to the endpoint's example; None when this is no moment for it."""
        try:
            fields = dict(endpoint.example) | (dict(endpoint.other) if self.other else {})
            fields = {
                name: self.symbol if value == _SYMBOL else value for name, value in fields.items()
            }
            if endpoint.name in _PLACED_BY:
                name = next((name for name in _ORIGINALS if name in fields), _ORIGINALS[0])
                fields[name] = self._number_of(load(_PLACED_BY[endpoint.name]))
            if endpoint.name.startswith(_RESERVES):
                self._reserve()
            reply = endpoint.answer(self._call(endpoint, fields))
        except (CallRefused, Refused):
            return None
        return reply if reply.body.get("rt_cd") == "0" else None

    def _call(self, endpoint: Endpoint, fields: Mapping[str, str]) -> Call:
        family, _, name = endpoint.name.partition("/")
        product = "22" if name.startswith("pension") else _PRODUCTS.get(family, "01")
        own = {"CANO": _CUSTOMER, "ACNT_PRDT_CD": product} if endpoint.of_account else {}
        return Call(
            market=self.market,
            world=World.REAL,
            tr_id=endpoint.real[0 if endpoint.id else -1],
            fields={**fields, **own},
            continued=False,
            changed=False,
            account_number=f"{_CUSTOMER}-{product}" if own else "",
        )

    def _reserve(self) -> None:
        """A reservation stands in the list, in the evening when they are taken."""
        with contextlib.suppress(Refused):
            wish = Wish(_SYMBOL, Side.BUY, "00", 1, self.market.snapshot(_SYMBOL).limit_down)
            self.market.reservations.reserve(f"{_CUSTOMER}-01", wish, self.at)

    def _number_of(self, opener: Endpoint) -> str:
        reply = self.ask(opener)
        if reply is None:
            return ""
        rows = [row for _, row in rows_of(reply)]
        return next((row[name] for row in rows for name in ("ODNO", "odno") if name in row), "")


def scenes() -> tuple[Scene, ...]:
    """Other seeds, days and instruments; the session, an auction, the evening."""
    return (
        Scene(1, datetime(2026, 11, 20, 10, 12, tzinfo=KST), _SYMBOL, other=False),
        Scene(2, datetime(2026, 11, 17, 14, 3, 20, tzinfo=KST), "000660", other=True),
        Scene(1, datetime(2026, 11, 20, 8, 55, tzinfo=KST), "035420", other=True),
        Scene(2, datetime(2026, 11, 20, 17, 0, 5, tzinfo=KST), _SYMBOL, other=False),
    )


def rows_of(reply: Reply) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Block and row of everything in a reply that has fields."""
    for block, content in reply.body.items():
        if isinstance(content, dict):
            yield block, content
        elif isinstance(content, list):
            for row in content:
                yield block, row
