"""Our orders and position as levels: one a side and price, no more words than can be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.account import Lot
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Grouping,
    Leg,
    LegState,
    Trigger,
    TriggerKind,
)
from kis_desktop.domain.order import (
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Request,
    Side,
    Venue,
)
from kis_desktop.domain.reservation import Reservation, ReservationState
from kis_desktop.viewmodels.chart_levels import Level, LevelKind
from kis_desktop.viewmodels.order_levels import (
    TOLD,
    Standing,
    average_level,
    conditional_levels,
    order_levels,
    reservation_levels,
)
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import DAY, HYNIX, SAMSUNG, order, position

WORDS = Words("ko")
PLAIN = Standing(WORDS)
TICKS = load_market_rules("krx").tick_table("stock", DAY)


def sold(_symbol: str, price: Decimal | None, shares: int, cost: Decimal | None) -> Decimal | None:
    """Without fee and tax."""
    return None if price is None or cost is None else price * shares - cost


HELD = Standing(WORDS, Decimal(98_000), position(), sold)


def only(levels: tuple[Level, ...]) -> Level:
    (level,) = levels
    return level


def test_orders_of_one_side_and_price_are_one_level_that_moves_as_one() -> None:
    orders = [order(local_id=str(n), order_no=str(n), quantity=7) for n in range(1, 6)]
    level = only(order_levels(orders, PLAIN))
    assert (level.label, level.order_no) == ("＋ 매수 35주 · 5건", "")
    assert level.moves == level.cancels == ("1", "2", "3", "4", "5")


def test_a_level_says_what_still_waits_and_how_far_away_it_is() -> None:
    part = order(state=OrderState.PARTLY_FILLED, filled=40)
    level = only(order_levels([part], Standing(WORDS, Decimal(98_000))))
    assert level.label == "＋ 매수 80주 · 40 체결 · +0.30%"


def test_distances_from_an_old_price_are_not_told() -> None:
    level = only(order_levels([order()], Standing(WORDS, Decimal(98_000), stale=True)))
    assert level.label == "＋ 매수 120주"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"order_type": OrderType.STOP_LIMIT}, "＋ 매수 120주 스톱"),
        ({"order_type": OrderType.LIMIT_IOC}, "＋ 매수 120주 지정가 IOC"),
        ({"venue": Venue.NXT}, "＋ 매수 120주 NXT"),
    ],
)
def test_a_type_or_market_of_its_own_is_told(changes: dict[str, object], told: str) -> None:
    assert only(order_levels([order(**changes)], PLAIN)).label == told
    mixed = only(order_levels([order(**changes), order(local_id="b")], PLAIN))
    assert mixed.label == "＋ 매수 240주 · 2건"


def test_an_unanswered_order_stands_alone_and_can_be_neither_pulled_nor_taken_back() -> None:
    unanswered = order(local_id="b", order_no="", state=OrderState.UNKNOWN)
    known, unknown = order_levels([order(), unanswered], PLAIN)
    assert known.order_no == "0000117057"
    assert unknown.label == "＋ 매수 120주 · ▲ 확인 중"
    assert unknown.tone is Tone.UNCERTAIN
    assert not unknown.can_be_pulled
    assert unknown.cancels == ()


def test_without_a_price_or_without_shares_that_rest_there_is_no_level() -> None:
    market = order(price=None, order_type=OrderType.MARKET)
    filled = order(local_id="b", state=OrderState.FILLED, filled=120)
    assert order_levels([market, filled], PLAIN) == ()


@pytest.mark.parametrize(
    ("asked", "told"), [(Request.AMEND, "▲ 정정 중"), (Request.CANCEL, "▲ 취소 중")]
)
def test_an_order_that_is_being_changed_says_so_and_is_not_pulled(
    asked: Request, told: str
) -> None:
    level = only(order_levels([order()], Standing(WORDS, changing=lambda _: asked)))
    assert level.label == f"＋ 매수 120주 · {told}"
    assert not level.can_be_pulled
    assert level.cancels == ("0000117057",)


@pytest.mark.parametrize(
    ("sale", "told"),
    [
        (order(side=Side.SELL, price=Decimal(100_000)), "+252,000"),  # 80 are held
        (order(side=Side.SELL, price=Decimal(96_000), quantity=10), "−8,500"),
    ],
)
def test_a_sale_of_what_is_held_says_what_it_would_bring(sale: Order, told: str) -> None:
    assert only(order_levels([sale], HELD)).label.endswith(f"손익 {told}")


def test_what_closes_nothing_or_is_not_known_has_no_profit() -> None:
    sale = order(side=Side.SELL, price=Decimal(100_000))
    short = Lot("대주", DAY, DAY, 80, 80, None, None, None, None, None, None, None, is_short=True)
    for standing in (
        Standing(WORDS, Decimal(98_000), position(average_price=None), sold),
        Standing(WORDS, Decimal(98_000), position(lots=(short,)), sold),
        Standing(WORDS, Decimal(98_000), position(quantity=0), sold),
        Standing(WORDS, Decimal(98_000), position()),
        Standing(WORDS, Decimal(98_000)),
    ):
        assert "손익" not in only(order_levels([sale], standing)).label
    assert "손익" not in only(order_levels([order()], HELD)).label


def test_of_many_orders_the_nearest_are_told_and_the_rest_counted() -> None:
    orders = [
        order(local_id=str(n), order_no=str(n), price=Decimal(90_000 + 100 * n))
        for n in range(TOLD + 4)
    ]
    levels = order_levels(orders, Standing(WORDS, Decimal(99_900)))
    assert [level.text for level in levels if level.text] == [
        f"{90_000 + 100 * n:,}" for n in range(4, TOLD + 4)
    ]
    assert [level.label for level in levels[:4]] == ["", "", "", "주문 +4"]
    assert all(level.can_be_pulled for level in levels)
    unpriced = order_levels(orders, PLAIN)
    assert [level.text != "" for level in unpriced] == [True] * TOLD + [False] * 4


def test_the_average_says_shares_and_what_selling_now_would_bring() -> None:
    level = only(average_level(HELD))
    assert (level.kind, level.price) == (LevelKind.AVERAGE, Decimal(96_850))
    assert level.label == "평균 96,850 · 80주 · +92,000 (+1.18%)"
    old = msgspec.structs.replace(position(), symbol=SAMSUNG)
    stale = Standing(WORDS, Decimal(98_000), old, sold, stale=True)
    assert only(average_level(stale)).label.endswith("(+1.18%) · 지난 시세")
    assert only(average_level(Standing(WORDS, None, old, sold))).label == "평균 96,850 · 80주"


def test_without_a_position_or_its_price_there_is_no_average() -> None:
    assert average_level(PLAIN) == ()
    for held in (position(quantity=0), position(average_price=None), position(average_price=0)):
        assert average_level(Standing(WORDS, position=held)) == ()
    short = Lot("대주", DAY, DAY, 80, 80, None, None, None, None, None, None, None, is_short=True)
    owed = Standing(WORDS, Decimal(98_000), position(lots=(short,)), sold)
    assert only(average_level(owed)).label == "평균 96,850 · 80주"


def leg(kind: TriggerKind = TriggerKind.STOP, level: int | None = 95_000, **changes: object) -> Leg:
    trigger = Trigger(kind, SAMSUNG, level=None if level is None else Decimal(level), ticks=2)
    sale = OrderIntent("", SAMSUNG, Side.SELL, OrderType.MARKET, 10, None)
    return msgspec.structs.replace(Leg(trigger, sale, LegState.ARMED), **changes)


def conditional(*legs: Leg) -> ConditionalOrder:
    return ConditionalOrder("c", Grouping.SINGLE, legs, DAY, DAY, DAY)


def test_a_stop_says_its_trigger_and_what_it_sends() -> None:
    level = only(conditional_levels([conditional(leg())], SAMSUNG, TICKS, PLAIN))
    assert level.price == 95_000
    assert level.conditional == "c/0"
    assert "95,000" in level.label
    assert "－ 매도" in level.label
    assert "10주" in level.label
    assert level.tone is Tone.SELL


def test_a_leg_that_does_not_watch_says_where_it_stands() -> None:
    paused = conditional(leg(state=LegState.PAUSED))
    level = only(conditional_levels([paused], SAMSUNG, TICKS, PLAIN))
    assert level.label.endswith("· 멈춤") or level.tone is Tone.UNCERTAIN
    over = conditional(leg(state=LegState.DONE))
    assert conditional_levels([over], SAMSUNG, TICKS, PLAIN) == ()
    assert conditional_levels([paused], HYNIX, TICKS, PLAIN) == ()


def test_what_has_no_price_has_no_level_and_what_hangs_on_another_is_not_pulled() -> None:
    trailing = conditional(leg(TriggerKind.TRAILING, None))
    assert conditional_levels([trailing], SAMSUNG, TICKS, PLAIN) == ()
    kept = conditional(leg(TriggerKind.KEEP_PROFIT, state=LegState.WAITING_FIRST_CROSS))
    assert not only(conditional_levels([kept], SAMSUNG, TICKS, PLAIN)).can_be_pulled
    sending = conditional(leg(), leg(TriggerKind.TAKE_PROFIT, 99_000, state=LegState.SENDING))
    levels = conditional_levels([sending], SAMSUNG, TICKS, PLAIN)
    assert [level.can_be_pulled for level in levels] == [False, False]


def reservation(**changes: object) -> Reservation:
    row = Reservation(
        "7", date(2026, 11, 23), SAMSUNG, "삼성전자", Side.BUY, OrderType.LIMIT, 5,
        Decimal(96_000), 0, ReservationState.WAITING,
    )  # fmt: skip
    return msgspec.structs.replace(row, **changes)


def test_a_reservation_that_waits_at_a_price_is_marked() -> None:
    rows = [
        reservation(),
        reservation(price=None),
        reservation(symbol=HYNIX),
        reservation(state=ReservationState.CANCELLED),
    ]
    level = only(reservation_levels(rows, SAMSUNG, PLAIN))
    assert (level.label, level.can_be_pulled) == ("예약 ＋ 매수 5주", False)
