"""The tape (체결) of the linked symbol, newest on top, held while somebody reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from kis_desktop.bridge.mailbox import Frame, PrintBatch
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message
from kis_desktop.domain.quote import Aggressor, Trade
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import Line, PanelState
from kis_desktop.viewmodels.roles import Role, Tone
from kis_desktop.viewmodels.table import (
    Cell,
    Column,
    ColumnKind,
    Index,
    Row,
    RowTableModel,
    alignment,
)
from kis_desktop.viewmodels.tape_rows import KEPT, Entry, Gap, TapeRows
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("time", "column.time", ColumnKind.TEXT, width=74, sortable=False),
    Column("price", "column.trade_price", width=62, sortable=False),
    Column("size", "column.trade_size", width=52, stretch=True, sortable=False),
    Column("strength", "column.strength", width=56, sortable=False),
    Column("volume", "column.volume", width=72, sortable=False),
)
FILTERS = (0, 10, 100, 1000)  # smallest sizes to be shown, in shares
_OWNER = "tape"
_SIDES = {Aggressor.BUY: Tone.BUY, Aggressor.SELL: Tone.SELL}
_SIGNS = {Aggressor.BUY: "+", Aggressor.SELL: fmt.MINUS}
_BLANK = Cell("")
_GAP_COLUMN = 1
_READERS: dict[int, Callable[[Cell], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda cell: cell.text,
    Qt.ItemDataRole.ToolTipRole: lambda cell: cell.tip or None,
    Role.TONE: lambda cell: cell.tone,
    Role.STALE: lambda cell: cell.stale,
    Role.BOLD: lambda cell: cell.bold,
}


class Tape(RowTableModel):
    """Rows of prints and marked gaps; never more than `KEPT`, whatever the day brings.

    The rows are made when they are looked at: the ring keeps trades, not texts.
    """

    state_changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, context.language, parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._line = Line()
        self._tape = TapeRows()
        self._held: list[PrintBatch] = []
        self._held_count = 0
        self._paused = False
        self._began = False
        self._least = 0
        self._failure: Message | None = None
        self._stale_text = ""
        self._feeds: dict[str, Feed] = {}
        context.link.symbol_changed.connect(self._on_symbol)
        context.clock.frame.connect(self._on_frame)
        if context.link.symbol:
            self._on_symbol(context.link.symbol)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if not self._context.link.symbol:
            return PanelState.EMPTY
        if not len(self._tape):
            if self._failure is not None:
                return PanelState.FAILED
            return PanelState.EMPTY if self._began else PanelState.LOADING
        return PanelState.STALE if self._is_stale else PanelState.LIVE

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; while live, how many prints are held back."""
        match self.state:
            case PanelState.EMPTY:
                chosen = bool(self._context.link.symbol)
                return self._words("tape.empty" if chosen else "panel.no_symbol")
            case PanelState.FAILED:
                return self._words.sentence(self._failure) if self._failure is not None else ""
            case PanelState.STALE:
                return self._stale_text
            case _:
                return self._words("tape.paused", n=self._held_count) if self._paused else ""

    @property
    def least(self) -> int:
        """Prints of fewer shares are drawn faint."""
        return self._least

    def set_least(self, shares: int) -> None:
        """Draw prints of fewer shares faint, so that large ones stand out."""
        self._least = shares
        if len(self._tape):
            last = self.index(len(self._tape) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def pause(self, paused: bool) -> None:  # noqa: FBT001
        """Hold new prints back while the pointer is over the tape; they are shown on release."""
        if paused == self._paused:
            return
        self._paused = paused
        if not paused:
            held, self._held, self._held_count = self._held, [], 0
            for batch in held:
                self._add(batch)
        self.state_changed.emit()

    def row(self, place: int) -> Row:
        entry = self._tape[place]
        return Row(str(place), self._cells(entry), self._context.link.symbol)

    def cell(self, place: int, column: int) -> Cell:
        return self._cells(self._tape[place])[column]

    def find(self, row_id: str) -> Row | None:
        place = self.place_of(row_id)
        return None if place is None else self.row(place)

    def place_of(self, row_id: str) -> int | None:
        return int(row_id) if row_id.isdigit() and int(row_id) < len(self._tape) else None

    def ids(self) -> tuple[str, ...]:
        return tuple(str(place) for place in range(len(self._tape)))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._tape)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._tape):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(COLUMNS[index.column()])
        if role == Role.SYMBOL:
            return self._context.link.symbol
        cell = self.cell(index.row(), index.column())
        reader = _READERS.get(role)
        return None if reader is None else reader(cell)

    def retry(self) -> None:
        """Read the recent prints again."""
        if self._context.link.symbol:
            self._failure = None
            self._asking.read("recent", self._begin(self._context.link.symbol))
            self.state_changed.emit()

    def _on_symbol(self, symbol: str) -> None:
        self.beginResetModel()
        self._tape.clear()
        self._held, self._held_count, self._began = [], 0, False
        self._failure = None
        self.endResetModel()
        wanted = Interest(quotes=frozenset({symbol}), focused=True)
        services = self._context.services
        self._context.commands.start(services.market_data.set_interest, _OWNER, wanted)
        self._asking.read("recent", self._begin(symbol))
        self.state_changed.emit()

    async def _begin(self, symbol: str) -> None:
        market_data = self._context.services.market_data
        try:
            recent = await self._context.commands.run(market_data.recent_trades, symbol)
        except KisDesktopError as error:
            self._failure = error.message
        else:
            self.beginResetModel()
            self._tape.begin(recent)
            self._began = True
            self.endResetModel()
        self.state_changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        before = self.state, self.state_text
        symbol = self._context.link.symbol
        batch = frame.prints.get(symbol)
        if batch is not None and self._paused and len(self._tape):
            self._hold(batch)
        elif batch is not None:
            self._add(batch)
        stale = self._is_stale
        self._line.take(frame)
        for (topic, key), value in frame.latest.items():
            if topic is Topic.FEED and isinstance(value, Feed):
                self._feeds[key] = value
        if stale != self._is_stale and len(self._tape):
            last = self.index(len(self._tape) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self._tell_age()
        if before != (self.state, self.state_text):
            self.state_changed.emit()

    def _hold(self, batch: PrintBatch) -> None:
        """Keep prints for later; beyond what the tape can show, the oldest become lost ones."""
        self._held.append(batch)
        self._held_count += len(batch.trades) + batch.lost
        while len(self._held) > 1 and sum(len(held.trades) for held in self._held) > KEPT:
            oldest = self._held.pop(0)
            lost = self._held[0].lost + oldest.lost + len(oldest.trades)
            self._held[0] = PrintBatch(self._held[0].trades, lost)

    def _add(self, batch: PrintBatch) -> None:
        fresh = self._tape.fresh(batch.trades, batch.lost)[-KEPT:]
        if not fresh:
            return
        kept = min(len(self._tape), KEPT - len(fresh))
        if kept < len(self._tape):
            self.beginRemoveRows(QModelIndex(), kept, len(self._tape) - 1)
            self._tape.trim(kept)
            self.endRemoveRows()
        self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
        self._tape.put(fresh)
        self.endInsertRows()

    @property
    def _is_stale(self) -> bool:
        """Whether prints are missing: the line is broken, or prices come without their prints, or
        nothing has come since.
        """
        return self._line.is_broken or self._is_polled or self._is_old

    @property
    def _is_polled(self) -> bool:
        return self._feeds.get(self._context.link.symbol) is Feed.POLLED

    @property
    def _is_old(self) -> bool:
        return self._feeds.get(self._context.link.symbol) is Feed.GAP

    def _tell_age(self) -> None:
        if self._line.is_broken:
            self._stale_text = self._line.words(self._words, self._line.broken_for)
        else:
            self._stale_text = self._words("tape.polled" if self._is_polled else "tape.old")

    def _cells(self, entry: Entry) -> tuple[Cell, ...]:
        if isinstance(entry, Gap):
            return self._gap_cells(entry)
        return self._trade_cells(entry)

    def _gap_cells(self, gap: Gap) -> tuple[Cell, ...]:
        text = (
            self._words("tape.lost", n=gap.prints)
            if gap.prints
            else self._words("tape.lost_shares", n=gap.shares)
        )
        told = Cell(text, None, Tone.UNCERTAIN, tip=text)
        return tuple(told if place == _GAP_COLUMN else _BLANK for place in range(len(COLUMNS)))

    def _trade_cells(self, trade: Trade) -> tuple[Cell, ...]:
        stale = self._is_stale
        small = trade.size < self._least
        price_tone = fmt.tone(trade.sign, trade.change)
        size = f"{_SIGNS.get(trade.aggressor, '')}{fmt.quantity(trade.size)}"
        side = _SIDES.get(trade.aggressor, Tone.TEXT)
        return (
            Cell(fmt.clock(trade.time), None, Tone.FAINT if small else Tone.DIM, stale=stale),
            Cell(fmt.price(trade.price), None, Tone.FAINT if small else price_tone, stale=stale),
            Cell(
                size,
                None,
                Tone.FAINT if small else side,
                bold=bool(self._least) and not small,
                stale=stale,
                tip=self._words(f"tape.{trade.aggressor.value}"),
            ),
            Cell(
                fmt.ratio(trade.strength),
                None,
                Tone.FAINT if small else fmt.strength_tone(trade.strength),
                stale=stale,
            ),
            Cell(fmt.quantity(trade.volume), None, Tone.FAINT, stale=stale),
        )
