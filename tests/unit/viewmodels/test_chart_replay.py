"""A replay shows nothing of later, trades on paper alone, and gives the chart back as it was."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_order import PaperKind, PaperTicket
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.services.bar_builder import joined, series
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import chart_studies as studies
from kis_desktop.viewmodels.chart_replay import ReplayModel, ReplayState
from kis_desktop.viewmodels.replay_csv import replay_csv
from kis_desktop.viewmodels.words import Words
from tests.unit.viewmodels.replay_scene import (
    ALL,
    HYNIX,
    MINUTES,
    MONDAY,
    SAMSUNG,
    TUESDAY,
    Scene,
    at,
    turns,
)

FIVE = Interval.MINUTE_5
BUY_TEN = PaperTicket(Side.BUY, PaperKind.MARKET, 10)


def state(replay: ReplayModel) -> ReplayState:
    return replay.state


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    return Scene()


@pytest.mark.parametrize("interval", [Interval.MINUTE_1, FIVE, Interval.DAY])
async def test_no_indicator_knows_what_comes(scene: Scene, interval: Interval) -> None:
    chart, replay = await scene.replay(at(TUESDAY, 3), interval)
    while not replay.at_end:
        replay.step_fine()
        bars = chart.pyramid
        moment = replay.moment
        whole = series(joined([bar for bar in ALL if bar.time + 60 <= moment], Interval.MINUTE_1))
        assert bars.close[-1] == whole.close[-1]
        assert bars.time[-1] < moment
        truncated = BarPyramid(series([]))
        level = bars.level(0)
        truncated.put(0, type(whole)(bars.time.copy(), *(row.copy() for row in level)))
        fresh = studies.plots(chart.setup.studies, truncated)
        for shown, wanted in zip(chart.plots, fresh, strict=True):
            assert np.allclose(
                shown.study.values(), wanted.study.values(), rtol=1e-9, equal_nan=True
            )


async def test_a_five_minute_bar_grows_honestly(scene: Scene) -> None:
    chart, replay = await scene.replay(at(TUESDAY, 10), FIVE)
    for minutes in range(11, 15):
        replay.step_fine()
        until = ALL[: MINUTES + minutes]
        wanted = series(joined(until, FIVE))
        assert chart.pyramid.level(0)[:, -1].tolist() == [
            column[-1] for column in wanted.columns()[1:]
        ]
    assert replay.moment_text == "2026/11/17 09:14"


async def test_it_begins_before_what_was_pointed_at(scene: Scene) -> None:
    chart, replay = await scene.replay(at(TUESDAY, 12), FIVE)
    assert state(replay) is ReplayState.ON
    assert chart.pyramid.time[-1] == at(TUESDAY, 5)
    assert chart.headline.last == f"{int(ALL[MINUTES + 9].close):,}"


async def test_headline_and_levels_are_those_of_the_moment(scene: Scene) -> None:
    chart, replay = await scene.replay(at(TUESDAY, 0))
    replay.step(4)
    seen = ALL[MINUTES : MINUTES + 4]
    told = {figure.name: figure.text for figure in chart.headline.figures}
    assert told["시"] == f"{int(seen[0].open):,}"
    assert told["고"] == f"{int(max(bar.high for bar in seen)):,}"
    assert told["저"] == f"{int(min(bar.low for bar in seen)):,}"
    assert told["거래량"] == f"{sum(bar.volume for bar in seen):,}"
    prices = {level.price for level in chart.levels}
    assert ALL[MINUTES - 1].close in prices
    assert chart.ticks.step == 100.0


async def test_back_restores_the_paper_account(scene: Scene) -> None:
    chart, replay = await scene.replay(at(MONDAY, 10))
    assert replay.place(BUY_TEN)
    replay.step()
    before = replay.account
    assert before is not None
    assert before.quantity == 10
    replay.place(PaperTicket(Side.SELL, PaperKind.MARKET, 10))
    replay.step()
    assert replay.account is not None
    assert replay.account.quantity == 0
    replay.back()
    assert replay.account.quantity == 10
    assert [order.ticket.side for order in replay.account.orders] == [Side.SELL]
    replay.back()
    assert replay.account.quantity == 0
    assert [order.ticket for order in replay.account.orders] == [BUY_TEN]
    assert len(chart.pyramid) == 10
    replay.back()
    assert replay.account.orders == ()
    assert replay.account.cash == before.start


async def test_what_passes_between_is_fed_to_the_engine(scene: Scene) -> None:
    _, replay = await scene.replay(at(MONDAY, 10), FIVE)
    low = min(bar.low for bar in ALL[10:15])
    replay.place(PaperTicket(Side.BUY, PaperKind.LIMIT, 10, low))
    replay.step()
    assert replay.account is not None
    (fill,) = replay.account.fills
    assert fill.price == low
    assert at(MONDAY, 10) <= fill.time < at(MONDAY, 15)


async def test_days_and_the_newest_bar_are_jumped_to(scene: Scene) -> None:
    _, replay = await scene.replay(at(MONDAY, 10))
    replay.next_day()
    assert replay.moment_text == "2026/11/17 09:01"
    assert replay.span == (MINUTES + 1, 2 * MINUTES)
    replay.to_newest()
    assert replay.at_end
    replay.step()
    replay.toggle()
    assert not replay.playing
    replay.seek(MINUTES + 5)
    assert replay.moment_text == "2026/11/17 09:05"
    replay.start_on(MONDAY)
    assert replay.moment_text == "2026/11/16 09:01"


async def test_a_day_that_is_not_here_is_reached_for(scene: Scene) -> None:
    scene.services.history.first = at(TUESDAY, 0)
    chart, replay = await scene.replay(at(MONDAY, 10), FIVE)
    (reached,) = (moment for key, moment in scene.services.history.reached if key == FIVE)
    assert reached < at(MONDAY, 0)
    assert chart.pyramid.time[0] == at(MONDAY, 0)
    assert replay.moment_text == "2026/11/16 09:10"


async def test_another_interval_goes_on_at_the_same_moment_with_the_same_account(
    scene: Scene,
) -> None:
    chart, replay = await scene.replay(at(TUESDAY, 10))
    replay.place(BUY_TEN)
    replay.step(3)
    held = replay.account
    chart.show_interval(FIVE)
    await turns()
    assert replay.active
    assert state(replay) is ReplayState.ON
    assert replay.moment_text == "2026/11/17 09:13"
    assert replay.account == held
    assert chart.pyramid.time[-1] == at(TUESDAY, 10)
    assert chart.pyramid.close[-1] == float(ALL[MINUTES + 12].close)
    replay.back()
    assert replay.account is not None
    assert [order.ticket for order in replay.account.orders] == [BUY_TEN]
    replay.back()
    assert replay.account.orders == ()
    assert replay.account.quantity == 0


async def test_a_longer_bar_meets_no_order_that_was_placed_inside_of_it(scene: Scene) -> None:
    chart, replay = await scene.replay(at(MONDAY, 12))
    first = PaperTicket(Side.BUY, PaperKind.LIMIT, 10, ALL[10].low)
    assert replay.place(first)
    scene.services.history.without_minutes = True
    chart.show_interval(FIVE)
    await turns()
    assert replay.moment_text == "2026/11/16 09:10"
    assert replay.place(BUY_TEN)
    assert replay.account is not None
    assert {order.placed for order in replay.account.orders} == {at(MONDAY, 12)}
    replay.step()
    assert not replay.account.fills
    assert replay.last == ALL[14].close
    replay.step()
    assert [(fill.order, fill.time) for fill in replay.account.fills][-1] == (2, at(MONDAY, 15))
    replay.back()
    replay.back()
    assert replay.account.orders == ()


async def test_a_longer_bar_that_is_the_first_one_here_does_not_tell_what_comes(
    scene: Scene,
) -> None:
    history = scene.services.history
    history.first = at(TUESDAY, 10)
    chart, replay = await scene.replay(at(TUESDAY, 13))
    history.without_minutes = True
    chart.show_interval(FIVE)
    await turns()
    assert (FIVE, at(TUESDAY, 13) - 5 * 86_400) in history.reached
    assert chart.pyramid.time[-1] == at(TUESDAY, 5)
    assert replay.moment_text == "2026/11/17 09:10"


async def test_minutes_that_were_seen_meet_no_order_again(scene: Scene) -> None:
    chart, replay = await scene.replay(at(MONDAY, 13))
    scene.services.history.without_minutes = True
    chart.show_interval(FIVE)
    await turns()
    scene.services.history.without_minutes = False
    chart.show_interval(Interval.MINUTE_1)
    await turns()
    assert replay.moment_text == "2026/11/16 09:10"
    replay.place(BUY_TEN)
    replay.step(5)
    assert replay.account is not None
    assert [fill.time for fill in replay.account.fills] == [at(MONDAY, 13)]


async def test_fills_are_told_to_be_heard(scene: Scene) -> None:
    _, replay = await scene.replay(at(MONDAY, 10))
    heard: list[str] = []
    replay.happened.connect(heard.append)
    replay.place(BUY_TEN)
    assert heard == []
    replay.step()
    assert heard == [f"모의 매수 10주가 {int(ALL[10].open):,}원에 체결되었습니다."]
    replay.place(PaperTicket(Side.SELL, PaperKind.MARKET, 10))
    replay.step(2)
    assert heard[1:] == [f"모의 매도 10주가 {int(ALL[11].open):,}원에 체결되었습니다."]
    replay.back()
    replay.back()
    assert len(heard) == 2


async def test_it_plays_by_itself_until_the_last_bar(scene: Scene, qtbot: QtBot) -> None:
    _, replay = await scene.replay(at(TUESDAY, MINUTES - 6))
    replay.set_speed(0)
    with qtbot.waitSignal(replay.changed):
        replay.toggle()
    qtbot.waitUntil(lambda: replay.at_end)
    assert not replay.playing


async def test_the_end_is_asked_for_where_something_would_be_dropped(scene: Scene) -> None:
    chart, replay = await scene.replay(at(MONDAY, 10))
    replay.place(BUY_TEN)
    replay.ask_end()
    assert state(replay) is ReplayState.ASKING
    assert not replay.place(BUY_TEN)
    replay.go_on()
    replay.step()
    replay.ask_end()
    replay.end()
    await turns()
    assert state(replay) is ReplayState.OVER
    assert not chart.replaying
    assert len(chart.pyramid) == len(ALL)
    replay.close()
    assert state(replay) is ReplayState.OFF


async def test_an_untouched_replay_ends_at_once_and_the_link_is_followed_again(
    scene: Scene,
) -> None:
    chart, replay = await scene.replay(at(MONDAY, 10))
    scene.link.select(HYNIX)
    assert chart.symbol == SAMSUNG
    replay.ask_end()
    await turns()
    assert state(replay) is ReplayState.OFF
    assert chart.symbol == HYNIX


async def test_a_replay_that_comes_later_knows_the_fees_of_the_account(scene: Scene) -> None:
    fees = FeeSchedule({"stock": Decimal("0.5")}, ())
    scene.mailbox.latest(Topic.FEES, "", fees)
    scene.clock.drain()
    _, replay = await scene.replay(at(MONDAY, 10))
    assert replay.account is not None
    assert replay.account.rules.fees == fees


async def test_a_chart_that_is_taken_away_plays_nothing_more(scene: Scene) -> None:
    chart, replay = await scene.replay(at(MONDAY, 10))
    replay.toggle()
    chart.leave()
    assert state(replay) is ReplayState.OFF
    assert not replay.playing
    assert not replay.place(BUY_TEN)


async def test_a_moment_of_one_symbol_is_not_waited_for_over_another(scene: Scene) -> None:
    chart = await scene.chart()
    replay = ReplayModel(scene.context, chart, chart)
    replay.start_at(at(MONDAY, 10))
    assert state(replay) is ReplayState.LOADING
    scene.link.select(HYNIX)
    await turns()
    assert state(replay) is ReplayState.PICKING
    assert not chart.replaying


@pytest.mark.parametrize(
    ("ticket", "told"),
    [
        (PaperTicket(Side.SELL, PaperKind.MARKET, 1), "모의 보유 수량이 모자랍니다"),
        (PaperTicket(Side.BUY, PaperKind.LIMIT, 1, Decimal(70_010)), "호가 단위"),
        (PaperTicket(Side.BUY, PaperKind.LIMIT, 1, Decimal(200_000)), "상한가와 하한가"),
        (PaperTicket(Side.BUY, PaperKind.MARKET, 10**6), "가상 현금"),
    ],
)
async def test_a_refusal_is_told(scene: Scene, ticket: PaperTicket, told: str) -> None:
    _, replay = await scene.replay(at(TUESDAY, 10))
    assert not replay.place(ticket)
    assert told in replay.told
    replay.step()
    assert replay.told == ""


async def test_paper_orders_are_amended_and_cancelled(scene: Scene) -> None:
    _, replay = await scene.replay(at(TUESDAY, 10))
    replay.place(PaperTicket(Side.BUY, PaperKind.LIMIT, 1, Decimal(60_000)))
    replay.amend(1, Decimal(61_000))
    assert replay.account is not None
    assert replay.account.orders[0].shown_price == 61_000
    replay.amend(7, Decimal(61_000))
    assert "이미 없습니다" in replay.told
    replay.cancel(1)
    assert replay.account.orders == ()
    replay.place(PaperTicket(Side.BUY, PaperKind.LIMIT, 1, Decimal(60_000)))
    replay.cancel_all()
    assert replay.account.orders == ()


async def test_nothing_but_reading_is_asked_of_the_services(scene: Scene) -> None:
    told: list[object] = []
    scene.link.price_picked.connect(told.append)
    scene.link.order_picked.connect(told.append)
    chart, replay = await scene.replay(at(MONDAY, 10))
    replay.place(BUY_TEN)
    replay.step(3)
    replay.place(PaperTicket(Side.SELL, PaperKind.STOP, 10, None, Decimal(70_000)))
    replay.amend(2, Decimal(69_900))
    chart.pick_price(Decimal(70_000))
    replay.cancel_all()
    replay.ask_end()
    replay.end()
    await turns()
    assert not scene.services.asked
    assert told == []
    methods = {name.split(".")[-1] for name in scene.commands.ran}
    assert methods <= {"load", "bars", "reach", "ex_dates", "follow", "unfollow", "set_interest"}


async def test_the_fills_are_saved_as_none_of_a_market(scene: Scene) -> None:
    _, replay = await scene.replay(at(MONDAY, 10))
    replay.place(BUY_TEN)
    replay.step()
    assert replay.account is not None
    text = replay_csv(replay.account, SAMSUNG, "삼성전자", Words("ko")).decode("utf-8-sig")
    head, row = text.splitlines()
    assert head.startswith("구분,종목코드")
    assert row.startswith('모의/가상,"=""005930""",삼성전자,2026-11-16 09:10,매수,')


