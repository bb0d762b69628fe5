"""Making and changing order presets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.order import OrderType, Venue
from kis_desktop.ui.explorer.form_field import CodeBox
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.order_preset import LONGEST_NAME, Anchor, OrderPreset, Scope
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket import Ticket
from kis_desktop.viewmodels.ticket_presets import TicketPresets
from kis_desktop.viewmodels.words import Words

_SIZES = ("none", "shares", "amount", "percent")
_SHEETS: dict[str, bool | None] = {"profile": None, "on": True, "off": False}
_FARTHEST = 100  # ticks from the anchor
_ALL = 100  # percent
_WIDTH = 320
_NO_BUTTONS = "QSpinBox::up-button, QSpinBox::down-button { border: none; width: 0px; }"


class OrderPresetsDialog(QDialog):
    """One preset at a time, chosen from a list; a new one begins with what stands in the ticket."""

    def __init__(
        self,
        presets: TicketPresets,
        ticket: Ticket,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("orderPresets")
        self.setWindowTitle(words("preset.title"))
        self.setModal(True)
        self._presets = presets
        self._ticket = ticket
        self._words = words
        self._known: tuple[OrderPreset, ...] = ()
        self.chosen = CodeBox(self)
        self.chosen.setObjectName("chosenPreset")
        self.name = QLineEdit(self)
        self.name.setObjectName("presetName")
        self.name.setMaxLength(LONGEST_NAME)
        self.scope = self._box("scope", [words(f"preset.scope_{one.value}") for one in Scope])
        self.group = self._box("group", presets.group_names)
        types = [words(f"order_type.{one.value}") for one in OrderType]
        self.order_type = self._box("type", types)
        self.venue = self._box("venue", [one.value for one in Venue])
        self.size_kind = self._box("size", [words(f"preset.size_{one}") for one in _SIZES])
        self.amount = QLineEdit(self)
        self.amount.setObjectName("presetSize")
        self.anchor = self._box("anchor", [words(f"preset.anchor_{one.value}") for one in Anchor])
        self.offset = QSpinBox(self)
        self.offset.setRange(-_FARTHEST, _FARTHEST)
        self.offset.setStyleSheet(_NO_BUTTONS)
        self.offset.setSuffix(words("preset.ticks"))
        self.sheet = self._box("sheet", [words(f"preset.sheet_{one}") for one in _SHEETS])
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.keep = self._button("preset.keep", "keep")
        self.remove = self._button("preset.remove", "remove")
        self.done_button = self._button("preset.close", "close")
        self._build()
        self.chosen.activated.connect(self._choose)
        self.scope.currentIndexChanged.connect(self._enable)
        self.size_kind.currentIndexChanged.connect(self._enable)
        self.keep.clicked.connect(self._keep)
        self.remove.clicked.connect(self._remove)
        self.done_button.clicked.connect(self.accept)
        self._list(0)
        self.setFixedWidth(_WIDTH)

    def _build(self) -> None:
        words = self._words
        form = QFormLayout()
        form.setSpacing(STEP)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for id_, field in (
            ("preset.name", self.name),
            ("preset.scope", self.scope),
            ("preset.group", self.group),
            ("ticket.type", self.order_type),
            ("ticket.venue_name", self.venue),
            ("preset.size", _pair(self.size_kind, self.amount)),
            ("preset.anchor", _pair(self.anchor, self.offset)),
            ("preset.sheet", self.sheet),
        ):
            form.addRow(words(id_), field)
            for named in (field, *field.findChildren(QWidget)):
                named.setAccessibleName(words(id_))
        self.offset.setAccessibleName(words("preset.offset"))
        self.offset.setToolTip(words("preset.offset"))
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 3 * STEP)
        column.setSpacing(2 * STEP)
        head = QLabel(words("preset.title"), self)
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        column.addWidget(head)
        column.addWidget(self.chosen)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addLayout(foot)

    def _list(self, place: int) -> None:
        self._known = self._presets.all()
        self.chosen.clear()
        self.chosen.addItem(self._words("preset.new"))
        for preset in self._known:
            self.chosen.addItem(f"{preset.name} · {self._presets.described(preset)}")
        self.chosen.setCurrentIndex(place)
        self._choose(place)

    def _choose(self, place: int) -> None:
        preset = self._known[place - 1] if place > 0 else self._from_ticket()
        self.name.setText(preset.name)
        self.scope.setCurrentIndex(list(Scope).index(preset.scope))
        if preset.scope is Scope.GROUP:
            self.group.setCurrentText(preset.target)
        self.order_type.setCurrentIndex(list(OrderType).index(preset.order_type))
        self.venue.setCurrentIndex(list(Venue).index(preset.venue))
        kind, text = _size_of(preset)
        self.size_kind.setCurrentIndex(_SIZES.index(kind))
        self.amount.setText(text)
        self.anchor.setCurrentIndex(list(Anchor).index(preset.anchor))
        self.offset.setValue(preset.offset)
        self.sheet.setCurrentIndex(list(_SHEETS.values()).index(preset.sheet))
        self.remove.setEnabled(place > 0)
        self._tell("" if self._known else self._words("preset.none"), Tone.DIM)
        self._enable()

    def _from_ticket(self) -> OrderPreset:
        entry = self._ticket.entry
        return OrderPreset(
            "",
            order_type=entry.order_type,
            venue=entry.venue,
            quantity=entry.shares(None),
            amount=entry.amount,
        )

    def _enable(self) -> None:
        self.group.setEnabled(list(Scope)[self.scope.currentIndex()] is Scope.GROUP)
        self.amount.setEnabled(self.size_kind.currentIndex() > 0)

    def _keep(self) -> None:
        preset = self._typed()
        if preset is None:
            return
        place = self.chosen.currentIndex()
        self._presets.keep(preset, self._known[place - 1] if place > 0 else None)
        places = [one.place for one in self._presets.all()]
        self._list(1 + places.index(preset.place))

    def _remove(self) -> None:
        place = self.chosen.currentIndex()
        if place > 0:
            self._presets.remove(self._known[place - 1])
            self._list(0)

    def _typed(self) -> OrderPreset | None:
        """The preset as it was filled in; None, and told why, where it can't be used."""
        name, words = self.name.text().strip(), self._words
        if not name:
            self._tell(words("preset.needs_name"))
            return None
        kind = _SIZES[self.size_kind.currentIndex()]
        number = fmt.parse_quantity(self.amount.text())
        if kind != "none" and number is None:
            self._tell(words("preset.needs_size"))
            return None
        if kind == "percent" and number is not None and number > _ALL:
            self._tell(words("preset.needs_percent"))
            return None
        scope = list(Scope)[self.scope.currentIndex()]
        targets = {Scope.SYMBOL: self._presets.symbol, Scope.GROUP: self.group.currentText()}
        return OrderPreset(
            name,
            scope,
            targets.get(scope, ""),
            list(OrderType)[self.order_type.currentIndex()],
            list(Venue)[self.venue.currentIndex()],
            quantity=number if kind == "shares" else None,
            amount=Decimal(number) if kind == "amount" and number is not None else None,
            percent=number if kind == "percent" else None,
            anchor=list(Anchor)[self.anchor.currentIndex()],
            offset=self.offset.value(),
            sheet=list(_SHEETS.values())[self.sheet.currentIndex()],
        )

    def _tell(self, text: str, tone: Tone = Tone.UNCERTAIN) -> None:
        self.told.setText(text)
        set_tone(self.told, tone)

    def _box(self, name: str, items: Sequence[str]) -> CodeBox:
        box = CodeBox(self)
        box.setObjectName(f"preset_{name}")
        box.addItems(list(items))
        return box

    def _button(self, id_: str, name: str) -> QPushButton:
        button = QPushButton(self._words(id_), self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button


def _size_of(preset: OrderPreset) -> tuple[str, str]:
    if preset.quantity is not None:
        return "shares", fmt.quantity(preset.quantity)
    if preset.amount is not None:
        return "amount", fmt.price(preset.amount)
    if preset.percent is not None:
        return "percent", str(preset.percent)
    return "none", ""


def _pair(first: QWidget, second: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP)
    row.addWidget(first, 1)
    row.addWidget(second, 1)
    return holder
