"""The bar above a list: narrow panels lose no part of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.ui.account.filter_bar import FilterBar
from kis_desktop.ui.account.period_field import PeriodField
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.words import Words


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> Iterator[FilterBar]:
    Theme().apply(qapp)
    words = Words("ko")
    bar = FilterBar(words)
    period = PeriodField(words, bar)
    period.set_period(date(2026, 11, 20), date(2026, 11, 20))
    bar.put_last(period)
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(bar)
    column.addStretch(1)
    qtbot.addWidget(panel)
    panel.show()
    yield bar
    panel.close()


def test_the_period_stands_beside_the_rest_or_below_it(bar: FilterBar) -> None:
    period = bar.findChild(PeriodField)
    assert period is not None
    seen = []
    for width in (900, 420, 900):
        bar.window().resize(width, 200)
        QApplication.processEvents()
        seen.append(period.y() > bar.text.y() + bar.text.height())
        assert period.geometry().right() <= bar.width()
    assert seen == [False, True, False]


def test_it_asks_for_no_more_than_its_wider_line(bar: FilterBar) -> None:
    assert bar.minimumSizeHint().width() < 420
