"""What a paper order is made of: kind, quantity and prices; its buttons stand apart."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_order import PaperKind, PaperTicket
from kis_desktop.ui.chart.transport_button import PaperButton
from kis_desktop.ui.theme.tokens import STEP
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.viewmodels.chart_replay import ReplayModel
from kis_desktop.viewmodels.format import parse_price, parse_quantity
from kis_desktop.viewmodels.format import price as price_text
from kis_desktop.viewmodels.format import quantity as quantity_text
from kis_desktop.viewmodels.replay_desk import SHARE

_WIDE, _NARROW, _KIND = 152, 132, 104  # pixels of a field
_FIRST_QUANTITY = 10


class ReplayTicket(QWidget):
    """Gives its orders to the replay's paper engine and to nothing else."""

    def __init__(self, model: ReplayModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        words = model.words
        self.kind = QComboBox(self)
        self.kind.setObjectName("replay-kind")
        self.kind.setFixedWidth(_KIND)
        self.kind.setAccessibleName(words("chart_replay.kinds"))
        self.kind.setToolTip(words("chart_replay.kinds"))
        for kind in PaperKind:
            self.kind.addItem(words(f"chart_replay.kind.{kind}"), kind)
        self.quantity = self._field("quantity", "share", _NARROW, self._step_quantity)
        self.price = self._field("price", "won", _WIDE, self._step_price)
        self.stop = self._field("stop", "won", _WIDE, self._step_stop)
        self.quantity.show_text(quantity_text(_FIRST_QUANTITY))
        hint = words("chart_replay.order_hint", share=int(SHARE * 100))
        self.buy, self.sell = (
            PaperButton(side, words(f"chart_replay.{side}"), self) for side in Side
        )
        self.cancel = QToolButton(self)
        self.cancel.setObjectName("replay-cancel-all")
        self.cancel.setText(words("chart_replay.cancel_all"))
        self.buttons = _row(QWidget(), self.buy, self.sell, self.cancel)
        _row(self, self.kind, self.quantity, self.price, self.stop)
        for side, button in ((Side.BUY, self.buy), (Side.SELL, self.sell)):
            button.setToolTip(hint)
            button.clicked.connect(lambda _=False, chosen=side: self._place(chosen))
        self.cancel.clicked.connect(model.cancel_all)
        self.kind.currentIndexChanged.connect(self._show_fields)
        self._show_fields()

    def ticket(self, side: Side) -> PaperTicket:
        """The order as the fields say it; what cannot be read is no price, or nothing."""
        kind = self.chosen
        return PaperTicket(
            side,
            kind,
            parse_quantity(self.quantity.text()) or 0,
            parse_price(self.price.text()) if kind.has_price else None,
            parse_price(self.stop.text()) if kind.has_stop else None,
        )

    @property
    def chosen(self) -> PaperKind:
        """The kind that is chosen."""
        return PaperKind(self.kind.currentData())

    def show_price(self, price: Decimal) -> None:
        """Put a price into the field that waits for one."""
        kind = self.chosen
        if kind is PaperKind.MARKET:
            self.kind.setCurrentIndex(list(PaperKind).index(PaperKind.LIMIT))
        field = self.stop if kind is PaperKind.STOP else self.price
        field.show_text(price_text(price))

    def show_account(self) -> None:
        """Follow the account: what there is to be cancelled, and a first price."""
        account, last = self._model.account, self._model.last
        self.cancel.setEnabled(account is not None and bool(account.orders))
        if last is not None:
            for field in (self.price, self.stop):
                if not field.text():
                    field.show_text(price_text(self._model.chart.ticks.nearest(float(last))))

    def forget_prices(self) -> None:
        """Another replay begins at other prices."""
        for field in (self.price, self.stop):
            field.show_text("")

    def _place(self, side: Side) -> None:
        self._model.place(self.ticket(side))

    def _show_fields(self) -> None:
        kind = self.chosen
        self.price.setVisible(kind.has_price)
        self.stop.setVisible(kind.has_stop)

    def _field(self, name: str, unit: str, width: int, step: Callable[[int], None]) -> NumberField:
        words = self._model.words
        field = NumberField(f"replay-{name}", words(f"chart_replay.{unit}"), self)
        field.setAccessibleName(words(f"chart_replay.{name}"))
        field.setToolTip(words(f"chart_replay.{name}"))
        field.setFixedWidth(width)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.set_step_names(words("chart_replay.up"), words("chart_replay.down"))
        field.stepped.connect(step)
        return field

    def _step_quantity(self, steps: int) -> None:
        quantity = max((parse_quantity(self.quantity.text()) or 0) + steps, 1)
        self.quantity.show_text(quantity_text(quantity))

    def _step_price(self, steps: int) -> None:
        self._step(self.price, steps)

    def _step_stop(self, steps: int) -> None:
        self._step(self.stop, steps)

    def _step(self, field: NumberField, steps: int) -> None:
        ticks = self._model.chart.ticks
        price = parse_price(field.text())
        if price is not None:
            field.show_text(price_text(ticks.nearest(float(price) + steps * (ticks.step or 1.0))))


def _row(holder: QWidget, *widgets: QWidget) -> QWidget:
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP)
    for widget in widgets:
        row.addWidget(widget)
    return holder
