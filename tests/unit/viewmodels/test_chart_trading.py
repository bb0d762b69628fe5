"""When a chart may order, and what turns its switch off."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.chart_setup import ChartSetup
from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.domain.feed_key import MarketView, feed_key
from kis_desktop.domain.order import Side, Venue
from kis_desktop.domain.session import Phase
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_orders import ChartOrders
from tests.unit.chart_floor import Charted, waving
from tests.unit.screen_desk import HYNIX, SAMSUNG, Desk, order, quote, reading


class Floor:
    """A chart's orders over services that answer when they are told to."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.services = Charted()
        object.__setattr__(self.desk.context, "services", self.services)
        self.model = ChartModel(self.desk.context)
        self.orders = ChartOrders(self.desk.context, self.model, self.model)
        self.trading = self.orders.trading

    async def begin(self) -> None:
        self.model.start()
        await self.desk.settle()
        self.desk.line(LinkState.LIVE)
        self.desk.feed(SAMSUNG, Feed.LIVE)
        self.desk.show(reading(Phase.CONTINUOUS), quote())
        self.trading.set_quantity_text("10")
        self.trading.arm(True)

    def halt(self) -> None:
        self.desk.put(Topic.HALT, "", value=True)
        self.desk.frame()

    def play(self) -> None:
        self.model.begin_replay(waving(5))

    def look_elsewhere(self) -> None:
        self.desk.link.select(HYNIX)
        self.desk.frame()

    def lose_the_line(self) -> None:
        self.desk.line(LinkState.GAP)

    def poll(self) -> None:
        self.desk.feed(SAMSUNG, Feed.POLLED)


@pytest.fixture
async def floor(qtbot: QtBot) -> Floor:
    floor = Floor()
    await floor.begin()
    return floor


async def test_the_switch_is_off_until_it_is_turned_on(floor: Floor) -> None:
    assert floor.trading.armed
    floor.trading.arm(False)
    assert not floor.orders.desk.place(Side.BUY, Decimal(98_000))
    assert floor.services.sent == []


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (Floor.halt, "주문이 정지되어 꺼졌습니다."),
        (Floor.play, "지난 날을 재생하는 동안에는 실제 주문을 낼 수 없습니다."),
        (Floor.look_elsewhere, "종목이나 시장이 바뀌어 꺼졌습니다."),
        (Floor.lose_the_line, "시세가 끊기거나 오래되어 꺼졌습니다."),
        (Floor.poll, "시세가 끊기거나 오래되어 꺼졌습니다."),
    ],
)
async def test_what_makes_clicks_unsafe_turns_it_off_and_is_said(
    floor: Floor, happens: Callable[[Floor], None], told: str
) -> None:
    floor.orders.desk.place(Side.BUY, Decimal(98_000))
    happens(floor)
    await floor.desk.settle()
    assert not floor.trading.armed
    assert floor.trading.disarmed_by == told
    assert floor.orders.desk.question is None
    floor.trading.arm(True)
    assert floor.trading.armed is (not floor.trading.why_not_armed)


async def test_while_a_past_day_is_played_nothing_of_ours_stands_or_moves(floor: Floor) -> None:
    floor.desk.show(order())
    (level,) = floor.orders.levels
    floor.play()
    assert floor.orders.levels == ()
    assert not floor.orders.pull(level, Decimal(97_900))
    assert floor.orders.desk.question is None
    floor.model.end_replay()
    await floor.desk.settle()
    assert len(floor.orders.levels) == 1


async def test_a_resting_order_can_be_moved_while_the_switch_cannot_be_on(floor: Floor) -> None:
    floor.desk.show(order())
    floor.halt()
    (level,) = floor.orders.levels
    assert floor.orders.pull(level, Decimal(97_900))
    assert floor.orders.desk.question is not None
    assert floor.orders.desk.confirm(by_mouse=True)
    await floor.desk.settle()
    assert [one.price for one in floor.services.amended] == [Decimal(97_900)]


async def test_a_move_is_not_asked_about_over_another_symbol_s_bars(floor: Floor) -> None:
    floor.desk.show(order())
    (level,) = floor.orders.levels
    assert floor.orders.pull(level, Decimal(97_900))
    floor.look_elsewhere()
    assert floor.orders.desk.question is None
    assert not floor.orders.desk.confirm(by_mouse=True)
    await floor.desk.settle()
    assert floor.services.amended == []


async def test_an_order_that_moved_since_it_was_seen_is_not_pulled(floor: Floor) -> None:
    floor.desk.show(order())
    (seen,) = floor.orders.levels
    floor.desk.show(order(price=Decimal(98_000)))
    assert not floor.orders.pull(seen, Decimal(97_900))


@pytest.mark.parametrize(
    ("price", "can"), [(98_000, True), (98_050, False), (126_300, False), (67_800, False)]
)
async def test_prices_off_the_tick_or_beyond_the_limits_take_no_order(
    floor: Floor, price: int, can: bool
) -> None:
    assert floor.trading.can_quote(Decimal(price)) is can
    assert floor.orders.desk.place(Side.BUY, Decimal(price)) is can


async def test_where_orders_go_follows_whose_prices_are_shown(floor: Floor) -> None:
    venues = [floor.trading.venue]
    assert floor.trading.phase is Phase.CONTINUOUS
    floor.model.set_setup(ChartSetup(view=MarketView.NXT))
    await floor.desk.settle()
    venues.append(floor.trading.venue)
    assert venues == [Venue.KRX, Venue.NXT]
    assert not floor.trading.armed
    key = feed_key(SAMSUNG, MarketView.NXT)
    floor.desk.feed(key, Feed.LIVE)
    floor.desk.show(quote(key, last=98_500, limit_up=None, limit_down=None))
    assert floor.trading.held_inside(Decimal(130_000)) == Decimal(126_200)
    assert floor.trading.seen().venue == "NXT"


async def test_the_quantity_is_kept_and_without_one_nothing_is_ordered(floor: Floor) -> None:
    assert floor.desk.kept.words["chart.quantity"] == "10"
    floor.trading.set_quantity_text("")
    assert not floor.orders.desk.place(Side.BUY, Decimal(98_000))
    assert floor.orders.desk.told == "수량을 정하세요."
