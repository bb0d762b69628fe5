"""The watchlist (관심종목): the shown group's prices, each with the way it comes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import Budget, Feed
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import Preferences, ViewContext
from kis_desktop.viewmodels.freshness import Line, PanelState
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.watch_groups import WatchGroups
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, width=96, stretch=True),
    Column("last", "column.last", width=76, flashes=True),
    Column("change", "column.change", width=68),
    Column("rate", "column.rate", width=62),
    Column("volume", "column.volume_thousands", width=58),
    Column("turnover", "column.turnover", width=72, hidden=True),
    Column("strength", "column.strength", width=62, hidden=True),
    Column("open", "column.open", width=72, hidden=True),
    Column("high", "column.high", width=72, hidden=True),
    Column("low", "column.low", width=72, hidden=True),
    Column("time", "column.time", width=64, hidden=True),
)
_ALL, _VISIBLE = "watchlist", "watchlist.visible"
_DEBOUNCE = 150  # ms that scrolling and editing settle before subscriptions follow
_LAST_SYMBOL = "link.symbol"


class Watchlist(QObject):
    """The table of the shown group. `state_changed` when what the panel has to show changes."""

    state_changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._quotes: dict[str, Quote] = {}
        self._feeds: dict[str, Feed] = {}
        self._budget: Budget | None = None
        self._line = Line()
        self._visible: tuple[str, ...] = ()
        self._told: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._stale_text = ""
        self.table = RowTableModel(COLUMNS, context.language, self)
        self.groups = WatchGroups(context, self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_DEBOUNCE)
        self._settle.timeout.connect(self._tell_interest)
        self.groups.changed.connect(self._show_group)
        self.groups.failed.connect(self._on_failed)
        context.instruments.changed.connect(self._on_names)
        context.clock.frame.connect(self._on_frame)
        context.link.symbol_changed.connect(self._remember)
        self.groups.load()

    @property
    def preferences(self) -> Preferences:
        """Where the table's columns are kept."""
        return self._context.preferences

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if not self.groups.is_known:
            return PanelState.FAILED if self.groups.failure else PanelState.LOADING
        if not self.groups.symbols:
            return PanelState.EMPTY
        return PanelState.STALE if self._line.is_broken else PanelState.LIVE

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; empty while live."""
        match self.state:
            case PanelState.FAILED:
                failure = self.groups.failure
                return self._words.sentence(failure) if failure is not None else ""
            case PanelState.EMPTY:
                return self._words("watchlist.empty")
            case PanelState.STALE:
                return self._stale_text
            case _:
                return ""

    @property
    def registrations_text(self) -> str:
        """How many of the realtime registrations are used: `실시간 20/41`."""
        if self._budget is None:
            return self._words("watchlist.live_unknown")
        return self._words(
            "watchlist.live",
            used=self._budget.registrations,
            limit=self._budget.registration_limit,
        )

    def set_visible(self, symbols: Sequence[str]) -> None:
        """The symbols whose rows can be seen: they come first when registrations run short."""
        self._visible = tuple(symbols)
        self._settle.start()

    def select(self, symbol: str) -> None:
        """Show a symbol in all linked panels."""
        self._context.link.select(symbol)

    def _show_group(self) -> None:
        self.table.replace([self._row(symbol) for symbol in self.groups.symbols])
        self._settle.start()
        self._select_first()
        self.state_changed.emit()

    def _select_first(self) -> None:
        """A new window shows the symbol of last time, or the first of the list."""
        if not self._context.link.symbol and self.groups.symbols:
            kept = self._context.preferences.get(_LAST_SYMBOL)
            self._context.link.select(kept or self.groups.symbols[0])

    def _remember(self, symbol: str) -> None:
        self._context.preferences.set(_LAST_SYMBOL, symbol)

    def _on_failed(self, _reason: Message) -> None:
        self.state_changed.emit()

    def _on_names(self) -> None:
        self.table.upsert([self._row(symbol) for symbol in self.groups.symbols])

    def _on_frame(self, frame: Frame) -> None:
        touched = self._take(frame)
        line_changed = self._line.take(frame)
        if line_changed:
            touched = set(self.groups.symbols)
        shown = [symbol for symbol in self.groups.symbols if symbol in touched]
        if shown:
            self.table.upsert([self._row(symbol) for symbol in shown])
        if self._tell_age() or line_changed or (Topic.BUDGET, "") in frame.latest:
            self.state_changed.emit()

    def _take(self, frame: Frame) -> set[str]:
        touched: set[str] = set()
        for (topic, key), value in frame.latest.items():
            if topic is Topic.QUOTE and isinstance(value, Quote):
                self._quotes[key] = value
                touched.add(key)
            elif topic is Topic.FEED and isinstance(value, Feed):
                self._feeds[key] = value
                touched.add(key)
            elif topic is Topic.BUDGET and isinstance(value, Budget):
                self._budget = value
        return touched

    def _tell_age(self) -> bool:
        text = self._line.words(self._words, self._line.broken_for)
        changed = text != self._stale_text
        self._stale_text = text
        return changed

    def _row(self, symbol: str) -> Row:
        quote = self._quotes.get(symbol) or Quote(symbol)
        tone = fmt.tone(quote.sign, quote.change)
        stale = self._line.is_broken or self._feeds.get(symbol) is Feed.GAP
        base = quote.previous_close
        return Row(
            symbol,
            (
                self._name_cell(symbol, stale=stale),
                Cell(fmt.price(quote.last), quote.last, tone, bold=True, stale=stale),
                Cell(fmt.change(quote.change, quote.sign), quote.change, tone, stale=stale),
                Cell(fmt.rate(quote.change_rate), quote.change_rate, tone, stale=stale),
                Cell(
                    fmt.thousands(quote.volume),
                    quote.volume,
                    Tone.DIM,
                    stale=stale,
                    tip=fmt.quantity(quote.volume),
                ),
                Cell(
                    fmt.amount(quote.turnover, self._words.language),
                    quote.turnover,
                    Tone.DIM,
                    stale=stale,
                ),
                Cell(
                    fmt.ratio(quote.strength),
                    quote.strength,
                    fmt.strength_tone(quote.strength),
                    stale=stale,
                ),
                *(
                    Cell(fmt.price(value), value, fmt.tone_against(value, base), stale=stale)
                    for value in (quote.open, quote.high, quote.low)
                ),
                Cell(
                    fmt.clock(quote.time),
                    None if quote.time is None else quote.time.isoformat(),
                    Tone.DIM,
                    stale=stale,
                ),
            ),
            symbol,
        )

    def _name_cell(self, symbol: str, *, stale: bool) -> Cell:
        name = self._context.instruments.name(symbol)
        return Cell(
            name,
            name,
            Tone.TEXT,
            stale=stale,
            badges=self._marks(self._context.instruments.find(symbol)),
            dot=self._feeds.get(symbol, Feed.WAITING),
            tip=f"{name} · {symbol} · {self._feed_text(symbol)}",
        )

    def _feed_text(self, symbol: str) -> str:
        return self._words(f"feed.{self._feeds.get(symbol, Feed.WAITING).value}")

    def _marks(self, instrument: Instrument | None) -> tuple[str, ...]:
        if instrument is None:
            return ()
        return tuple(self._words(f"mark.{mark.value}") for mark in instrument.marks)

    def _tell_interest(self) -> None:
        everything = frozenset(self.groups.symbols)
        visible = frozenset(self._visible) & everything
        if (visible, everything) == self._told:
            return
        self._told = (visible, everything)
        services, commands = self._context.services, self._context.commands
        commands.start(services.market_data.set_interest, _VISIBLE, Interest(quotes=visible))
        rest = Interest(quotes=everything, background=True)
        commands.start(services.market_data.set_interest, _ALL, rest)
