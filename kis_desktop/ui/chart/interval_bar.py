"""The intervals in a chart's head: those at hand as chips, all others in a menu behind them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from kis_desktop.domain.bar import Interval
from kis_desktop.ui.chart.head_menu import open_below
from kis_desktop.ui.chart.interval_chip import IntervalChip
from kis_desktop.ui.theme.tokens import HEAD_HEIGHT
from kis_desktop.viewmodels.interval_words import ALL_INTERVALS, interval_text
from kis_desktop.viewmodels.words import Words

_MORE_WIDTH = 24


class IntervalBar(QWidget):
    """Where room is short, chips give way from the right; the chosen one always stays."""

    chosen = Signal(object)  # Interval
    entry_asked = Signal()
    favourites_changed = Signal(object)  # tuple[Interval, ...]

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._interval = Interval.MINUTE_1
        self._favourites: tuple[Interval, ...] = ()
        self._chips: dict[Interval, IntervalChip] = {}
        self.setObjectName("chart-intervals")
        self.setAccessibleName(words("chart.intervals"))
        self.setProperty("headSide", "left")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._more = QToolButton(self)
        self._more.setObjectName("chart-interval-menu")
        self._more.setText("▾")
        self._more.setAccessibleName(words("chart_panel.all_intervals"))
        self._more.setToolTip(words("chart_panel.all_intervals"))
        self._more.clicked.connect(lambda: open_below(self._more, self.menu()))

    def show_intervals(self, favourites: Sequence[Interval], chosen: Interval) -> None:
        """These as chips, and the chosen one behind them where it is not one of them."""
        self._favourites, self._interval = tuple(favourites), chosen
        wanted = list(favourites) + ([] if chosen in favourites else [chosen])
        if wanted != list(self._chips):
            self._rebuild(wanted)
        for interval, chip in self._chips.items():
            chip.setChecked(interval == chosen)
        self._place()

    def menu(self) -> QMenu:
        """All intervals in groups; each can be put at hand; any other can be typed."""
        menu = QMenu(self)
        menu.setObjectName("chart-all-intervals")
        for group in ALL_INTERVALS:
            for interval in group:
                self._add(menu, interval)
            menu.addSeparator()
        if not any(self._interval in group for group in ALL_INTERVALS):
            self._add(menu, self._interval)
        typed = menu.addAction(self._words("chart_panel.entry_menu"))
        typed.setObjectName("chart-interval-entry")
        typed.triggered.connect(self.entry_asked)
        menu.addMenu(self._favourites_menu(menu))
        return menu

    def sizeHint(self) -> QSize:
        wide = sum(chip.sizeHint().width() for chip in self._chips.values())
        return QSize(wide + _MORE_WIDTH, HEAD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        chip = self._chips.get(self._interval)
        return QSize((chip.sizeHint().width() if chip else 0) + _MORE_WIDTH, HEAD_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _rebuild(self, wanted: Sequence[Interval]) -> None:
        for chip in self._chips.values():
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for interval in wanted:
            chip = IntervalChip(interval_text(interval, self._words), self)
            chip.setObjectName(f"chart-interval-{interval}")
            chip.setAccessibleName(chip.text())
            chip.clicked.connect(lambda _=False, one=interval: self._choose(one))
            self._chips[interval] = chip
        self.updateGeometry()

    def _choose(self, interval: Interval) -> None:
        self.show_intervals(self._favourites, self._interval)
        self.chosen.emit(interval)

    def _place(self) -> None:
        room = self.width() - _MORE_WIDTH
        shown = self._fitting(room)
        x = 0
        for interval, chip in self._chips.items():
            chip.setVisible(interval in shown)
            if interval in shown:
                width = chip.sizeHint().width()
                chip.setGeometry(x, 0, width, HEAD_HEIGHT)
                x += width
        self._more.setGeometry(x, 3, _MORE_WIDTH, HEAD_HEIGHT - 6)

    def _fitting(self, room: int) -> set[Interval]:
        chosen = self._chips.get(self._interval)
        shown = {self._interval} if chosen is not None else set()
        room -= chosen.sizeHint().width() if chosen is not None else 0
        for interval, chip in self._chips.items():
            if interval == self._interval:
                continue
            room -= chip.sizeHint().width()
            if room < 0:
                break
            shown.add(interval)
        return shown

    def _add(self, menu: QMenu, interval: Interval) -> None:
        action = menu.addAction(interval_text(interval, self._words))
        action.setObjectName(f"interval-{interval}")
        action.setCheckable(True)
        action.setChecked(interval == self._interval)
        action.triggered.connect(lambda _=False, one=interval: self.chosen.emit(one))

    def _favourites_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(self._words("chart_panel.favourites"), parent)
        menu.setObjectName("chart-favourites")
        listed = [one for group in ALL_INTERVALS for one in group]
        listed += [one for one in (*self._favourites, self._interval) if one not in listed]
        for interval in dict.fromkeys(listed):
            action = menu.addAction(interval_text(interval, self._words))
            action.setCheckable(True)
            action.setChecked(interval in self._favourites)
            action.toggled.connect(lambda on, one=interval: self._put_at_hand(one, at_hand=on))
        return menu

    def _put_at_hand(self, interval: Interval, *, at_hand: bool) -> None:
        kept = [one for one in self._favourites if one != interval]
        kept += [interval] if at_hand else []
        self._favourites = tuple(sorted(kept, key=_length))
        self.favourites_changed.emit(self._favourites)


def _length(interval: Interval) -> tuple[int, int]:
    """Ticks before minutes before days; the shorter first."""
    return list(type(interval.unit)).index(interval.unit), interval.count
