"""What is drawn at a price on the chart: its kind, its words, and what the hand may do with it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.order import Side
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.volatility import StaticTriggers
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words


class LevelKind(enum.StrEnum):
    """Why a price is marked; earlier kinds keep their place when tags meet."""

    LAST = "last"
    ORDER = "order"
    CONDITIONAL = "conditional"
    AVERAGE = "average"
    RESERVED = "reserved"
    PREVIOUS_CLOSE = "previous_close"
    INTERRUPTION = "interruption"
    LIMIT = "limit"

    @property
    def is_own(self) -> bool:
        """Whether it is ours: such a level keeps a tag at the edge while it is out of sight."""
        return self in _OWN


_OWN = frozenset({LevelKind.ORDER, LevelKind.CONDITIONAL, LevelKind.AVERAGE, LevelKind.RESERVED})


@dataclass(frozen=True, slots=True)
class Level:
    """A price (KRW) with the words beside its line; `text` is the price as written on the axis,
    both empty where only the line is drawn.

    `moves` are the numbers of the working orders that may be pulled to another price with it,
    `cancels` of those that its × takes back; `conditional` names the leg (`id/number`) of a
    conditional order that may be pulled.
    """

    kind: LevelKind
    price: Decimal
    text: str
    label: str
    tone: Tone
    moves: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    conditional: str = ""

    @property
    def order_no(self) -> str:
        """The one working order that is meant by a click; empty where there are several."""
        return self.moves[0] if len(self.moves) == 1 else ""

    @property
    def can_be_pulled(self) -> bool:
        """Whether the hand may take it to another price."""
        return bool(self.moves or self.conditional)


@dataclass(frozen=True, slots=True)
class FillMark:
    """One of our executions: `time` in UTC epoch seconds."""

    time: int
    side: Side


def quote_levels(
    quote: Quote | None,
    words: Words,
    *,
    stale: bool,
    triggers: StaticTriggers | None = None,
) -> tuple[Level, ...]:
    """Last price, previous close, the day's limits and the prices of a static VI, as far as they
    are known.
    """
    if quote is None:
        return ()
    last_tone = Tone.FAINT if stale else shown.tone(quote.sign, quote.change)
    upper, lower = (triggers.upper, triggers.lower) if triggers is not None else (None, None)
    found = (
        (LevelKind.LAST, quote.last, "", last_tone),
        (LevelKind.PREVIOUS_CLOSE, quote.previous_close, words("chart.previous_close"), Tone.FAINT),
        (LevelKind.INTERRUPTION, upper, words("chart_orders.vi_upper"), Tone.FAINT),
        (LevelKind.INTERRUPTION, quote.vi_base, words("chart_orders.vi_base"), Tone.FAINT),
        (LevelKind.INTERRUPTION, lower, words("chart_orders.vi_lower"), Tone.FAINT),
        (LevelKind.LIMIT, quote.limit_up, words("chart.limit_up"), Tone.UP),
        (LevelKind.LIMIT, quote.limit_down, words("chart.limit_down"), Tone.DOWN),
    )
    return tuple(
        Level(kind, price, shown.price(price), label, tone)
        for kind, price, label, tone in found
        if price is not None
    )
