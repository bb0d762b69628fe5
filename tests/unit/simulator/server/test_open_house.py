"""Under a clock that is `open` every channel of Korean shares and indices speaks at once."""

from __future__ import annotations

import pytest

from kis_desktop.simulator.server.channels.domestic_stock import (
    overtime_asking_price_krx,
    overtime_ccnl_krx,
    overtime_exp_ccnl_krx,
)
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.greetings import Greetings
from kis_desktop.simulator.server.pictures import Pictures
from kis_desktop.simulator.server.settings import Widths
from tests.unit.simulator.server.asking import Standing

SAMSUNG, DELISTED = "005930", "023460"
EVENING: tuple[Streamed, ...] = (
    overtime_ccnl_krx.CHANNEL,
    overtime_exp_ccnl_krx.CHANNEL,
    overtime_asking_price_krx.CHANNEL,
)
GREETED = {
    "H0STCNT0": 47, "H0NXCNT0": 47, "H0UNCNT0": 47, "H0STASP0": 60, "H0NXASP0": 65,
    "H0UNASP0": 65, "H0STANC0": 45, "H0NXANC0": 46, "H0UNANC0": 46, "H0STMKO0": 11,
    "H0NXMKO0": 11, "H0UNMKO0": 11,
}  # fmt: skip
"""with the widths of their records"""


@pytest.fixture(scope="module")
def house() -> Standing:
    return Standing(1, "2026-11-20T09:30:00", open_house=True)


@pytest.mark.parametrize("tr_id", GREETED)
def test_what_is_silent_for_a_second_is_told_as_it_stands(house: Standing, tr_id: str) -> None:
    hand = [10.0]
    greetings = Greetings(house.market, Pictures(house.market), lambda: hand[0])
    greetings.expect((tr_id, SAMSUNG))
    hand[0] += 0.9
    assert not list(greetings.due(Widths()))
    hand[0] += 0.2
    ((registration, record),) = greetings.due(Widths())
    fields = record.split("^")
    assert (registration, fields[0], len(fields)) == ((tr_id, SAMSUNG), SAMSUNG, GREETED[tr_id])
    assert not list(greetings.due(Widths()))


def test_what_has_spoken_is_not_told_again(house: Standing) -> None:
    hand = [10.0]
    greetings = Greetings(house.market, Pictures(house.market), lambda: hand[0])
    greetings.expect(("H0STCNT0", SAMSUNG))
    greetings.spoke(("H0STCNT0", SAMSUNG))
    hand[0] += 5
    assert not list(greetings.due(Widths()))


@pytest.mark.parametrize("day", ["2026-11-21", "2026-12-25"])
def test_a_clock_set_to_a_day_without_trading_shows_the_day_before(day: str) -> None:
    asker = Standing(1, f"{day}T11:00:00", open_house=True)
    market = asker.market
    derivatives = market.others.derivatives
    future = derivatives.futures(derivatives.products["01"], 1)[0]
    assert derivatives.standing(future).quote.trade_date == market.trade_date
    share = market.others.overseas_stock.find("NAS", "AAPL")
    assert share is not None
    assert market.others.overseas_stock.course(share).quote(market.clock.now()).last > 0
    for id_ in ("domestic_futureoption/exp_price_trend", "elw/indicator_trend_ccnl"):
        assert asker.ask(id_)


def test_a_clock_that_lives_through_a_day_greets_nobody() -> None:
    market = Standing(1, "2026-11-20T09:30:00").market
    hand = [10.0]
    greetings = Greetings(market, Pictures(market), lambda: hand[0])
    greetings.expect(("H0STANC0", SAMSUNG))
    hand[0] += 5
    assert not list(greetings.due(Widths()))
    now = market.clock.now()
    for channel in EVENING:
        assert not list(channel.records(market, SAMSUNG, None, now))


def test_the_greeting_of_a_print_is_the_last_one(house: Standing) -> None:
    hand = [10.0]
    greetings = Greetings(house.market, Pictures(house.market), lambda: hand[0])
    greetings.expect(("H0STCNT0", SAMSUNG))
    hand[0] += 5
    ((_, record),) = greetings.due(Widths())
    last = house.market.recent_prints(SAMSUNG, 1)[0]
    assert record.split("^")[2] == str(last.price)
    assert record.split("^")[13] == str(house.market.snapshot(SAMSUNG).volume)


@pytest.mark.parametrize("channel", EVENING, ids=lambda one: one.id)
def test_the_evenings_channels_tell_the_moment(house: Standing, channel: Streamed) -> None:
    now = house.market.clock.now()
    records = [channel.text(one) for one in channel.records(house.market, SAMSUNG, None, now)]
    last = house.market.recent_prints(SAMSUNG, 1)[0]
    assert len(records) == 1
    assert records[0].startswith(SAMSUNG)
    assert str(last.price) in records[0].split("^")
    assert not list(channel.records(house.market, SAMSUNG, now, now))


@pytest.mark.parametrize("channel", EVENING, ids=lambda one: one.id)
def test_a_code_that_is_not_listed_any_more_has_a_record_too(
    house: Standing, channel: Streamed
) -> None:
    now = house.market.clock.now()
    assert channel.knows(house.market, DELISTED)
    records = [channel.text(one) for one in channel.records(house.market, DELISTED, None, now)]
    assert [one.split("^")[0] for one in records] == [DELISTED]
    assert not list(channel.records(house.market, DELISTED, now, now))
