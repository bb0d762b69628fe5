"""One simulated world at one moment, asked without a server between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from kis_desktop.catalogue import loader
from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.settings import World

Row = dict[str, str]
_PRODUCTS = {"domestic_futureoption": "03", "overseas_futureoption": "08"}
_CUSTOMER = "12345678"


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where it is asked."""

    at: str
    """KST, like 2026-11-20 10:12:31"""
    seed: int
    open_house: bool = False

    def __str__(self) -> str:
        return f"{self.at[:16]} of {self.seed}" + " open" * self.open_house


MOMENTS = (
    Moment("2026-11-20 15:25:00", 5),
    Moment("2026-11-21 01:10:00", 1),
    Moment("2026-11-20 10:42:00", 7, open_house=True),
    Moment("2025-05-14 18:20:00", 4),
)
"""the closing auction, a weekend while New York trades, every session at once, a year ago"""
LIVED = tuple(moment for moment in MOMENTS if not moment.open_house)
"""those with sessions as they are, for what takes long to ask"""


class Asked:
    """A world whose time stands still."""

    def __init__(self, moment: Moment, instruments: int = 60) -> None:
        start = datetime.fromisoformat(moment.at).replace(tzinfo=KST)
        self.now = start
        self.today = f"{start:%Y%m%d}"
        self._told: dict[tuple[str, str, str], dict[str, object]] = {}
        clock = MarketClock(monotonic=lambda: 0.0, start=start)
        self.market = Market(
            seed=moment.seed, clock=clock, instruments=instruments, open_house=moment.open_house
        )

    def body(self, id_: str, product: str = "", **fields: str) -> dict[str, object]:
        """The answer to the endpoint's example with some fields of its own, asked for once.

        TR_ID among them is the request's. Raises AssertionError for what is refused.
        """
        key = (id_, product, str(sorted(fields.items())))
        if load(id_).method == "POST" or key not in self._told:
            self._told[key] = self.ask(id_, product, **fields)
        body = self._told[key]
        assert body["rt_cd"] == "0", body
        return body

    def ask(self, id_: str, product: str = "", **fields: str) -> dict[str, object]:
        """The answer, a refusal too."""
        endpoint = load(id_)
        product = product or _PRODUCTS.get(id_.partition("/")[0], "01")
        own = {"CANO": _CUSTOMER, "ACNT_PRDT_CD": product} if endpoint.of_account else {}
        call = Call(
            market=self.market,
            world=World.REAL,
            tr_id=fields.pop("TR_ID", endpoint.real[0]),
            fields={**endpoint.example, **own, **fields},
            continued=any(fields.get(f"CTX_AREA_NK{width}") for width in _WIDTHS),
            changed=False,
            account_number=f"{_CUSTOMER}-{product}" if own else "",
        )
        try:
            return endpoint.answer(call).body
        except CallRefused as refused:
            return refused.reply.body

    def row(self, id_: str, block: str = "output", product: str = "", **fields: str) -> Row:
        """A block that is an object, or the only row of a list."""
        found = self.body(id_, product, **fields)[block]
        if isinstance(found, list):
            (found,) = found
        assert isinstance(found, dict)
        return found

    def rows(self, id_: str, block: str = "output", product: str = "", **fields: str) -> list[Row]:
        """A block that is a list, of all pages where it is one of an account."""
        body = self.body(id_, product, **fields)
        found = body[block]
        assert isinstance(found, list)
        if not load(id_).of_account:
            return found
        for width in _WIDTHS:
            key = str(body.get(f"ctx_area_nk{width}", "")).strip()
            if key:
                more = fields | {f"CTX_AREA_NK{width}": key}
                return [*found, *self.rows(id_, block, product, **more)]
        return found

    def streamed(self, tr_id: str, key: str, seconds: int = 0) -> list[Row]:
        """Records of a channel: the picture as it stands, or what came within so many seconds."""
        channel = find_channel(tr_id, World.REAL)
        assert isinstance(channel, Streamed)
        names = [field.name for field in loader.channel(channel.id).fields]
        since = self.now - timedelta(seconds=seconds) if seconds else None
        return [
            dict(zip(names, channel.text(one).split("^"), strict=True))
            for one in channel.records(self.market, key, since, self.now)
        ]


_WIDTHS = ("30", "50", "100", "200")
Equality = Callable[[Asked], None]
Figure = str | float | Decimal
Table = tuple[tuple[str, Equality], ...]
"""what is the same, in words, and how it is seen"""


@cache
def standing(moment: Moment) -> Asked:
    """The world of a moment, for those who change nothing in it."""
    return Asked(moment)


def total(rows: Iterable[Row], name: str) -> Decimal:
    """The sum of a column."""
    return sum((Decimal(row[name] or 0) for row in rows), Decimal(0))


def by(rows: Iterable[Row], name: str) -> dict[str, Row]:
    """Rows by what identifies them."""
    return {row[name]: row for row in rows}


def near(one: Figure, other: Figure, allowed: Figure) -> bool:
    """Whether two figures differ by no more than their rounding allows."""
    return abs(Decimal(str(one)) - Decimal(str(other))) <= Decimal(str(allowed))
