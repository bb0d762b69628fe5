"""Alerts (알림): what is watched, how often it may be told, and where each stands.

Prices in KRW, volumes in shares, moments in UTC. An alert gives no order.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal

import msgspec

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.conditional_order import Told


class Way(enum.StrEnum):
    """From which side a target is met."""

    UP = "up"
    DOWN = "down"
    EITHER = "either"


class Against(enum.StrEnum):
    """What an indicator's output is held against."""

    LEVEL = "level"
    OUTPUT = "output"  # another output of the same indicator
    PRICE = "price"


class Often(enum.StrEnum):
    """How often an alert is told."""

    ONCE = "once"
    EVERY = "every"
    BAR_CLOSE = "bar_close"  # every time, judged by the price at which a bar ended


class Channel(enum.StrEnum):
    """How it is told."""

    TOAST = "toast"
    SOUND = "sound"
    LOG = "log"


class Stand(enum.StrEnum):
    """Where an alert stands."""

    ARMED = "armed"
    FIRED = "fired"  # told once, and over
    MISSED = "missed"  # met while the program was closed, and over
    PAUSED = "paused"  # by the trader
    HELD = "held"  # prices changed their base: the trader has to look at it
    EXPIRED = "expired"


class PriceCross(msgspec.Struct, frozen=True, tag_field="kind", tag="price_cross"):
    """The price moves across a level; touching it is not enough."""

    level: Decimal
    way: Way = Way.EITHER


class PriceReach(msgspec.Struct, frozen=True, tag_field="kind", tag="price_reach"):
    """The price stands at the level or beyond it: `UP` for at least, `DOWN` for at most."""

    level: Decimal
    way: Way


class PercentMove(msgspec.Struct, frozen=True, tag_field="kind", tag="percent_move"):
    """The price has moved by so many percent (above zero) from a price of the trader's, or from the
    day's previous close where `base` is None.
    """

    percent: Decimal
    way: Way = Way.EITHER
    base: Decimal | None = None


class Point(msgspec.Struct, frozen=True):
    """A place on a chart: UTC epoch seconds and a price."""

    time: int
    price: Decimal


class LineCross(msgspec.Struct, frozen=True, tag_field="kind", tag="line_cross"):
    """The price moves across a straight line through two points of a chart, as it is drawn there:
    its axis counts bars of `interval`, not hours. `left` and `right` carry it on beyond the points.
    `drawing` is the id of the drawing that it follows; empty for one that is gone.
    """

    first: Point
    second: Point
    interval: Interval
    way: Way = Way.EITHER
    left: bool = False
    right: bool = True
    drawing: str = ""


class StudyCross(msgspec.Struct, frozen=True, tag_field="kind", tag="study_cross"):
    """An indicator's output crosses a level, another output, or the price. `priced`: its values
    are prices. A `level` where one is asked for, `other` the number of the other output.
    """

    study: str
    interval: Interval
    parameters: tuple[float, ...] = ()
    output: int = 0
    against: Against = Against.LEVEL
    level: Decimal | None = None
    other: int = 1
    way: Way = Way.EITHER
    priced: bool = False


class BarVolume(msgspec.Struct, frozen=True, tag_field="kind", tag="bar_volume"):
    """The volume of the newest bar reaches a number of shares, or, where `times` is given, so many
    times the mean of the `bars` before it.
    """

    interval: Interval
    shares: int | None = None
    times: Decimal | None = None
    bars: int = 20


class DayVolume(msgspec.Struct, frozen=True, tag_field="kind", tag="day_volume"):
    """The day's volume reaches a number of shares."""

    shares: int


Condition = PriceCross | PriceReach | PercentMove | LineCross | StudyCross | BarVolume | DayVolume
ALL_CHANNELS = frozenset(Channel)


class Frequency(msgspec.Struct, frozen=True):
    """How often. `pause`: at least so many minutes between two. `rearm`: by so many percent the
    value has to go back before it counts again. `interval`: whose ends are waited for.
    """

    often: Often = Often.ONCE
    pause: int = 0
    rearm: Decimal = Decimal(0)
    interval: Interval | None = None


class Seen(msgspec.Struct, frozen=True):
    """What was seen of the watched value last.

    `side`: -1 below its target, 1 above it, 0 where neither counts yet. `price`, `on` and `at` are
    the price, its trade date and moment.
    """

    side: int = 0
    price: Decimal | None = None
    on: date | None = None
    at: datetime | None = None


class Alert(msgspec.Struct, frozen=True):
    """One alert. `symbol` is a feed key; `until` the last trade date on which it may be told, None
    for no end. `factor`: what prices were multiplied with when their base changed, while it is
    held. `untold`: it was written down as met, and nobody has been told yet.
    """

    id: str
    symbol: str
    condition: Condition
    frequency: Frequency = Frequency()
    note: str = ""
    until: date | None = None
    channels: frozenset[Channel] = ALL_CHANNELS
    stand: Stand = Stand.ARMED
    created: datetime | None = None
    fired: datetime | None = None
    fired_price: Decimal | None = None
    count: int = 0
    untold: bool = False
    seen: Seen = Seen()
    reason: Told | None = None
    factor: Decimal | None = None

    @property
    def is_armed(self) -> bool:
        """Whether it is watched."""
        return self.stand is Stand.ARMED

    @property
    def is_daily(self) -> bool:
        """Whether every trade date counts for itself."""
        return isinstance(self.condition, DayVolume) or (
            isinstance(self.condition, PercentMove) and self.condition.base is None
        )

    @property
    def is_reach(self) -> bool:
        """Whether being there is enough, without a move across."""
        return isinstance(self.condition, (PriceReach, PercentMove, BarVolume, DayVolume))

    @property
    def is_scaled(self) -> bool:
        """Whether it means prices that a split or a rights issue would make others."""
        match self.condition:
            case PriceCross() | PriceReach() | LineCross():
                return True
            case PercentMove(base=base):
                return base is not None
            case StudyCross(against=against, priced=priced):
                return priced and against is Against.LEVEL
            case _:
                return False

    @property
    def interval(self) -> Interval | None:
        """The bars that have to be read for it."""
        condition = self.condition
        return condition.interval if isinstance(condition, (StudyCross, BarVolume)) else None


class AlertFired(msgspec.Struct, frozen=True):
    """An alert is told: met just now, or `missed` while the program was closed."""

    alert: Alert
    at: datetime
    price: Decimal | None
    missed: bool = False


class AlertBoard(msgspec.Struct, frozen=True):
    """All alerts in the order of making; `prices` is where each line stands now, by alert id."""

    alerts: tuple[Alert, ...] = ()
    lines: dict[str, Decimal] = {}

    @property
    def armed(self) -> int:
        """How many are watched."""
        return sum(alert.is_armed for alert in self.alerts)
