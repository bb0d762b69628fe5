"""The middle part: what the open entry is, its fields, and the button that asks."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.explorer.form_field import FieldView
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.api_explorer import ApiExplorer, Asking, Barred
from kis_desktop.viewmodels.api_explorer_form import FieldKind, Form
from kis_desktop.viewmodels.roles import Tone

_BARRED = {
    Barred.ORDER: "explorer.is_order",
    Barred.OWN: "explorer.is_own",
    Barred.NOT_SERVED: "explorer.not_served",
}


class FormPane(QWidget):
    """`back` asks for the list, `ticket_wanted` for the order panel."""

    back = Signal()
    ticket_wanted = Signal()

    def __init__(self, model: ApiExplorer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._form: Form | None = None
        self._views: dict[str, FieldView] = {}
        words = model.words
        self.setObjectName("explorerForm")
        self.list_button = self._tool("explorerBack", "explorer.back", "explorer.back_tip")
        self.star = self._tool("explorerStar", "explorer.star", "explorer.star")
        self.pin = self._tool("explorerPin", "explorer.pin", "explorer.pin_tip")
        self.pin.setCheckable(True)
        self.title = QLabel(self)
        self.title.setObjectName("explorerTitle")
        self.title.setFont(Theme.current().font(FontKind.SYMBOL))
        self.title.setWordWrap(True)
        self.path = Line("explorerPath", FontKind.HINT, Tone.DIM, self)
        self.ids = Line("explorerIds", FontKind.HINT, Tone.FAINT, self)
        self.note = QLabel(self)
        self.note.setObjectName("explorerNote")
        self.note.setFont(Theme.current().font(FontKind.HINT))
        self.note.setWordWrap(True)
        set_tone(self.note, Tone.DIM)
        self.area = QScrollArea(self)
        self.area.setObjectName("explorerFields")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(words("explorer.form"))
        self.hint = QLabel(self)
        self.hint.setObjectName("explorerHint")
        self.hint.setFont(Theme.current().font(FontKind.HINT))
        self.hint.setWordWrap(True)
        self.send = QPushButton(self)
        self.send.setObjectName("explorerSend")
        self.send.setFixedHeight(FIELD_HEIGHT)
        self.send.setFont(Theme.current().font(FontKind.STRONG))
        set_tone(self.send, Tone.TEXT)
        self.cancel = QPushButton(words("explorer.cancel"), self)
        self.cancel.setObjectName("explorerCancel")
        self.cancel.setFixedHeight(FIELD_HEIGHT)
        self.ticket = QPushButton(words("explorer.to_ticket"), self)
        self.ticket.setObjectName("explorerTicket")
        self.ticket.setFixedHeight(FIELD_HEIGHT)
        self._lay_out()
        self._connect()
        self.show_entry()

    def focus_first(self) -> None:
        """The first field that still needs something; else the button."""
        needy = self._form.problems() if self._form is not None else ()
        view = self._views.get(needy[0]) if needy else None
        if view is not None and self._model.barred() is None:
            view.box.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.send.isEnabled():
            self.send.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.list_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_entry(self) -> None:
        """Build the form of what is open."""
        model, line = self._model, self._model.line
        self.setVisible(line is not None)
        if line is None:
            return
        if self._form is not None:
            self._form.changed.disconnect(self._show_text)
            self._form.checked.disconnect(self.show_state)
        form = self._form = model.form
        assert form is not None
        self.title.setText(model.entries.title(line))
        self.path.say(f"{line.method} {line.path}" if line.method else line.id)
        where = model.words("explorer.both" if line.paper else "explorer.real_only")
        self.ids.say(" · ".join((where, *dict.fromkeys((*line.tr_real, *line.tr_paper)))))
        note = model.entry.note if model.entry is not None else ""
        self.note.setText(model.words("explorer.note", note=note))
        self.note.setVisible(bool(note))
        self._build(form)
        form.changed.connect(self._show_text)
        form.checked.connect(self.show_state)
        self.pin.setVisible(bool(form.linked))
        self.pin.setChecked(form.pinned)
        self.show_state()

    def show_state(self) -> None:
        """Follow what is typed and how the question stands."""
        model, form = self._model, self._form
        if form is None or model.line is None:
            return
        barred = model.barred()
        for name, view in self._views.items():
            shown = barred is None or barred is Barred.NOT_SERVED
            view.show_problem(
                form.problem(name) if shown else "", form.remark(name) if shown else ""
            )
        listens = model.line.is_channel
        again = model.state is Asking.ANSWERED
        id_ = "explorer.listen" if listens else "explorer.send_again" if again else "explorer.send"
        self.send.setText(model.words(id_))
        self.send.setToolTip(model.words("explorer.send_tip"))
        self.send.setEnabled(model.can_send())
        self.cancel.setVisible(model.is_busy)
        self.ticket.setVisible(barred is Barred.ORDER)
        self._show_hint(barred)
        starred = model.entries.is_starred(model.key)
        self.star.setText("★" if starred else "☆")
        name = model.words("explorer.unstar" if starred else "explorer.star")
        self.star.setToolTip(name)
        self.star.setAccessibleName(name)

    def show_back(self, shown: bool) -> None:  # noqa: FBT001
        """Offer the way back to the list where it is hidden."""
        self.list_button.setVisible(shown)

    def _show_hint(self, barred: Barred | None) -> None:
        form = self._form
        if barred is not None:
            text, tone = self._model.words(_BARRED[barred]), Tone.UNCERTAIN
        elif form is not None and form.problems():
            text, tone = self._model.words("explorer.fix_first"), Tone.UNCERTAIN
        else:
            text, tone = "", Tone.DIM
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        set_tone(self.hint, tone)

    def _build(self, form: Form) -> None:
        """The fields; those that the program fills in stand last."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 2 * STEP, 0)
        column.setSpacing(STEP)
        self._views = {}
        ordered = sorted(form.fields, key=lambda field: field.kind is FieldKind.FILLED)
        for field in ordered:
            view = self._views[field.name] = FieldView(field, self._model.words, body)
            view.show_text(form.text(field.name))
            view.edited.connect(form.type_in)
            view.entered.connect(self._model.send)
            column.addWidget(view)
        if not form.fields:
            nothing = QLabel(self._model.words("explorer.no_fields"), body)
            set_tone(nothing, Tone.FAINT)
            column.addWidget(nothing)
        column.addStretch(1)
        self.area.setWidget(body)
        self._chain()

    def _chain(self) -> None:
        """Tab goes through the fields from top to bottom, then to the button."""
        boxes = [
            view.box
            for view in self._views.values()
            if view.box.focusPolicy() is not Qt.FocusPolicy.NoFocus
        ]
        chain: list[QWidget] = [self.list_button, self.star, self.pin, *boxes]
        chain += [self.send, self.cancel, self.ticket]
        for before, after in itertools.pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _show_text(self, name: str) -> None:
        view = self._views.get(name)
        if view is not None and self._form is not None:
            view.show_text(self._form.text(name))

    def _connect(self) -> None:
        model = self._model
        model.entry_changed.connect(self.show_entry)
        model.asked.connect(self.show_state)
        self.list_button.clicked.connect(self.back)
        self.send.clicked.connect(model.send)
        self.cancel.clicked.connect(model.cancel)
        self.ticket.clicked.connect(self.ticket_wanted)
        self.star.clicked.connect(self._turn_star)
        self.pin.clicked.connect(lambda on: self._form.pin(on) if self._form else None)

    def _turn_star(self) -> None:
        if self._model.line is not None:
            self._model.entries.star(self._model.key)
            self.show_state()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(STEP)
        head.addWidget(self.list_button)
        head.addStretch(1)
        head.addWidget(self.pin)
        head.addWidget(self.star)
        buttons = QHBoxLayout()
        buttons.setSpacing(STEP)
        for button in (self.send, self.cancel, self.ticket):
            buttons.addWidget(button, 2 if button is self.send else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addLayout(head)
        for widget in (self.title, self.path, self.ids, self.note):
            column.addWidget(widget)
        column.addWidget(self.area, 1)
        column.addWidget(self.hint)
        column.addLayout(buttons)

    def _tool(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(self._model.words(text))
        button.setToolTip(self._model.words(tip))
        button.setAccessibleName(self._model.words(text))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
