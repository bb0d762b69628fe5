"""The ladder as the gallery draws it: turned on while live, asking where names are long."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kis_desktop.domain.order import Side
from kis_desktop.ui.panels.ladder import LadderPanel

_TICKS_LOWER = 3


def begin(panel: QWidget, *, arms: bool, asks: bool) -> None:
    """Turn it on, and order a few ticks below the last price."""
    if not isinstance(panel, LadderPanel) or not arms:
        return
    ladder = panel.ladder
    ladder.set_quantity_text("10")
    ladder.arm(True)
    place = ladder.last_place
    if asks and place is not None and panel.orders.question is None:
        panel.orders.place(Side.BUY, ladder.column.prices[place + _TICKS_LOWER])
