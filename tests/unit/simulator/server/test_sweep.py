"""Every endpoint answers in its form, whatever it is asked.

`python -m tests.soak.sweep` asks everything, at more moments.
"""

from __future__ import annotations

from datetime import date
from itertools import cycle, islice

import pytest

from kis_desktop.simulator.server.call import Endpoint
from kis_desktop.simulator.server.endpoints import all_endpoints, load
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.server.sweeping import GARBAGE, Asked, Sweep

NO_CLOCK = float("inf")
"""how long an answer takes is looked at by the soak alone"""
SEVEN = sorted({one.name.partition("/")[0] for one in all_endpoints()})


def family(name: str) -> list[Endpoint]:
    return [one for one in all_endpoints() if one.name.startswith(f"{name}/")]


def some_spoilt(sweep: Sweep, endpoint: Endpoint, first: int) -> list[Asked]:
    """Every third parameter spoilt once, by all kinds of garbage in turn."""
    values = islice(cycle(GARBAGE), first, None)
    names = list(endpoint.example)[first % 3 :: 3]
    return [
        next(sweep.unsound(endpoint, (value,), name))
        for name, value in zip(names, values, strict=False)
    ]


@pytest.fixture(scope="module")
def day() -> Sweep:
    return Sweep(patience=NO_CLOCK)


@pytest.mark.parametrize("name", SEVEN)
def test_examples_are_answered_however_they_are_written(day: Sweep, name: str) -> None:
    asked = [one for endpoint in family(name) for one in day.sound(endpoint)]
    asked = [one for one in asked if one.how in {"example", "optional absent", "mixed case"}]
    assert [wrong for one in asked for wrong in day.complaints(one)] == []


@pytest.mark.parametrize("name", SEVEN)
def test_other_days_are_answered(day: Sweep, name: str) -> None:
    asked = [one for endpoint in family(name) for one in day.periods(endpoint)]
    short = [one for one in asked if one.how in {"January 2022", "backwards"}]
    assert [wrong for one in short for wrong in day.complaints(one)] == []


@pytest.mark.parametrize("name", SEVEN)
def test_garbage_is_answered_or_refused(day: Sweep, name: str) -> None:
    asked = [
        one
        for number, endpoint in enumerate(family(name))
        for one in some_spoilt(day, endpoint, number)
    ]
    assert [wrong for one in asked for wrong in day.complaints(one)] == []


@pytest.mark.slow
def test_a_market_of_a_few_instruments_answers_on_a_sunday() -> None:
    sunday = Sweep("2026-11-22T12:00:00", instruments=20, patience=NO_CLOCK)
    asked = [Asked(one, "example", sunday.example(one)) for one in all_endpoints()]
    assert [wrong for one in asked for wrong in sunday.complaints(one)] == []


def test_paper_refuses_what_it_does_not_serve() -> None:
    paper = Sweep(world=World.PAPER)
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
