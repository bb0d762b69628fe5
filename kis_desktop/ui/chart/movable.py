"""What can be moved by hand and keys: the canvas, as they know it."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QCursor

from kis_desktop.domain.chart_setup import PRICE_PANE, PaneSetup
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tool import ChartTool, Spot
from kis_desktop.ui.chart.viewport import Viewport


class Movable(Protocol):
    """What can be moved by hand: the canvas."""

    @property
    def viewport(self) -> Viewport:
        """Which bars are in sight."""

    @property
    def sight(self) -> Sight | None:
        """Window and scales; None without bars."""

    @property
    def panes(self) -> Panes:
        """How it is divided."""

    @property
    def wanted_panes(self) -> tuple[PaneSetup, ...]:
        """How it should be divided below the prices."""

    @property
    def pointed(self) -> int | None:
        """The bar that is pointed at."""

    @property
    def pointed_pane(self) -> str:
        """The pane that is pointed at, else that of the prices."""

    @property
    def tools(self) -> tuple[ChartTool, ...]:
        """What is laid over it, lowest first."""

    def is_fitted(self, pane: str) -> bool:
        """Whether a pane's scale follows what is in sight."""

    def move_to(self, viewport: Viewport) -> None:
        """Show other bars."""

    def hold_scale(self, scale: Scale, pane: str = PRICE_PANE) -> None:
        """Show these prices, or values of a pane."""

    def fit_prices(self, pane: str = PRICE_PANE) -> None:
        """Let a scale follow what is in sight."""

    def set_panes(self, panes: tuple[PaneSetup, ...]) -> None:
        """Divide it in another way."""

    def divide(self, panes: tuple[PaneSetup, ...]) -> None:
        """Divide it in another way, and tell so."""

    def maximise(self, pane: str) -> None:
        """Give a pane all the room, or take it back."""

    def frame_box(self, box: QRectF | None) -> None:
        """Show what would be zoomed to."""

    def reset(self) -> None:
        """The newest bars at their usual width."""

    def point(self, place: QPointF | None) -> None:
        """Put the crosshair there, or take it away."""

    def point_at_bar(self, bar: int) -> None:
        """Put the crosshair on a bar."""

    def price_at(self, y: float) -> Decimal | None:
        """The quotable price at a height."""

    def pick(self, price: Decimal) -> None:
        """Offer a price."""

    def ask_menu(self, place: QPointF, price: Decimal | None) -> None:
        """Ask for the menu at a place on the screen."""

    def spot(self, at: QPointF) -> Spot:
        """What a place means."""

    def cursor(self) -> QCursor:
        """The pointer's shape."""

    def setCursor(self, shape: Qt.CursorShape, /) -> None:
        """Give the pointer another shape."""
