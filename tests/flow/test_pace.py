"""The pace of requests as a profile and a refusing server set it."""

from __future__ import annotations

from datetime import datetime

import pytest

from kis_desktop.domain.connection import Budget
from kis_desktop.kis.protocol.control import KST
from kis_desktop.services.topics import Topic
from kis_desktop.storage.identity import SimulatedIdentity
from kis_desktop.storage.preferences import PreferenceFile
from kis_desktop.storage.profile_folder import ProfileFolder, home
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import Desk, open_desk


def write_enrolment(text: str) -> None:
    """The profile says when the customer enrolled."""
    folder = ProfileFolder(home(), SimulatedIdentity("simulator"))
    folder.path.mkdir(parents=True, exist_ok=True)
    preferences = PreferenceFile(folder.preferences)
    preferences.set("kis/enrolled", text)
    preferences.flush()


def plan_of(desk: Desk) -> float:
    """What the gauge shows."""
    budget = desk.latest.get((Topic.BUDGET, ""))
    return budget.rest_limit if isinstance(budget, Budget) else 0.0


async def test_a_customer_who_enrolled_today_goes_slowly(simulator: Simulator) -> None:
    write_enrolment(datetime.now(KST).date().isoformat())
    async with open_desk(simulator) as desk:
        await desk.until_live()  # ended while it connects, it leaves a socket to the collector
        await desk.until(lambda: plan_of(desk))
        assert plan_of(desk) == 2.5
        assert "rest.enrolled_unreadable" not in desk.told()


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", ""])
async def test_an_enrolment_that_is_no_date_is_told(simulator: Simulator, text: str) -> None:
    write_enrolment(text)
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.until(lambda: plan_of(desk))
        assert plan_of(desk) == 15.0
        assert "rest.enrolled_unreadable" in desk.told()


async def test_a_server_that_keeps_refusing_is_asked_slower_and_the_log_says_so(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        assert plan_of(desk) == 15.0
        busy = {"kind": "http_error", "status": 500, "code": "EGW00201", "message": "초과"}
        simulator.faults({**busy, "path": "inquire-balance", "times": 3})
        await desk.services.accounts.refresh()
        await desk.until(lambda: plan_of(desk) == 2.5)
        assert "rest.slower" in desk.told()
        budget = desk.latest[Topic.BUDGET, ""]
    assert isinstance(budget, Budget)
    assert budget.busy_answers == 3
    assert budget.server_limit == 3
    assert budget.token_issued_at is not None
    assert budget.tokens_today == 1
