"""How one chart is set up, as it is kept: what is drawn, how, and in which panes."""

from __future__ import annotations

import enum

import msgspec

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.feed_key import MarketView

PRICE_PANE, VOLUME_PANE = "price", "volume"
MOST_COMPARED = 4  # other symbols beside the own one


class ChartStyle(enum.StrEnum):
    """How a bar looks."""

    CANDLE = "candle"  # 봉, filled both ways
    HOLLOW = "hollow"  # rising bodies are empty
    BAR = "bar"  # open to the left, close to the right of the stem
    LINE = "line"  # closes joined
    AREA = "area"  # closes joined, filled to the foot
    HEIKIN_ASHI = "heikin_ashi"  # each bar averaged with the one before


class PriceScale(enum.StrEnum):
    """What equal distances on the price axis are."""

    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"
    PERCENT = "percent"  # of the first bar in sight; several symbols are compared so


class VolumeColours(enum.StrEnum):
    """What the colour of a bar's volume tells."""

    BAR = "bar"  # as the bar itself
    PREVIOUS_CLOSE = "previous_close"  # whether it closed above the close before it
    PREVIOUS_VOLUME = "previous_volume"  # whether more was traded than in the bar before it


class StudySetup(msgspec.Struct, frozen=True):
    """One indicator on a chart.

    `pane` is "" for its usual place, PRICE_PANE, or the name of another study's pane that it
    shares. `colours` ("#RRGGBB", one for each output that is drawn) are the palette's where they
    lack. `anchor` (UTC epoch seconds) is where an anchored one begins.
    """

    id: str
    parameters: tuple[float, ...] = ()
    pane: str = ""
    colours: tuple[str, ...] = ()
    shown: bool = True
    anchor: int | None = None


class PaneSetup(msgspec.Struct, frozen=True):
    """A pane below the prices: its name and its share of the canvas's height, from 0 to 1."""

    name: str
    share: float


class ChartSetup(msgspec.Struct, frozen=True):
    """Everything of a chart but its symbol and its bars. `panes` stand from top to bottom; those
    of studies that are not named there come below in the studies' order.
    """

    interval: Interval = Interval.MINUTE_1
    style: ChartStyle = ChartStyle.CANDLE
    scale: PriceScale = PriceScale.LINEAR
    inverted: bool = False
    adjusted: bool = True
    view: MarketView = MarketView.KRX
    session_breaks: bool = True
    studies: tuple[StudySetup, ...] = (
        StudySetup("sma", (5,)),
        StudySetup("sma", (20,)),
        StudySetup("sma", (60,)),
        StudySetup("rsi", (14,)),
    )
    panes: tuple[PaneSetup, ...] = ()
    volume: bool = True
    volume_colours: VolumeColours = VolumeColours.BAR
    compared: tuple[str, ...] = ()
    """symbols that are drawn beside the own one, in percent"""
    scale_alone: PriceScale | None = None
    """the scale that comes back with the last of them gone; None while there are none"""
