"""The latent course of one day: a value every twelve seconds, volume every minute.

It hits the daily bar's open, high, low and close exactly and adds up to its volume. Before an
instrument wakes these are its prices; afterwards the background traders quote around them.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.hours import MINUTE, SECOND, Hours, hours
from kis_desktop.simulator.price_grid import ceil_prices, floor_prices, tick_sizes
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import DayBar, MinuteBar, PrintSide, moment

KNOT = 12 * SECOND
KNOTS_PER_MINUTE = MINUTE // KNOT
_OPENING_SHARE = 0.03
_CLOSING_SHARE = 0.05
_RANGE_FILL = 0.9
_QUOTE_EDGE = 0.05
"""ticks between the value and the best quotes"""
_BOUGHT_SHARE = 0.52


@dataclass(frozen=True, slots=True)
class ToldPrint:
    """A print that is known beforehand."""

    at: int
    """microseconds since KST midnight"""
    price: int
    size: int
    amount: int
    """won"""
    side: PrintSide


@dataclass(frozen=True, slots=True)
class DayPath:
    """One day of one instrument as it would go without the user; thousands of them are kept."""

    listing: Listing
    bar: DayBar
    hours: Hours
    values: NDArray[np.float32]
    """at open, open + 12 s, … closing auction"""
    open_prices: NDArray[np.int32]
    """one per minute, as the next three"""
    high_prices: NDArray[np.int32]
    low_prices: NDArray[np.int32]
    close_prices: NDArray[np.int32]
    volumes: NDArray[np.int32]
    """per minute, the first one with the opening auction"""
    bought: NDArray[np.int32]
    """of each minute's volume, traded at the ask"""
    opening_volume: int
    closing_volume: int
    address: int
    """of the randomness that belongs to this day"""
    prints: tuple[ToldPrint, ...] | None = None
    """the prints of continuous trading, where a file tells the day; None: the crowd makes them"""
    before: tuple[int, int] = (0, 0)
    """highest and lowest price before the first of these prints, 0 where nothing is known"""
    opened: int | None = None
    """won that were paid before the first of these prints, None for the volume at the open"""
    paid: NDArray[np.int64] | None = None
    """won per minute, None for the volume at the mean of the minute's prices"""

    @property
    def knots(self) -> NDArray[np.float64]:
        """`values`, to be reckoned with."""
        return self.values.astype(np.float64)

    @property
    def turnovers(self) -> NDArray[np.int64]:
        """Won per minute."""
        if self.paid is not None:
            return self.paid
        four = self.open_prices + self.high_prices + self.low_prices + self.close_prices
        return self.volumes.astype(np.int64) * four // 4

    @property
    def opening_turnover(self) -> int:
        """Won of the opening auction, or of what a file tells of before its first print."""
        return self.opening_volume * self.bar.open if self.opened is None else self.opened

    def minute_bars(self, count: int) -> tuple[MinuteBar, ...]:
        """The first `count` minutes of continuous trading."""
        volume, turnover = np.cumsum(self.volumes), np.cumsum(self.turnovers)
        return tuple(
            MinuteBar(
                time=moment(self.bar.day, self.hours.open + number * MINUTE),
                open=int(self.open_prices[number]),
                high=int(self.high_prices[number]),
                low=int(self.low_prices[number]),
                close=int(self.close_prices[number]),
                volume=int(self.volumes[number]),
                turnover=int(self.turnovers[number]),
                cumulative_volume=int(volume[number]),
                cumulative_turnover=int(turnover[number]),
            )
            for number in range(min(count, len(self.volumes)))
            if self.volumes[number]
        )

    def of_share(self, share: float) -> "DayPath":
        """The day on another exchange that has this part of the volume and no call auctions."""
        volumes = (self.volumes * share).astype(np.int32)
        return replace(
            self,
            bar=replace(
                self.bar, volume=int(volumes.sum()), turnover=int(self.bar.turnover * share)
            ),
            volumes=volumes,
            paid=(self.turnovers * share).astype(np.int64),
            bought=(self.bought * share).astype(np.int32),
            opening_volume=0,
            closing_volume=0,
        )

    def closing_bar(self) -> MinuteBar | None:
        """The minute of the closing auction, None for a day without it."""
        if not self.closing_volume:
            return None
        close = self.bar.close
        turnover = close * self.closing_volume
        return MinuteBar(
            time=moment(self.bar.day, self.hours.close),
            open=close,
            high=close,
            low=close,
            close=close,
            volume=self.closing_volume,
            turnover=turnover,
            cumulative_volume=int(self.volumes.sum()) + self.closing_volume,
            cumulative_turnover=int(self.turnovers.sum()) + turnover,
        )


