"""A scale that fits what is in sight, and stays as it is while bars are pulled through it."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.chart_setup import PRICE_PANE, VOLUME_PANE, ChartSetup, PriceScale
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.theme.theme import Theme
from tests.unit.ui.chart.test_layers import chart, pulled


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> ChartCanvas:
    Theme().apply(qapp)
    canvas = chart(ChartSetup())
    qtbot.addWidget(canvas)
    canvas.reset()
    return canvas


def scale(canvas: ChartCanvas, pane: str = PRICE_PANE) -> Scale:
    assert canvas.sight is not None
    return canvas.sight.scale_of(pane)


def span_of_bars(canvas: ChartCanvas) -> tuple[float, float]:
    """Where the highest and the lowest price in sight are, in pixels."""
    first, last = canvas.viewport.visible()
    high, low = canvas.content.pyramid.level(0)[1:3, first:last]
    ys = scale(canvas).y(float(high.max())), scale(canvas).y(float(low.min()))
    return min(ys), max(ys)


def strict(canvas: ChartCanvas) -> Scale:
    """The scale that fits what is in sight and nothing else."""
    canvas.fit_prices()
    return scale(canvas)


@pytest.mark.parametrize("kind", [PriceScale.LINEAR, PriceScale.LOGARITHMIC])
@pytest.mark.parametrize("inverted", [False, True])
def test_however_bars_are_pulled_they_lie_in_the_pane_and_fill_it(
    canvas: ChartCanvas, kind: PriceScale, *, inverted: bool
) -> None:
    canvas.show_setup(ChartSetup(scale=kind, inverted=inverted))
    canvas.exchange_bars(canvas.content.pyramid, ())
    pane = canvas.panes.price
    steps, kept = random.Random(5), 0
    for _ in range(300):
        before = scale(canvas)
        pulled(canvas, steps.uniform(-60, 90))
        kept += scale(canvas) == before
        top, foot = span_of_bars(canvas)
        assert pane.top() <= top < foot <= pane.bottom()
        assert foot - top > 0.45 * pane.height()
    assert kept > 150


def test_a_pull_that_shows_nothing_higher_or_lower_leaves_every_scale(canvas: ChartCanvas) -> None:
    panes = [PRICE_PANE, VOLUME_PANE, *(pane.name for pane in canvas.panes.lower)]
    before = [scale(canvas, pane) for pane in panes]
    pulled(canvas, 1.0)
    assert [scale(canvas, pane) for pane in panes] == before


def test_another_width_of_bars_is_fitted_whatever_was_shown_before(canvas: ChartCanvas) -> None:
    pulled(canvas, 700.0)
    canvas.move_to(canvas.viewport.zoomed(0.8, 300.0))
    assert scale(canvas) == strict(canvas)


def test_fitting_by_hand_forgets_what_was_shown_before(canvas: ChartCanvas) -> None:
    loose = 0
    for _ in range(40):
        pulled(canvas, 45.0)
        shown = scale(canvas)
        loose += strict(canvas) != shown
        top, foot = span_of_bars(canvas)
        assert top == pytest.approx(42.0, abs=1.0)
        assert foot == pytest.approx(canvas.panes.price.bottom() - 28.0, abs=1.0)
    assert loose


def test_volume_stands_on_the_foot_of_its_pane_however_it_grows(canvas: ChartCanvas) -> None:
    volume = canvas.content.pyramid.level(0)[4]
    assert np.isfinite(volume).all()
    for _ in range(40):
        pulled(canvas, 80.0)
        assert scale(canvas, VOLUME_PANE).low == 0.0
