"""What is chosen and typed of an alert, and which fields belong to that."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.alert import ALL_CHANNELS, Against, Channel, LineCross, Often, Way
from kis_desktop.domain.bar import Interval
from kis_desktop.indicators.scan import find_indicator, indicators
from kis_desktop.indicators.study import Indicator, Shape
from kis_desktop.viewmodels import alert_words as says
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.words import Words

INTERVALS = (
    Interval.MINUTE_1,
    Interval.MINUTE_3,
    Interval.MINUTE_5,
    Interval.MINUTE_15,
    Interval.MINUTE_30,
    Interval.MINUTE_60,
    Interval.DAY,
)
"""bars that an alert may be held against here; others come from a chart"""


class Kind(enum.StrEnum):
    """What is waited for."""

    CROSS = "cross"
    REACH = "reach"
    MOVE = "move"
    MOVE_FROM = "move_from"
    LINE = "line"
    STUDY = "study"
    BAR_VOLUME = "bar_volume"
    BAR_TIMES = "bar_times"
    DAY_VOLUME = "day_volume"


class Field(enum.StrEnum):
    """What is typed as a number."""

    LEVEL = "level"
    BASE = "base"
    PERCENT = "percent"
    VALUE = "value"  # that an indicator is held against
    SHARES = "shares"
    TIMES = "times"
    BARS = "bars"
    PAUSE = "pause"
    REARM = "rearm"


class Until(enum.IntEnum):
    """How many days it is watched: `ALWAYS` without an end, `KEPT` until the day that it has."""

    KEPT = -2
    ALWAYS = -1
    TODAY = 0
    WEEK = 7
    MONTH = 30


_ROWS: dict[Kind, frozenset[str]] = {
    Kind.CROSS: frozenset({"way", "level"}),
    Kind.REACH: frozenset({"way", "level"}),
    Kind.MOVE: frozenset({"way", "percent"}),
    Kind.MOVE_FROM: frozenset({"way", "base", "percent"}),
    Kind.LINE: frozenset({"way"}),
    Kind.STUDY: frozenset({"way", "study", "parameters", "interval", "output", "against"}),
    Kind.BAR_VOLUME: frozenset({"interval", "shares"}),
    Kind.BAR_TIMES: frozenset({"interval", "times", "bars"}),
    Kind.DAY_VOLUME: frozenset({"shares"}),
}


class AlertFields(QObject):
    """Of one alert. `changed` with every field."""

    changed = Signal()

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.kind = Kind.CROSS
        self.way = Way.EITHER
        self.often = Often.ONCE
        self.interval = Interval.MINUTE_5
        self.close_interval = Interval.MINUTE_5
        self.study = "rsi"
        self.parameters: tuple[float, ...] = ()
        self.output = 0
        self.against = Against.LEVEL
        self.other = 1
        self.until = Until.ALWAYS
        self.until_kept: date | None = None
        self.channels = ALL_CHANNELS
        self.note = ""
        self.line: LineCross | None = None
        self.texts: dict[Field, str] = dict.fromkeys(Field, "")
        self.texts |= {Field.TIMES: "3", Field.BARS: "20", Field.PAUSE: "0", Field.REARM: "0"}

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What may be waited for: a line only where one was drawn."""
        return tuple(kind for kind in Kind if kind is not Kind.LINE or self.line is not None)

    @property
    def ways(self) -> tuple[Way, ...]:
        """From which sides it may be met."""
        return (Way.UP, Way.DOWN) if self.kind is Kind.REACH else tuple(Way)

    @property
    def untils(self) -> tuple[Until, ...]:
        """How long it may be watched: until the day that it has only where it has one."""
        return tuple(one for one in Until if one is not Until.KEPT or self.until_kept is not None)

    @property
    def outputs(self) -> tuple[tuple[int, str], ...]:
        """The outputs of the chosen indicator that can be seen."""
        indicator = self.indicator
        if indicator is None:
            return ()
        korean = self._words.language == "ko"
        return tuple(
            (number, output.title if korean else output.title_en)
            for number, output in enumerate(indicator.outputs)
            if output.shape not in (Shape.HIDDEN, Shape.PROFILE)
        )

    @property
    def indicator(self) -> Indicator | None:
        """The chosen one."""
        return find_indicator(self.study)

    @property
    def studies(self) -> tuple[tuple[str, str], ...]:
        """Those that can be watched: id and title."""
        return tuple(
            (one.id, one.titled(self._words.language))
            for one in indicators().values()
            if one.needs_bars_alone
        )

    @property
    def shown(self) -> frozenset[str]:
        """Which rows belong to what is chosen."""
        rows = _ROWS[self.kind] | {"symbol", "kind", "often", "until", "channels", "note"}
        if self.kind is Kind.STUDY:
            rows |= {"value"} if self.against is Against.LEVEL else set()
            rows |= {"other"} if self.against is Against.OUTPUT else set()
        if self.often is Often.BAR_CLOSE and "interval" not in rows:
            rows |= {"close_interval"}
        if self.often is not Often.ONCE:
            rows |= {"pause", "rearm"}
        return rows

    @property
    def _closing(self) -> Interval:
        """The bars whose ends are waited for where that is asked."""
        return self.interval if "interval" in _ROWS[self.kind] else self.close_interval

    def choose(self, **changes: object) -> None:
        """Set fields that are chosen from a list."""
        for name, value in changes.items():
            setattr(self, name, value)
        if "study" in changes:
            self.parameters, self.output = (), self.outputs[0][0] if self.outputs else 0
            others = [number for number, _ in self.outputs if number != self.output]
            self.other = others[0] if others else self.output
            if not others and self.against is Against.OUTPUT:
                self.against = Against.LEVEL
        if self.kind is Kind.REACH and self.way is Way.EITHER:
            self.way = Way.UP
        self._tell()

    def type(self, field: Field, text: str) -> None:
        """Take what was typed."""
        self.texts[field] = text
        self._tell()

    @property
    def parameters_text(self) -> str:
        """The indicator's numbers in their order, as they hold."""
        indicator = self.indicator
        held = self.parameters if indicator is None else indicator.held(self.parameters)
        return ", ".join(f"{value:g}" for value in held)

    @property
    def parameter_names(self) -> str:
        """What the indicator's numbers are."""
        indicator, korean = self.indicator, self._words.language == "ko"
        found = () if indicator is None else indicator.parameters
        return ", ".join(one.title if korean else one.title_en for one in found)

    def type_parameters(self, text: str) -> None:
        """Take the indicator's numbers as typed; from what is no number on, the usual ones hold."""
        found = list[float]()
        for part in text.replace(",", " ").split():
            try:
                found.append(float(part))
            except ValueError:
                break
        self.parameters = tuple(found)
        self._tell()

    def write_note(self, text: str) -> None:
        """Take the trader's own words."""
        self.note = text
        self._tell()

    def tell_by(self, channel: Channel, *, wanted: bool) -> None:
        """Choose a way of telling, or leave it."""
        self.channels = self.channels | {channel} if wanted else self.channels - {channel}
        self._tell()

    def _write(self, field: Field, value: Decimal | None) -> None:
        if value is not None:
            self.texts[field] = says.shown(value)

    def _number(self, field: Field, *, signed: bool = False) -> Decimal | None:
        text = self.texts[field].strip()
        if signed and text.startswith("-"):
            value = fmt.parse_number(text.removeprefix("-"))
            return None if value is None else -value
        return fmt.parse_number(text)

    def _whole(self, field: Field) -> int | None:
        value = self._number(field)
        return int(value) if value is not None and value == value.to_integral_value() else None

    def _tell(self) -> None:
        self.changed.emit()
