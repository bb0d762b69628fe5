"""Today's fills: newest on top, provisional until the inquiry agrees."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.viewmodels.fills import COLUMNS, Fills
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import Desk, fill

PLACES = {column.id: place for place, column in enumerate(COLUMNS)}


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


async def test_a_fill_is_shown_with_its_amount_and_costs(desk: Desk) -> None:
    fills = Fills(desk.context)
    states = [fills.state]
    desk.list_read()
    assert [*states, fills.state] == [PanelState.LOADING, PanelState.EMPTY]
    desk.show(fill())
    assert [cell.text for cell in fills.table.row(0).cells] == [
        "10:12:31",
        "삼성전자",
        "＋ 매수",
        "98,300",
        "40",
        "3,932,000",
        "552",
        "잠정",
        "0000117057",
    ]
    assert fills.title == "체결 1"


async def test_a_later_word_on_the_same_fill_replaces_it(desk: Desk) -> None:
    fills = Fills(desk.context)
    desk.show(fill())
    desk.show(fill(provisional=False))
    assert fills.count == 1
    assert fills.table.cell(0, PLACES["certainty"]).text == "확정"


async def test_the_newest_fill_is_on_top(desk: Desk) -> None:
    fills = Fills(desk.context)
    desk.show(fill(time="101231"), fill(time="101500", sequence=2))
    desk.show(fill(time="101600", sequence=3))
    times = [fills.table.cell(place, 0).text for place in range(3)]
    assert times == ["10:16:00", "10:15:00", "10:12:31"]


async def test_unknown_costs_are_not_nothing(desk: Desk) -> None:
    fills = Fills(desk.context)
    desk.show(fill(fee=None, tax=None))
    cost = fills.table.cell(0, PLACES["cost"])
    assert (cost.text, cost.sort, cost.tone) == ("—", None, Tone.DIM)
    desk.show(fill(fee=Decimal(138), tax=None))
    cost = fills.table.cell(0, PLACES["cost"])
    assert (cost.text, cost.sort) == ("—", None)  # a part of it is not all of it
