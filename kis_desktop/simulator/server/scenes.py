"""Moments in which every endpoint is asked for its example, to see what its fields do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.scene_life import (
    CUSTOMER,
    lose,
    reserve,
    trade_elsewhere,
    trade_shares,
)
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import Phase, Refused

_INSTRUMENTS = 40
_BESIDE = (
    "005385", "017670", "195940", "213420", "086900", "900290", "005290", "086450",
    "Q520066", "Q530107",
)  # fmt: skip
"""a second preferred share, one that foreigners may hold the half of, six that stand at their
daily limits in one of the scenes, notes that end on a day"""
_SYMBOL = "005930"
_BETWEEN = 0.02
"""seconds from one question to the next"""
_PRODUCTS = {"domestic_futureoption": "03", "overseas_futureoption": "08"}
_ORIGINALS = ("ORGN_ODNO", "ORGN_ORD_NO", "OVRS_RSVN_ODNO")
_RESERVES = "domestic_stock/order_resv"
_PLACED_BY = {
    "domestic_stock/order_rvsecncl": "domestic_stock/order_cash",
    "overseas_stock/order_rvsecncl": "overseas_stock/order",
    "overseas_stock/daytime_order_rvsecncl": "overseas_stock/daytime_order",
    "domestic_futureoption/order_rvsecncl": "domestic_futureoption/order",
    "overseas_futureoption/order_rvsecncl": "overseas_futureoption/order",
    "domestic_bond/order_rvsecncl": "domestic_bond/buy",
    "overseas_stock/order_resv_ccnl": "overseas_stock/order_resv",
}
"""what has to be done before an order can be changed"""


@dataclass(slots=True)
class Asked:
    """Market time goes on with the questions."""

    count: int = 0

    def seconds(self) -> float:
        """Since the scene began."""
        return self.count * _BETWEEN


@dataclass(frozen=True)
class Scene:
    """A market that begins at a moment; every session beside the KRX's is open."""

    seed: int
    at: datetime
    symbol: str
    """the share that examples about 005930 are asked about"""
    other: int = 0
    """which of the other things examples are asked about, 0 for what they name themselves"""
    in_debt: bool = False
    asked: Asked = field(default_factory=Asked, repr=False, compare=False)
    """the customer has lost more than there was"""

    @cached_property
    def market(self) -> Market:
        """Made when first asked for."""
        clock = MarketClock(monotonic=self.asked.seconds, start=self.at)
        market = Market(
            seed=self.seed,
            clock=clock,
            instruments=_INSTRUMENTS,
            beside=_BESIDE,
            open_house=True,
        )
        for listing in market.universe.listings:
            market.snapshot(listing.symbol)  # who is awake need not be looked at asleep again
        if market.phase() is Phase.CONTINUOUS:
            trade_shares(market, self.seed, self.symbol)
        trade_elsewhere(market, self.seed)
        if self.in_debt:
            lose(market)
        return market

    def ask(self, endpoint: Endpoint) -> Reply | None:
        """The answer to the endpoint's example; None when this is no moment for it."""
        self.asked.count += 1
        try:
            fields = {
                name: self.symbol if value == _SYMBOL else value
                for name, value in (*endpoint.example.items(), *self._otherwise(endpoint).items())
            }
            if endpoint.name in _PLACED_BY:
                name = next((name for name in _ORIGINALS if name in fields), _ORIGINALS[0])
                fields[name] = self._number_of(load(_PLACED_BY[endpoint.name]))
            if endpoint.name.startswith(_RESERVES):
                reserve(self.market)
            reply = endpoint.answer(self._call(endpoint, fields))
        except (CallRefused, Refused):
            return None
        return reply if reply.body.get("rt_cd") == "0" else None

    def _otherwise(self, endpoint: Endpoint) -> Mapping[str, str]:
        """The last of the others is asked about once more, a third scene has the example again."""
        count = len(endpoint.others)
        if not 0 < self.other <= max(count, 2) or not count:
            return {}
        return endpoint.others[min(self.other, count) - 1]

    def _call(self, endpoint: Endpoint, fields: Mapping[str, str]) -> Call:
        family, _, name = endpoint.name.partition("/")
        product = "22" if name.startswith("pension") else _PRODUCTS.get(family, "01")
        own = {"CANO": CUSTOMER, "ACNT_PRDT_CD": product} if endpoint.of_account else {}
        return Call(
            market=self.market,
            world=World.REAL,
            tr_id=endpoint.real[0 if endpoint.id else -1],
            fields={**fields, **own},
            continued=False,
            changed=False,
            account_number=f"{CUSTOMER}-{product}" if own else "",
        )

    def _number_of(self, opener: Endpoint) -> str:
        reply = self.ask(opener)
        if reply is None:
            return ""
        rows = [row for _, row in rows_of(reply)]
        return next((row[name] for row in rows for name in ("ODNO", "odno") if name in row), "")


def scenes() -> tuple[Scene, ...]:
    """Other seeds, days and instruments; the session, an auction, the evening."""
    return (
        Scene(1, datetime(2026, 11, 20, 10, 12, tzinfo=KST), _SYMBOL),
        Scene(2, datetime(2026, 11, 17, 14, 3, 20, tzinfo=KST), "000660", other=1),
        Scene(1, datetime(2026, 11, 20, 8, 55, tzinfo=KST), "035420", other=2),
        Scene(2, datetime(2026, 11, 20, 17, 0, 5, tzinfo=KST), _SYMBOL, other=3, in_debt=True),
    )


def rows_of(reply: Reply) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Block and row of everything in a reply that has fields."""
    for block, content in reply.body.items():
        if isinstance(content, dict):
            yield block, content
        elif isinstance(content, list):
            for row in content:
                yield block, row
