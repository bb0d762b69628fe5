"""An alert as it is being written: its fields, its sentence, what is wrong with it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.alert import (
    Against,
    Alert,
    BarVolume,
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
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import alert_words as says
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.alert_fields import AlertFields, Field, Kind, Until
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

__all__ = ["AlertDraft", "Field", "Kind", "Until"]


class AlertDraft(AlertFields):
    """One alert before it is watched. `done` once it is."""

    done = Signal()

    def __init__(
        self,
        context: ViewContext,
        symbol: str,
        alert: Alert | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(Words(context.language), parent)
        self._context = context
        self._asking = Asking(self)
        self._before: Alert | None = alert
        self._quote: Quote | None = None
        self.key = symbol if alert is None else alert.symbol
        self.failure = ""
        self.is_sent = False
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
    def alert(self) -> Alert:
        """What would be watched."""
        made = self._before or Alert("", self.key, self.condition)
        return msgspec.structs.replace(
            made,
            symbol=self.key,
            condition=self.condition,
            frequency=self._frequency(),
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

    def _frequency(self) -> Frequency:
        """How often it would be told; below zero for a number that can't be read."""
        if self.often is Often.ONCE:
            return Frequency(self.often)
        pause, rearm = self._whole(Field.PAUSE), self._number(Field.REARM)
        return Frequency(
            self.often,
            pause if pause is not None else -1,
            rearm if rearm is not None else Decimal(-1),
            self._closing if self.often is Often.BAR_CLOSE else None,
        )

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
        if alert.until is not None:
            self.until, self.until_kept = Until.KEPT, alert.until
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

    def _last_day(self) -> date | None:
        match self.until:
            case Until.ALWAYS:
                return None
            case Until.KEPT:
                return self.until_kept
            case days:
                return self._today() + timedelta(days=days.value)

    def _today(self) -> date:
        quote = self._quote
        return quote.trade_date if quote is not None and quote.trade_date else says.today()

    def _on_frame(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.QUOTE, self.key))
        if isinstance(told, Quote):
            self._quote = told
            self._tell()
