"""The status line: how the line, the budgets and the token stand, and what happened last."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import (
    Budget,
    ConnectionStatus,
    Environment,
    LinkState,
    Notices,
    NoticeStatus,
)
from kis_desktop.domain.event import Event, FillReceived, Logged, OrderChanged, Severity
from kis_desktop.domain.order import Order, OrderState, Request
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.market_times import MarketTimes
from kis_desktop.viewmodels.missing_reads import MissingReads
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_NEARLY_FULL = 0.8
Monotonic = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A use of a limit: what it is, how much in words, and the share 0–1 (None: not known)."""

    title: str
    text: str
    share: float | None
    tone: Tone


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text with its tone; empty where there is nothing to say."""

    text: str = ""
    tone: Tone = Tone.DIM


_NEVER_LEFT = ("order.not_sent", "kis.order_unreachable", "storage.")


class Status(QObject):
    """What the status line shows; `changed` at most once a frame, `news_changed` with an event."""

    changed = Signal()
    news_changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Monotonic = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._monotonic = monotonic
        self._now = now
        self._times = MarketTimes(monotonic, now)
        self._missing = MissingReads()
        self._connection: ConnectionStatus | None = None
        self._budget: Budget | None = None
        self._notices: NoticeStatus | None = None
        self.state: LinkState | None = None
        self.line = Spoken(self._words("line.unknown"))
        self.reason = ""
        self.rest = self._gauge("budget.rest", None, None)
        self.registrations = self._gauge("budget.registrations", None, None)
        self.token = Spoken()
        self.notices = Spoken()
        self.news = Spoken()
        context.clock.frame.connect(self.take)

    def take(self, frame: Frame) -> None:
        """Follow one frame."""
        self._times.take(frame)
        connection = frame.latest.get((Topic.CONNECTION, ""))
        if isinstance(connection, ConnectionStatus):
            self._connection = connection
        budget = frame.latest.get((Topic.BUDGET, ""))
        if isinstance(budget, Budget):
            self._budget = budget
        notices = frame.latest.get((Topic.NOTICES, ""))
        if isinstance(notices, NoticeStatus):
            self._notices = notices
        self._show()
        news = [spoken for event in frame.events if (spoken := self._news(event)) is not None]
        if news and news[-1] != self.news:
            self.news = news[-1]
            self.news_changed.emit()

    def _show(self) -> None:
        before = self._shown()
        if self._connection is not None:
            self.state = self._connection.state
            self.line = self._line(self._connection)
            told = self._connection.reason
            self.reason = self._words.sentence(told) if told is not None else ""
        if self._budget is not None:
            budget = self._budget
            self.rest = self._gauge("budget.rest", budget.rest_used, budget.rest_limit)
            self.registrations = self._gauge(
                "budget.registrations", budget.registrations, budget.registration_limit
            )
            replayed = self._context.environment is Environment.REPLAY  # it sends no token
            self.token = self._token(None if replayed else budget.token_valid_until)
        self.notices = self._notices_text()
        if before != self._shown():
            self.changed.emit()

    def _shown(self) -> tuple[object, ...]:
        uses = (self.rest, self.registrations, self.token)
        return self.line, self.reason, self.notices, *uses

    def _notices_text(self) -> Spoken:
        """How we learn of our orders, where it is not at once and the line itself stands."""
        told = self._notices
        if told is None or told.state is Notices.LIVE or self.state is not LinkState.LIVE:
            return Spoken()
        seconds = f"{told.read_every:g}"
        return Spoken(self._words(f"notices.{told.state}", seconds=seconds), Tone.UNCERTAIN)

    def _line(self, status: ConnectionStatus) -> Spoken:
        state, words = status.state, self._words
        if state is LinkState.LIVE:
            if status.latency_ms is None:
                return Spoken(words("line.live"))
            return Spoken(words("line.latency", ms=ceil(status.latency_ms)))
        if state is LinkState.CONNECTING:
            if status.attempts > 1:
                return Spoken(words("line.connecting_again", n=status.attempts), Tone.UNCERTAIN)
            return Spoken(words("line.connecting"), Tone.UNCERTAIN)
        if state is not LinkState.BLOCKED and status.retry_at is not None:
            seconds = max(ceil(status.retry_at - self._monotonic()), 0)
            return Spoken(words(f"line.{state}_retry", seconds=seconds), Tone.UNCERTAIN)
        return Spoken(words(f"line.{state}"), Tone.UNCERTAIN)

    def _gauge(self, title: str, used: int | None, limit: float | None) -> Gauge:
        shown = self._words(title)
        if used is None or not limit:
            return Gauge(shown, fmt.UNKNOWN, None, Tone.DIM)
        share = min(used / limit, 1.0)
        tone = Tone.UNCERTAIN if share >= _NEARLY_FULL else Tone.DIM
        return Gauge(shown, f"{used}/{limit:g}", share, tone)

    def _token(self, until: datetime | None) -> Spoken:
        if until is None:
            return Spoken()
        if until <= self._now():
            return Spoken(self._words("budget.token_expired"), Tone.UNCERTAIN)
        local = until.astimezone(fmt.EXCHANGE_ZONE)
        return Spoken(self._words("budget.token", time=local.strftime("%m-%d %H:%M")))

    def _news(self, event: Event) -> Spoken | None:
        if isinstance(event, FillReceived):
            fill = event.fill
            told = self._words(
                "news.fill",
                time=fmt.clock_digits(fill.time),
                name=self._context.instruments.name(fill.symbol),
                side=self._words(f"news.{fill.side}"),
                quantity=fill.quantity,
                price=fmt.price(fill.price),
            )
            return Spoken(told, Tone.TEXT)
        if isinstance(event, OrderChanged):
            return self._order_news(event.order)
        if isinstance(event, Logged):
            fresh = self._missing.told(event)
            return None if fresh is None else self._logged_news(fresh)
        return None

    def _logged_news(self, event: Logged) -> Spoken:
        sentence = self._words.sentence(event.message)
        told = self._words("news.logged", time=self._times.text(event.at), sentence=sentence)
        calm = event.severity is Severity.NOTE
        return Spoken(told, Tone.DIM if calm else Tone.UNCERTAIN)

    def _order_news(self, order: Order) -> Spoken | None:
        """An order is news here when it was refused or when nobody answers for it."""
        if order.state not in {OrderState.REJECTED, OrderState.UNKNOWN}:
            return None
        uncertain = order.state is OrderState.UNKNOWN
        told = self._words(
            "news.uncertain" if uncertain else _news_of_rejected(order),
            time=self._times.text(order.at),
            name=self._context.instruments.name(order.symbol),
            side=self._asked(order),
            quantity=order.quantity,
        )
        return Spoken(told, Tone.UNCERTAIN)

    def _asked(self, order: Order) -> str:
        """What was asked for: a side, or the amendment or cancellation of an order of that side."""
        side = self._words(f"news.{order.side}")
        if order.request is Request.NEW:
            return side
        return self._words(f"news.{order.request}_of", side=side)


def _news_of_rejected(order: Order) -> str:
    """Refused by the server, never found there, or stopped here before anything was sent."""
    reason = order.reason.id if order.reason is not None else ""
    if reason.startswith(_NEVER_LEFT):
        return "news.not_sent"
    return "news.never_arrived" if reason == "order.never_arrived" else "news.rejected"
