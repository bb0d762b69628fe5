"""What is said aloud of our orders and of the line: a note on the screen, a sound, or both."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.alert import AlertFired, Channel
from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.event import (
    ConnectionChanged,
    Event,
    FillReceived,
    FillWithdrawn,
    OrderChanged,
)
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, OrderState
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.alert_notes import AlertNotes
from kis_desktop.viewmodels.context import Preferences, ViewContext
from kis_desktop.viewmodels.fills import fill_key
from kis_desktop.viewmodels.order_words import request_text, side_text, side_tone, state_text
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_MUTED = "announce/muted"
_YES, _NO = "1", "0"


class Notable(enum.StrEnum):
    """What may be announced, each with settings of its own."""

    FILL = "fill"
    WITHDRAWN = "withdrawn"  # a fill that was told is none
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    SETTLED = "settled"  # what became of an order without an answer is known
    LINE_LOST = "line_lost"
    LINE_BACK = "line_back"
    STOPPED = "stopped"  # new orders are blocked
    ALERT = "alert"  # what the trader asked to be told of


class Way(enum.StrEnum):
    """How it is announced."""

    NOTE = "note"
    SOUND = "sound"


_QUIET = frozenset({Notable.LINE_BACK, Notable.SETTLED})
_STAYS = frozenset({Notable.UNKNOWN, Notable.WITHDRAWN, Notable.STOPPED})


@dataclass(frozen=True, slots=True)
class Announcement:
    """One note. A later one with the same key takes its place; `stays` until it is dismissed."""

    key: str
    kind: Notable
    title: str
    text: str
    tone: Tone
    symbol: str = ""

    @property
    def stays(self) -> bool:
        """Whether it waits for the trader."""
        return self.kind in _STAYS


class AnnouncementSettings:
    """Which events make a note or a sound, kept with the profile's preferences."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    @property
    def is_muted(self) -> bool:
        """Whether no sound is made at all."""
        return self._preferences.get(_MUTED) == _YES

    def mute(self, *, muted: bool) -> None:
        """Make no sounds, or make them again."""
        self._preferences.set(_MUTED, _YES if muted else _NO)

    def has(self, kind: Notable, way: Way) -> bool:
        """Whether an event is announced in a way."""
        kept = self._preferences.get(f"announce/{kind}/{way}")
        if kept is None:
            return way is Way.NOTE or kind not in _QUIET
        return kept == _YES

    def choose(self, kind: Notable, way: Way, *, chosen: bool) -> None:
        """Announce an event in a way, or not."""
        self._preferences.set(f"announce/{kind}/{way}", _YES if chosen else _NO)


@dataclass(slots=True)
class _Filled:
    """The fills of one order that one note tells of."""

    count: int = 0
    quantity: int = 0
    amount: Decimal = Decimal(0)


