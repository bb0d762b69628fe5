"""Which click on a price does something, and whether an order of it is asked about first.

Two settings apart from each other, both kept per profile: a double click and a question until the
trader wants less.
"""

from __future__ import annotations

import enum

from kis_desktop.viewmodels.context import Preferences

_CONFIRM = "orders.confirm_clicks"
_YES, _NO = "yes", "no"


class ClickMode(enum.StrEnum):
    """Which click counts; the keyboard always does."""

    SINGLE = "single"
    DOUBLE = "double"
    OFF = "off"


class ClickSettings:
    """The settings of one place that is clicked in, such as `book` or `ladder`."""

    def __init__(self, preferences: Preferences, place: str) -> None:
        self._preferences = preferences
        self._key = f"{place}.click"

    @property
    def mode(self) -> ClickMode:
        """Which click counts."""
        kept = self._preferences.get(self._key)
        return ClickMode(kept) if kept in set(ClickMode) else ClickMode.DOUBLE

    def set_mode(self, mode: ClickMode) -> None:
        """Choose which click counts."""
        self._preferences.set(self._key, mode.value)

    @property
    def confirms(self) -> bool:
        """Whether an order is shown and asked about before it is sent; wherever it was clicked."""
        return self._preferences.get(_CONFIRM) != _NO

    def set_confirms(self, wanted: bool) -> None:  # noqa: FBT001
        """Choose whether orders are asked about."""
        self._preferences.set(_CONFIRM, _YES if wanted else _NO)
