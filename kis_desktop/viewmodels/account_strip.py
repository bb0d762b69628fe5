"""The account in one line: cash (예수금), what can be ordered with, profit, costs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.account import AccountDetails, AccountSnapshot
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import Line, age_of
from kis_desktop.viewmodels.holdings import revalued, summed
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_IS_OLD = 100.0  # seconds: three readings in a row have failed


@dataclass(frozen=True, slots=True)
class Figure:
    """A label with its figure."""

    label: str
    text: str
    tone: Tone = Tone.TEXT
    tip: str = ""


class AccountStrip(QObject):
    """`changed` when a figure changes; `age_text` says how old they are while the line is down or
    the account can't be read.
    """

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = Words(context.language)
        self._line = Line()
        self._account: AccountSnapshot | None = None
        self._details: AccountDetails | None = None
        self._quotes: dict[str, Quote] = {}
        self._figures = self._composed()
        self._age_text = ""
        self._on_frame(context.clock.so_far)
        context.clock.frame.connect(self._on_frame)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures, left to right."""
        return self._figures

    @property
    def age_text(self) -> str:
        """How old the figures are; empty while they are kept fresh."""
        return self._age_text

    def _on_frame(self, frame: Frame) -> None:
        self._line.take(frame)
        account = frame.latest.get((Topic.ACCOUNT, ""))
        if isinstance(account, AccountSnapshot):
            self._account = account
        details = frame.latest.get((Topic.ACCOUNT_DETAILS, ""))
        if isinstance(details, AccountDetails):
            self._details = details
        for (topic, key), value in frame.latest.items():
            if topic is Topic.QUOTE and isinstance(value, Quote):
                self._quotes[key] = value
        figures, age = self._composed(), self._aged()
        if (figures, age) != (self._figures, self._age_text):
            self._figures, self._age_text = figures, age
            self.changed.emit()

    def _aged(self) -> str:
        if self._account is None:
            return ""
        since = age_of(self._account.received)
        is_lost = self._line.is_broken and not self._line.is_starting
        if not is_lost and (since is None or since <= _IS_OLD):
            return ""
        return self._words("account.old", age=fmt.age(since, self._words.language))

    def _composed(self) -> tuple[Figure, ...]:
        account, words = self._account, self._words
        if account is None:
            return tuple(
                Figure(words(f"account.{name}"), fmt.UNKNOWN)
                for name in ("cash", "cash_d2", "power", "pnl", "cost_today")
            )
        figures = (
            Figure(words("account.cash"), fmt.price(account.cash)),
            Figure(words("account.cash_d2"), fmt.price(account.cash_d2)),
            Figure(words("account.power"), fmt.price(account.buying_power)),
            self._profit(account),
            Figure(
                words("account.cost_today"),
                fmt.price(account.fees_today),
                tip=words("account.cost_tip"),
            ),
        )
        realized = None if self._details is None else self._details.realized
        if realized is None:
            return figures
        tone = fmt.tone(fmt.sign_of(realized))
        told = Figure(words("funds.realized_today"), fmt.change(realized), tone)
        return (*figures[:4], told, *figures[4:])

    def _profit(self, account: AccountSnapshot) -> Figure:
        """Profit of all holdings that are known; what is left out is counted."""
        total = summed(revalued(account, self._quotes))
        pnl = fmt.change(total.pnl)
        if total.rate is not None:
            pnl = f"{pnl} ({fmt.rate(total.rate)})"
        label = self._words("account.pnl")
        if total.left_out:
            label = self._words("funds.pnl_partial", n=total.left_out)
        return Figure(label, pnl, fmt.tone(fmt.sign_of(total.pnl)))
