"""Order presets (주문 프리셋): how an order begins, kept as plain text in the profile.

A preset of a symbol comes before one of its watch group, and that before one for all.
"""

from __future__ import annotations

import enum
from decimal import Decimal

import msgspec

from kis_desktop.domain.order import OrderType, Venue
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.tick_size import TickTable, step
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.ticket_entry import type_rule

_KEY = "order_presets"
LONGEST_NAME = 20


class Scope(enum.StrEnum):
    """What a preset is for; the narrower comes first."""

    SYMBOL = "symbol"
    GROUP = "group"
    GLOBAL = "global"


class Anchor(enum.StrEnum):
    """The price that the offset is counted from."""

    LAST = "last"
    BID = "bid"
    ASK = "ask"


class OrderPreset(msgspec.Struct, frozen=True, omit_defaults=True):
    """`target` is the symbol or the group's name, empty for all. Of `quantity` (shares), `amount`
    (KRW) and `percent` (of what there is) at most one is set. `offset` in ticks from `anchor`.
    `sheet` is whether the order is shown before it goes; None: as the profile says.
    """

    name: str
    scope: Scope = Scope.GLOBAL
    target: str = ""
    order_type: OrderType = OrderType.LIMIT
    venue: Venue = Venue.KRX
    quantity: int | None = None
    amount: Decimal | None = None
    percent: int | None = None
    anchor: Anchor = Anchor.LAST
    offset: int = 0
    sheet: bool | None = None

    @property
    def place(self) -> tuple[Scope, str, str]:
        """What no two presets share."""
        return self.scope, self.target, self.name


def preset_price(preset: OrderPreset, quote: Quote, table: TickTable) -> Decimal | None:
    """The price in KRW that a preset begins with; None for a type without one, and where the
    anchor isn't known.
    """
    if not type_rule(preset.order_type).priced:
        return None
    anchor = {Anchor.LAST: quote.last, Anchor.BID: quote.bid, Anchor.ASK: quote.ask}[preset.anchor]
    return None if anchor is None else step(anchor, table, preset.offset)


class OrderPresets:
    """All presets of a profile."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def all(self) -> tuple[OrderPreset, ...]:
        """Every preset, in the order in which they were made; none where the text is damaged."""
        text = self._preferences.get(_KEY)
        if not text:
            return ()
        try:
            return msgspec.json.decode(text, type=tuple[OrderPreset, ...])
        except msgspec.DecodeError:
            return ()

    def of(self, symbol: str, groups: frozenset[str]) -> tuple[OrderPreset, ...]:
        """Those that fit a symbol of these watch groups; of one name the narrowest alone."""
        found: dict[str, OrderPreset] = {}
        for scope in Scope:
            for preset in self.all():
                fits = {
                    Scope.SYMBOL: preset.target == symbol,
                    Scope.GROUP: preset.target in groups,
                    Scope.GLOBAL: True,
                }[scope]
                if preset.scope is scope and fits:
                    found.setdefault(preset.name, preset)
        return tuple(found.values())

    def put(self, preset: OrderPreset) -> None:
        """Keep a preset, in the place of one of the same name, scope and target."""
        kept = [one for one in self.all() if one.place != preset.place]
        self._keep((*kept, preset))

    def remove(self, preset: OrderPreset) -> None:
        """Forget a preset."""
        self._keep(tuple(one for one in self.all() if one.place != preset.place))

    def _keep(self, presets: tuple[OrderPreset, ...]) -> None:
        self._preferences.set(_KEY, msgspec.json.encode(presets).decode())
