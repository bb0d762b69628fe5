"""Panes that have no room: how many they are, in the corner between the axes, and a way to them."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.head_menu import open_below
from kis_desktop.ui.chart.legend_painter import pane_title
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.words import Words

_STYLE = "QToolButton { padding: 0px 2px; min-height: 0px; border-width: 1px; }"


class HiddenPanes(QToolButton):
    """A chip on the canvas; hidden while every pane has room."""

    def __init__(self, canvas: ChartCanvas, words: Words) -> None:
        super().__init__(canvas)
        self._canvas, self._words = canvas, words
        self._known: tuple[tuple[str, ...], QRect] = ((), QRect())
        self.setObjectName("chart-hidden-panes")
        self.setFont(Theme.current().font(FontKind.HINT))
        self.setStyleSheet(_STYLE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: open_below(self, self.menu_of_panes()))
        self.hide()

    @property
    def sentence(self) -> str:
        """Which panes are not seen, and what helps; empty where all are."""
        names = self._known[0]
        if not names:
            return ""
        told = ", ".join(self._title(name) for name in names)
        return self._words("chart_panel.hidden_panes_hint", panes=told)

    def follow(self) -> None:
        """The canvas may be divided anew. Not to be asked in every frame: it costs as much as the
        division itself.
        """
        panes = self._canvas.panes
        corner = QRect(
            round(panes.price_axis.left()) + 1,
            round(panes.time_axis.top()) + 1,
            round(panes.price_axis.width()) - 2,
            round(panes.time_axis.height()) - 2,
        )
        known = panes.hidden, corner
        if known != self._known:
            self._known = known
            self._show()

    def menu_of_panes(self) -> QMenu:
        """Each of them can be shown alone."""
        menu = QMenu(self)
        for name in self._known[0]:
            action = menu.addAction(self._words("chart_panel.pane_alone", pane=self._title(name)))
            action.triggered.connect(lambda _=False, one=name: self._show_alone(one))
        return menu

    def _show_alone(self, name: str) -> None:
        self._canvas.maximise(name)
        self.follow()

    def _show(self) -> None:
        names, corner = self._known
        self.setGeometry(corner)
        self.setText(self._words("chart_panel.hidden_panes", n=len(names)))
        told = f"{self.sentence} {self._words('chart_panel.hidden_panes_press')}"
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.setVisible(bool(names))

    def _title(self, name: str) -> str:
        return pane_title(self._canvas.content, name)