def day_path(seed: int, listing: Listing, bar: DayBar) -> DayPath:
    """The course of the day that the daily bar sums up."""
    session = hours(bar.day)
    address = noise.key(seed, listing.symbol, bar.day, "path")
    values = _knots(address, bar, session.minutes * KNOTS_PER_MINUTE + 1).astype(np.float32)
    prices = _traded(address, values.astype(np.float64), bar, etp=listing.is_etp)
    by_minute = prices[:-1].reshape(session.minutes, KNOTS_PER_MINUTE)
    volumes, opening, closing = _volumes(address, bar.volume, session.minutes, by_minute)
    open_, close = by_minute[:, 0], by_minute[:, -1]
    high, low = by_minute.max(axis=1), by_minute.min(axis=1)
    swing = np.tanh((close - open_) / np.maximum(high - low, 1))
    tilt = 0.5 + 0.15 * swing + 0.06 * noise.normals(address, np.arange(session.minutes), 4)
    return DayPath(
        listing=listing,
        bar=bar,
        hours=session,
        values=values,
        open_prices=open_.astype(np.int32),
        high_prices=high.astype(np.int32),
        low_prices=low.astype(np.int32),
        close_prices=close.astype(np.int32),
        volumes=volumes.astype(np.int32),
        bought=(_without(volumes, opening) * np.clip(tilt, 0.1, 0.9)).astype(np.int32),
        opening_volume=opening,
        closing_volume=closing,
        address=address,
    )


def value_at(knots: list[float] | NDArray[np.float64], since_open: int) -> float:
    """The value so many microseconds after the open, straight between knots, flat outside."""
    if since_open <= 0:
        return float(knots[0])
    number, rest = divmod(since_open, KNOT)
    if number >= len(knots) - 1:
        return float(knots[-1])
    left = knots[number]
    return float(left + (knots[number + 1] - left) * (rest / KNOT))


def _knots(address: int, bar: DayBar, count: int) -> NDArray[np.float64]:
    """A bridge from open to close whose extremes are stretched onto high and low."""
    walk = np.cumsum(noise.normals(address, np.arange(count), 0))
    part = np.linspace(0.0, 1.0, count)
    bridge = walk - walk[0] - part * (walk[-1] - walk[0])
    bridge *= _RANGE_FILL * (bar.high - bar.low) / (bridge.max() - bridge.min())
    line = bar.open + part * (bar.close - bar.open) + bridge
    line[0], line[-1] = bar.open, bar.close
    upper, lower = max(bar.open, bar.close), min(bar.open, bar.close)
    line = _stretch(line, upper, bar.high)
    return -_stretch(-line, -lower, -bar.low)


def _traded(
    address: int, knots: NDArray[np.float64], bar: DayBar, *, etp: bool
) -> NDArray[np.int64]:
    """What was paid at each knot: the bid or the ask next to the value, inside the bar."""
    edge = _QUOTE_EDGE * tick_sizes(knots, etp=etp)
    bid, ask = floor_prices(knots - edge, etp=etp), ceil_prices(knots + edge, etp=etp)
    bought = noise.uniforms(address, np.arange(len(knots)), 20) < _BOUGHT_SHARE
    prices = np.clip(np.where(bought, ask, bid), bar.low, bar.high)
    prices[0], prices[-1] = bar.open, bar.close
    for extreme in (knots[:-1].argmax(), knots[:-1].argmin()):
        prices[extreme] = min(max(round(float(knots[extreme])), bar.low), bar.high)
    prices[0] = bar.open
    return prices


def _without(volumes: NDArray[np.int64], opening: int) -> NDArray[np.int64]:
    """Volumes of continuous trading: the first minute's without the opening auction's."""
    continuous = volumes.copy()
    continuous[0] -= opening
    return continuous


def _stretch(line: NDArray[np.float64], edge: int, extreme: int) -> NDArray[np.float64]:
    """The line with all that lies above `edge` scaled so that it peaks at `extreme`."""
    peak = float(line[1:-1].max())
    if peak <= edge:
        line = line.copy()
        line[1 + int(line[1:-1].argmax())] = extreme
        return line
    scale = (extreme - edge) / (peak - edge)
    return np.where(line > edge, edge + (line - edge) * scale, line)


def _volumes(
    address: int, total: int, minutes: int, by_minute: NDArray[np.int64]
) -> tuple[NDArray[np.int64], int, int]:
    """Volume per minute in the usual U shape, the opening and the closing auction's volume.

    However few shares there are, the first is of the opening auction, the last of the closing one.
    """
    if total <= 0:
        return np.zeros(minutes, dtype=np.int64), 0, 0
    number = np.arange(minutes)
    shape = 1.0 + 2.2 * np.exp(-number / 18.0) + 0.8 * np.exp((number - minutes) / 25.0)
    swing = by_minute.max(axis=1) - by_minute.min(axis=1)
    busy = shape * (0.6 + 0.4 * swing / max(float(swing.mean()), 1e-9))
    busy = busy * np.exp(0.45 * noise.normals(address, number, 2))
    opening = max(int(total * _OPENING_SHARE), 1)
    closing = max(int(total * _CLOSING_SHARE), min(total - opening, 1))
    reached = np.floor(np.cumsum(busy) / busy.sum() * (total - opening - closing) + 1e-6)
    volumes = np.diff(reached, prepend=0.0).astype(np.int64)
    volumes[0] += opening
    volumes[-1] += total - closing - int(volumes.sum())
    return volumes, opening, closing
