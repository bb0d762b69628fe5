"""Whatever happens to orders, in whatever order, and however often the program begins anew: each is
sent once, none is taken for another, and what the screen counts is what the ledger has.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.domain.doubt import Doubt
from kis_desktop.domain.errors import (
    InvalidInput,
    KisDesktopError,
    OrderRefused,
    OrderUncertain,
)
from kis_desktop.domain.message import message
from kis_desktop.domain.order import CancelIntent, OrderState, Request
from kis_desktop.domain.order_report import NoticeKind
from kis_desktop.domain.risk_facts import OrderFacts
from kis_desktop.services.topics import Topic
from tests.unit.services.order_desk import Desk, buy, notice

PRICE = Decimal(98_400)
ENDINGS = ("answered", "lost but there", "lost and gone", "refused")
TOLD = ("told", "told twice", "untold")
STEPS = st.one_of(
    st.tuples(st.just("submit"), st.sampled_from(ENDINGS), st.integers(1, 3)),
    st.tuples(st.just("cancel"), st.sampled_from(ENDINGS), st.integers(0, 9)),
    st.tuples(
        st.just("fill"), st.sampled_from(("told", "told twice", "untold")), st.integers(0, 9)
    ),
    st.tuples(st.just("elsewhere"), st.just(""), st.integers(1, 4)),
    st.tuples(st.just("twins"), st.sampled_from(ENDINGS), st.integers(1, 3)),
    st.tuples(st.just("choose"), st.just(""), st.just(0)),
    st.tuples(st.just("read"), st.just(""), st.integers(0, 40)),
    st.tuples(st.just("restart"), st.just(""), st.just(0)),
)


@dataclass
class Story:
    """A desk, and what truly happened."""

    desk: Desk
    ours: dict[str, str] = field(default_factory=dict)  # number -> local id
    asked: dict[str, str] = field(default_factory=dict)  # local id -> how its sending ended
    count: int = 0

    async def step(self, name: str, how: str, value: int) -> None:
        await getattr(self, name)(how, value)

    async def submit(self, how: str, quantity: int) -> None:
        local_id = self._next("n", how)
        await self._sent(local_id, self.desk.orders.submit(buy(local_id, quantity=quantity)))

    async def cancel(self, how: str, place: int) -> None:
        resting = [row for row in self.desk.broker.rows if row.request is Request.NEW]
        if resting:
            row = resting[place % len(resting)]
            intent = CancelIntent(self._next("c", how), row.order_no)
            before = len(self.desk.broker.rows)
            await self._sent(intent.local_id, self.desk.orders.cancel(intent))
            if len(self.desk.broker.rows) > before:
                self.desk.broker.change(row.order_no, cancelled=row.remaining, remaining=0)

    async def fill(self, how: str, place: int) -> None:
        resting = [row for row in self.desk.broker.rows if row.remaining > 0]
        resting = [row for row in resting if row.request is Request.NEW]
        if not resting:
            return
        row = resting[place % len(resting)]
        self.desk.broker.change(
            row.order_no, filled=row.filled + 1, remaining=row.remaining - 1, average_price=PRICE
        )
        told = notice(NoticeKind.FILLED, row.order_no, quantity=1, time=f"11{self.count:04d}")
        self.count += 1
        for _ in range({"told": 1, "told twice": 2, "untold": 0}[how]):
            self.desk.orders.on_notice(told)

    async def elsewhere(self, _: str, quantity: int) -> None:
        await self.desk.broker.submit(buy("elsewhere", quantity=quantity))
        self.desk.broker.posts.pop()

    async def twins(self, how: str, quantity: int) -> None:
        """One of ours, one alike from elsewhere, and a list that holds both."""
        await self.submit(how, quantity)
        await self.elsewhere("", quantity)
        await self.read("", 3)

    async def choose(self, _how: str, _value: int) -> None:
        """The trader knows which order is which."""
        for (topic, local_id), told in list(self.desk.screen.values.items()):
            if topic is Topic.DOUBT and isinstance(told, Doubt):
                for row in told.candidates:
                    if self.ours.get(row.order_no) == local_id:
                        with contextlib.suppress(InvalidInput):
                            await self.desk.orders.adopt(local_id, row.order_no)

    async def read(self, _: str, seconds: int) -> None:
        await self.desk.read_later(seconds)

    async def restart(self, _how: str, _value: int) -> None:
        await self.desk.orders.finish()
        self.begin()
        await self.desk.restored()

    def begin(self) -> None:
        """The program begins; nothing that is known of orders stands in the way of new ones."""
        self.desk.screen.events.clear()
        self.desk.orders = self.desk.service()
        self.desk.guard.order_facts = lambda _: OrderFacts()

    def _next(self, kind: str, how: str) -> str:
        self.count += 1
        local_id = f"{kind}{self.count}"
        self.asked[local_id] = how
        broker = self.desk.broker
        broker.executed_anyway = how == "lost but there"
        broker.outcome = {
            "lost but there": OrderUncertain(message("order.uncertain")),
            "lost and gone": OrderUncertain(message("order.uncertain")),
            "refused": OrderRefused(message("order.refused")),
        }.get(how)
        return local_id

    async def _sent(self, local_id: str, sending: object) -> None:
        known = {row.order_no for row in self.desk.broker.rows}
        with contextlib.suppress(KisDesktopError):
            await sending  # type: ignore[misc]
        self.desk.broker.outcome = None
        for row in self.desk.broker.rows:
            if row.order_no not in known:
                self.ours[row.order_no] = local_id

    def check(self) -> None:
        """What must hold at any moment."""
        shown = sum(fill.quantity for fill in self.desk.screen.fills())
        assert shown <= sum(row.filled for row in self.desk.broker.rows)
        assert len(self.desk.broker.posts) <= len(self.asked)
        named = [
            entry
            for entry in self.desk.journal.lines
            if entry.kind.value in {"accepted", "resolved", "adopted"} and entry.body["order_no"]
        ]
        numbers = [str(entry.body["order_no"]) for entry in named]
        assert len(numbers) == len(set(numbers))
        for entry in named:
            if entry.local_id.startswith("n"):
                alike = self._alike(entry.local_id)
                assert self.ours.get(str(entry.body["order_no"])) in alike, entry

    def _alike(self, local_id: str) -> set[str | None]:
        """An order that never came may be taken for one that did and is alike in all, for nothing
        tells them apart; one that came is never taken for another, nor for one that was answered.
        """
        answered = {one for one, how in self.asked.items() if how == "answered"}
        if self.asked[local_id] != "lost and gone":
            return {local_id}
        return {None, *self.asked} - answered

    async def end(self) -> None:
        """After enough readings, fills and rests are those of the ledger."""
        for _ in range(5):
            await self.desk.read_later(30)
        shown = sum(fill.quantity for fill in self.desk.screen.fills())
        orders = [row for row in self.desk.broker.rows if row.request is Request.NEW]
        assert shown == sum(row.filled for row in orders)
        resting = sum(
            order.remaining
            for order in self.desk.orders.open_orders()
            if order.order_no and order.request is Request.NEW
        )
        assert resting == sum(row.remaining for row in orders)
        for local_id, how in self.asked.items():
            if how == "lost but there" and local_id.startswith("n"):
                order = self.desk.orders.find(local_id)
                assert order is not None
                assert order.state is not OrderState.REJECTED


@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, min_size=4, max_size=25))
def test_no_order_is_sent_twice_lost_or_taken_for_another(
    steps: list[tuple[str, str, int]],
) -> None:
    async def played() -> None:
        desk = Desk()
        story = Story(desk)
        story.begin()
        try:
            for step in steps:
                await story.step(*step)
                story.check()
            await story.end()
            story.check()
        finally:
            desk.worker.close()

    asyncio.run(played())
