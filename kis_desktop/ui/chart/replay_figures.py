"""Figures of a paper account in one line: names in grey, values signed and coloured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from kis_desktop.domain.paper_engine import PaperAccount
from kis_desktop.domain.paper_result import result
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """A figure; `id` names it among the messages."""

    id: str
    text: str
    tone: Tone = Tone.TEXT


class ReplayFigures(QWidget):
    """A row of figures, always the same ones."""

    def __init__(self, name: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._words = words
        self._values: dict[str, QLabel] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(STEP)

    def show_figures(self, figures: Sequence[Told]) -> None:
        """Show these."""
        for figure in figures:
            if figure.id not in self._values:
                self._add(figure.id)
            value = self._values[figure.id]
            set_tone(value, figure.tone)
            value.setText(figure.text)
        told = (f"{self._words(f'chart_replay.{one.id}')} {one.text}" for one in figures)
        self.setAccessibleName(", ".join(told))

    def _add(self, id_: str) -> None:
        theme = Theme.current()
        name, value = QLabel(self._words(f"chart_replay.{id_}")), QLabel()
        name.setFont(theme.font(FontKind.HINT))
        value.setFont(theme.font(FontKind.STRONG))
        value.setObjectName(f"replay-figure-{id_}")
        set_tone(name, Tone.FAINT)
        for label in (name, value):
            self._row.addWidget(label)
        self._row.addSpacing(2 * STEP)
        self._values[id_] = value


def account_figures(account: PaperAccount, words: Words) -> tuple[Told, ...]:
    """What is held and what it earned."""
    average, gain = account.average, account.unrealized
    net = account.realized - account.costs
    holding = words("chart_replay.nothing")
    if average is not None:
        quantity = shown.quantity(account.quantity)
        holding = words("chart_replay.holding_text", quantity=quantity, price=shown.price(average))
    tone = shown.tone(shown.sign_of(gain)) if account.quantity else Tone.FAINT
    return (
        Told("holding", holding, Tone.TEXT if account.quantity else Tone.FAINT),
        Told("unrealized", shown.signed(gain) if account.quantity else shown.UNKNOWN, tone),
        Told("realized", shown.signed(net), shown.tone(shown.sign_of(net))),
        Told("orders", words("chart_replay.orders_text", n=len(account.orders))),
        Told("cash", shown.price(account.cash)),
    )


def result_figures(account: PaperAccount, words: Words) -> tuple[Told, ...]:
    """What the account came to."""
    found = result(account)
    rate = found.win_rate
    return (
        Told("trades", words("chart_replay.trades_text", n=found.trades)),
        Told("win_rate", shown.UNKNOWN if rate is None else f"{shown.ratio(rate)}%"),
        Told("profit", shown.signed(found.profit), shown.tone(shown.sign_of(found.profit))),
        Told("costs", shown.price(found.costs)),
        Told("drawdown", shown.price(found.drawdown)),
    )
