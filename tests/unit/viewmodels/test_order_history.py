"""Orders of today and of past days: filtered, linked to the journal, never shown twice."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.errors import Unreachable
from kis_desktop.domain.event import OrderWithdrawn
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState, OrderType, Request, Side, Venue
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.order_filter import OrderFilter, Standing, standing_of
from kis_desktop.viewmodels.order_history import COLUMNS, OrderHistory
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import DAY, HYNIX, SAMSUNG, Desk, order

PLACES = {column.id: place for place, column in enumerate(COLUMNS)}
START = date(2026, 11, 2)


def past(number: str, **changes: object) -> BrokerOrder:
    told: dict[str, object] = {
        "order_no": number,
        "original_no": "",
        "branch": "91044",
        "symbol": SAMSUNG,
        "name": "삼성전자",
        "side": Side.BUY,
        "order_type": OrderType.LIMIT,
        "quantity": 10,
        "price": Decimal(71_900),
        "filled": 10,
        "average_price": Decimal(71_850),
        "remaining": 0,
        "cancelled": 0,
        "rejected": 0,
        "request": Request.NEW,
        "order_time": "101512",
        "trade_date": START,
        "venue": Venue.KRX,
    }
    return BrokerOrder(**(told | changes))  # type: ignore[arg-type]


class HistoryDesk(Desk):
    """A desk whose account answers for past days."""

    def __init__(self) -> None:
        super().__init__()
        self.told: tuple[BrokerOrder, ...] | Exception = ()
        self.asked: list[tuple[date, date]] = []
        self.services.order_history = self.order_history  # type: ignore[attr-defined]

    async def order_history(self, start: date, end: date) -> tuple[BrokerOrder, ...]:
        self.asked.append((start, end))
        await asyncio.sleep(0)
        if isinstance(self.told, Exception):
            raise self.told
        return self.told


@pytest.fixture
async def desk(qtbot: QtBot) -> HistoryDesk:
    return HistoryDesk()


def cells(history: OrderHistory, column: str) -> list[str]:
    return [history.table.cell(row, PLACES[column]).text for row in range(history.table.rowCount())]


async def test_until_the_day_s_list_is_read_nothing_is_claimed(desk: HistoryDesk) -> None:
    history = OrderHistory(desk.context)
    assert (history.title, history.state) == ("주문내역 —", PanelState.LOADING)
    desk.list_read()
    assert (history.title, history.state) == ("주문내역 0", PanelState.EMPTY)
    assert history.state_text == "오늘 낸 주문이 없습니다."


async def test_every_order_of_the_day_stays_with_its_last_state(desk: HistoryDesk) -> None:
    history = OrderHistory(desk.context)
    desk.show(order(local_id="a", order_no="0000000001", state=OrderState.WORKING))
    desk.show(order(local_id="b", order_no="0000000002", symbol=HYNIX, side=Side.SELL))
    desk.show(order(local_id="a", order_no="0000000001", state=OrderState.CANCELLED, cancelled=10))
    assert history.count == 2
    found = history.table.place_of("a")
    assert found is not None
    assert cells(history, "state")[found] == "취소됨"
    desk.tell(OrderWithdrawn("b"))
    assert history.table.ids() == ("a",)


async def test_an_order_without_an_answer_has_the_exchange_s_time_of_its_sending(
    desk: HistoryDesk,
) -> None:
    history = OrderHistory(desk.context)
    desk.show(order(order_no="", order_time="", sent_at="094501"))
    assert cells(history, "time") == ["09:45:01"]


async def test_filters_work_together_and_on_what_comes_later(desk: HistoryDesk) -> None:
    history = OrderHistory(desk.context)
    desk.show(order(local_id="a", order_no="0000000001", state=OrderState.WORKING))
    desk.show(order(local_id="b", order_no="0000000002", symbol=HYNIX, side=Side.SELL))
    history.set_filter(OrderFilter(side=Side.SELL))
    assert history.table.ids() == ("b",)
    history.set_filter(OrderFilter(text="삼성"))
    assert history.table.ids() == ("a",)
    history.set_filter(OrderFilter(standing=Standing.OPEN))
    desk.show(order(local_id="a", order_no="0000000001", state=OrderState.FILLED, filled=10))
    assert "a" not in history.table.ids()
    history.set_filter(OrderFilter(text="nothing like it"))
    assert (history.state, history.state_text) == (
        PanelState.EMPTY,
        "조건에 맞는 주문이 없습니다. 조건을 줄이세요.",
    )


async def test_past_orders_are_read_for_a_period(desk: HistoryDesk) -> None:
    history = OrderHistory(desk.context)
    desk.show(order(local_id="a", order_no="0000000001"))
    desk.told = (
        past("0000000003"),
        past("0000000004", filled=0, cancelled=10, average_price=None),
        past("0000000005", filled=0, rejected=10),
        past("0000000006", filled=4, remaining=6),
        past("0000000007", filled=0, remaining=10, order_type=None),
        past("0000000008", filled=4, request=Request.AMEND),
    )
    history.read(START, DAY)
    assert history.state is PanelState.LOADING
    await desk.settle()
    assert desk.asked == [(START, DAY)]
    assert cells(history, "state") == ["체결", "취소됨", "거부", "일부 체결", "거래소 접수", "소멸"]
    assert cells(history, "kind")[4] == "—"
    assert cells(history, "side")[5] == "＋ 매수 정정"
    assert history.table.cell(2, PLACES["state"]).tone is Tone.UNCERTAIN
    desk.show(order(local_id="c", order_no="0000000009"))
    assert history.count == 6
    history.show_today()
    assert set(history.table.ids()) == {"a", "c"}


async def test_a_failed_reading_says_why_and_can_be_repeated(desk: HistoryDesk) -> None:
    history = OrderHistory(desk.context)
    desk.told = Unreachable(message("kis.unreachable"))
    history.read(START, DAY)
    await desk.settle()
    assert history.state is PanelState.FAILED
    assert history.state_text
    desk.told = (past("0000000003"),)
    history.retry()
    await desk.settle()
    assert (history.state, history.count) == (PanelState.LIVE, 1)
    found = history.find(history.table.ids()[0])
    assert found is not None
    assert (found.trade_date, found.order_no) == (START, "0000000003")


async def test_picking_shows_the_symbol_everywhere(desk: HistoryDesk) -> None:
    history = OrderHistory(desk.context)
    desk.show(order(local_id="b", order_no="0000000002", symbol=HYNIX))
    history.pick("b")
    history.pick("none")
    assert desk.link.symbol == HYNIX


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (OrderState.SENDING, Standing.OPEN),
        (OrderState.PARTLY_FILLED, Standing.OPEN),
        (OrderState.FILLED, Standing.FILLED),
        (OrderState.AMENDED, Standing.ENDED),
        (OrderState.REJECTED, Standing.REFUSED),
        (OrderState.UNKNOWN, Standing.REFUSED),
    ],
)
def test_each_state_has_a_standing(state: OrderState, wanted: Standing) -> None:
    assert standing_of(state) is wanted
