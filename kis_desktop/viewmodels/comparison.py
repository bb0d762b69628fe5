"""Where our own fills and the server's account differ, in one line with its details."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.comparison import Comparison, Difference
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words


class ComparisonLine(QObject):
    """`changed` when what there is to say changes."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._told: Comparison | None = None
        self._on_frame(context.clock.so_far)
        context.clock.frame.connect(self._on_frame)

    @property
    def differs(self) -> bool:
        """Whether there is a difference."""
        return self._told is not None and bool(self._told.differences)

    @property
    def text(self) -> str:
        """The first difference with both figures, and how many there are; empty without one."""
        if self._told is None or not self._told.differences:
            return ""
        first, *others = self._told.differences
        told = self._sentence(first)
        if not others:
            return told
        count = self._words("compare.differs", n=len(others) + 1)
        return f"{count} · {told}"

    @property
    def details(self) -> str:
        """Every difference, a line each, or that there is none."""
        if self._told is None:
            return self._words("compare.not_yet")
        if not self._told.differences:
            return self._words("compare.agrees")
        return "\n".join(map(self._sentence, self._told.differences))

    def accept(self) -> None:
        """Reckon from the account as it is now."""
        self._context.commands.start(self._context.services.comparison.accept)

    def _on_frame(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.COMPARISON, ""))
        if isinstance(told, Comparison):
            before, self._told = self._told, told
            if before is None or before.differences != told.differences:
                self.changed.emit()

    def _sentence(self, difference: Difference) -> str:
        return self._words(
            f"compare.{difference.kind}",
            name=self._context.instruments.name(difference.symbol) if difference.symbol else "",
            ours=fmt.price(difference.ours),
            theirs=fmt.price(difference.theirs),
        )
