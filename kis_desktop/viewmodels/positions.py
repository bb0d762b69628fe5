"""Positions (잔고): the account's holdings, re-priced as quotes come in."""

from __future__ import annotations

import time
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import Line, PanelState, age_of
from kis_desktop.viewmodels.holdings import Holding, disagreement, lots, revalued, summed
from kis_desktop.viewmodels.position_rows import COLUMNS, Around, holding_row, sum_row
from kis_desktop.viewmodels.sale_costs import SaleCosts
from kis_desktop.viewmodels.table import RowTableModel
from kis_desktop.viewmodels.words import Words

_OWNER = "positions"
_AGES_EVERY = 5.0  # seconds after which the ages of old prices are told anew
_PATIENCE = 4_000  # ms to wait for the account's first reading before asking for the reason


class Positions(QObject):
    """The table of holdings and their sum. `changed` when count, sum or state change.

    With `by_lots`, what was bought on loan stands apart by the day of the loan.
    """

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._costs = SaleCosts(context.instruments)
        self._line = Line()
        self._account: AccountSnapshot | None = None
        self._quotes: dict[str, Quote] = {}
        self._feeds: dict[str, Feed] = {}
        self._failure: Message | None = None
        self._stale_text = ""
        self._is_provisional = False
        self._is_old = False
        self._shown_at = 0.0
        self._by_lots = False
        self.table = RowTableModel(COLUMNS, context.language, self)
        self.sum = RowTableModel(COLUMNS, context.language, self)
        context.instruments.changed.connect(self._show)
        self._on_frame(context.clock.so_far)
        context.clock.frame.connect(self._on_frame)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._ask_when_untold)
        self._patience.start()

    @property
    def count(self) -> int:
        """How many instruments are held."""
        return 0 if self._account is None else len(self._account.positions)

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

    @property
    def reading_text(self) -> str:
        """How old the account's reading is, and whether the figures are ours since; empty before
        the first.
        """
        if self._account is None:
            return ""
        kind = "holding.provisional" if self._is_provisional else "holding.as_read"
        age = fmt.age(age_of(self._account.received), self._words.language)
        return self._words(kind, age=age)

    @property
    def warning(self) -> str:
        """Rows whose sum isn't the API's; empty where they agree."""
        differs = None if self._account is None else disagreement(self._account)
        if differs is None:
            return ""
        rows, told = differs
        return self._words("holding.differs_from_api", rows=fmt.price(rows), told=fmt.price(told))

    @property
    def by_lots(self) -> bool:
        """Whether lots stand apart."""
        return self._by_lots

    def set_by_lots(self, apart: bool) -> None:  # noqa: FBT001 - a slot
        """Show lots apart, or whole positions."""
        if apart != self._by_lots:
            self._by_lots = apart
            self._show()
            self.changed.emit()

    def pick(self, row_id: str) -> None:
        """Show a holding's symbol everywhere."""
        row = self.table.find(row_id)
        if row is not None:
            self._context.link.select(row.symbol)

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
        touched = self._costs.take(frame)
        touched |= self._line.take(frame)
        account = frame.latest.get((Topic.ACCOUNT, ""))
        if isinstance(account, AccountSnapshot):
            self._take_account(account)
            touched = True
        touched |= self._take_quotes(frame)
        touched |= self._is_old and time.monotonic() - self._shown_at > _AGES_EVERY
        self._stale_text = self._line.words(self._words, self._line.broken_for)
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

    def _show(self) -> None:
        if self._account is None:
            return
        holdings = revalued(self._account, self._quotes)
        held = [each.position.symbol for each in holdings]
        gaps = any(self._feeds.get(symbol) is Feed.GAP for symbol in held)
        self._is_old, self._shown_at = self._line.is_broken or gaps, time.monotonic()
        total = summed(holdings)
        self._is_provisional = any(each.is_provisional for each in holdings)
        whole = total.value if not total.left_out else None
        shown = [lot for each in holdings for lot in lots(each)] if self._by_lots else holdings
        rows = [
            holding_row(each, self._name(each), self._around(each, whole), self._costs, self._words)
            for each in shown
        ]
        if [row.id for row in rows] == list(self.table.ids()):
            self.table.upsert(rows)
        else:
            self.table.replace(rows)
        stale = self._is_old
        after = self._after(holdings)
        self.sum.replace([sum_row(total, after, self._words, stale=stale)] if holdings else [])

    def _name(self, held: Holding) -> str:
        position = held.position
        known = self._context.instruments.find(position.symbol)
        return known.name if known is not None else position.name or position.symbol

    def _around(self, held: Holding, whole: Decimal | None) -> Around:
        symbol = held.position.symbol
        return Around(
            self._quotes.get(symbol), self._feeds.get(symbol), self._line.is_broken, whole
        )

    def _after(self, holdings: tuple[Holding, ...]) -> Decimal | None:
        """Profit of all that is known whole, less estimated costs; None where one isn't known."""
        total, known = Decimal(0), False
        for each in holdings:
            if not each.is_whole:
                continue
            cost = None if each.owed else each.cost
            after = self._costs.after(each.position.symbol, each.last, each.quantity, cost)
            if after is None:
                return None
            total, known = total + after, True
        return total if known else None
