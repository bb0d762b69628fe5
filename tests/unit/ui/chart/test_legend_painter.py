"""The words of the panes keep to their room, and a sign stands for those without."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.chart_setup import ChartSetup, StudySetup
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels import chart_studies
from kis_desktop.viewmodels.chart_levels import Level, LevelKind
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words
from tests.unit.chart_floor import waving

MANY = ("sma", "bollinger", "ichimoku", "keltner", "envelope")


class Writing:
    """What was written on the canvas, and where."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.boxes: list[tuple[str, QRectF]] = []
        write, boxes = Lettering.write, self.boxes

        def kept(
            letters: Lettering,
            painter: QPainter,
            at: QPointF,
            text: str,
            ink: QColor,
            *,
            strong: bool = False,
        ) -> float:
            width = write(letters, painter, at, text, ink, strong=strong)
            boxes.append((text, QRectF(at.x(), at.y() - 10, width, 12)))
            return width

        monkeypatch.setattr(Lettering, "write", kept)

    def of(self, canvas: ChartCanvas) -> list[tuple[str, QRectF]]:
        """Those in the price pane, above everything else."""
        self.boxes.clear()
        canvas.grab()
        plot = canvas.panes.price
        return [(text, box) for text, box in self.boxes if plot.contains(box.center())]


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Writing:
    return Writing(monkeypatch)


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> ChartCanvas:
    Theme().apply(qapp)
    canvas = ChartCanvas(Words("ko"))
    qtbot.addWidget(canvas)
    pyramid, setup = BarPyramid(waving(300)), ChartSetup(studies=tuple(map(StudySetup, MANY)))
    canvas.show_setup(setup)
    canvas.show_bars(pyramid, chart_studies.plots(setup.studies, pyramid), dated=False)
    canvas.show_simulated(simulated=True)
    return canvas


@pytest.mark.parametrize("size", [(260, 150), (330, 200), (330, 360), (420, 380), (200, 150)])
def test_in_a_small_chart_words_stand_above_the_bars_and_nothing_is_overlapped(
    size: tuple[int, int], canvas: ChartCanvas, words: Writing
) -> None:
    canvas.resize(*size)
    written = words.of(canvas)
    assert "…" in [text for text, _ in written]
    sight = canvas.sight
    assert sight is not None
    first, last = sight.viewport.visible()
    highest = float(canvas.content.pyramid.level(0)[1, first:last].max())
    for place, (text, box) in enumerate(written):
        assert box.bottom() <= max(sight.price.y(highest), 22), text
        assert box.right() <= canvas.panes.plot_width, text
        assert not any(box.intersects(other) for _, other in written[place + 1 :]), text


def test_names_go_where_parameters_and_values_alone_have_room(
    canvas: ChartCanvas, words: Writing
) -> None:
    pyramid = canvas.content.pyramid
    studies = tuple(StudySetup("sma", (length,)) for length in (5, 20, 60))
    setup = ChartSetup(studies=studies, volume=False)
    canvas.show_setup(setup)
    canvas.exchange_bars(pyramid, chart_studies.plots(studies, pyramid))
    canvas.resize(500, 150)
    assert "이동평균" in [text for text, _ in words.of(canvas)]
    canvas.resize(330, 150)
    texts = [text for text, _ in words.of(canvas)]
    assert "이동평균" not in texts
    assert [text for text in texts if text in {"5", "20", "60", "…"}] == ["5", "20", "60"]
    assert set(canvas.legend) == {"sma-0", "sma-1", "sma-2"}


def test_with_room_every_study_is_told(canvas: ChartCanvas, words: Writing) -> None:
    canvas.resize(1200, 800)
    texts = [text for text, _ in words.of(canvas)]
    assert "…" not in texts
    assert {"이동평균", "볼린저 밴드", "일목균형표", "켈트너 채널", "엔벨로프"} <= set(texts)


@pytest.mark.parametrize("width", range(300, 640, 20))
def test_a_bar_that_is_pointed_at_is_told_in_pairs(
    canvas: ChartCanvas, words: Writing, width: int
) -> None:
    canvas.show_setup(ChartSetup(studies=(), volume=False))
    canvas.exchange_bars(canvas.content.pyramid, ())
    canvas.resize(width, 400)
    canvas.point_at_bar(290)
    texts = [text for text, _ in words.of(canvas)]
    names = {"시", "고", "저", "종", "거래량"}
    assert len([text for text in texts if text in names]) * 2 + 2 == len(texts), texts


def test_words_end_above_the_tag_of_an_order(canvas: ChartCanvas, words: Writing) -> None:
    canvas.resize(560, 800)
    before = {round(box.top()) for _, box in words.of(canvas)}
    sell = Level(LevelKind.ORDER, Decimal(200_000), "200,000", "매도 10주", Tone.DOWN)
    canvas.show_levels((sell,))
    after = {round(box.top()) for _, box in words.of(canvas)}
    assert len(before) > 2
    assert len(after) == 1
    far = Level(LevelKind.LIMIT, Decimal(200_000), "200,000", "상한가", Tone.UP)
    canvas.show_levels((far,))
    assert {round(box.top()) for _, box in words.of(canvas)} == before
