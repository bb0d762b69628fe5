"""What is on the screen: sharp edges at any scaling, every shape and style, readable colours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np
import pytest
from msgspec import structs
from PySide6.QtCore import QPointF, QRect, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication

from kis_desktop.domain.chart_setup import (
    PRICE_PANE,
    ChartSetup,
    ChartStyle,
    PriceScale,
    StudySetup,
    VolumeColours,
)
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.live_study import LiveStudy
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries, Floats
from kis_desktop.indicators.study import Indicator, Output, Parameter, Shape
from kis_desktop.ui.chart.colors import STUDY_COLOURS, ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.ex_dates_painter import ex_date_at
from kis_desktop.ui.chart.fitting import Wanted
from kis_desktop.ui.chart.frame import Frame, frame_of
from kis_desktop.ui.chart.panes import divided
from kis_desktop.ui.chart.screen import Screen
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import TimeAxis
from kis_desktop.ui.chart.viewport import Viewport
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import ThemeName, Token
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.chart_studies import plots
from kis_desktop.viewmodels.compared_line import ComparedLine
from kis_desktop.viewmodels.words import Words

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
WIDTH, HEIGHT = 640, 420
RATIOS = [1.0, 1.25, 1.5, 2.0]


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


def walk(count: int) -> BarSeries:
    random = np.random.default_rng(5)
    index = np.arange(count, dtype=np.int64)
    close = (98_000 + 100 * random.integers(-3, 4, count).cumsum()).astype(np.float64)
    opened = np.concatenate([close[:1], close[:-1]])
    return BarSeries(
        NINE + 60 * index,
        opened,
        np.maximum(opened, close) + 100.0,
        np.minimum(opened, close) - 100.0,
        close,
        random.integers(1, 5000, count).astype(np.float64),
    )


@dataclass
class Chart:
    """A content with its window, painted without a widget."""

    content: Content
    viewport: Viewport
    ratio: float = 1.0
    screen: Screen = field(default_factory=Screen)

    def frame(self) -> Frame:
        size = QSizeF(WIDTH, HEIGHT)
        panes = divided(WIDTH, HEIGHT, 70.0, self.content.lower_panes)
        viewport = self.viewport.resized(panes.plot_width)
        setup = self.content.setup
        wanted = Wanted(setup.scale, setup.inverted)
        times = TimeAxis(self.content.pyramid.time)
        return frame_of(size, self.ratio, panes, viewport, self.content, times, wanted)

    @property
    def sight(self) -> Sight:
        sight = self.frame().sight
        assert sight is not None
        return sight

    def picture(self) -> QImage:
        frame = self.frame()
        image = QImage(frame.size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.ratio)
        with QPainter(image) as painter:
            times = TimeAxis(self.content.pyramid.time)
            region = QRegion(0, 0, WIDTH, HEIGHT)
            self.screen.paint(painter, region, frame, self.content, times, (), None)
        return image


def chart(count: int = 300, **setup: object) -> Chart:
    content = Content(Words("ko"))
    content.pyramid = BarPyramid(walk(count))
    content.on_tick = lambda price: Decimal(round(price / 100) * 100)
    content.setup = ChartSetup(**setup)  # type: ignore[arg-type]
    return Chart(content, Viewport(570.0, count).at_newest())


def seen(image: QImage, left: int, top: int, right: int, bottom: int) -> Counter[str]:
    return Counter(
        image.pixelColor(x, y).name() for x in range(left, right) for y in range(top, bottom)
    )


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("style", [ChartStyle.CANDLE, ChartStyle.HOLLOW, ChartStyle.BAR])
def test_bars_have_no_blurred_edge_at_any_scaling(
    theme: Theme, ratio: float, style: ChartStyle
) -> None:
    shown = chart(style=style)
    shown.ratio = ratio
    image = shown.picture()
    price = shown.sight.panes.price
    top, bottom = round(50 * ratio), round((price.bottom() - 4) * ratio)
    allowed = {
        theme.color(token).name() for token in (Token.PANEL, Token.LINE, Token.UP, Token.DOWN)
    }
    assert set(seen(image, 0, top, round(500 * ratio), bottom)) <= allowed


@pytest.mark.parametrize("ratio", RATIOS)
def test_bodies_are_equally_wide_wherever_they_stand(theme: Theme, ratio: float) -> None:
    shown = chart()
    shown.ratio = ratio
    image, sight = shown.picture(), shown.sight
    widths = set()
    pyramid = shown.content.pyramid
    first, last = sight.viewport.visible()
    for bar in range(first + 2, last - 2):
        open_, close = float(pyramid.level(0)[0, bar]), float(pyramid.close[bar])
        if open_ == close:
            continue
        y = round(sight.price.y((open_ + close) / 2) * ratio)
        left = round((sight.viewport.x(bar) - 4) * ratio)
        row = seen(image, left, y, round(left + 8 * ratio), y + 1)
        widths.add(row[theme.color(Token.UP if close > open_ else Token.DOWN).name()])
    assert len(widths) == 1


@pytest.mark.parametrize("name", list(ThemeName))
def test_study_colours_stand_out_from_the_panel_and_from_each_other(
    theme: Theme, name: ThemeName
) -> None:
    theme.switch(name)
    panel = theme.color(Token.PANEL)
    colours = [QColor(code) for code in STUDY_COLOURS[name]]
    assert len({colour.name() for colour in colours}) >= 8
    assert min(contrast(colour, panel) for colour in colours) >= 3


def contrast(one: QColor, other: QColor) -> float:
    """The WCAG ratio of two colours."""

    def luminance(colour: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def study(shape: Shape, values: tuple[Floats, ...], ahead: int = 0, pane: str = "own") -> Plot:
    """A study of outputs of one shape with these values."""

    def compute(bars: Inputs, *parameters: float) -> tuple[Floats, ...]:
        del bars, parameters
        return values

    outputs = tuple(
        Output(f"out{number}", "값", "Value", shape, "ahead") for number in range(len(values))
    )
    indicator = Indicator(
        "tried", "시험", "Tried", "trend", pane,
        (Parameter("ahead", "이동", "Ahead", 0, -100, 100),), outputs, compute, lambda _: 0, None,
    )  # fmt: skip
    count = len(values[0])
    flat = np.zeros(count)
    bars = Inputs(np.arange(count, dtype=np.int64), flat, flat, flat, flat, flat)
    setup = StudySetup("tried", (ahead,))
    name = PRICE_PANE if pane == "price" else "tried-0"
    return Plot("tried-0", setup, LiveStudy(indicator, (ahead,), bars), name)


def waves(count: int, outputs: int) -> tuple[Floats, ...]:
    index = np.arange(count, dtype=np.float64)
    return tuple(np.sin(index / 9 + number) + number / 3 for number in range(outputs))


@pytest.mark.parametrize("shape", [one for one in Shape if one is not Shape.PROFILE])
@pytest.mark.parametrize("bar_width", [8.0, 0.4])
def test_every_shape_is_painted_and_a_hidden_one_is_not(shape: Shape, bar_width: float) -> None:
    shown = chart(2000)
    shown.viewport = replace(shown.viewport, bar_width=bar_width).at_newest()
    plot = study(shape, waves(2000, 2))
    hidden = replace(plot, setup=StudySetup("tried", shown=False))
    shown.content.plots = (hidden,)
    box = shown.sight.panes.box("tried-0")
    area = 0, int(box.top()) + 24, 480, int(box.bottom())
    bare = seen(shown.picture(), *area)
    shown.screen.forget()
    shown.content.plots = (plot,)
    assert (seen(shown.picture(), *area) == bare) is (shape is Shape.HIDDEN)


def test_the_traders_colour_is_that_of_the_line() -> None:
    shown = chart()
    plot = study(Shape.STEPS, (np.full(300, 5.0),))
    shown.content.plots = (replace(plot, setup=StudySetup("tried", (0,), colours=("#12AB34",))),)
    sight = shown.sight
    y = round(sight.scale_of("tried-0").y(5.0))
    assert shown.picture().pixelColor(200, y).name() == "#12ab34"


@pytest.mark.parametrize("ahead", [26, -26])
def test_an_output_ahead_is_drawn_so_many_bars_to_the_side(ahead: int) -> None:
    values = np.full(300, np.nan)
    values[290] = 5.0
    shown = chart()
    shown.viewport = replace(shown.viewport, right=330.0)
    shown.content.plots = (study(Shape.STEPS, (values,), ahead),)
    sight = shown.sight
    y = round(sight.scale_of("tried-0").y(5.0))
    image, ink = shown.picture(), ChartColors.of(Theme.current()).studies[0]
    assert image.pixelColor(round(sight.viewport.x(290 + ahead)), y) == ink
    assert image.pixelColor(round(sight.viewport.x(290)), y) != ink


def test_a_spike_is_seen_however_many_bars_a_pixel_stands_for() -> None:
    values = np.zeros(40_000)
    values[20_001] = 100.0
    shown = chart(40_000)
    shown.viewport = shown.viewport.zoomed(1e-9, 0.0).at_newest()
    shown.content.plots = (study(Shape.LINE, (values,)),)
    sight = shown.sight
    assert sight.level > 4
    scale, x = sight.scale_of("tried-0"), round(sight.viewport.x(20_001))
    assert scale.high >= 100
    column = seen(shown.picture(), x - 2, round(scale.y(90)), x + 3, round(scale.y(60)))
    ink = ChartColors.of(Theme.current()).studies[0]
    assert any(QColor(name).green() > (ink.green() + 30) // 2 for name in column), (
        "nothing reaches up"
    )


def test_averaged_bars_are_drawn_and_the_real_ones_kept() -> None:
    shown = chart(style=ChartStyle.HEIKIN_ASHI)
    real = shown.content.pyramid
    drawn = shown.content.drawn
    assert drawn is not real
    row = real.bars(299)
    real.put(
        299, BarSeries(row.time, row.open, row.high + 900, row.low, row.high + 900, row.volume)
    )
    assert shown.content.drawn.level(0)[1, 299] == float(row.high[0]) + 900
    assert len(shown.content.drawn) == 300


def test_volume_is_coloured_as_its_bar_or_by_the_close_before(theme: Theme) -> None:
    # closes above its open, but below the close before it
    shown = chart(1)
    prices = [(100, 120), (90, 110), (80, 105)]
    open_, close = (np.array(column, np.float64) * 100 for column in zip(*prices, strict=True))
    bars = BarSeries(
        NINE + 60 * np.arange(3, dtype=np.int64), open_, close.copy(), open_.copy(), close,
        np.array([100.0, 100.0, 90.0]),
    )  # fmt: skip
    shown.content.pyramid = BarPyramid(bars)
    shown.viewport = Viewport(570.0, 3, 20.0).at_newest()
    colors = ChartColors.of(theme)
    box = shown.sight.panes.box("volume")
    place = QPointF(shown.sight.viewport.x(2), box.bottom() - 3).toPoint()
    assert shown.picture().pixelColor(place).name() == colors.volume_up.name()
    for by in (VolumeColours.PREVIOUS_CLOSE, VolumeColours.PREVIOUS_VOLUME):
        shown.content.setup = structs.replace(shown.content.setup, volume_colours=by)
        shown.screen.forget()
        assert shown.picture().pixelColor(place).name() == colors.volume_down.name()


def test_the_columns_of_the_volume_s_average_are_coloured_as_the_volume(theme: Theme) -> None:
    shown = chart(60, volume=False)
    (plot,) = plots((StudySetup("volume_average", (20,)),), shown.content.pyramid)
    shown.content.plots = (plot,)
    colors, box = ChartColors.of(theme), shown.sight.panes.lower[0].box
    rows = shown.content.pyramid.level(0)
    bar = int(np.flatnonzero(rows[3] < rows[0])[-1])
    place = QPointF(shown.sight.viewport.x(bar), box.bottom() - 9).toPoint()
    assert shown.picture().pixelColor(place).name() == colors.volume_down.name()


@pytest.mark.parametrize("dated", [False, True])
def test_what_begins_anew_each_day_is_not_joined_from_day_to_day(dated: bool) -> None:
    shown = chart(1, volume=False)
    shown.content.dated = dated
    prices = np.repeat([10_000.0, 20_000.0], 30)
    time = NINE + 60 * np.arange(60, dtype=np.int64)
    time[30:] += 86_400
    open_, high, low, close = (prices.copy() for _ in range(4))
    bars = BarSeries(time, open_, high, low, close, np.full(60, 10.0))
    shown.content.pyramid = BarPyramid(bars)
    shown.content.plots = plots((StudySetup("vwap", colours=("#12AB34",)),), shown.content.pyramid)
    shown.viewport = Viewport(570.0, 60, 9.0).at_newest()
    box, middle = shown.sight.panes.price, round(shown.sight.price.y(15_000.0))
    across = seen(shown.picture(), 0, middle - 3, round(box.right()), middle + 3)
    green = [QColor(name) for name in across]
    assert any(ink.green() - ink.red() > 40 for ink in green) is dated


def test_compared_symbols_begin_where_the_own_one_begins() -> None:
    shown = chart()
    close = shown.content.pyramid.close
    other = ComparedLine("069500", "KODEX 200", close * 0.5, "#12AB34")
    shown.content.compared = (other,)
    sight = shown.sight
    assert sight.base == close[sight.viewport.visible()[0]]
    image = shown.picture()
    found = seen(image, 0, 44, 570, round(sight.panes.price.bottom()))
    assert found["#12ab34"] > 20


def test_a_percent_scale_counts_from_the_first_close_in_sight() -> None:
    shown = chart(scale=PriceScale.PERCENT)
    frame = shown.frame()
    assert frame.sight is not None
    assert frame.sight.base is not None
    percents = [(price / frame.sight.base - 1) * 100 for price in frame.prices]
    assert percents == pytest.approx([round(percent, 4) for percent in percents])
    assert min(abs(percent) for percent in percents) == pytest.approx(0)


def test_an_ex_date_is_a_chip_below_the_bars_that_says_what_it_is(theme: Theme) -> None:
    shown = chart()
    shown.content.ex_dates = ((NINE + 280 * 60, "권리락"),)
    sight = shown.sight
    place = QPointF(sight.viewport.x(280) - 6, sight.panes.bottom - 8)
    assert ex_date_at(sight, shown.content, place) == "2026/11/20 권리락"
    assert ex_date_at(sight, shown.content, place - QPointF(60, 0)) == ""
    assert shown.picture().pixelColor(place.toPoint()) == theme.color(Token.ACCENT)


def test_an_ex_date_lies_in_the_bar_that_holds_it_and_nowhere_else() -> None:
    shown = chart()
    sight, week = shown.sight, 7 * 86_400
    places = [QPointF(sight.viewport.x(bar), sight.panes.bottom - 8) for bar in (0, 280, 299)]

    def told(*days: int) -> list[str]:
        shown.content.ex_dates = tuple((day, "권리락") for day in days)
        return [ex_date_at(sight, shown.content, place) for place in places]

    assert told(NINE - 30 * 86_400, NINE + 30 * 86_400) == ["", "", ""]
    starts = shown.content.pyramid.time
    starts[:] = NINE + week * np.arange(len(starts))
    shown.content.dated = True
    in_sight, last = NINE + 280 * week, NINE + 299 * week
    assert told(in_sight + 3 * 86_400)[1].endswith("권리락")
    assert told(last + 3 * 86_400)[2].endswith("권리락")
    assert told(NINE - 86_400, last + week) == ["", "", ""]


def test_rows_of_prices_far_out_of_sight_stay_beside_the_chart() -> None:
    shown = chart()
    shown.picture()
    region = shown.screen.dirty_rows(shown.frame(), [1e18, -1e18])
    assert region is not None
    assert QRect(-10, -10, WIDTH + 20, HEIGHT + 20).contains(region.boundingRect())


def test_the_profile_of_volume_stands_at_the_right_edge() -> None:
    shown = chart()
    before = shown.picture()
    shown.content.plots = plots((StudySetup("volume_profile"),), shown.content.pyramid)
    shown.screen.forget()
    after = shown.picture()
    right = range(530, 568)
    assert any(before.pixel(x, y) != after.pixel(x, y) for x in right for y in range(60, 200))
    assert all(before.pixel(x, y) == after.pixel(x, y) for x in range(200) for y in range(60, 200))


def test_one_bar_and_sixteen_and_none_are_painted() -> None:
    for count in (0, 1, 16):
        shown = chart(count)
        shown.viewport = Viewport(570.0, count).at_newest()
        image = shown.picture()
        assert image.width() == WIDTH
