"""A place where clicks order: its switch, which is off whenever it had better be, its quantity."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words


class ArmedPlace(QObject):
    """`repriced` once a frame in which orders or prices moved, `state_changed` for the switch, the
    quantity, and what they depend on.

    The switch is off at the start and goes on by hand alone, only while `why_not_armed` gives no
    reason. It doesn't look on by itself: whoever follows the market calls `_disarm`.
    """

    repriced = Signal()
    state_changed = Signal()

    def __init__(
        self, context: ViewContext, quantity_key: str, parent: QObject | None = None
    ) -> None:
        """The quantity is kept among the preferences as `quantity_key`."""
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._quantity_key = quantity_key
        self._quantity_text = context.preferences.get(quantity_key) or ""
        self._armed = False
        self._told = ""

    @property
    def quantity_text(self) -> str:
        """The quantity as typed or chosen."""
        return self._quantity_text

    @property
    def quantity(self) -> int | None:
        """Shares of each order; None for what can't be read."""
        return fmt.parse_quantity(self._quantity_text)

    def set_quantity_text(self, text: str) -> None:
        """The quantity was typed or chosen; kept for the next time."""
        if text != self._quantity_text:
            self._quantity_text = text
            self._context.preferences.set(self._quantity_key, text)
            self.state_changed.emit()

    @property
    def armed(self) -> bool:
        """Whether a click orders."""
        return self._armed

    @property
    def disarmed_by(self) -> str:
        """Why the switch turned itself off; empty where the trader did."""
        return self._told

    @property
    def why_not_armed(self) -> str:
        """Why the switch can't be on now; empty where it can."""
        raise NotImplementedError

    def arm(self, wanted: bool) -> None:  # noqa: FBT001
        """Let clicks order, or not."""
        wanted = wanted and not self.why_not_armed
        self._told = ""
        if wanted is not self._armed:
            self._armed = wanted
            self.state_changed.emit()

    def _disarm(self, why: str) -> None:
        """Off, and why, as a message's id; where it is off already nothing is told."""
        if self._armed:
            self._armed = False
            self._told = self._words(why)
            self.state_changed.emit()
