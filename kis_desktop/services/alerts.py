"""Alerts (알림): watched while the program runs, whatever is on the screen.

They are looked at here, before anything reaches the screen, with every price that came just now.
One that was met while the program was closed is told as missed, not as if it were met now.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

import msgspec

from kis_desktop.domain import alert_check
from kis_desktop.domain.alert import Alert, LineCross, Often, Seen, Stand
from kis_desktop.domain.alert_check import Look, Outcome
from kis_desktop.domain.alert_gap import Facts, gap_of, scaled
from kis_desktop.domain.bar import BarKey, BarTail
from kis_desktop.domain.conditional_trigger import MAX_AGE
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Quote, Source, Trade
from kis_desktop.services.alert_axis import price_of_line
from kis_desktop.services.alert_bars import AlertBars, BarSource, bar_key
from kis_desktop.services.alert_base import AlertBase, DaySource
from kis_desktop.services.alert_book import AlertBook
from kis_desktop.services.alert_clock import AlertClock
from kis_desktop.services.alert_closes import BarCloses, has_ended
from kis_desktop.services.alert_feeds import AlertFeeds, Market
from kis_desktop.services.alert_room import check_made
from kis_desktop.services.alert_targets import AlertTargets

BEAT = 0.5
"""seconds between two looks at the clock"""


class Alerts:
    """All alerts of one profile. On the I/O thread."""

    def __init__(
        self,
        book: AlertBook,
        market: Market,
        bars: BarSource,
        days: DaySource,
        around: AlertClock,
    ) -> None:
        self._book = book
        self._market = market
        self._around = around
        self._wall = around.wall
        self._bars = AlertBars(bars, self._on_bars, self._on_read)
        self._base = AlertBase(days, market.quote)
        self._closes = BarCloses()
        self._ways: dict[str, Feed] = {}
        self._feeds = AlertFeeds(market, book.log)
        self._unseen: set[str] = set()  # alerts of an earlier run that nothing was seen for yet
        self._waiting: dict[str, Look] = {}  # looks that wait for the day's base price
        self._last: dict[str, Seen] = {}
        self._targets = AlertTargets()
        self._fresh: dict[str, float] = {}
        self._day: date | None = None

    async def make(self, draft: Alert) -> str:
        """Arm a new alert; its id. Raises `InvalidInput` with the first reason against it, and
        `StorageFailed`.
        """
        await self.restore()
        alert = msgspec.structs.replace(
            draft, id=uuid4().hex, created=self._wall(), count=0, fired=None, fired_price=None
        )
        await self._arm(alert)
        return alert.id

    async def change(self, draft: Alert) -> None:
        """Arm other terms in the place of an alert's. Raises as `make`."""
        await self.restore()
        before = self._book.get(draft.id)
        await self._arm(
            msgspec.structs.replace(
                draft, created=before.created, count=before.count, fired=None, fired_price=None
            )
        )

    async def pause(self, ids: Sequence[str]) -> None:
        """Watch these no longer."""
        await self.restore()
        for alert in self._known(ids):
            if alert.is_armed:
                self._put(msgspec.structs.replace(alert, stand=Stand.PAUSED))
        await self._book.keep()

    async def resume(self, ids: Sequence[str]) -> None:
        """Watch these again, from the next price on. Raises `InvalidInput` for one that may not be
        as it is, such as one whose last day is past.
        """
        await self.restore()
        for alert in self._known(ids):
            if not alert.is_armed:
                await self._arm(msgspec.structs.replace(alert, fired=None, fired_price=None))

    async def adjust(self, ids: Sequence[str]) -> None:
        """Watch held ones again, at prices of the new base. Raises as `resume`."""
        await self.restore()
        for alert in self._known(ids):
            if alert.factor is not None:
                condition = scaled(alert.condition, alert.factor)
                await self._arm(msgspec.structs.replace(alert, condition=condition))

    async def remove(self, ids: Sequence[str]) -> None:
        """Forget these. Raises `StorageFailed`."""
        await self.restore()
        self._book.remove(ids)
        self._targets.forget_all()
        await self._want()
        await self._book.keep()

    async def follow_drawing(self, drawing: str, ends: LineCross | None) -> None:
        """A drawing was moved, or, where `ends` is None, deleted: its alerts go along, or stay
        where its points stood last.
        """
        await self.restore()
        for alert in self._book.alerts():
            line = alert.condition
            if not isinstance(line, LineCross) or line.drawing != drawing:
                continue
            if ends is None:
                kept = msgspec.structs.replace(line, drawing="")
                self._put(msgspec.structs.replace(alert, condition=kept))
                self._book.log(message("alert.drawing_gone", symbol=alert.symbol))
            else:
                moved = msgspec.structs.replace(
                    ends, way=line.way, drawing=drawing, interval=ends.interval
                )
                seen = alert.seen if moved == line else Seen()
                self._put(msgspec.structs.replace(alert, condition=moved, seen=seen))

    def on_trades(self, key: str, trades: Sequence[Trade]) -> None:
        """Take prints of a feed."""
        if key not in self._feeds.wanted:
            return
        for trade in trades:
            age = self._around.age_of_trade(trade)
            if age is not None and age <= MAX_AGE:
                self._see(key, trade.price, trade.trade_date, trade.volume)

    def on_quote(self, quote: Quote) -> None:
        """Take a quote that was read: the price of a feed without a place on the line, or the first
        word since the program began.
        """
        key = quote.symbol
        if key not in self._feeds.wanted or quote.source is not Source.REST or quote.last is None:
            return
        polled = self._ways.get(key) is Feed.POLLED and self._around.age_of_quote(quote) <= MAX_AGE
        if polled and quote.volume and self._around.is_traded(key):
            self._see(key, quote.last, quote.trade_date, quote.volume)
        elif any(alert.id in self._unseen for alert in self._book.of(key)):
            self._see(key, quote.last, quote.trade_date, quote.volume, fresh=False)

    def on_feed(self, key: str, way: Feed) -> None:
        """A feed comes another way."""
        self._ways[key] = way

    def on_bars(self, tail: BarTail) -> None:
        """Take the newest bars."""
        self._bars.take(tail)

    async def run(self) -> None:
        """Watch until cancelled."""
        await self.restore()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._beat())
            group.create_task(self._book.run())

    async def finish(self) -> None:
        """The program ends: the prices that were seen last are kept."""
        if not self._book.restored:
            return
        for alert in self._book.alerts():
            seen = self._last.get(alert.symbol)
            if alert.is_armed and alert.seen.at is not None and self._may_keep(alert, seen):
                assert seen is not None
                kept = msgspec.structs.replace(seen, side=alert.seen.side)
                self._book.put(msgspec.structs.replace(alert, seen=kept))
        with contextlib.suppress(StorageFailed):
            await self._book.keep()
        self._book.tell_met()

    def _may_keep(self, alert: Alert, seen: Seen | None) -> bool:
        """Whether what was seen last stands on the base that the alert means."""
        if seen is None or seen.on is None:
            return False
        return not self._lacks_proof(alert, seen.on)

    def _lacks_proof(self, alert: Alert, today: date) -> bool:
        proven = self._base.is_proven(alert.symbol, today)
        return not proven and alert_check.needs_proof(alert, today)

    async def _beat(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(BEAT)

    async def look(self) -> None:
        """Look at the clock once: days, ends of bars, what is to be read; `run` does so always."""
        self._begin_day()
        self._close_bars()
        self._show_lines()
        await self._want()
        at = self._around.monotonic()
        await self._bars.look(at)
        found = await self._base.look(self._around.today, at)
        if found is not None:
            self._take_base(*found)

    def _begin_day(self) -> None:
        if self._around.now is None:
            return
        today = self._around.today
        if self._day is not None and self._day != today:
            self._bars.read_anew()
            self._targets.forget_all()
        self._day = today
        for alert in self._book.alerts():
            over = alert_check.expire(alert, today)
            if over is not alert:
                self._put(over)
            elif alert.is_armed and self._lacks_proof(alert, today):
                self._base.want(alert.symbol)

    def _take_base(self, symbol: str, close: Decimal, base: Decimal) -> None:
        for alert in self._book.of(symbol):
            look = self._waiting.pop(alert.id, None)
            if not alert_check.needs_proof(alert, self._around.today):
                continue
            held = alert_check.rebase(alert, close, base)
            if held is not alert:
                self._put(held)
                before, now = f"{close:,}", f"{base:,}"
                self._book.log(message("alert.held_log", symbol=symbol, before=before, now=now))
            elif look is not None:
                self._judge(alert, msgspec.structs.replace(look, proven=True))
        self._targets.forget(symbol)

    def _see(
        self,
        key: str,
        price: Decimal,
        on: date | None,
        volume: int | None,
        *,
        fresh: bool = True,
    ) -> None:
        """Hold a feed's alerts against a price, unless it can change nothing."""
        on, now = on or self._around.today, self._wall()
        last = self._last.get(key)
        if fresh:
            self._fresh[key] = self._around.monotonic()
            self._end_bars(key, last)
            self._closes.see(key, price, on, int(self._around.market_now().timestamp()))
        self._last[key] = Seen(0, price, on, now)
        close = self._previous_close(key)
        facts = Facts(price, close, volume)
        touched = self._targets.touched(key, price, on, close)
        for alert in self._by_price(key) if touched is None else self._known(touched):
            self._hold(alert, facts, price, on, fresh=fresh)
        if touched is None:
            self._targets.settle(key, self._by_price(key), self._unseen | self._waiting.keys())

    def _by_price(self, key: str) -> list[Alert]:
        """A feed's alerts that are held against every price."""
        return [
            alert
            for alert in self._book.of(key)
            if alert.interval is None and alert.frequency.often is not Often.BAR_CLOSE
        ]

    def _hold(
        self, alert: Alert, facts: Facts, price: Decimal | None, on: date, *, fresh: bool = True
    ) -> None:
        if isinstance(alert.condition, LineCross):
            line = price_of_line(alert.symbol, alert.condition, self._around.market_now())
            facts = msgspec.structs.replace(facts, line=line)
        gap = gap_of(alert.condition, facts)
        look = Look(
            gap,
            price,
            on,
            self._wall(),
            fresh,
            alert.id in self._unseen,
            self._base.is_proven(alert.symbol, on),
        )
        if gap is not None:
            self._judge(alert, look)

    def _judge(self, alert: Alert, look: Look) -> None:
        if alert.id in self._waiting and not look.proven:
            return
        verdict = alert_check.check(alert, look)
        if verdict.outcome is Outcome.UNPROVEN:
            self._waiting[alert.id] = look
            self._base.want(alert.symbol, soon=True)
            return
        self._unseen.discard(alert.id)
        if alert.seen.side == 0:
            self._targets.forget(alert.symbol)  # it may be planned from now on
        if verdict.outcome is Outcome.QUIET:
            if verdict.alert is not alert:
                self._book.put(verdict.alert)
        else:
            missed = verdict.outcome is Outcome.MISSED
            self._book.fire(verdict.alert, look.at, missed=missed)

    def _on_bars(self, key: BarKey) -> None:
        """The newest bars of a kind moved."""
        last, settled = self._newest(key)
        start = self._bars.start(key, settled)
        is_new = start is not None and self._bars.take_settled(key, start)
        fresh = self._is_fresh(key.symbol)
        for alert in self._of_bars(key):
            if alert.frequency.often is not Often.BAR_CLOSE:
                self._hold_bar(alert, last, fresh=fresh)
            elif is_new:
                self._hold_bar(alert, settled, fresh=True)

    def _on_read(self, key: BarKey) -> None:
        """Bars are here now as a whole: alerts take their bearings, and what was missed shows."""
        start = self._bars.start(key, self._newest(key)[1])
        if start is not None:
            self._bars.take_settled(key, start)
        for alert in self._of_bars(key):
            self._begin(alert)

    def _newest(self, key: BarKey) -> tuple[int, int]:
        """The newest bar, and the newest one that has ended."""
        last = self._bars.count(key) - 1
        start = self._bars.start(key, last)
        if start is not None and has_ended(key, start, self._around.market_now()):
            return last, last
        return last, last - 1

    def _of_bars(self, key: BarKey) -> list[Alert]:
        return [alert for alert in self._book.of(key.symbol) if bar_key(alert) == key]

    def _hold_bar(self, alert: Alert, bar: int, *, fresh: bool) -> None:
        facts = self._bars.facts(alert, bar)
        if fresh or alert.id in self._unseen:
            self._hold(alert, facts, facts.price, self._around.today, fresh=fresh)

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
            ended = self._closes.take(alert.id, BarKey(key, interval), now)
            if ended is not None:
                facts = Facts(ended.price, self._previous_close(key))
                self._hold(alert, facts, ended.price, ended.on)

    def _close_bars(self) -> None:
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

    def _show_lines(self) -> None:
        lines: dict[str, Decimal] = {}
        for alert in self._book.alerts():
            if alert.is_armed and isinstance(alert.condition, LineCross):
                price = price_of_line(alert.symbol, alert.condition, self._around.market_now())
                if price is not None:
                    lines[alert.id] = price.quantize(Decimal(1))
        self._book.show_lines(lines)

    async def _arm(self, alert: Alert) -> None:
        """Have an alert watched, and its prices come."""
        check_made(alert, self._book.alerts(), self._around.today)
        armed = msgspec.structs.replace(
            alert, stand=Stand.ARMED, seen=Seen(), reason=None, factor=None, untold=False
        )
        await self._feeds.add(alert.symbol)
        self._put(armed)
        self._begin(armed)
        await self._book.keep()

    def _begin(self, alert: Alert) -> None:
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
            self._hold(alert, facts, quote.last, quote.trade_date or self._around.today)

    def _pass_over(self, alert: Alert) -> None:
        """A bar that ended before an alert was armed is not met by it."""
        interval = alert.frequency.interval
        if alert.frequency.often is Often.BAR_CLOSE and interval is not None:
            self._closes.take(alert.id, BarKey(alert.symbol, interval), self._around.market_now())

    def _put(self, alert: Alert) -> None:
        self._unseen.discard(alert.id)
        self._waiting.pop(alert.id, None)
        self._closes.forget(alert.id)
        self._targets.forget(alert.symbol)
        self._book.put(alert)

    async def restore(self) -> None:
        """Take up, once, what an earlier run has left behind. Raises `StorageFailed`."""
        if await self._book.restore():
            armed = [one for one in self._book.alerts() if one.is_armed]
            self._unseen = {one.id for one in armed if one.seen.at is not None}
            await self._want()

    async def _want(self) -> None:
        """Have the prices that are watched come, as far as this world has them."""
        armed = (one for one in self._book.alerts() if one.is_armed)
        self._bars.want(frozenset(key for one in armed if (key := bar_key(one)) is not None))
        await self._feeds.want(self._book.symbols())

    def _known(self, ids: Iterable[str]) -> list[Alert]:
        return [alert for id_ in ids if (alert := self._book.find(id_)) is not None]

    def _previous_close(self, key: str) -> Decimal | None:
        quote = self._market.quote(key)
        return None if quote is None else quote.previous_close
