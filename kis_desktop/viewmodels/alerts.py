"""All alerts (알림) as a table: what each waits for, how far away that is, and where it stands."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.alert import Alert, AlertBoard, LineCross, Stand
from kis_desktop.domain.alert_gap import price_targets
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import alert_words as says
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState, age_of
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, width=120),
    Column("condition", "alerts_panel.condition", ColumnKind.TEXT, width=210, stretch=True),
    Column("often", "alerts_panel.often", ColumnKind.TEXT, width=120),
    Column("distance", "alerts_panel.distance", width=76),
    Column("stand", "alerts_panel.stand", ColumnKind.TEXT, width=136),
    Column("fired", "alerts_panel.fired", ColumnKind.TEXT, width=104),
    Column("count", "alerts_panel.count", width=48),
    Column("note", "alerts_panel.note", ColumnKind.TEXT, width=110),
)
_DISTANCE = [column.id for column in COLUMNS].index("distance")
_LOOK_MILLISECONDS = 1000
_OLD = 30.0  # seconds: the distance of an older price is shown as old
_PERCENT = 100
_OVER = frozenset({Stand.FIRED, Stand.MISSED, Stand.EXPIRED})


class Shown(enum.StrEnum):
    """Which alerts the table has."""

    ALL = "all"
    ARMED = "armed"
    WAITING = "waiting"  # for the trader: paused or held
    OVER = "over"


class AlertList(QObject):
    """`changed` when anything but a figure does."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._board: AlertBoard | None = None
        self._quotes: dict[str, Quote] = {}
        self._written: dict[str, tuple[Alert, Row]] = {}  # all but their distance
        self._moved = False
        self._asking = Asking(self)
        self._sought = ""
        self.shown = Shown.ALL
        self.failure = ""
        self.table = RowTableModel(COLUMNS, context.language, self)
        context.clock.frame.connect(self._on_frame)
        context.instruments.changed.connect(self._write_anew)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._show_distances)
        self._look.start()
        self._on_frame(context.clock.so_far)

    @property
    def title(self) -> str:
        """The panel's title with how many are watched."""
        known = fmt.UNKNOWN if self._board is None else self._board.armed
        return self._words("alerts_panel.title", n=known)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self._board is None:
            return PanelState.LOADING
        return PanelState.LIVE if self.table.rowCount() else PanelState.EMPTY

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state."""
        if self.state is not PanelState.EMPTY or self._board is None:
            return ""
        return self._words(
            "alerts_panel.none_found" if self._board.alerts else "alerts_panel.empty"
        )

    def find(self, id_: str | None) -> Alert | None:
        """An alert by its row."""
        alerts = () if self._board is None else self._board.alerts
        return next((alert for alert in alerts if alert.id == id_), None)

    def chosen(self, ids: Iterable[str]) -> list[Alert]:
        """Alerts by their rows."""
        return [alert for id_ in ids if (alert := self.find(id_)) is not None]

    def seek(self, text: str) -> None:
        """Show those alone whose instrument, condition or note has this text."""
        self._sought = text.strip().casefold()
        self._show()

    def choose(self, shown: Shown) -> None:
        """Show those of this kind alone."""
        self.shown = shown
        self._show()

    def pause(self, ids: tuple[str, ...]) -> None:
        """Watch these no longer."""
        self._ask("pause", ids)

    def resume(self, ids: tuple[str, ...]) -> None:
        """Watch these again."""
        self._ask("resume", ids)

    def adjust(self, ids: tuple[str, ...]) -> None:
        """Watch held ones again, at prices of the new base."""
        self._ask("adjust", ids)

    def remove(self, ids: tuple[str, ...]) -> None:
        """Forget these."""
        self._ask("remove", ids)

    def pick(self, id_: str) -> None:
        """Show its instrument everywhere."""
        alert = self.find(id_)
        if alert is not None:
            self._context.link.select(split_feed_key(alert.symbol)[0])

    def _ask(self, what: str, ids: tuple[str, ...]) -> None:
        if ids:
            self._asking.write(self._carry_out(what, ids))

    async def _carry_out(self, what: str, ids: tuple[str, ...]) -> None:
        self.failure = ""
        service = self._context.services.alerts
        method = {
            "pause": service.pause,
            "resume": service.resume,
            "adjust": service.adjust,
            "remove": service.remove,
        }[what]
        try:
            await self._context.commands.run(method, ids)
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self.changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        for (topic, key), value in frame.latest.items():
            if topic is Topic.QUOTE and isinstance(value, Quote):
                self._quotes[key] = value
                self._moved = True
        told = frame.latest.get((Topic.ALERTS, ""))
        if isinstance(told, AlertBoard):
            self._board = told
            here = {alert.id for alert in told.alerts}
            self._written = {id_: kept for id_, kept in self._written.items() if id_ in here}
            self._show()

    def _write_anew(self) -> None:
        """Instruments may have other names."""
        self._written.clear()
        self._show()

    def _show_distances(self) -> None:
        if self._moved:
            self._show()

    def _show(self) -> None:
        self._moved = False
        if self._board is not None:
            rows = (self._row(alert) for alert in self._board.alerts if self._is_shown(alert))
            self.table.replace([row for row in rows if self._is_sought(row)])
        self.changed.emit()

    def _is_shown(self, alert: Alert) -> bool:
        if self.shown is Shown.WAITING:
            return alert.stand in (Stand.PAUSED, Stand.HELD)
        if self.shown is Shown.OVER:
            return alert.stand in _OVER
        return self.shown is Shown.ALL or alert.is_armed

    def _is_sought(self, row: Row) -> bool:
        if not self._sought:
            return True
        texts = (row.symbol, *(cell.text for cell in row.cells))
        return any(self._sought in text.casefold() for text in texts)

    def _row(self, alert: Alert) -> Row:
        known = self._written.get(alert.id)
        if known is None or known[0] is not alert:
            known = self._written[alert.id] = alert, self._row_without_distance(alert)
        row = known[1]
        cells = (*row.cells[:_DISTANCE], self._distance(alert), *row.cells[_DISTANCE + 1 :])
        return Row(row.id, cells, row.symbol)

    def _row_without_distance(self, alert: Alert) -> Row:
        words, symbol = self._words, split_feed_key(alert.symbol)[0]
        name = self._context.instruments.name(symbol)
        whole = says.sentence(alert, name, words)
        condition = says.condition_text(alert.condition, words)
        often = says.often_text(alert.frequency, words)
        stand = says.stand_text(alert, words)
        reason = "" if alert.reason is None else words.sentence(alert.reason.message)
        fired = says.moment_text(alert.fired)
        return Row(
            alert.id,
            (
                Cell(name, name, tip=f"{name} · {alert.symbol}"),
                Cell(condition, condition, tip=whole),
                Cell(often, alert.frequency.often.value, Tone.DIM, tip=often),
                Cell(tone=Tone.DIM),
                Cell(
                    stand,
                    alert.stand.value,
                    says.stand_tone(alert),
                    tip=reason or stand,
                    note=reason,
                ),
                Cell(fired, fired or None, Tone.DIM) if fired else Cell(tone=Tone.DIM),
                Cell(str(alert.count), alert.count, Tone.DIM),
                Cell(alert.note, alert.note, Tone.DIM, tip=alert.note),
            ),
            symbol,
        )

    def _distance(self, alert: Alert) -> Cell:
        """How far the price has to go, in percent of it; unknown for what isn't a price."""
        quote = self._quotes.get(alert.symbol)
        if quote is None or not quote.last or alert.stand in _OVER:
            return Cell(tone=Tone.DIM)
        targets = self._targets(alert, quote)
        if not targets:
            return Cell(tone=Tone.DIM)
        last = quote.last
        nearest = min(targets, key=lambda target: abs(target - last))
        percent = (nearest - last) / last * _PERCENT
        age = age_of(quote.received)
        return Cell(fmt.rate(percent), abs(percent), stale=age is None or age > _OLD)

    def _targets(self, alert: Alert, quote: Quote) -> tuple[Decimal, ...]:
        if isinstance(alert.condition, LineCross):
            price = None if self._board is None else self._board.lines.get(alert.id)
            return () if price is None else (price,)
        return price_targets(alert.condition, quote.previous_close)
