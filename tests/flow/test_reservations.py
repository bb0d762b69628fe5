"""Reservations against a real server, in the evening."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from kis_desktop.domain.errors import OrderRefused
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.domain.reservation import ReservationIntent, ReservationList, ReservationState
from kis_desktop.services.topics import Topic
from tests.flow.conftest import Simulator, end_simulator, start_simulator
from tests.flow.trading_desk import SAMSUNG, Desk, open_desk, order_posts

EVENING = "2026-11-20T17:05:00+09:00"
PRICE = Decimal(90_000)


@pytest.fixture(scope="module")
def one_evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    file = tmp_path_factory.mktemp("evening") / "ready.json"
    process, made = start_simulator(file, "--clock", EVENING, "--no-limits")
    yield made
    end_simulator(process)


@pytest.fixture
def evening(one_evening: Simulator) -> Simulator:
    one_evening.post("reset")
    return one_evening


def reserve(local_id: str, quantity: int = 5) -> ReservationIntent:
    return ReservationIntent(local_id, SAMSUNG, Side.BUY, OrderType.LIMIT, quantity, PRICE)


def rows(desk: Desk) -> list[tuple[int, str]]:
    desk.look()
    told = desk.latest[Topic.RESERVATIONS, ""]
    assert isinstance(told, ReservationList)
    return [(row.quantity, row.state.value) for row in told.rows]


async def test_a_reservation_is_placed_amended_and_cancelled(evening: Simulator) -> None:
    async with open_desk(evening) as desk:
        await desk.until_live()
        service = desk.services.reservations
        await service.place(reserve("a"))
        assert rows(desk) == [(5, "waiting")]
        (row,) = await service.refresh()
        await service.amend(row.number, reserve("b", 7))
        assert rows(desk) == [(7, "waiting")]
        await service.cancel(row.number, "c")
        assert rows(desk) == [(7, ReservationState.CANCELLED.value)]
    assert order_posts(evening) == 3


async def test_one_whose_answer_was_lost_is_found_by_reading(evening: Simulator) -> None:
    async with open_desk(evening) as desk:
        await desk.until_live()
        evening.faults({"kind": "drop_after_acceptance", "path": "order-resv"})
        await desk.services.reservations.place(reserve("a"))
        assert rows(desk) == [(5, "waiting")]
        assert "reservation.settled" in desk.told()
    assert order_posts(evening) == 1


async def test_by_day_none_is_sent(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        with pytest.raises(OrderRefused) as told:
            await desk.services.reservations.place(reserve("a"))
    assert told.value.message.id == "kis.reservation_hours"
    assert order_posts(simulator) == 0
