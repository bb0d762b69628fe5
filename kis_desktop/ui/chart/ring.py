"""Which columns of a picture of bars are still true for a frame, and which are to be painted.

Columns are whole device pixels counted from the left edge of bar 0's slot, so that they keep their
number however the bars are pulled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kis_desktop.ui.chart.frame import Frame, labels_in
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import TimeAxis, TimeLabel

Span = tuple[int, int]
SIDE = 3  # device pixels by which a line or a body may reach into the slot beside its own
_AHEAD = 0.5  # of the plot's width that is painted beyond it, where a pull will get to


@dataclass(frozen=True, slots=True)
class Ring:
    """A picture's columns from `first` up to `last`, painted as in `frame`; `labels` are the bars
    of the time lines in them. The column `base` stands at the picture's left edge, and columns go
    round in it.
    """

    frame: Frame
    first: int
    last: int
    base: int
    labels: frozenset[int]

    @classmethod
    def of(cls, frame: Frame, sight: Sight) -> Ring:
        """One that holds just the plot of a frame."""
        first, last = plot(sight)
        return cls(frame, first, last, first, frozenset(label.bar for label in frame.labels))

    def missing(self, frame: Frame, changed: int | None) -> list[Span] | None:
        """The columns of a frame's plot that aren't here; None where it is another picture. From
        the bar `changed` on bars are others.
        """
        old, new = self.frame.sight, frame.sight
        if old is None or new is None or not _is_shifted(self.frame, frame, old, new):
            return None
        begin, end = plot(new)
        last = self.last if changed is None else min(self.last, _left(new, changed))
        if begin >= last or end <= self.first:
            return None
        spans = [(begin, self.first)] if begin < self.first else []
        if end > last:
            spans.append((max(last, begin), end))
        shown = max(begin, self.first), min(end, last)
        theirs = (label.bar for label in frame.labels)
        return spans if _within(new, self.labels, shown) == _within(new, theirs, shown) else None

    def grown(self, frame: Frame, span: Span, changed: int | None, labels: Iterable[int]) -> Ring:
        """With a span more, at one side; as wide as the picture allows."""
        sight = frame.sight
        assert sight is not None
        room = picture_width(sight)
        last = self.last if changed is None else min(self.last, _left(sight, changed))
        first, last = min(self.first, span[0]), max(last, span[1])
        if span[1] == last:
            first = max(first, last - room)
        else:
            last = min(last, first + room)
        kept = _within(sight, {*self.labels, *labels}, (first, last))
        return replace(self, frame=frame, first=first, last=last, labels=kept)

    def places(self, sight: Sight, span: Span) -> Iterator[tuple[Span, int]]:
        """The parts of a span that lie in one piece in the picture, each with its place there."""
        begin, width = span[0], picture_width(sight)
        while begin < span[1]:
            place = (begin - self.base) % width
            end = min(span[1], begin + width - place)
            yield (begin, end), place
            begin = end


def plot(sight: Sight) -> Span:
    """The columns that a sight shows."""
    return sight.origin, sight.origin + sight.device(sight.panes.plot_width)


def picture_width(sight: Sight) -> int:
    """How many columns are kept."""
    width = sight.device(sight.panes.plot_width)
    return width + round(width * _AHEAD)


def ahead(sight: Sight, span: Span, moved: int) -> Span:
    """A span that is to be painted, and what will be wanted if the pull goes on that way."""
    (begin, end), room = plot(sight), picture_width(sight)
    if moved > 0 and span[1] == end:
        return span[0], begin + room
    if moved < 0 and span[0] == begin:
        return end - room, span[1]
    return span


def labels_of(frame: Frame, sight: Sight, span: Span, times: TimeAxis) -> tuple[TimeLabel, ...]:
    """The time labels of a span: the frame's own in its plot, beyond it those to be expected."""
    begin, end = plot(sight)
    if begin <= span[0] and span[1] <= end:
        return frame.labels
    beyond = labels_in(sight.viewport.snapped(span[0], sight.ratio), times)
    here = {label.bar: label for label in frame.labels}
    for label in beyond:
        column = (label.bar + 0.5) * sight.slot
        if not begin <= column < end:
            here[label.bar] = label
    return tuple(here.values())


def shifted(frame: Frame, sight: Sight, span: Span, labels: tuple[TimeLabel, ...]) -> Frame:
    """The frame whose plot is a span and nothing else."""
    width = span[1] - span[0]
    more = width / sight.ratio - sight.panes.plot_width
    panes = replace(
        sight.panes,
        price=sight.panes.price.adjusted(0, 0, more, 0),
        lower=tuple(
            replace(pane, box=pane.box.adjusted(0, 0, more, 0)) for pane in sight.panes.lower
        ),
    )
    viewport = replace(sight.viewport, width=panes.plot_width).snapped(span[0], sight.ratio)
    moved = replace(sight, panes=panes, origin=span[0], viewport=viewport, span=(0, width))
    return replace(frame, panes=panes, sight=moved, labels=labels)


def _left(sight: Sight, bar: int) -> int:
    """The first column that a change of a bar may touch."""
    entry = max((bar >> sight.level) - 1, 0) << sight.level
    return int(entry * sight.slot) - SIDE


def _is_shifted(before: Frame, after: Frame, old: Sight, new: Sight) -> bool:
    """Whether the two differ in nothing but the place of their window."""
    return (
        (before.size, before.ratio, before.panes, before.prices, before.breaks)
        == (after.size, after.ratio, after.panes, after.prices, after.breaks)
        and (old.price, old.lower, old.level, old.base)
        == (new.price, new.lower, new.level, new.base)
        and old.viewport.bar_width == new.viewport.bar_width
    )


def _within(sight: Sight, bars: Iterable[int], span: Span) -> frozenset[int]:
    """The bars whose time line stands in a span."""
    slot, (begin, end) = sight.slot, span
    return frozenset(bar for bar in bars if begin <= (bar + 0.5) * slot < end)
