"""An alert as it is being written: its fields, its sentence, what is wrong with it."""

from __future__ import annotations

import enum
from datetime import date, timedelta
from decimal import Decimal

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.alert import (
    ALL_CHANNELS,
    Against,
    Alert,
    BarVolume,
    Channel,
    Condition,
    DayVolume,
    Frequency,
    LineCross,
    Often,
    PercentMove,
    PriceCross,
    PriceReach,
    StudyCross,
    Way,
)
from kis_desktop.domain.alert_terms import reasons
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.quote import Quote
from kis_desktop.indicators.scan import find_indicator, indicators
from kis_desktop.indicators.study import Indicator, Shape
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import alert_words as says
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
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
    """How many days it is watched; `ALWAYS` without an end."""

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


class AlertDraft(QObject):
    """One alert before it is watched. `changed` with every field; `done` once it is."""

    changed = Signal()
    done = Signal()

    def __init__(
        self,
        context: ViewContext,
        symbol: str,
        alert: Alert | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._before: Alert | None = alert
        self._quote: Quote | None = None
        self.key = symbol if alert is None else alert.symbol
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
        self.failure = ""
        self.is_sent = False
        self.texts: dict[Field, str] = dict.fromkeys(Field, "")
        self.texts |= {Field.TIMES: "3", Field.BARS: "20", Field.PAUSE: "0", Field.REARM: "0"}
        if alert is not None:
            self._take(alert)
        context.clock.frame.connect(self._on_frame)
        self._on_frame(context.clock.so_far)

    @property
    def is_change(self) -> bool:
        """Whether an alert that is there already is changed."""
        return self._before is not None and bool(self._before.id)

    @property
    def symbol(self) -> str:
        """Whose alert it is."""
        return split_feed_key(self.key)[0]

    @property
    def name(self) -> str:
        """What it is called."""
        return self._context.instruments.name(self.symbol)

    @property
    def last_text(self) -> str:
        """The price of this moment."""
        quote = self._quote
        last = fmt.UNKNOWN if quote is None or quote.last is None else fmt.price(quote.last)
        return self._words("alert_editor.now", price=last)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What may be waited for: a line only where one was drawn."""
        return tuple(kind for kind in Kind if kind is not Kind.LINE or self.line is not None)

    @property
    def ways(self) -> tuple[Way, ...]:
        """From which sides it may be met."""
        return (Way.UP, Way.DOWN) if self.kind is Kind.REACH else tuple(Way)

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
            if not one.beside and not one.anchored and not one.is_profile
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

    def step(self, field: Field, steps: int) -> None:
        """Take steps up or down: of the instrument's tick for a price, of one else."""
        value = self._number(field, signed=field is Field.VALUE)
        if field in (Field.LEVEL, Field.BASE):
            quote = self._quote
            value = value or (quote.last if quote is not None else None)
            tick = quote.tick if quote is not None and quote.tick else Decimal(1)
            stepped = None if value is None else value + steps * tick
        else:
            stepped = (value or Decimal(0)) + steps
        if stepped is not None and (stepped >= 0 or field is Field.VALUE):
            self.type(field, says.shown(stepped))

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

    @property
    def alert(self) -> Alert:
        """What would be watched."""
        pause, rearm = self._whole(Field.PAUSE), self._number(Field.REARM)
        interval = None
        if self.often is Often.BAR_CLOSE:
            interval = self.interval if "interval" in _ROWS[self.kind] else self.close_interval
        every = self.often is not Often.ONCE
        frequency = Frequency(
            self.often,
            (pause if pause is not None else -1) if every else 0,
            (rearm if rearm is not None else Decimal(-1)) if every else Decimal(0),
            interval,
        )
        made = self._before or Alert("", self.key, self.condition)
        return msgspec.structs.replace(
            made,
            symbol=self.key,
            condition=self.condition,
            frequency=frequency,
            note=self.note.strip(),
            until=self._last_day(),
            channels=self.channels,
        )

    @property
    def condition(self) -> Condition:
        """What would be waited for; zero for a number that is missing."""
        number, whole, way = self._number, self._whole, self.way
        level = number(Field.LEVEL) or Decimal(0)
        percent = number(Field.PERCENT) or Decimal(0)
        match self.kind:
            case Kind.CROSS:
                return PriceCross(level, way)
            case Kind.REACH:
                return PriceReach(level, way)
            case Kind.MOVE:
                return PercentMove(percent, way)
            case Kind.MOVE_FROM:
                return PercentMove(percent, way, number(Field.BASE) or Decimal(0))
            case Kind.BAR_VOLUME:
                return BarVolume(self.interval, whole(Field.SHARES) or 0)
            case Kind.BAR_TIMES:
                return BarVolume(self.interval, None, number(Field.TIMES), whole(Field.BARS) or 0)
            case Kind.DAY_VOLUME:
                return DayVolume(whole(Field.SHARES) or 0)
            case Kind.LINE if self.line is not None:
                return msgspec.structs.replace(self.line, way=way)
            case _:
                return self._study()

    @property
    def sentence(self) -> str:
        """The whole alert in words."""
        return says.sentence(self.alert, self.name, self._words)

    @property
    def refusal(self) -> str:
        """The first reason against it; empty where there is none."""
        found = reasons(self.alert, self._today())
        return self._words.sentence(found[0]) if found else ""

    @property
    def can_send(self) -> bool:
        """Whether it can be watched as it is."""
        return not self.is_sent and not self.refusal

    def send(self) -> None:
        """Have it watched."""
        if self.can_send:
            self.is_sent, self.failure = True, ""
            self._tell()
            self._asking.write(self._carry_out(self.alert))

    async def _carry_out(self, alert: Alert) -> None:
        service = self._context.services.alerts
        try:
            if self.is_change:
                await self._context.commands.run(service.change, alert)
            else:
                await self._context.commands.run(service.make, alert)
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self.is_sent = False
        self._tell()
        if not self.failure:
            self.done.emit()

    def _study(self) -> StudyCross:
        indicator = self.indicator
        return StudyCross(
            self.study,
            self.interval,
            self.parameters if indicator is None else indicator.held(self.parameters),
            self.output,
            self.against,
            self._number(Field.VALUE, signed=True) if self.against is Against.LEVEL else None,
            self.other,
            self.way,
            priced=indicator is not None and indicator.pane == "price",
        )

    def _take(self, alert: Alert) -> None:
        frequency, condition = alert.frequency, alert.condition
        self.often, self.note, self.channels = frequency.often, alert.note, alert.channels
        self.close_interval = frequency.interval or self.close_interval
        self.until_kept = alert.until
        self._write(Field.PAUSE, Decimal(frequency.pause))
        self._write(Field.REARM, frequency.rearm)
        self.way = getattr(condition, "way", Way.EITHER)
        match condition:
            case PriceCross(level=level):
                self.kind = Kind.CROSS
                self._write(Field.LEVEL, level)
            case PriceReach(level=level):
                self.kind = Kind.REACH
                self._write(Field.LEVEL, level)
            case PercentMove(percent=percent, base=base):
                self.kind = Kind.MOVE if base is None else Kind.MOVE_FROM
                self._write(Field.PERCENT, percent)
                self._write(Field.BASE, base)
            case LineCross():
                self.kind, self.line = Kind.LINE, condition
            case StudyCross():
                self._take_study(condition)
            case BarVolume(interval=interval, shares=shares, times=times, bars=bars):
                self.kind = Kind.BAR_VOLUME if shares is not None else Kind.BAR_TIMES
                self.interval = interval
                self._write(Field.SHARES, None if shares is None else Decimal(shares))
                self._write(Field.TIMES, times)
                self._write(Field.BARS, Decimal(bars))
            case DayVolume(shares=shares):
                self.kind = Kind.DAY_VOLUME
                self._write(Field.SHARES, Decimal(shares))

    def _take_study(self, condition: StudyCross) -> None:
        self.kind, self.study = Kind.STUDY, condition.study
        self.parameters, self.output = condition.parameters, condition.output
        self.interval, self.against = condition.interval, condition.against
        self.other = condition.other
        self._write(Field.VALUE, condition.level)

    def _write(self, field: Field, value: Decimal | None) -> None:
        if value is not None:
            self.texts[field] = says.shown(value)

    def _number(self, field: Field, *, signed: bool = False) -> Decimal | None:
        text = self.texts[field].replace(",", "").strip()
        try:
            value = Decimal(text)
        except ArithmeticError:
            return None
        return value if value.is_finite() and (signed or value >= 0) else None

    def _whole(self, field: Field) -> int | None:
        value = self._number(field)
        return int(value) if value is not None and value == value.to_integral_value() else None

    def _last_day(self) -> date | None:
        if self.until is Until.ALWAYS:
            return self.until_kept
        return self._today() + timedelta(days=self.until.value)

    def _today(self) -> date:
        quote = self._quote
        return quote.trade_date if quote is not None and quote.trade_date else says.today()

    def _on_frame(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.QUOTE, self.key))
        if isinstance(told, Quote):
            self._quote = told
            self._tell()

    def _tell(self) -> None:
        self.changed.emit()
