"""What the canvas writes in each pane: its studies with their values, and the bar pointed at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from kis_desktop.domain.chart_setup import PRICE_PANE, VOLUME_PANE
from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, OPEN, VOLUME
from kis_desktop.indicators.study import Shape
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.compared_painter import compared_ink, percent_at
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.fitting import bars_begin
from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.chart.levels_painter import TAG_HEIGHT, TAGS_BEGIN, axis_text, shown_levels
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.study_look import drawn_outputs
from kis_desktop.ui.chart.value_texts import moment_text, value_text
from kis_desktop.ui.theme.theme import thinned
from kis_desktop.viewmodels.chart_plot import Plot

_LEFT = 10.0
_FIRST_LINE, _LINE = 17.0, 18.0  # the first base line in a pane, and from each to the next
_GAP, _NEAR = 10.0, 4.0
_SPARE = 60.0  # pixels by which a line may grow with the next value
_READOUT_GROUND, _LOWER_GROUND = 0.88, 0.6  # opacity
_MOST_OF_PANE = 0.5  # of a pane's height that words take
_SMALL = 320.0  # pixels; in lower price panes words have no more than the room above the bars
_MORE = "…"  # stands for words without room


@dataclass(frozen=True, slots=True)
class Legend:
    """Where words stand: all of them, and those of each plot by its key."""

    boxes: list[QRectF] = field(default_factory=list)
    plots: dict[str, QRectF] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a legend; `near` ones stand close to what follows, `breaks` may begin a line. A
    `name` goes where its parameters and values alone have room.
    """

    text: str
    ink: QColor
    strong: bool = False
    near: bool = False
    breaks: bool = True
    key: str = ""  # of the plot that it tells of
    name: bool = False


def paint_titles(
    painter: QPainter, panes: Panes, content: Content, colors: ChartColors, letters: Lettering
) -> None:
    """The names of the lower panes, while there are no values."""
    for pane in panes.lower:
        y = pane.box.top() + _FIRST_LINE - 1
        letters.write(painter, QPointF(_LEFT, y), pane_title(content, pane.name), colors.dim)


def pane_title(content: Content, pane: str) -> str:
    """What a lower pane is called."""
    if pane == VOLUME_PANE:
        return content.words("chart.volume")
    language = content.words.language
    return " · ".join(plot.titled(language) for plot in content.plots_in(pane))


def paint_legends(
    painter: QPainter,
    sight: Sight,
    content: Content,
    bar: int,
    colors: ChartColors,
    letters: Lettering,
    inks: Mapping[str, tuple[QColor, ...]],
    *,
    pointed: bool,
) -> Legend:
    """The studies of every pane with their values at a bar; what the bar itself is when it is
    pointed at. Where the words stand.
    """
    flow = _Flow(painter, letters, sight.panes.plot_width - 2 * _LEFT, colors.faint)
    box = sight.panes.price
    if not box.isEmpty():
        room = _room(box.height())
        words = [*_compared_words(sight, content, bar, colors)]
        words += _study_words(content, PRICE_PANE, bar, colors, inks)
        room -= _LINE if pointed else 0
        free = partial(_free_lines, sight, content)
        lines = flow.write(words, box.top(), room, _marks_room(content, letters), free=free)
        if pointed:
            _paint_readout(flow, sight, content, bar, colors, lines)
    for pane in sight.panes.lower:
        words = _study_words(content, pane.name, bar, colors, inks)
        if pane.name == VOLUME_PANE:
            words = [*_volume_words(content, bar, colors), *words]
        kept = 0.0 if pane.box.top() else _marks_room(content, letters)
        ground = thinned(colors.panel, _LOWER_GROUND)
        flow.write(words, pane.box.top(), pane.box.height() * _MOST_OF_PANE, kept, ground)
    _paint_marks_of_world(painter, sight, content, colors, letters)
    return flow.legend


def _room(height: float) -> float:
    """What the words of a price pane may take of its height."""
    return bars_begin(height) if height < _SMALL else height * _MOST_OF_PANE


def _free_lines(sight: Sight, content: Content) -> int:
    """The lines of a price pane above the highest tag at its left edge, at least the first."""
    scale = sight.price
    shown = shown_levels(sight, content.levels)
    tags = (scale.y(float(level.price)) for level in shown if level.label)
    highest = min(tags, default=scale.bottom) - TAG_HEIGHT / 2 - scale.top - TAGS_BEGIN
    return 1 + max(int(highest / _LINE), 0)


