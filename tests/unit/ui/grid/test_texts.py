"""Laid-out texts are kept, but not all that were ever written."""

from __future__ import annotations

from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.chart.levels_painter import TagFonts
from kis_desktop.ui.grid.texts import TextCache


def test_no_more_texts_are_kept_than_told(qtbot: QtBot) -> None:
    cache = TextCache(QFont(), kept=10)
    first, width = cache.laid_out("70,000")
    for number in range(9):
        cache.laid_out(f"{number}")
    assert cache.laid_out("70,000")[0] is first
    cache.laid_out("70,100")
    again = cache.laid_out("70,000")
    assert again[0] is not first
    assert (again[0].text(), again[1]) == ("70,000", width)


def test_a_chart_forgets_the_prices_that_have_passed(qtbot: QtBot) -> None:
    lettering = Lettering.of(TagFonts(QFont(), QFont()))
    first = lettering.plain.laid_out("70,000")[0]
    for price in range(1000):
        lettering.width(f"{price}")
    assert lettering.plain.laid_out("70,000")[0] is not first
