"""Prices and bars as they come, and which alerts each is held against."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kis_desktop.domain.alert import Alert, LineCross, Often, Seen
from kis_desktop.domain.alert_gap import Facts
from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.conditional_trigger import MAX_AGE
from kis_desktop.services.alert_axis import price_of_line
from kis_desktop.services.alert_bars import AlertBars, BarSource, bar_key
from kis_desktop.services.alert_book import AlertBook
from kis_desktop.services.alert_clock import AlertClock
from kis_desktop.services.alert_closes import has_ended
from kis_desktop.services.alert_feeds import Market
from kis_desktop.services.alert_judge import AlertJudge


class AlertWatch:
    """On the I/O thread."""

    def __init__(
        self,
        book: AlertBook,
        judge: AlertJudge,
        market: Market,
        bars: BarSource,
        around: AlertClock,
    ) -> None:
        self._book = book
        self._judge = judge
        self._market = market
        self._around = around
        self._last: dict[str, Seen] = {}
        self._fresh: dict[str, float] = {}
        self.bars = AlertBars(bars, self._on_bars, self._on_read)

    def see(
        self,
        key: str,
        price: Decimal,
        on: date | None,
        volume: int | None,
        *,
        fresh: bool = True,
    ) -> None:
        """Hold a feed's alerts against a price, unless it can change nothing."""
        on, now = on or self._around.today, self._around.wall()
        judge, last = self._judge, self._last.get(key)
        if fresh:
            self._fresh[key] = self._around.monotonic()
            self._end_bars(key, last)
            judge.closes.see(key, price, on, int(self._around.market_now().timestamp()))
        self._last[key] = Seen(0, price, on, now)
        close = self._previous_close(key)
        facts = Facts(price, close, volume)
        if not fresh:  # it tells nothing to those that saw a price already, nor to their plan
            for alert in self._by_price(key):
                judge.hold(alert, facts, price, on, fresh=False)
            return
        touched = judge.targets.touched(key, price, on, close)
        for alert in self._by_price(key) if touched is None else self._book.known(touched):
            judge.hold(alert, facts, price, on)
        if touched is None:
            judge.settle(key, self._by_price(key))

    def begin(self, alert: Alert) -> None:
        """Take the bearings of an alert from what is known; one that needs no cross waits."""
        key, at_close = bar_key(alert), alert.frequency.often is Often.BAR_CLOSE
        if alert.is_reach:
            self._pass_over(alert)
            return
        if key is not None:
            self._hold_bar(alert, self._newest(key)[at_close], fresh=True)
            return
        quote = self._market.quote(alert.symbol)
        if not at_close and quote is not None and quote.last is not None:
            facts = Facts(quote.last, quote.previous_close, quote.volume)
            self._judge.hold(alert, facts, quote.last, quote.trade_date or self._around.today)

    def end_bars(self) -> None:
        """Judge the bars that have ended by the market's clock."""
        if self._around.now is None:
            return
        for symbol in self._book.symbols():
            self._end_bars(symbol, self._last.get(symbol))
        for key in {bar_key(alert) for alert in self._book.alerts() if alert.is_armed}:
            if key is None:
                continue
            last, settled = self._newest(key)
            if last == settled:
                self._on_bars(key)

    def show_lines(self) -> None:
        """Show where the lines of armed alerts stand now."""
        lines: dict[str, Decimal] = {}
        for alert in self._book.alerts():
            if alert.is_armed and isinstance(alert.condition, LineCross):
                price = price_of_line(alert.symbol, alert.condition, self._around.market_now())
                if price is not None:
                    lines[alert.id] = price.quantize(Decimal(1))
        self._book.show_lines(lines)

    def keep_seen(self) -> None:
        """Have the prices that were seen last kept with the armed alerts."""
        for alert in self._book.alerts():
            if alert.is_armed:
                self._judge.keep(alert, self._last.get(alert.symbol))

    def _by_price(self, key: str) -> list[Alert]:
        """A feed's alerts that are held against every price."""
        return [
            alert
            for alert in self._book.of(key)
            if alert.interval is None and alert.frequency.often is not Often.BAR_CLOSE
        ]

    def _on_bars(self, key: BarKey) -> None:
        """The newest bars of a kind moved."""
        last, settled = self._newest(key)
        start = self.bars.start(key, settled)
        is_new = start is not None and self.bars.take_settled(key, start)
        fresh = self._is_fresh(key.symbol)
        for alert in self._of_bars(key):
            if alert.frequency.often is not Often.BAR_CLOSE:
                self._hold_bar(alert, last, fresh=fresh)
            elif is_new:
                self._hold_bar(alert, settled, fresh=True)

    def _on_read(self, key: BarKey) -> None:
        """Bars are here now as a whole: alerts take their bearings, and what was missed shows."""
        start = self.bars.start(key, self._newest(key)[1])
        if start is not None:
            self.bars.take_settled(key, start)
        for alert in self._of_bars(key):
            self.begin(alert)

    def _newest(self, key: BarKey) -> tuple[int, int]:
        """The newest bar, and the newest one that has ended."""
        last = self.bars.count(key) - 1
        start = self.bars.start(key, last)
        if start is not None and has_ended(key, start, self._around.market_now()):
            return last, last
        return last, last - 1

    def _of_bars(self, key: BarKey) -> list[Alert]:
        return [alert for alert in self._book.of(key.symbol) if bar_key(alert) == key]

    def _hold_bar(self, alert: Alert, bar: int, *, fresh: bool) -> None:
        facts = self.bars.facts(alert, bar)
        if fresh or self._judge.is_unseen(alert):
            self._judge.hold(alert, facts, facts.price, self._around.today, fresh=fresh)

    def _is_fresh(self, symbol: str) -> bool:
        heard = self._fresh.get(symbol)
        return heard is not None and self._around.monotonic() - heard <= MAX_AGE

    def _end_bars(self, key: str, last: Seen | None) -> None:
        """Judge the bars that ended before the price which comes now."""
        closing = self._book.closing(key) if last is not None else ()
        now = self._around.market_now()
        for alert in closing:
            interval = alert.frequency.interval
            assert interval is not None  # `reasons` lets none pass without
            ended = self._judge.closes.take(alert.id, BarKey(key, interval), now)
            if ended is not None:
                facts = Facts(ended.price, self._previous_close(key))
                self._judge.hold(alert, facts, ended.price, ended.on)

    def _pass_over(self, alert: Alert) -> None:
        """A bar that ended before an alert was armed is not met by it."""
        interval = alert.frequency.interval
        if alert.frequency.often is Often.BAR_CLOSE and interval is not None:
            now = self._around.market_now()
            self._judge.closes.take(alert.id, BarKey(alert.symbol, interval), now)

    def _previous_close(self, key: str) -> Decimal | None:
        quote = self._market.quote(key)
        return None if quote is None else quote.previous_close