class _Flow:
    """Words that wrap into lines; `faint` is the ink of what stands for those without room."""

    def __init__(self, painter: QPainter, letters: Lettering, width: float, faint: QColor) -> None:
        self._painter, self._letters, self._width = painter, letters, width
        self._more = Word(_MORE, faint)
        self.legend = Legend()

    def width(self, word: Word) -> float:
        """What a word takes, with the gap behind it."""
        advance = self._letters.width(word.text, strong=word.strong)
        return advance + (_NEAR if word.near else _GAP)

    def write(
        self,
        words: Sequence[Word],
        top: float,
        room: float,
        kept: float,
        ground: QColor | None = None,
        free: Callable[[], int] | None = None,
    ) -> int:
        """Write from a pane's upper edge, `kept` pixels free at the right of the first line, in no
        more lines than there is room for and `free` says, without names where that helps, on a
        ground if there is one; how many they are.
        """
        lines = self._lines(words, kept)
        most = max(int(room / _LINE), 1)
        if free is not None and len(lines) > 1:
            most = min(most, free())
        if len(lines) > most and free is not None:
            lines = self._lines(_nameless(words), kept)
        if len(lines) > most:
            width = self._width - (kept if most == 1 else 0.0)
            lines[most - 1 :] = [self._shortened(lines[most - 1], width)]
        for number, line in enumerate(lines):
            y = top + _FIRST_LINE + number * _LINE
            if ground is not None:
                wide = sum(self.width(word) for word in line)
                self.fill(QRectF(_LEFT - 4, y - _LINE + 6, wide, _LINE - 3), ground)
            self.line(line, y)
        return len(lines)

    def line(self, words: Iterable[Word], y: float) -> float:
        """Write on one base line; where it ends."""
        x, write = _LEFT, self._letters.write
        for word in words:
            wide = write(self._painter, QPointF(x, y), word.text, word.ink, strong=word.strong)
            if word.key:
                box = QRectF(x - _NEAR / 2, y - _LINE + 5, wide + _NEAR, _LINE)
                self.legend.plots[word.key] = self.legend.plots.get(word.key, box).united(box)
            x += wide + (_NEAR if word.near else _GAP)
        self.legend.boxes.append(QRectF(0, y - _LINE, x + _SPARE, _LINE + _GAP))
        return x

    def fill(self, box: QRectF, ground: QColor) -> None:
        """Put a ground below a line."""
        self._painter.fillRect(box, ground)

    def _lines(self, words: Sequence[Word], kept: float) -> list[list[Word]]:
        lines: list[list[Word]] = [[]]
        x, width = 0.0, self._width - kept
        for group in _groups(words):
            wide = sum(self.width(word) for word in group)
            if x + wide > width and (lines[-1] or width < self._width):
                lines.append([])
                x, width = 0.0, self._width
            lines[-1] += group if wide <= width else self._cut(group, width)
            x += wide
        return lines if any(lines) else []

    def _shortened(self, line: Sequence[Word], width: float) -> list[Word]:
        """A line behind which others have no room: its last studies make way for a sign of them."""
        groups = _groups(line)
        taken = sum(self.width(word) for word in line) + self.width(self._more)
        while groups and taken > width:
            taken -= sum(self.width(word) for word in groups.pop())
        return [*(word for group in groups for word in group), self._more]

    def _cut(self, group: Sequence[Word], width: float) -> list[Word]:
        """As many words of a study as one line has room for."""
        kept, taken = list(group), sum(map(self.width, group)) + self.width(self._more)
        while kept and taken > width:
            taken -= self.width(kept.pop())
        return [*kept, self._more]


def _nameless(words: Sequence[Word]) -> list[Word]:
    """Words without the names of studies whose parameters follow."""
    found, begins = list[Word](), False
    for word, after in zip(words, (*words[1:], None), strict=True):
        if word.name and after is not None and after.key == word.key:
            begins = True
        else:
            found.append(replace(word, breaks=True) if begins else word)
            begins = False
    return found


