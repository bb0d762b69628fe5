"""A conditional order against a real server: sent once, whenever the program is killed."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys

import pytest

from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.services.topics import Topic
from tests.flow.conditional_victim import STEPS, trailing_purchase
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import SAMSUNG, Desk, open_desk, order_posts
from tests.patience import PATIENCE_S

AFTER = 3.0  # seconds in which a second order would come
AT_THE_SERVER = {
    "before the record": {0, 1},  # it stands armed on the disk, and may fire for the first time
    "after the record": {0},
    "before the journal": {0},
    "before the wire": {0},
    "after the answer": {1},
    "after the journal": {1},
    "before the end": {1},
}


def states(desk: Desk) -> list[str]:
    desk.look()
    board = desk.latest.get((Topic.CONDITIONAL, ""))
    if not isinstance(board, ConditionalBoard):
        return []
    return [leg.state.value for order in board.orders for leg in order.legs]


async def test_an_order_fires_against_the_server(simulator: Simulator) -> None:
    simulator.post("flow", {"prints_per_second": 40, "symbols": [SAMSUNG]})
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.services.conditional.make(trailing_purchase())
        await desk.until(lambda: states(desk) == ["done"])
        await asyncio.sleep(0.5)
    assert order_posts(simulator) == 1
    (row,) = simulator.state()["orders"]
    assert int(row["quantity"]) == 10


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
async def test_a_program_that_is_killed_sends_it_once_at_most(
    step: str, simulator: Simulator
) -> None:
    simulator.post("flow", {"prints_per_second": 40, "symbols": [SAMSUNG]})
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.flow.conditional_victim", str(simulator.file), step,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    _, said = await asyncio.wait_for(victim.communicate(), PATIENCE_S)
    assert victim.returncode == -signal.SIGKILL, said.decode()
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.until(lambda: states(desk))
        await asyncio.sleep(AFTER)
        if AT_THE_SERVER[step] == {1}:
            await desk.until(lambda: states(desk) == ["done"])
        elif AT_THE_SERVER[step] == {0}:
            assert states(desk) == ["unknown"]
    assert order_posts(simulator) in AT_THE_SERVER[step]
