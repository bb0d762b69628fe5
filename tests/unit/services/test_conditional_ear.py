"""What conditional orders hear of orders, and that their failures are their own."""

from __future__ import annotations

import asyncio

from kis_desktop.domain.event import Event, OrderChanged
from kis_desktop.services.conditional_ear import ConditionalEar
from kis_desktop.services.topics import Topic
from tests.unit.services.order_desk import Screen
from tests.unit.services.test_order_ledger import sent


class Listener:
    def __init__(self, *, broken: bool = False) -> None:
        self.heard: list[object] = []
        self.broken = broken

    def on_event(self, event: Event) -> None:
        if self.broken:
            raise RuntimeError("a mistake of the listener")
        self.heard.append(event)

    def on_list(self) -> None:
        self.heard.append("list")

    def on_halt(self, *, halted: bool) -> None:
        self.heard.append(halted)


async def test_all_is_passed_on_and_heard_in_its_order() -> None:
    screen, listener = Screen(), Listener()
    ear = ConditionalEar(screen)
    ear.latest(Topic.HALT, "", False)
    ear.listener = listener
    changed = OrderChanged(sent(10))
    ear.event(changed)
    ear.latest(Topic.HALT, "", True)
    ear.latest(Topic.ORDERS, "", 1.0)
    ear.latest(Topic.CLOCK, "", "x")
    ear.prints("005930", [])
    assert (screen.events, listener.heard) == ([changed], [])
    assert ear.is_halted
    await asyncio.sleep(0)
    assert listener.heard == [changed, True, "list"]
    assert screen.values[Topic.CLOCK, ""] == "x"


async def test_a_failure_of_the_listener_is_told_to_the_loop_and_not_to_the_order() -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: told.append(what["exception"]))
    screen = Screen()
    ear = ConditionalEar(screen)
    ear.listener = Listener(broken=True)
    ear.event(OrderChanged(sent(10)))
    await asyncio.sleep(0)
    assert len(screen.events) == 1
    assert [str(one) for one in told] == ["a mistake of the listener"]