def _groups(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stay on one line."""
    found: list[list[Word]] = []
    for word in words:
        if word.breaks or not found:
            found.append([])
        found[-1].append(word)
    return found


def _study_words(
    content: Content,
    pane: str,
    bar: int,
    colors: ChartColors,
    inks: Mapping[str, tuple[QColor, ...]],
) -> list[Word]:
    """Each study's name, parameters and values; one name for neighbours of one kind."""
    plots = content.plots_in(pane)
    found: list[Word] = []
    for before, plot in pairwise((None, *plots)):
        assert plot is not None
        again = (
            before is not None
            and before.setup.id == plot.setup.id
            and len(drawn_outputs(plot)) == 1
        )
        found += _plot_words(content, plot, bar, colors, inks[plot.key], again=again)
    return found


def _plot_words(
    content: Content,
    plot: Plot,
    bar: int,
    colors: ChartColors,
    inks: tuple[QColor, ...],
    *,
    again: bool,
) -> list[Word]:
    told = " ".join(f"{value:g}" for value in plot.study.parameters)
    name = plot.study.indicator.titled(content.words.language)
    valued = [
        (place, output.shape, ink)
        for (place, output), ink in zip(drawn_outputs(plot), inks, strict=True)
        if output.shape is not Shape.PROFILE
    ]
    alone, shown, key = len(valued) == 1, plot.setup.shown, plot.key
    ink = colors.dim if shown else colors.faint
    found = [] if again else [Word(name, ink, near=True, key=key, name=True)]
    if told:
        ink = valued[0][2] if alone and shown else colors.faint
        found.append(Word(told, ink, strong=alone, near=True, breaks=again, key=key))
    if not shown or not valued:
        return [*found[:-1], replace(found[-1], ink=colors.faint, strong=False, near=False)]
    return [*found, *(_value_word(plot, bar, one, colors) for one in valued)]


def _value_word(
    plot: Plot, bar: int, output: tuple[int, Shape, QColor], colors: ChartColors
) -> Word:
    """What an output is at a bar; columns from zero are told in their own colour."""
    place, shape, ink = output
    value = plot.study.value(bar, place)
    if shape is Shape.VOLUME:
        ink = colors.dim
    elif shape is Shape.BARS and value is not None:
        ink = colors.up if value > 0 else colors.down if value < 0 else colors.flat
    text = _text(value, whole=plot.over_prices)
    return Word(text, ink, breaks=False, key=plot.key)


def _text(value: float | None, *, whole: bool) -> str:
    if value is None:
        return "—"
    return axis_text(float(int(value))) if whole and abs(value) >= 100 else value_text(value)  # noqa: PLR2004


def _compared_words(
    sight: Sight, content: Content, bar: int, colors: ChartColors
) -> Iterable[Word]:
    for place, line in enumerate(content.compared):
        ink = compared_ink(line, place, colors)
        percent = percent_at(sight, line, bar)
        yield Word(line.name, ink, strong=True, near=True)
        yield Word("—" if percent is None else f"{percent:+.2f}%", ink, breaks=False)


def _volume_words(content: Content, bar: int, colors: ChartColors) -> list[Word]:
    volume = float(content.pyramid.level(0)[VOLUME, bar])
    return [
        Word(content.words("chart.volume"), colors.dim, near=True),
        Word(f"{volume:,.0f}", colors.faint, breaks=False),
    ]


def _marks_room(content: Content, letters: Lettering) -> float:
    told = [content.stale, content.words("chart.simulated") if content.simulated else ""]
    return sum(letters.width(text, strong=True) + _GAP for text in told if text)


def _paint_marks_of_world(
    painter: QPainter, sight: Sight, content: Content, colors: ChartColors, letters: Lettering
) -> None:
    """Whether prices are simulated, and whether they are old, at the right of the legend."""
    right = sight.panes.plot_width - _LEFT
    if content.simulated:
        right = _ended(painter, right, content.words("chart.simulated"), colors.simulated, letters)
    if content.stale:
        _ended(painter, right, content.stale, colors.accent, letters)


def _ended(painter: QPainter, right: float, text: str, ink: QColor, letters: Lettering) -> float:
    x = right - letters.width(text, strong=True)
    letters.write(painter, QPointF(x, _FIRST_LINE), text, ink, strong=True)
    return x - _GAP


def _paint_readout(
    flow: _Flow, sight: Sight, content: Content, bar: int, colors: ChartColors, line: int
) -> None:
    """Time, open, high, low, close, change and volume of the bar under the pointer, below the
    lines of the legend.
    """
    words = _readout_words(content, bar, colors)
    y = sight.panes.price.top() + _FIRST_LINE + line * _LINE
    ground = thinned(colors.panel, _READOUT_GROUND)
    room = sight.panes.plot_width - 2 * _LEFT
    widths = [flow.width(word) for word in words]
    while words and (sum(widths) > room + _GAP or words[-1].near):  # no name without its value
        words.pop()
        widths.pop()
    width = min(sum(widths), room)
    flow.fill(QRectF(_LEFT - 4, y - _LINE + 5, width, _LINE), ground)
    flow.line(words, y)


def _readout_words(content: Content, bar: int, colors: ChartColors) -> list[Word]:
    rows = content.pyramid.level(0)
    open_, high, low, close, volume = (
        float(rows[row, bar]) for row in (OPEN, HIGH, LOW, CLOSE, VOLUME)
    )
    base = float(rows[CLOSE, bar - 1]) if bar else open_
    words = content.words
    found = [Word(moment_text(content, bar), colors.dim)]
    for name, text, price in (
        ("chart.open", axis_text(open_), open_),
        ("chart.high", axis_text(high), high),
        ("chart.low", axis_text(low), low),
        ("chart.close", f"{axis_text(close)} {_rate(close, base)}", close),
    ):
        found.append(Word(words(name), colors.faint, near=True))
        found.append(Word(text, _ink(price, base, colors)))
    found.append(Word(words("chart.volume"), colors.faint, near=True))
    found.append(Word(f"{volume:,.0f}", colors.dim))
    return found


def _ink(price: float, base: float, colors: ChartColors) -> QColor:
    if price == base:
        return colors.flat
    return colors.up if price > base else colors.down


def _rate(price: float, base: float) -> str:
    if base <= 0:
        return ""
    hundredths = int((price - base) / base * 10_000)  # cut, not rounded
    sign = "+" if hundredths > 0 else "−" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) / 100:.2f}%"
