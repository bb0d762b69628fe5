"""Alerts (알림): watched while the program runs, whatever is on the screen.

They are looked at here, before anything reaches the screen, with every price that came just now.
One that was met while the program was closed is told as missed, not as if it were met now.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import msgspec

from kis_desktop.domain.alert import Alert, LineCross, Seen, Stand
from kis_desktop.domain.alert_gap import scaled
from kis_desktop.domain.bar import BarTail
from kis_desktop.domain.conditional_trigger import MAX_AGE
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Quote, Source, Trade
from kis_desktop.services.alert_bars import BarSource, bar_key
from kis_desktop.services.alert_base import AlertBase, DaySource
from kis_desktop.services.alert_book import AlertBook
from kis_desktop.services.alert_clock import AlertClock
from kis_desktop.services.alert_feeds import AlertFeeds, Market
from kis_desktop.services.alert_judge import AlertJudge
from kis_desktop.services.alert_room import check_made
from kis_desktop.services.alert_watch import AlertWatch

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
        self._around = around
        self._judge = AlertJudge(book, AlertBase(days, market.quote), around)
        self._watch = AlertWatch(book, self._judge, market, bars, around)
        self._feeds = AlertFeeds(market, book.log)
        self._ways: dict[str, Feed] = {}
        self._day: date | None = None

    async def make(self, draft: Alert) -> str:
        """Arm a new alert; its id. Raises `InvalidInput` with the first reason against it, and
        `StorageFailed`: then there is none, so that trying again makes one.
        """
        await self.restore()
        alert = msgspec.structs.replace(
            draft,
            id=uuid4().hex,
            created=self._around.wall(),
            count=0,
            fired=None,
            fired_price=None,
        )
        try:
            await self._arm(alert)
        except StorageFailed:
            self._forget([alert.id])
            raise
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
        for alert in self._book.known(ids):
            if alert.is_armed:
                self._judge.put(msgspec.structs.replace(alert, stand=Stand.PAUSED))
        await self._book.keep()

    async def resume(self, ids: Sequence[str]) -> None:
        """Watch these again, from the next price on. Raises `InvalidInput` for one that may not be
        as it is, such as one whose last day is past.
        """
        await self.restore()
        for alert in self._book.known(ids):
            if not alert.is_armed:
                await self._arm(msgspec.structs.replace(alert, fired=None, fired_price=None))

    async def adjust(self, ids: Sequence[str]) -> None:
        """Watch held ones again, at prices of the new base. Raises as `resume`."""
        await self.restore()
        for alert in self._book.known(ids):
            if alert.factor is not None:
                condition = scaled(alert.condition, alert.factor)
                await self._arm(msgspec.structs.replace(alert, condition=condition))

    async def remove(self, ids: Sequence[str]) -> None:
        """Forget these. Raises `StorageFailed`."""
        await self.restore()
        self._forget(ids)
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
                self._judge.put(msgspec.structs.replace(alert, condition=kept))
                self._book.log(message("alert.drawing_gone", symbol=alert.symbol))
            else:
                moved = msgspec.structs.replace(
                    ends, way=line.way, drawing=drawing, interval=ends.interval
                )
                seen = alert.seen if moved == line else Seen()
                self._judge.put(msgspec.structs.replace(alert, condition=moved, seen=seen))

    def on_trades(self, key: str, trades: Sequence[Trade]) -> None:
        """Take prints of a feed."""
        if key not in self._feeds.wanted:
            return
        for trade in trades:
            age = self._around.age_of_trade(trade)
            if age is not None and age <= MAX_AGE:
                self._watch.see(key, trade.price, trade.trade_date, trade.volume)

    def on_quote(self, quote: Quote) -> None:
        """Take a quote that was read: the price of a feed without a place on the line, or the first
        word since the program began.
        """
        key = quote.symbol
        if key not in self._feeds.wanted or quote.source is not Source.REST or quote.last is None:
            return
        polled = self._ways.get(key) is Feed.POLLED and self._around.age_of_quote(quote) <= MAX_AGE
        if polled and quote.volume and self._around.is_traded(key):
            self._watch.see(key, quote.last, quote.trade_date, quote.volume)
        elif any(self._judge.is_unseen(alert) for alert in self._book.of(key)):
            self._watch.see(key, quote.last, quote.trade_date, quote.volume, fresh=False)

    def on_feed(self, key: str, way: Feed) -> None:
        """A feed comes another way."""
        self._ways[key] = way

    def on_bars(self, tail: BarTail) -> None:
        """Take the newest bars."""
        self._watch.bars.take(tail)

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
        self._watch.keep_seen()
        with contextlib.suppress(StorageFailed):
            await self._book.keep()
        self._book.tell_met()

    async def _beat(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(BEAT)

    async def look(self) -> None:
        """Look at the clock once: days, ends of bars, what is to be read; `run` does so always."""
        self._begin_day()
        self._watch.end_bars()
        self._watch.show_lines()
        await self._want()
        at = self._around.monotonic()
        await self._watch.bars.look(at)
        await self._judge.look(at)

    def _begin_day(self) -> None:
        if self._around.now is None:
            return
        today = self._around.today
        if self._day is not None and self._day != today:
            self._watch.bars.read_anew()
            self._judge.targets.forget_all()
        self._day = today
        self._judge.begin_day(today)

    def _forget(self, ids: Sequence[str]) -> None:
        self._book.remove(ids)
        self._judge.targets.forget_all()

    async def _arm(self, alert: Alert) -> None:
        """Have an alert watched, and its prices come; not one that is removed meanwhile."""
        before = tuple(self._book.known([alert.id]))
        check_made(alert, self._book.alerts(), self._around.today)
        armed = msgspec.structs.replace(
            alert, stand=Stand.ARMED, seen=Seen(), reason=None, factor=None, untold=False
        )
        await self._feeds.add(alert.symbol)
        if before:
            self._book.get(alert.id)
        self._judge.put(armed)
        self._watch.begin(armed)
        await self._book.keep()

    async def restore(self) -> None:
        """Take up, once, what an earlier run has left behind. Raises `StorageFailed`."""
        if await self._book.restore():
            self._judge.take_up()
            await self._want()

    async def _want(self) -> None:
        """Have the prices that are watched come, as far as this world has them."""
        armed = (one for one in self._book.alerts() if one.is_armed)
        self._watch.bars.want(frozenset(key for one in armed if (key := bar_key(one)) is not None))
        await self._feeds.want(self._book.symbols())
