"""The tape (체결) of the linked symbol, newest on top, held while somebody reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from kis_desktop.bridge.mailbox import Frame, PrintBatch
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.feed_key import MarketView, feed_key
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message
from kis_desktop.domain.quote import Aggressor, Trade
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import Preferences, ViewContext
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
from kis_desktop.viewmodels.tape_rows import KEPT, Entry, Filtered, Gap, TapeRows
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("time", "column.time", ColumnKind.TEXT, width=74, sortable=False),
    Column("price", "column.trade_price", width=62, sortable=False),
    Column("size", "column.trade_size", width=52, stretch=True, sortable=False),
    Column("strength", "column.strength", width=56, sortable=False),
    Column("volume", "column.volume", width=72, sortable=False),
)
FILTERS = (0, 10, 100, 1000)  # smallest sizes to be shown, in shares
LARGE = (0, 50_000_000, 100_000_000, 500_000_000)  # KRW from which a print stands out; 0: none does
_USUAL_LARGE = 100_000_000
_LARGE_MARK = "◆ "
_OWNER = "tape"
_VENUE, _LARGE, _LEAST = "tape.venue", "tape.large", "tape.least"
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
        self._view = _kept_view(context.preferences)
        self._large = _kept_number(context.preferences.get(_LARGE), LARGE, _USUAL_LARGE)
        self._filtered: Filtered | None = None
        self._filter(_kept_number(context.preferences.get(_LEAST), FILTERS, 0))
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
        if not len(self._shown):
            return PanelState.EMPTY
        return PanelState.STALE if self._is_stale else PanelState.LIVE

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; while live, how many prints are held back."""
        match self.state:
            case PanelState.EMPTY:
                if len(self._tape):
                    return self._words("tape.none_of_size", n=self.least)
                chosen = bool(self._context.link.symbol)
                return self._words("tape.empty" if chosen else "panel.no_symbol")
            case PanelState.FAILED:
                return self._words.sentence(self._failure) if self._failure is not None else ""
            case PanelState.STALE:
                return self._stale_text
            case _:
                return self._words("tape.paused", n=self._held_count) if self._paused else ""

    @property
    def view(self) -> MarketView:
        """Whose prints are shown."""
        return self._view

    def set_view(self, view: MarketView) -> None:
        """Show the prints of another market; kept for the next time."""
        if view is not self._view:
            self._view = view
            self._context.preferences.set(_VENUE, view.value)
            if self._context.link.symbol:
                self._on_symbol(self._context.link.symbol)

    @property
    def least(self) -> int:
        """Prints of fewer shares are left out; they come back when less is asked for."""
        return 0 if self._filtered is None else self._filtered.least

    def set_least(self, shares: int) -> None:
        """Leave prints of fewer shares out; kept for the next time."""
        self._context.preferences.set(_LEAST, str(shares))
        self.beginResetModel()
        self._filter(shares)
        self.endResetModel()
        self.state_changed.emit()

    @property
    def large(self) -> int:
        """Prints of so much money (KRW) stand out; 0: none does."""
        return self._large

    def set_large(self, won: int) -> None:
        """Have prints of so much money stand out; kept for the next time."""
        self._large = won
        self._context.preferences.set(_LARGE, str(won))
        if len(self._shown):
            last = self.index(len(self._shown) - 1, len(COLUMNS) - 1)
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
        entry = self._shown[place]
        return Row(str(place), self._cells(entry), self._context.link.symbol)

    def cell(self, place: int, column: int) -> Cell:
        return self._cells(self._shown[place])[column]

    def find(self, row_id: str) -> Row | None:
        place = self.place_of(row_id)
        return None if place is None else self.row(place)

    def place_of(self, row_id: str) -> int | None:
        return int(row_id) if row_id.isdigit() and int(row_id) < len(self._shown) else None

    def ids(self) -> tuple[str, ...]:
        return tuple(str(place) for place in range(len(self._shown)))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
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
            self._asking.read("recent", self._begin(self._key))
            self.state_changed.emit()

    def _on_symbol(self, symbol: str) -> None:
        self.beginResetModel()
        self._tape.clear()
        self._filter(self.least)
        self._held, self._held_count, self._began = [], 0, False
        self._failure = None
        self.endResetModel()
        wanted = Interest(quotes=frozenset({self._key}), focused=True)
        services = self._context.services
        self._context.commands.start(services.market_data.set_interest, _OWNER, wanted)
        self._asking.read("recent", self._begin(self._key))
        self.state_changed.emit()

    async def _begin(self, key: str) -> None:
        market_data = self._context.services.market_data
        try:
            recent = await self._context.commands.run(market_data.recent_trades, key)
        except KisDesktopError as error:
            self._failure = error.message
        else:
            self.beginResetModel()
            self._tape.begin(recent)
            self._filter(self.least)
            self._began = True
            self.endResetModel()
        self.state_changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        before = self.state, self.state_text
        batch = frame.prints.get(self._key)
        if batch is not None and self._paused and len(self._tape):
            self._hold(batch)
        elif batch is not None:
            self._add(batch)
        stale = self._is_stale
        self._line.take(frame)
        for (topic, key), value in frame.latest.items():
            if topic is Topic.FEED and isinstance(value, Feed):
                self._feeds[key] = value
        if stale != self._is_stale and len(self._shown):
            last = self.index(len(self._shown) - 1, len(COLUMNS) - 1)
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
        gone, new = self._seen(self._tape.oldest(len(self._tape) - kept)), self._seen(fresh)
        count = len(self._shown)
        if gone:
            self.beginRemoveRows(QModelIndex(), count - len(gone), count - 1)
        self._tape.trim(kept)
        if self._filtered is not None:
            self._filtered.trim(len(gone))
        if gone:
            self.endRemoveRows()
        if new:
            self.beginInsertRows(QModelIndex(), 0, len(new) - 1)
        self._tape.put(fresh)
        if self._filtered is not None:
            self._filtered.put(new)
        if new:
            self.endInsertRows()

    @property
    def _key(self) -> str:
        return feed_key(self._context.link.symbol, self._view)

    @property
    def _shown(self) -> TapeRows | Filtered:
        return self._tape if self._filtered is None else self._filtered

    def _filter(self, least: int) -> None:
        self._filtered = Filtered(least, self._tape) if least else None

    def _seen(self, entries: list[Entry]) -> list[Entry]:
        """Those of the rows that the filter lets through."""
        held = self._filtered
        return entries if held is None else [one for one in entries if held.holds(one)]

    @property
    def _is_stale(self) -> bool:
        """Whether prints are missing: the line is broken, or prices come without their prints, or
        nothing has come since.
        """
        return self._line.is_broken or self._is_polled or self._is_old

    @property
    def _is_polled(self) -> bool:
        return self._feeds.get(self._key) is Feed.POLLED

    @property
    def _is_old(self) -> bool:
        return self._feeds.get(self._key) is Feed.GAP

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
        stale, large = self._is_stale, self._is_large(trade)
        price_tone = fmt.tone(trade.sign, trade.change)
        mark = _LARGE_MARK if large else ""
        size = f"{mark}{_SIGNS.get(trade.aggressor, '')}{fmt.quantity(trade.size)}"
        side = _SIDES.get(trade.aggressor, Tone.TEXT)
        tip = self._words(f"tape.{trade.aggressor.value}")
        if large:
            worth = fmt.amount(trade.price * trade.size, self._words.language)
            tip = f"{tip} · {self._words('tape.large', amount=worth)}"
        return (
            Cell(fmt.clock(trade.time), None, Tone.TEXT if large else Tone.DIM, stale=stale),
            Cell(fmt.price(trade.price), None, price_tone, bold=large, stale=stale),
            Cell(size, None, side, bold=large, stale=stale, tip=tip),
            Cell(fmt.ratio(trade.strength), None, fmt.strength_tone(trade.strength), stale=stale),
            Cell(fmt.quantity(trade.volume), None, Tone.FAINT, stale=stale),
        )

    def _is_large(self, trade: Trade) -> bool:
        return bool(self._large) and trade.price * trade.size >= self._large


def _kept_view(preferences: Preferences) -> MarketView:
    kept = preferences.get(_VENUE)
    return MarketView(kept) if kept in set(MarketView) else MarketView.KRX


def _kept_number(kept: str | None, allowed: tuple[int, ...], usual: int) -> int:
    return next((one for one in allowed if str(one) == kept), usual)
