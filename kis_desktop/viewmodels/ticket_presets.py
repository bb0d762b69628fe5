"""The presets that fit the linked symbol, and keeping them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_preset import OrderPreset, OrderPresets, Scope
from kis_desktop.viewmodels.words import Words


class TicketPresets(QObject):
    """`changed` when other presets fit, because of the symbol, its groups, or an edit."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._presets = OrderPresets(context.preferences)
        self._groups: dict[str, frozenset[str]] = {}
        context.link.symbol_changed.connect(self._on_symbol)
        self._on_symbol()

    @property
    def symbol(self) -> str:
        """The linked symbol."""
        return self._context.link.symbol

    @property
    def group_names(self) -> tuple[str, ...]:
        """The watch groups there are."""
        return tuple(self._groups)

    def all(self) -> tuple[OrderPreset, ...]:
        """Every preset of the profile."""
        return self._presets.all()

    def fitting(self) -> tuple[OrderPreset, ...]:
        """Those of the symbol, of its groups, and of all symbols, the narrowest first."""
        groups = frozenset(name for name, held in self._groups.items() if self.symbol in held)
        return self._presets.of(self.symbol, groups)

    def keep(self, preset: OrderPreset, instead: OrderPreset | None = None) -> None:
        """Keep a preset, in the place of another one where that is given."""
        if instead is not None and instead.place != preset.place:
            self._presets.remove(instead)
        self._presets.put(preset)
        self.changed.emit()

    def remove(self, preset: OrderPreset) -> None:
        """Forget a preset."""
        self._presets.remove(preset)
        self.changed.emit()

    def described(self, preset: OrderPreset) -> str:
        """A preset in a line."""
        words = self._words
        scope = words(f"preset.scope_{preset.scope.value}")
        if preset.scope is Scope.SYMBOL:
            scope = self._context.instruments.name(preset.target)
        elif preset.scope is Scope.GROUP:
            scope = preset.target
        price = words(f"preset.anchor_{preset.anchor.value}")
        if preset.offset:
            price += f" {preset.offset:+d}"
        kind = words(f"order_type.{preset.order_type.value}")
        parts = [scope, kind, preset.venue.value, price, _size(preset, words)]
        return " · ".join(part for part in parts if part)

    def _on_symbol(self, _symbol: str = "") -> None:
        self.changed.emit()
        self._asking.read("groups", self._read_groups())

    async def _read_groups(self) -> None:
        watchlists = self._context.services.watchlists
        try:
            groups = await self._context.commands.run(watchlists.groups)
        except KisDesktopError:
            return
        self._groups = {group.name: frozenset(group.symbols) for group in groups}
        self.changed.emit()


def _size(preset: OrderPreset, words: Words) -> str:
    if preset.quantity is not None:
        return f"{fmt.quantity(preset.quantity)}{words('ticket.shares')}"
    if preset.amount is not None:
        return words("ticket.gross", amount=fmt.price(preset.amount))
    return "" if preset.percent is None else f"{preset.percent}%"
