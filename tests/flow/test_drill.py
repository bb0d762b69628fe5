"""An outage drill: what breaks is found out and mended, and an order is sent once."""

from __future__ import annotations

import pytest

from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.drill import Drill, DrillStatus
from kis_desktop.domain.errors import OrderUncertain
from kis_desktop.domain.event import ConnectionChanged
from kis_desktop.domain.order import OrderState
from kis_desktop.services.topics import Topic
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import Desk, buy, open_desk, order_posts

FAR = 90_000


def struck(desk: Desk, drill: Drill) -> int:
    desk.look()
    status = desk.latest[Topic.DRILL, ""]
    assert isinstance(status, DrillStatus)
    return dict(status.struck).get(drill, 0)


@pytest.mark.parametrize("drill", [Drill.ORDER_ANSWER_LOST, Drill.ORDER_TIMED_OUT])
async def test_an_order_whose_answer_is_lost_is_found_and_was_sent_once(
    drill: Drill, simulator: Simulator
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.services.drills.start(drill)
        with pytest.raises(OrderUncertain):
            await desk.services.orders.submit(buy("a", price=FAR))
        await desk.until_state("a", OrderState.WORKING)
        await desk.until(lambda: struck(desk, drill))
        assert struck(desk, drill) == 1
    assert order_posts(simulator) == 1


async def test_an_order_that_never_left_stays_in_doubt(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.services.drills.start(Drill.ORDER_NOT_ARRIVED)
        with pytest.raises(OrderUncertain):
            await desk.services.orders.submit(buy("a", price=FAR))
        assert desk.order("a").state is OrderState.UNKNOWN
    assert order_posts(simulator) == 0


@pytest.mark.parametrize(
    "drill",
    [
        Drill.NOTICE_LOST,
        Drill.NOTICE_TWICE,
        Drill.NOTICE_LATE,
        Drill.NOTICE_SWAPPED,
        Drill.NOTICE_UNREADABLE,
    ],
)
async def test_fills_add_up_whatever_becomes_of_a_notice(
    drill: Drill, simulator: Simulator
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.services.drills.start(drill)
        await desk.services.orders.submit(buy("a", quantity=7))
        await desk.until_state("a", OrderState.FILLED)
        await desk.until(lambda: struck(desk, drill))  # a list may be read before the notice comes
        assert sum(fill.quantity for fill in desk.fills()) == 7
        assert struck(desk, drill) == 1


async def test_a_dropped_line_shows_its_gap_and_comes_back(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.services.drills.start(Drill.LINE_DROP)
        await desk.until(lambda: LinkState.GAP in states(desk))
        await desk.until(lambda: states(desk)[-1] is LinkState.LIVE)


def states(desk: Desk) -> list[LinkState]:
    told = [event.status for event in desk.events if isinstance(event, ConnectionChanged)]
    assert all(isinstance(status, ConnectionStatus) for status in told)
    return [status.state for status in told]