async def test_without_bars_another_day_is_to_be_chosen(scene: Scene) -> None:
    scene.services.history.first = at(TUESDAY, MINUTES - 1)
    chart, replay = await scene.replay(at(TUESDAY, MINUTES))
    assert state(replay) is ReplayState.PICKING
    assert "그때의 봉이 없습니다" in replay.told
    assert not chart.replaying


async def test_a_random_day_is_one_that_is_here(scene: Scene) -> None:
    chart = await scene.chart()
    replay = ReplayModel(scene.context, chart, chart)
    replay.open()
    assert state(replay) is ReplayState.PICKING
    replay.start_random()
    await turns()
    assert state(replay) is ReplayState.ON
    assert replay.day in (MONDAY, TUESDAY)


async def test_an_order_that_the_cash_does_not_pay_is_told_when_it_is_withdrawn(
    scene: Scene,
) -> None:
    _, replay = await scene.replay(at(MONDAY, MINUTES - 1))
    last = replay.last
    assert last is not None
    replay.place(PaperTicket(Side.BUY, PaperKind.MARKET, int(Decimal(100_000_000) // last)))
    for _ in range(30):
        replay.step_fine()
        if replay.told:
            break
    assert "현금이 모자라" in replay.told
    assert replay.account is not None
    assert replay.account.orders == ()
    assert replay.account.cash >= 0


async def test_a_week_has_no_close_of_the_day_before_and_no_limits(scene: Scene) -> None:
    chart, replay = await scene.replay(at(TUESDAY, 0), Interval.DAY)
    replay.step_fine()
    assert len(chart.levels) > 1
    replay.end()
    await turns()
    scene.services.history.without_minutes = True
    chart.show_interval(Interval.WEEK)
    await turns()
    replay.start_at(at(TUESDAY, 0))
    await turns()
    assert state(replay) is ReplayState.ON
    assert [level.price for level in chart.levels] == [replay.last]
    assert chart.headline.change == "—"
