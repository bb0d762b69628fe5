"""The prints of one instrument on one day and all figures that follow from them."""

from collections import deque
from datetime import date

from kis_desktop.simulator.book import Book
from kis_desktop.simulator.day_path import DayPath, ToldPrint, value_at
from kis_desktop.simulator.hours import MINUTE
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.views import DayBar, MinuteBar, Print, PrintSide, moment

KEPT_PRINTS = 200


class Tape:
    """Begins with what the latent path says was traded before `at`, goes on with prints."""

    __slots__ = (
        "_bars",
        "_close",
        "_from",
        "_high",
        "_low",
        "_open",
        "base",
        "buy_count",
        "buy_volume",
        "day",
        "fresh",
        "high",
        "high_at",
        "last",
        "last_size",
        "low",
        "low_at",
        "market",
        "minute",
        "open",
        "open_at",
        "path",
        "recent",
        "reference",
        "sell_count",
        "sell_volume",
        "settled",
        "settled_sides",
        "started",
        "symbol",
        "turnover",
        "volume",
    )

    def __init__(self, path: DayPath, grid: PriceGrid, prints_per_second: float, at: int) -> None:
        self.path = path
        self.symbol = path.listing.symbol
        self.day: date = path.bar.day
        self.base = grid.base
        self.recent: deque[Print] = deque(maxlen=KEPT_PRINTS)
        self.fresh: list[Print] = []
        self.started = at
        self.settled: DayBar | None = None
        """the day of the regular session, once it has closed"""
        self.settled_sides = (0, 0)
        """and what was bought and sold in it by those who were active"""
        self.market = "2"
        """MARKET_CLS_CODE of the prints to come"""
        self.reference = 0
        """what a static VI is reckoned from, for the prints to come"""
        self.last = grid.base
        self.last_size = 0
        self.open = self.high = self.low = 0
        self.open_at = self.high_at = self.low_at = 0
        self.volume = self.turnover = 0
        self.buy_volume = self.sell_volume = self.buy_count = self.sell_count = 0
        self.minute = -1
        self._open = self._high = self._low = self._close = 0
        self._from = (0, 0)
        self._bars: list[MinuteBar] = []
        if at > path.hours.open and path.bar.volume:
            end = min(at, path.hours.closing_auction)
            if path.prints is None:
                self._pass_over(grid, prints_per_second, end)
            else:
                self._pass_prints(path.prints, end)
            if at >= path.hours.close:
                self._pass_closing_auction()
        if at >= path.hours.close:
            self.settle()

    @property
    def settled_last(self) -> int:
        """The last price of the regular session: its close once it is over."""
        return self.last if self.settled is None else self.settled.close

    @property
    def regular_volume(self) -> int:
        """The volume of the regular session so far."""
        return self.volume if self.settled is None else self.settled.volume

    @property
    def regular_turnover(self) -> int:
        """The turnover of the regular session so far, won."""
        return self.turnover if self.settled is None else self.settled.turnover

    @property
    def regular_sides(self) -> tuple[int, int]:
        """Shares bought and sold in the regular session by those who were active."""
        return (self.buy_volume, self.sell_volume) if self.settled is None else self.settled_sides

    def day_bar(self) -> DayBar | None:
        """The regular session so far, None before the first print."""
        if self.settled is not None:
            return self.settled if self.settled.volume else None
        return self._bar_now() if self.open else None

    def settle(self) -> None:
        """The regular session is over: its figures stay as they are."""
        self.settled = self._bar_now()
        self.settled_sides = (self.buy_volume, self.sell_volume)

    def _bar_now(self) -> DayBar:
        return DayBar(
            day=self.day,
            open=self.open,
            high=self.high,
            low=self.low,
            close=self.last,
            volume=self.volume,
            turnover=self.turnover,
            base=self.base,
        )

    def _pass_over(self, grid: PriceGrid, prints_per_second: float, at: int) -> None:
        """Takes up the latent minutes before `at`, the last one in part."""
        path, opened = self.path, self.path.hours.open
        minutes, rest = divmod(at - opened, MINUTE)
        self.volume = int(path.volumes[:minutes].sum())
        self.turnover = int(path.turnovers[:minutes].sum())
        self.buy_volume = int(path.bought[:minutes].sum())
        self.open, self.open_at = path.bar.open, opened
        self.high = self.low = self.last = self.open
        self.high_at = self.low_at = opened
        if minutes:
            self._take_extremes(minutes)
        if rest and minutes < len(path.volumes):
            self._pass_over_part(grid, minutes, rest)
        auction = min(path.opening_volume, self.volume)
        self.buy_volume = min(self.buy_volume, self.volume - auction)
        self.sell_volume = self.volume - auction - self.buy_volume
        prints = max((at - opened) / 1_000_000 * prints_per_second, 1.0)
        size = max(self.volume / prints, 1.0)
        self.buy_count = -(-self.buy_volume // int(size))
        self.sell_count = -(-self.sell_volume // int(size))
        self.last_size = int(size)

    def _pass_prints(self, prints: tuple[ToldPrint, ...], at: int) -> None:
        """Takes up the prints that are told of the time up to `at`, and what was before them."""
        path, opened = self.path, self.path.hours.open
        self.open = self.high = self.low = self.last = path.bar.open
        self.open_at = self.high_at = self.low_at = opened
        self.volume = path.opening_volume
        self.turnover = path.opening_turnover
        highest, lowest = path.before
        if highest:
            self._note_extremes(highest, opened)
            self._note_extremes(lowest, opened)
        running = at // MINUTE
        for one in prints:
            if one.at > at:
                break
            if one.at // MINUTE == running:
                if self.minute != running:
                    self._start_minute(running, one.price)
                self._high, self._low = max(self._high, one.price), min(self._low, one.price)
                self._close = one.price
            self.last, self.last_size = one.price, one.size
            self.volume += one.size
            self.turnover += one.amount
            if one.side is PrintSide.BUY:
                self.buy_volume += one.size
                self.buy_count += 1
            elif one.side is PrintSide.SELL:
                self.sell_volume += one.size
                self.sell_count += 1
            self._note_extremes(one.price, one.at)

    def _start_minute(self, minute: int, price: int) -> None:
        """The minute that `at` lies in begins; what opened the day is a part of the first one."""
        is_first = minute == self.path.hours.open // MINUTE
        self.minute = minute
        self._from = (0, 0) if is_first else (self.volume, self.turnover)
        self._open = self.path.bar.open if is_first else price
        self._high = self._low = self._open

    def _take_extremes(self, minutes: int) -> None:
        path, opened = self.path, self.path.hours.open
        top = int(path.high_prices[:minutes].argmax())
        bottom = int(path.low_prices[:minutes].argmin())
        self.last = int(path.close_prices[minutes - 1])
        half = opened + MINUTE // 2
        self._note_extremes(int(path.high_prices[top]), half + top * MINUTE)
        self._note_extremes(int(path.low_prices[bottom]), half + bottom * MINUTE)

    def _pass_over_part(self, grid: PriceGrid, minute: int, rest: int) -> None:
        path, opened = self.path, self.path.hours.open
        volume_before, turnover_before = self.volume, self.turnover
        opening = path.opening_volume if minute == 0 else 0
        part = opening + (int(path.volumes[minute]) - opening) * rest // MINUTE
        at = opened + minute * MINUTE + rest
        value = grid.nearest(value_at(path.knots, at - opened))
        self.last = min(max(value, path.bar.low), path.bar.high)
        self.volume += part
        self.turnover += self.last * part
        self.buy_volume += int(path.bought[minute]) * rest // MINUTE
        self._note_extremes(self.last, at)
        if part:
            self.minute = opened // MINUTE + minute
            start = int(path.open_prices[minute])
            self._from = (volume_before, turnover_before)
            self._open, self._close = start, self.last
            self._high, self._low = max(start, self.last), min(start, self.last)
            self._note_extremes(self._high, at)
            self._note_extremes(self._low, at)

    def _pass_minute(self, grid: PriceGrid, start: int, end: int) -> None:
        """Takes up the latent course of one minute or a part of it."""
        path, opened = self.path, self.path.hours.open
        index = (start - opened) // MINUTE
        opening = path.opening_volume if index == 0 else 0
        part = (int(path.volumes[index]) - opening) * (end - start) // MINUTE
        if not part:
            return
        prices = [
            grid.nearest(value_at(path.knots, start - opened)),
            grid.nearest(value_at(path.knots, end - opened)),
        ]
        if end - start == MINUTE:
            prices[1:1] = [int(path.high_prices[index]), int(path.low_prices[index])]
        if start // MINUTE != self.minute:
            self._begin_minute(start // MINUTE, prices[0])
        self._high, self._low = max(self._high, *prices), min(self._low, *prices)
        self._close = self.last = prices[-1]
        self.last_size = max(part // 10, 1)
        bought = int(path.bought[index]) * (end - start) // MINUTE
        self.volume += part
        self.turnover += part * (sum(prices) // len(prices))
        self.buy_volume += bought
        self.sell_volume += part - bought
        self.buy_count += -(-bought // self.last_size)
        self.sell_count += -(-(part - bought) // self.last_size)
        for price in prices:
            self._note_extremes(price, start)

    def _note_extremes(self, price: int, at: int) -> None:
        if price > self.high:
            self.high, self.high_at = price, at
        if price < self.low:
            self.low, self.low_at = price, at

    def _pass_closing_auction(self) -> None:
        path = self.path
        if path.closing_volume:
            at = path.hours.close
            self.record(at, path.bar.close, path.closing_volume, PrintSide.AUCTION, Book())
            self.fresh.clear()

    def record(
        self,
        at: int,
        price: int,
        size: int,
        side: PrintSide,
        book: Book,
        amount: int | None = None,
    ) -> None:
        """Adds one print; `amount` is what was paid where that is told, won."""
        if not self.open:
            self.open = self.high = self.low = price
            self.open_at = self.high_at = self.low_at = at
        elif price > self.high:
            self.high, self.high_at = price, at
        elif price < self.low:
            self.low, self.low_at = price, at
        minute = at // MINUTE
        if minute != self.minute:
            self._begin_minute(minute, price)
        elif price > self._high:
            self._high = price
        elif price < self._low:
            self._low = price
        self._close = self.last = price
        self._add(at, price, size, side, book, amount)

    def record_aside(self, at: int, price: int, size: int, book: Book) -> None:
        """Adds a print at a fixed price: it moves no price, only volume and turnover."""
        self._bars.extend(self._running_bar())
        self.minute = -1
        self._add(at, price, size, PrintSide.AUCTION, book)

    def _add(
        self,
        at: int,
        price: int,
        size: int,
        side: PrintSide,
        book: Book,
        amount: int | None = None,
    ) -> None:
        self.last_size = size
        self.volume += size
        self.turnover += price * size if amount is None else amount
        if side is PrintSide.BUY:
            self.buy_volume += size
            self.buy_count += 1
        elif side is PrintSide.SELL:
            self.sell_volume += size
            self.sell_count += 1
        asks, bids = book.asks, book.bids
        printed = Print(
            self.symbol,
            self.day,
            at,
            price,
            size,
            side,
            price - self.base,
            self.volume,
            self.turnover,
            self.open,
            self.high,
            self.low,
            self.open_at,
            self.high_at,
            self.low_at,
            asks.best,
            asks.best_size,
            bids.best,
            bids.best_size,
            asks.total,
            bids.total,
            self.buy_volume,
            self.sell_volume,
            self.buy_count,
            self.sell_count,
            self.reference,
            self.market,
        )
        self.recent.append(printed)
        self.fresh.append(printed)

    def recall(self, prints: list[Print]) -> None:
        """Puts prints of before the tape began in front of its own."""
        self.recent.extendleft(reversed(prints))

    def take_fresh(self) -> tuple[Print, ...]:
        """The prints since the last call."""
        fresh = tuple(self.fresh)
        self.fresh.clear()
        return fresh

    def minute_bars(self) -> tuple[MinuteBar, ...]:
        """All minutes of the day so far, the last one as it stands."""
        return (*self._latent_bars(), *self._bars, *self._running_bar())

    def pass_over(self, grid: PriceGrid, start: int, end: int) -> None:
        """Takes up the latent course between two moments of continuous trading."""
        at = start
        while at < end:
            edge = min((at // MINUTE + 1) * MINUTE, end)
            self._pass_minute(grid, at, edge)
            at = edge

    def _latent_bars(self) -> tuple[MinuteBar, ...]:
        if not self.path.bar.volume:
            return ()
        passed = min(self.started, self.path.hours.closing_auction) - self.path.hours.open
        return self.path.minute_bars(passed // MINUTE) if passed > 0 else ()

    def _begin_minute(self, minute: int, price: int) -> None:
        self._bars.extend(self._running_bar())
        self.minute = minute
        self._from = (self.volume, self.turnover)
        self._open = self._high = self._low = price

    def _running_bar(self) -> tuple[MinuteBar, ...]:
        if self.minute < 0:
            return ()
        return (
            MinuteBar(
                time=moment(self.day, self.minute * MINUTE),
                open=self._open,
                high=self._high,
                low=self._low,
                close=self._close,
                volume=self.volume - self._from[0],
                turnover=self.turnover - self._from[1],
                cumulative_volume=self.volume,
                cumulative_turnover=self.turnover,
            ),
        )
