"""The trader's groups of symbols (관심종목) as they are changed on the screen and kept."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.message import Message
from kis_desktop.services.watchlists import WatchGroup
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

_SHOWN = "watchlist.group"


class WatchGroups(QObject):
    """All groups, the one that is shown, and every change to them; a change is kept at once.

    `changed` when groups or the shown one changed, `failed` with the reason when keeping failed.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._groups: tuple[WatchGroup, ...] | None = None
        self._shown = 0
        self._failure: Message | None = None

    @property
    def groups(self) -> tuple[WatchGroup, ...]:
        """All groups, in the trader's order."""
        return self._groups or ()

    @property
    def is_known(self) -> bool:
        """Whether the groups have been read."""
        return self._groups is not None

    @property
    def failure(self) -> Message | None:
        """Why groups could not be read or kept; None while all is well."""
        return self._failure

    @property
    def shown(self) -> int:
        """Which group is on the screen."""
        return self._shown

    @property
    def symbols(self) -> tuple[str, ...]:
        """The shown group's symbols, in the trader's order."""
        return self._groups[self._shown].symbols if self._groups else ()

    def load(self) -> None:
        """Read the groups."""
        self._asking.read("groups", self._load())

    def show(self, place: int) -> None:
        """Show another group."""
        if 0 <= place < len(self.groups) and place != self._shown:
            self._shown = place
            self._context.preferences.set(_SHOWN, str(place))
            self.changed.emit()

    def add(self, symbol: str) -> bool:
        """Put a symbol at the end of the shown group; false when it was there already."""
        if not symbol or symbol in self.symbols or not self.groups:
            return False
        self.set_symbols((*self.symbols, symbol))
        return True

    def remove(self, symbols: Sequence[str]) -> None:
        """Take symbols out of the shown group."""
        gone = frozenset(symbols)
        self.set_symbols(tuple(symbol for symbol in self.symbols if symbol not in gone))

    def move(self, symbol: str, by: int) -> None:
        """Move a symbol of the shown group up (negative) or down."""
        order = list(self.symbols)
        if symbol not in order:
            return
        place = order.index(symbol)
        order.insert(max(min(place + by, len(order) - 1), 0), order.pop(place))
        self.set_symbols(tuple(order))

    def place(self, symbol: str, before: str) -> None:
        """Put a symbol of the shown group before another one; at the end for an empty `before`."""
        order = [each for each in self.symbols if each != symbol]
        if len(order) == len(self.symbols) or symbol == before:
            return
        order.insert(order.index(before) if before in order else len(order), symbol)
        self.set_symbols(tuple(order))

    def set_symbols(self, symbols: tuple[str, ...]) -> None:
        """Give the shown group these symbols."""
        if self.groups and symbols != self.symbols:
            changed = msgspec.structs.replace(self.groups[self._shown], symbols=symbols)
            self._replace((*self.groups[: self._shown], changed, *self.groups[self._shown + 1 :]))

    def add_group(self) -> None:
        """A new, empty group at the end, shown at once."""
        named = self._words("watchlist.new_group", n=len(self.groups) + 1)
        self._shown = len(self.groups)
        self._replace((*self.groups, WatchGroup(named, ())))

    def rename(self, place: int, name: str) -> None:
        """Give a group another name; an empty one changes nothing."""
        named = name.strip()
        if named and 0 <= place < len(self.groups):
            changed = msgspec.structs.replace(self.groups[place], name=named)
            self._replace((*self.groups[:place], changed, *self.groups[place + 1 :]))

    def remove_group(self, place: int) -> None:
        """Drop a group; the last one stays."""
        if len(self.groups) > 1 and 0 <= place < len(self.groups):
            left = (*self.groups[:place], *self.groups[place + 1 :])
            self._shown = min(self._shown if self._shown < place else self._shown - 1, len(left))
            self._shown = max(self._shown, 0)
            self._replace(left)

    def _replace(self, groups: tuple[WatchGroup, ...]) -> None:
        self._groups = groups
        self.changed.emit()
        self._asking.write(self._save(groups))

    async def _load(self) -> None:
        try:
            groups = await self._context.commands.run(self._context.services.watchlists.groups)
        except KisDesktopError as error:
            self._failure = error.message
            self.failed.emit(error.message)
            return
        self._failure = None
        self._groups = groups or (WatchGroup(self._words("watchlist.new_group", n=1), ()),)
        kept = self._context.preferences.get(_SHOWN) or ""
        self._shown = min(int(kept), len(self._groups) - 1) if kept.isdigit() else 0
        self.changed.emit()

    async def _save(self, groups: tuple[WatchGroup, ...]) -> None:
        try:
            await self._context.commands.run(self._context.services.watchlists.save, groups)
        except KisDesktopError as error:
            self._failure = error.message
            self.failed.emit(error.message)
        else:
            self._failure = None
