"""Positions (잔고): the account's holdings, re-priced as quotes come in."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Side
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import Line, PanelState
from kis_desktop.viewmodels.holdings import Holding, revalued, summed
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.ticket_estimate import estimate
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, width=140, stretch=True),
    Column("held", "column.held", width=66),
    Column("sellable", "column.sellable", width=72),
    Column("average", "column.average", width=84),
    Column("last", "column.last", width=84, flashes=True),
    Column("purchase", "column.purchase", width=104),
    Column("value", "column.value", width=104),
    Column("pnl", "column.pnl", width=100),
    Column("rate", "column.pnl_rate", width=72),
    Column("after", "column.pnl_after", width=100),
)
SUM_ID = "sum"
_OWNER = "positions"
_PATIENCE = 4_000  # ms to wait for the account's first reading before asking for the reason
_BLANK = Cell("")


class Positions(QObject):
    """The table of holdings and their sum. `changed` when count, sum or state change."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._facts = TicketFacts(context.instruments)
        self._line = Line()
        self._account: AccountSnapshot | None = None
        self._quotes: dict[str, Quote] = {}
        self._feeds: dict[str, Feed] = {}
        self._failure: Message | None = None
        self._stale_text = ""
        self.table = RowTableModel(COLUMNS, context.language, self)
        self.sum = RowTableModel(COLUMNS, context.language, self)
        context.instruments.changed.connect(self._show)
        context.clock.frame.connect(self._on_frame)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._ask_when_untold)
        self._patience.start()

    @property
    def count(self) -> int:
        """How many instruments are held."""
        return self.table.rowCount()

    @property
    def title(self) -> str:
        """The panel's title; without a count until the account has been read."""
        known = self._account is not None
        return self._words("positions.title", n=self.count if known else fmt.UNKNOWN)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self._account is None:
            return PanelState.FAILED if self._failure is not None else PanelState.LOADING
        if not self._account.positions:
            return PanelState.EMPTY
        return PanelState.STALE if self._line.is_broken else PanelState.LIVE

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; empty while live."""
        match self.state:
            case PanelState.LOADING:
                return self._words("positions.loading")
            case PanelState.EMPTY:
                return self._words("positions.empty")
            case PanelState.FAILED:
                return self._words.sentence(self._failure) if self._failure is not None else ""
            case PanelState.STALE:
                return self._stale_text
            case _:
                return ""

    def pick(self, row_id: str) -> None:
        """Show a holding's symbol everywhere."""
        self._context.link.select(row_id)

    def refresh(self) -> None:
        """Read the account now."""
        self._failure = None
        self._asking.read("account", self._refresh())
        self.changed.emit()

    def _ask_when_untold(self) -> None:
        if self._account is None:
            self.refresh()

    async def _refresh(self) -> None:
        try:
            await self._context.commands.run(self._context.services.accounts.refresh)
        except KisDesktopError as error:
            self._failure = error.message
        self.changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        before = self.state, self.state_text
        self._facts.take(frame)
        touched = self._line.take(frame)
        account = frame.latest.get((Topic.ACCOUNT, ""))
        if isinstance(account, AccountSnapshot):
            self._take_account(account)
            touched = True
        touched |= self._take_quotes(frame)
        self._tell_age()
        if touched:
            self._show()
        if touched or before != (self.state, self.state_text):
            self.changed.emit()

    def _take_account(self, account: AccountSnapshot) -> None:
        held = frozenset(position.symbol for position in account.positions)
        before = self._account
        known = frozenset(p.symbol for p in before.positions) if before is not None else None
        self._account = account
        self._failure = None
        if held != known:
            services = self._context.services
            self._context.commands.start(
                services.market_data.set_interest, _OWNER, Interest(quotes=held)
            )

    def _take_quotes(self, frame: Frame) -> bool:
        held = {p.symbol for p in self._account.positions} if self._account else set()
        touched = False
        for (topic, key), value in frame.latest.items():
            if topic is Topic.QUOTE and isinstance(value, Quote):
                self._quotes[key] = value
                touched |= key in held
            elif topic is Topic.FEED and isinstance(value, Feed):
                self._feeds[key] = value
                touched |= key in held
        return touched

    def _tell_age(self) -> None:
        self._stale_text = self._line.words(self._words, self._line.broken_for)

    def _show(self) -> None:
        if self._account is None:
            return
        holdings = revalued(self._account, self._quotes)
        rows = [self._row(each) for each in holdings]
        if [row.id for row in rows] == list(self.table.ids()):
            self.table.upsert(rows)
        else:
            self.table.replace(rows)
        self.sum.replace([self._sum_row(holdings)] if holdings else [])

    def _row(self, held: Holding) -> Row:
        position = held.position
        symbol = position.symbol
        known = self._context.instruments.find(symbol)
        name = known.name if known is not None else position.name or symbol
        stale = self._line.is_broken or self._feeds.get(symbol) is Feed.GAP
        quote = self._quotes.get(symbol)
        last_tone = fmt.tone(quote.sign, quote.change) if quote is not None else Tone.TEXT
        pnl_tone = fmt.tone(fmt.sign_of(held.pnl))
        after = self._after_costs(held)
        return Row(
            symbol,
            (
                Cell(name, name, stale=stale, tip=f"{name} · {symbol}"),
                Cell(fmt.quantity(position.quantity), position.quantity),
                Cell(fmt.quantity(position.sellable), position.sellable, Tone.DIM),
                Cell(fmt.price(position.average_price), position.average_price),
                Cell(fmt.price(held.last), held.last, last_tone, bold=True, stale=stale),
                Cell(fmt.price(held.cost), held.cost, Tone.DIM),
                Cell(fmt.price(held.value), held.value, stale=stale),
                Cell(fmt.change(held.pnl), held.pnl, pnl_tone, stale=stale),
                Cell(fmt.rate(held.rate), held.rate, pnl_tone, stale=stale),
                Cell(
                    fmt.change(after),
                    after,
                    fmt.tone(fmt.sign_of(after)),
                    stale=stale,
                    tip=self._words("positions.after_tip"),
                ),
            ),
            symbol,
        )

    def _after_costs(self, held: Holding) -> Decimal | None:
        """Profit if it were all sold now, less estimated fee and tax."""
        position = held.position
        if held.last is None or held.cost is None or not position.quantity:
            return None
        terms = self._facts.terms(position.symbol)
        sale = estimate(
            Side.SELL, held.last, position.quantity, terms, self._account, position.symbol
        )
        return None if sale.net is None else sale.net - held.cost

    def _sum_row(self, holdings: tuple[Holding, ...]) -> Row:
        total = summed(holdings)
        tone = fmt.tone(fmt.sign_of(total.pnl))
        afters = [self._after_costs(each) for each in holdings]
        known = [after for after in afters if after is not None]
        after = sum(known, Decimal(0)) if len(known) == len(afters) else None
        stale = self._line.is_broken
        return Row(
            SUM_ID,
            (
                Cell(self._words("positions.sum"), None, Tone.DIM, bold=True),
                _BLANK,
                _BLANK,
                _BLANK,
                _BLANK,
                Cell(fmt.price(total.cost), total.cost, Tone.DIM),
                Cell(fmt.price(total.value), total.value, bold=True, stale=stale),
                Cell(fmt.change(total.pnl), total.pnl, tone, bold=True, stale=stale),
                Cell(fmt.rate(total.rate), total.rate, tone, bold=True, stale=stale),
                Cell(fmt.change(after), after, fmt.tone(fmt.sign_of(after)), stale=stale),
            ),
        )
