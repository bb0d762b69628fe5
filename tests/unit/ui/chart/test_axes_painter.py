"""Values beside the lower panes: none over another, none outside of its pane."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kis_desktop.domain.chart_setup import ChartSetup, PaneSetup, StudySetup
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.ui.chart.axes_painter import paint_lower_axes
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.chart.levels_painter import TagFonts
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels import chart_studies
from kis_desktop.viewmodels.words import Words
from tests.unit.chart_floor import waving


class Heard(Lettering):
    """Letters that keep what was written, and where."""

    def level(
        self, painter: QPainter, box: QRectF, text: str, ink: QColor, *, strong: bool = False
    ) -> None:
        WRITTEN.append((text, box.center().y()))


WRITTEN: list[tuple[str, float]] = []


def written(id_: str, share: float) -> tuple[list[str], list[float], QRectF]:
    """What stands beside a study's pane that has a share of a canvas 600 pixels high."""
    pyramid = BarPyramid(waving(300))
    setup = ChartSetup(
        studies=(StudySetup(id_),), volume=False, panes=(PaneSetup(f"{id_}-0", share),)
    )
    canvas = ChartCanvas(Words("ko"))
    canvas.resize(600, 600)
    canvas.show_setup(setup)
    canvas.show_bars(pyramid, chart_studies.plots(setup.studies, pyramid), dated=False)
    sight = canvas.sight
    assert sight is not None
    fonts = TagFonts(Theme.current().font(FontKind.HINT), Theme.current().font(FontKind.STRONG))
    letters = Lettering.of(fonts)
    WRITTEN.clear()
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        heard = Heard(letters.plain, letters.strong, letters.ascent)
        paint_lower_axes(painter, sight, canvas.content, ChartColors.of(Theme.current()), heard)
    box = sight.panes.lower[0].box
    canvas.deleteLater()
    return [text for text, _ in WRITTEN], [y for _, y in WRITTEN], box


@pytest.mark.parametrize("id_", ["cci", "rsi", "williams_r", "macd", "atr"])
@pytest.mark.parametrize("share", [0.07, 0.1, 0.2, 0.5])
def test_no_value_stands_over_another_or_leaves_its_pane(
    id_: str, share: float, qapp: QApplication
) -> None:
    Theme().apply(qapp)
    _, heights, box = written(id_, share)
    assert heights
    near = sorted(heights)
    assert all(later - sooner >= 8 for sooner, later in pairwise(near))
    assert box.top() + 4 <= near[0]
    assert near[-1] <= box.bottom() - 4


def test_with_room_every_guide_is_told_and_without_it_the_outermost(qapp: QApplication) -> None:
    Theme().apply(qapp)
    assert set(written("cci", 0.4)[0]) == {"-100", "0", "100"}
    assert "0" not in written("cci", 0.1)[0]
