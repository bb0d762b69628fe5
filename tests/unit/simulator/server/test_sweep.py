"""Every endpoint answers in its form, whatever it is asked.

`python -m tests.soak.sweep` asks everything of every endpoint, at more moments; here each is asked
its example and one other way of writing it, one other period and some garbage, in turn.
"""

from __future__ import annotations

from datetime import date
from itertools import cycle, islice

import pytest

from kis_desktop.simulator.server.call import Endpoint
from kis_desktop.simulator.server.endpoints import all_endpoints, load
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.server.seen_scenes import SCENES
from tests.unit.simulator.server.sweeping import GARBAGE, Asked, Sweep

NO_CLOCK = float("inf")
"""how long an answer takes is looked at by the soak alone"""
SEVEN = sorted({one.name.partition("/")[0] for one in all_endpoints()})


def family(name: str) -> list[Endpoint]:
    return [one for one in all_endpoints() if one.name.startswith(f"{name}/")]


def some_spoilt(sweep: Sweep, endpoint: Endpoint, first: int) -> list[Asked]:
    """Every fourth parameter spoilt once, by all kinds of garbage in turn."""
    values = islice(cycle(GARBAGE), first, None)
    names = list(endpoint.example)[first % 4 :: 4]
    return [
        next(sweep.unsound(endpoint, (value,), name))
        for name, value in zip(names, values, strict=False)
    ]


@pytest.fixture(scope="module")
def day() -> Sweep:
    """Before the market that the origins were seen in, which is at work already."""
    return Sweep(patience=NO_CLOCK, market=SCENES[0].market)


@pytest.mark.parametrize("name", SEVEN)
def test_examples_are_answered_however_they_are_written(day: Sweep, name: str) -> None:
    ways = cycle([{"example", "optional absent"}, {"example", "mixed case"}])
    asked = [
        one
        for endpoint, hows in zip(family(name), ways, strict=False)
        for one in day.sound(endpoint)
        if one.how in hows or (endpoint.method == "POST" and one.how == "optional absent")
    ]
    assert [wrong for one in asked for wrong in day.complaints(one)] == []


@pytest.mark.parametrize("name", SEVEN)
def test_other_days_are_answered(day: Sweep, name: str) -> None:
    dated = [asked for endpoint in family(name) if (asked := list(day.periods(endpoint)))]
    hows = cycle(["January 2022", "backwards", "2019"])
    asked = [one for each, how in zip(dated, hows, strict=False) for one in each if one.how == how]
    assert [wrong for one in asked for wrong in day.complaints(one)] == []


@pytest.mark.parametrize("name", SEVEN)
def test_garbage_is_answered_or_refused(day: Sweep, name: str) -> None:
    asked = [
        one
        for number, endpoint in enumerate(family(name))
        for one in some_spoilt(day, endpoint, number)
    ]
    assert [wrong for one in asked for wrong in day.complaints(one)] == []


def test_a_market_of_a_few_instruments_answers_on_a_sunday() -> None:
    sunday = Sweep("2026-11-22T12:00:00", instruments=20, patience=NO_CLOCK)
    korean = [one for one in all_endpoints() if one.name.startswith("domestic_stock/")]
    left_out = {one.name for place, one in enumerate(korean) if place % 3}
    some = [one for one in all_endpoints() if one.name not in left_out]
    asked = [Asked(one, "example", sunday.example(one)) for one in some]
    assert [wrong for one in asked for wrong in sunday.complaints(one)] == []


def test_paper_refuses_what_it_does_not_serve() -> None:
    paper = Sweep(world=World.PAPER, market=SCENES[0].market)
    for endpoint in all_endpoints():
        reply = paper.send(endpoint, paper.example(endpoint))
        if endpoint.paper:
            assert reply.body["msg_cd"] != "EGW02006", endpoint.name
        else:
            assert (reply.status, reply.body["msg_cd"]) == (500, "EGW02006"), endpoint.name


def test_a_day_to_come_spoils_nothing() -> None:
    sweep = Sweep()
    bars = load("domestic_stock/inquire_daily_itemchartprice")
    far = {"FID_INPUT_DATE_1": "20270104", "FID_INPUT_DATE_2": "20291231"}
    index = load("domestic_stock/inquire_index_price")
    sweep.market.history("005930").bars(date(2026, 11, 2), date(2028, 1, 31))
    assert sweep.send(bars, {**sweep.example(bars), **far}).body["output2"] == []
    assert sweep.send(index, sweep.example(index)).body["rt_cd"] == "0"


def test_lending_is_walked_back_by_its_key() -> None:
    sweep = Sweep()
    lent = load("domestic_stock/daily_loan_trans")
    asked = {**sweep.example(lent), "START_DATE": "20260102", "END_DATE": "20261119"}
    days: list[str] = []
    while asked["CTS"] or not days:
        body = sweep.send(lent, asked).body
        page = body["output1"]
        assert isinstance(page, list)
        assert 0 < len(page) <= 100
        days += [row["bsop_date"] for row in page]
        asked["CTS"] = str(body["cts"])
    assert days == sorted(set(days), reverse=True)
    assert (days[0], days[-1]) == ("20261119", "20260102")
