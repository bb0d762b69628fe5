"""What the selected drawing looks like, changed on the chart: a low bar at its top."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QMenu

from kis_desktop.domain.drawing import LONGEST_TEXT, WIDTHS, Dash, Ink
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.drawings.actions import DrawingActions
from kis_desktop.ui.chart.drawings.icon_button import SIZE, IconButton
from kis_desktop.ui.chart.drawings.inks import ink_color
from kis_desktop.ui.chart.drawings.kind import LOOKS, kinds
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import RADIUS, FontKind, Token
from kis_desktop.viewmodels.words import Words

_TEXT_WIDTH = 132
_ROOM = 380.0  # pixels; a narrower chart has no field for words
_TOP = 30.0  # below the legend
_PATTERNS = {
    Dash.SOLID: Qt.PenStyle.SolidLine,
    Dash.DASHED: Qt.PenStyle.DashLine,
    Dash.DOTTED: Qt.PenStyle.DotLine,
}
_SHOWN_WIDTHS = WIDTHS[:4]


class Swatch(QAbstractButton):
    """An ink, or a line as it would look."""

    def __init__(self, text: str, parent: QFrame) -> None:
        super().__init__(parent)
        self.ink, self.width_, self.dash = Ink.BLUE.value, 2, Dash.SOLID
        self.fills = self.counts = False  # shows an ink, shows a width; else a line
        self.setFixedSize(SIZE, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), Theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        box = QRectF(self.rect())
        if self.underMouse() or self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(Token.SELECTED))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.fills:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink_color(self.ink))
            painter.drawRoundedRect(box.adjusted(7, 5, -7, -5), RADIUS, RADIUS)
        elif self.counts:
            painter.setFont(theme.font(FontKind.HINT))
            painter.setPen(theme.color(Token.TEXT))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), f"{self.width_}px")
        else:
            pen = QPen(theme.color(Token.TEXT), 2, _PATTERNS[self.dash])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(5, self.height() // 2, self.width() - 5, self.height() // 2)
        if self.hasFocus():
            painter.setPen(theme.color(Token.ACCENT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()


class Palette(QFrame):
    """The inks to choose from."""

    chosen = Signal(str)

    def __init__(self, words: Words, parent: QFrame) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("drawing-palette")
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 6, 6, 6)
        grid.setSpacing(2)
        for number, ink in enumerate(Ink):
            swatch = Swatch(words(f"drawing.ink.{ink}"), self)
            swatch.setObjectName(f"drawing-ink-{ink}")
            swatch.ink, swatch.fills = ink.value, True
            swatch.clicked.connect(lambda _=False, chosen=ink.value: self._choose(chosen))
            grid.addWidget(swatch, number // 4, number % 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), Theme.current()
        painter.fillRect(self.rect(), theme.color(Token.RAISED))
        painter.setPen(theme.color(Token.LINE))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _choose(self, ink: str) -> None:
        self.hide()
        self.chosen.emit(ink)


class StyleBar(QFrame):
    """Seen while a drawing is selected. Return in the text goes back to the chart."""

    def __init__(self, actions: DrawingActions, words: Words, canvas: ChartCanvas) -> None:
        super().__init__(canvas)
        self._actions, self._words, self._canvas = actions, words, canvas
        self._shown = ""
        self.setObjectName("drawing-style")
        self.setAccessibleName(words("drawing.style"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.ink = Swatch(words("drawing.ink_title"), self)
        self.ink.fills = True
        self.width_, self.dash = (
            Swatch(words(f"drawing.{id_}"), self) for id_ in ("width", "dash")
        )
        self.width_.counts = True
        self.text = QLineEdit(self)
        self.text.setMaxLength(LONGEST_TEXT)
        self.text.setFixedSize(_TEXT_WIDTH, 24)
        self.text.setPlaceholderText(words("drawing.write"))
        self.text.setAccessibleName(words("drawing.write"))
        self.text.setStyleSheet("min-height: 20px; padding: 0px 6px;")
        self.alert = IconButton("draw-alert", words("drawing.alert"), self)
        self.lock = IconButton("draw-lock", words("drawing.lock"), self)
        self.lock.setCheckable(True)
        self.hide_ = IconButton("draw-hide", words("drawing.hide"), self)
        self.delete = IconButton("draw-delete", words("drawing.delete"), self)
        self.delete.say(words("drawing.delete"), "Delete")
        self._palette = Palette(words, self)
        self._name_parts()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 4, 2)
        row.setSpacing(2)
        for part in self._parts():
            row.addWidget(part)
        self._connect()
        canvas.installEventFilter(self)
        self.hide()

    def follow(self) -> None:
        """Show the selected drawing's look; nothing where none is selected."""
        chosen = self._actions.chosen
        if chosen is None or self._actions.is_hidden:
            self._shown = ""
            self.hide()
            return
        style, kind = chosen.style, kinds().get(chosen.kind)
        for swatch in (self.ink, self.width_, self.dash):
            swatch.ink, swatch.width_, swatch.dash = style.ink, style.width, style.dash
            swatch.update()
        looks = kind.looks if kind is not None else ()
        for name, part in zip(LOOKS, self._parts(), strict=False):
            part.setVisible(name in looks and (part is not self.text or self._has_room))
        self.alert.setVisible(self._actions.can_alert)
        self.lock.setChecked(chosen.locked)
        self.delete.setEnabled(not chosen.locked)
        if chosen.id != self._shown or not self.text.hasFocus():
            self.text.setText(style.text)
        self._shown = chosen.id
        self.show()
        self._place()

    @property
    def _has_room(self) -> bool:
        return self._canvas.panes.plot_width > _ROOM

    def keep_up(self) -> None:
        """Come back with the bars, and go with them."""
        seen = self._actions.chosen is not None and not self._actions.is_hidden
        if seen == self.isHidden():
            self.follow()

    def edit(self) -> None:
        """Write the selected drawing's words."""
        self.follow()
        if self.isVisible() and not self.text.isHidden():
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            self.text.selectAll()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), Theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(theme.color(Token.LINE))
        painter.setBrush(theme.color(Token.RAISED))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.end()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            self._canvas.setFocus()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.ink.clicked.connect(self._open_palette)
        self._palette.chosen.connect(lambda ink: self._restyle(ink=ink))
        self.width_.clicked.connect(self._open_widths)
        self.dash.clicked.connect(self._open_dashes)
        self.text.textEdited.connect(self._actions.write)
        self.text.returnPressed.connect(self._canvas.setFocus)
        self.alert.clicked.connect(self._actions.alert)
        self.lock.clicked.connect(lambda locked: self._actions.lock(locked=locked))
        self.hide_.clicked.connect(self._actions.hide)
        self.delete.clicked.connect(self._actions.delete)

    def _name_parts(self) -> None:
        names = ("ink", "width", "dash", "text", "alert", "lock", "hide", "delete")
        for name, part in zip(names, self._parts(), strict=True):
            part.setObjectName(f"drawing-style-{name}")

    def _parts(self) -> tuple[QAbstractButton | QLineEdit, ...]:
        swatches = (self.ink, self.width_, self.dash)
        return (*swatches, self.text, self.alert, self.lock, self.hide_, self.delete)

    def _restyle(self, **changes: object) -> None:
        chosen = self._actions.chosen
        if chosen is not None:
            self._actions.restyle(msgspec.structs.replace(chosen.style, **changes))

    def _open_palette(self) -> None:
        self._palette.adjustSize()
        self._palette.move(self.ink.mapToGlobal(QPoint(0, self.ink.height() + 2)))
        self._palette.show()

    def _open_widths(self) -> None:
        menu = self._menu(self.width_)
        for width in _SHOWN_WIDTHS:
            action = menu.addAction(self._words("drawing.pixels", n=width))
            action.triggered.connect(lambda _=False, chosen=width: self._restyle(width=chosen))
        menu.popup(self.width_.mapToGlobal(QPoint(0, self.width_.height())))

    def _open_dashes(self) -> None:
        menu = self._menu(self.dash)
        for dash in Dash:
            action = menu.addAction(self._words(f"drawing.dash_{dash}"))
            action.triggered.connect(lambda _=False, chosen=dash: self._restyle(dash=chosen))
        menu.popup(self.dash.mapToGlobal(QPoint(0, self.dash.height())))

    def _menu(self, above: Swatch) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(f"{above.objectName()}-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _place(self) -> None:
        """In the middle at the top of the prices, as far as they are wide."""
        self.adjustSize()
        room = self._canvas.panes.plot_width
        self.move(max(round((room - self.width()) / 2), 0), round(_TOP))
        self.raise_()
