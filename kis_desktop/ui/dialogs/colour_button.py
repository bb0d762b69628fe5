"""A button that shows a colour and lets another be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QMenu, QToolButton, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.words import Words

PALETTE = (
    ("amber", "#F0B64A"),
    ("violet", "#A58BFF"),
    ("green", "#3FC78F"),
    ("cyan", "#5CC2E8"),
    ("red", "#FF6464"),
    ("blue", "#6AA4FF"),
    ("pink", "#F48FB1"),
    ("lime", "#A8D65C"),
    ("orange", "#FF9D5C"),
    ("grey", "#9BA8B4"),
)
_SIDE = 16


class ColourButton(QToolButton):
    """`chosen` carries "#RRGGBB", or "" for the palette's own."""

    chosen = Signal(str)

    def __init__(self, title: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._colour = self._usual = ""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setText(title)
        self.setAccessibleName(words("chart_panel.colour_of", title=title))
        self.clicked.connect(self._open)
        self.show_colour("")

    def show_usual(self, colour: str) -> None:
        """What is seen while nothing is chosen; "" stands as an empty frame."""
        self._usual = colour
        self.show_colour(self._colour)

    def show_colour(self, colour: str) -> None:
        """Show what is chosen; "" for the palette's own."""
        self._colour = colour
        self.setIcon(_swatch(colour or self._usual, self))

    def menu_of_colours(self) -> QMenu:
        """The palette, any other, and the chart's own choice."""
        menu = QMenu(self)
        usual = menu.addAction(_swatch(self._usual, self), self._words("chart_panel.colour_usual"))
        usual.triggered.connect(lambda: self._choose(""))
        for name, colour in PALETTE:
            action = menu.addAction(_swatch(colour, self), self._words(f"chart_panel.ink.{name}"))
            action.triggered.connect(lambda _=False, one=colour: self._choose(one))
        menu.addSeparator()
        menu.addAction(self._words("chart_panel.colour_other")).triggered.connect(self._ask)
        return menu

    def _choose(self, colour: str) -> None:
        self.show_colour(colour)
        self.chosen.emit(colour)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self._colour or PALETTE[0][1]), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._choose(colour.name().upper()))
        dialog.open()

    def _open(self) -> None:
        menu = self.menu_of_colours()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


def _swatch(colour: str, widget: QWidget) -> QIcon:
    ratio = widget.devicePixelRatioF()
    picture = QPixmap(QSize(int(_SIDE * ratio), int(_SIDE * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Theme.current().color(Token.FAINT))
    painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(1.5, 1.5, _SIDE - 3, _SIDE - 3), 3, 3)
    painter.end()
    return QIcon(picture)