class Announcements(QObject):
    """`announced` with an `Announcement` to show, `sounded` with the `Notable` to be heard.

    What was known before the program first read the day's list is history and is not announced.
    """

    announced = Signal(object)
    sounded = Signal(object)

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = Words(context.language)
        self._name = context.instruments.name
        self.settings = AnnouncementSettings(context.preferences)
        self._is_read = False
        self._known_fills: set[str] = set()
        self._filled: dict[str, _Filled] = {}
        self._states: dict[str, OrderState] = {}
        self._line: LinkState | None = None
        self._halted: bool | None = None
        self._alerts = AlertNotes(self._words, self._name)
        context.clock.frame.connect(self._on_frame)

    def forget(self, key: str) -> None:
        """A note was dismissed or has gone: the next fill of its order begins a new one."""
        self._filled.pop(key, None)
        self._alerts.forget(key)

    def _on_frame(self, frame: Frame) -> None:
        fresh = [told for event in frame.events if (told := self._told(event)) is not None]
        stopped = self._stopped(frame)
        if stopped is not None:
            fresh.append(stopped)
        alerts = [event for event in frame.events if isinstance(event, AlertFired)]
        fresh += self._alert_notes(alerts)
        for key, announcement in {one.key: one for one in fresh}.items():
            if self.settings.has(announcement.kind, Way.NOTE):
                self.announced.emit(announcement)
            else:
                self.forget(key)
        if not self.settings.is_muted:
            heard: list[Notable] = [one.kind for one in fresh if one.kind is not Notable.ALERT]
            if any(Channel.SOUND in one.alert.channels for one in alerts):
                heard.append(Notable.ALERT)
            for kind in dict.fromkeys(heard):
                if self.settings.has(kind, Way.SOUND):
                    self.sounded.emit(kind)
        if (Topic.ORDERS, "") in frame.latest:
            self._is_read = True

    def _told(self, event: Event) -> Announcement | None:
        match event:
            case FillReceived():
                return self._fill(event.fill)
            case FillWithdrawn():
                return self._withdrawn(event.fill)
            case OrderChanged():
                return self._order(event.order)
            case ConnectionChanged():
                return self._connection(event.status.state)
            case _:
                return None

    def _alert_notes(self, alerts: list[AlertFired]) -> list[Announcement]:
        notes = self._alerts.notes(alerts)
        return [
            Announcement(key, Notable.ALERT, title, text, Tone.UNCERTAIN, symbol)
            for key, title, text, symbol in notes
        ]

    def _fill(self, fill: Fill) -> Announcement | None:
        key = fill_key(fill)
        if key in self._known_fills:
            return None
        self._known_fills.add(key)
        if not self._is_read:
            return None
        note = f"fill/{fill.trade_date:%Y%m%d}/{fill.order_no}"
        filled = self._filled.setdefault(note, _Filled())
        filled.count += 1
        filled.quantity += fill.quantity
        filled.amount += fill.amount
        one = filled.count == 1
        text = self._words(
            "announce.fill_text" if one else "announce.fills_text",
            n=filled.count,
            quantity=filled.quantity,
            price=fmt.price(filled.amount / filled.quantity),
        )
        title = self._words(
            "announce.fill_title",
            side=side_text(fill.side, self._words),
            name=self._name(fill.symbol),
        )
        return Announcement(note, Notable.FILL, title, text, side_tone(fill.side), fill.symbol)

    def _withdrawn(self, fill: Fill) -> Announcement | None:
        self._known_fills.discard(fill_key(fill))
        if not self._is_read:
            return None
        title = self._words("announce.withdrawn_title", name=self._name(fill.symbol))
        text = self._words(
            "announce.withdrawn_text", quantity=fill.quantity, price=fmt.price(fill.price)
        )
        key = f"withdrawn/{fill_key(fill)}"
        return Announcement(key, Notable.WITHDRAWN, title, text, Tone.UNCERTAIN, fill.symbol)

    def _order(self, order: Order) -> Announcement | None:
        before = self._states.get(order.local_id)
        self._states[order.local_id] = order.state
        if before is order.state:
            return None
        if order.state is OrderState.UNKNOWN:
            return self._of_order(Notable.UNKNOWN, order)
        if before is OrderState.UNKNOWN:
            return self._of_order(Notable.SETTLED, order)
        if order.state is OrderState.REJECTED and self._is_read:
            return self._of_order(Notable.REJECTED, order)
        return None

    def _of_order(self, kind: Notable, order: Order) -> Announcement:
        title = self._words(
            "announce.order_title",
            name=self._name(order.symbol),
            request=request_text(order, self._words),
            state=state_text(order, self._words),
        )
        reason = "" if order.reason is None else self._words.sentence(order.reason)
        tone = Tone.TEXT if kind is Notable.SETTLED else Tone.UNCERTAIN
        return Announcement(f"order/{order.local_id}", kind, title, reason, tone, order.symbol)

    def _connection(self, state: LinkState) -> Announcement | None:
        before, lost = self._line, state in {LinkState.GAP, LinkState.BLOCKED}
        if state is LinkState.LIVE or lost:
            self._line = state
        was_lost = before in {LinkState.GAP, LinkState.BLOCKED}
        if lost and not was_lost and before is not None:
            kind, tone = Notable.LINE_LOST, Tone.UNCERTAIN
        elif state is LinkState.LIVE and was_lost:
            kind, tone = Notable.LINE_BACK, Tone.TEXT
        else:
            return None
        said = Announcement("line", kind, "", "", tone)
        return self._worded(said)

    def _stopped(self, frame: Frame) -> Announcement | None:
        told = frame.latest.get((Topic.HALT, ""))
        if not isinstance(told, bool):
            return None
        before, self._halted = self._halted, told
        if not told or before is not False:
            return None
        return self._worded(Announcement("stopped", Notable.STOPPED, "", "", Tone.UNCERTAIN))

    def _worded(self, bare: Announcement) -> Announcement:
        return replace(
            bare,
            title=self._words(f"announce.{bare.kind}_title"),
            text=self._words(f"announce.{bare.kind}_text"),
        )
