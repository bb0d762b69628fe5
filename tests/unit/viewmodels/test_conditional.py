"""Conditional orders as the screen tells of them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import time as clock_time
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Entry,
    Grouping,
    Leg,
    LegState,
    Told,
    TrailUnit,
    Trigger,
    TriggerKind,
)
from kis_desktop.domain.errors import ApprovalNeeded, InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.conditional import Conditional
from kis_desktop.viewmodels.conditional_draft import ConditionalDraft, Field, Until
from kis_desktop.viewmodels.conditional_mark import ConditionalMark
from kis_desktop.viewmodels.conditional_words import sentence, ticks_of
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import DAY, SAMSUNG, Desk, quote, reading

K = TriggerKind
S = LegState
KO, EN = Words("ko"), Words("en")


class ConditionalService:
    """Keeps what it is asked; `refuses` is raised instead."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, object]] = []
        self.refuses: Exception | None = None

    async def make(self, draft: ConditionalOrder) -> str:
        return self._take("make", draft)

    async def change(self, draft: ConditionalOrder) -> None:
        self._take("change", draft)

    async def pause(self, id_: str) -> None:
        self._take("pause", id_)

    async def resume(self, id_: str) -> None:
        self._take("resume", id_)

    async def remove(self, id_: str) -> None:
        self._take("remove", id_)

    def _take(self, what: str, value: object) -> str:
        self.asked.append((what, value))
        if self.refuses is not None:
            raise self.refuses
        return "id"


@pytest.fixture
async def desk(qapp: QApplication) -> AsyncIterator[Desk]:
    made = Desk()
    vars(made.services)["conditional"] = ConditionalService()
    made.show(quote(), reading())
    yield made
    await made.settle()


def service(desk: Desk) -> ConditionalService:
    found = vars(desk.services)["conditional"]
    assert isinstance(found, ConditionalService)
    return found


def leg(kind: K = K.STOP, state: S = S.ARMED, side: Side = Side.SELL, **fields: object) -> Leg:
    level = None if kind in {K.TRAILING, K.TIME} else Decimal(70_000)
    trigger = msgspec.structs.replace(Trigger(kind, SAMSUNG, level=level), **fields)
    intent = OrderIntent("", SAMSUNG, side, OrderType.MARKET, 10, None)
    return Leg(trigger, intent, state, is_based=True)


def single(one: Leg | None = None, **fields: object) -> ConditionalOrder:
    order = ConditionalOrder("a", Grouping.SINGLE, (one or leg(),), DAY, DAY, DAY)
    return msgspec.structs.replace(order, **fields)


def pair() -> ConditionalOrder:
    legs = (leg(), leg(K.TAKE_PROFIT, level=Decimal(110_000)))
    return ConditionalOrder("b", Grouping.PAIR, legs, DAY, DAY, DAY)


def shown(desk: Desk, *orders: ConditionalOrder, held: bool = False, age: float = 0.0) -> None:
    board = ConditionalBoard(orders, time.monotonic() - age, held)
    desk.put(Topic.CONDITIONAL, "", board)
    desk.frame()


LIMIT = OrderIntent("", SAMSUNG, Side.SELL, OrderType.LIMIT, 10, Decimal(69_500))
SENTENCES = [
    (leg(), "삼성전자가 70,000원 이하가 되면 10주를 시장가로 매도"),
    (leg(side=Side.BUY), "삼성전자가 70,000원 이상이 되면 10주를 시장가로 매수"),
    (
        msgspec.structs.replace(leg(), template=LIMIT),
        "삼성전자가 70,000원 이하가 되면 10주를 69,500원 지정가로 매도",
    ),
    (
        leg(K.KEEP_PROFIT, ticks=2),
        "삼성전자가 70,000원 돌파 후 69,800원 이하로 되밀리면 10주를 시장가로 매도",
    ),
    (
        leg(K.TRAILING, distance=Decimal("2.5"), unit=TrailUnit.PERCENT),
        "삼성전자가 켠 뒤의 고점에서 2.5% 내려오면 10주를 시장가로 매도",
    ),
    (
        leg(K.TRAILING, side=Side.BUY, distance=Decimal(3), unit=TrailUnit.TICKS),
        "삼성전자가 켠 뒤의 저점에서 3호가 올라오면 10주를 시장가로 매수",
    ),
    (leg(K.TIME, at=clock_time(14, 50)), "삼성전자를 14:50:00에 10주 시장가로 매도"),
]


@pytest.mark.parametrize(("one", "told"), SENTENCES)
def test_what_will_happen_is_said_in_plain_words(one: Leg, told: str, qapp: QApplication) -> None:
    ticks = ticks_of(Desk().instruments, SAMSUNG)
    assert sentence(single(one), "삼성전자", ticks, KO) == told


def test_a_pair_and_a_bracket_say_what_belongs_together(qapp: QApplication) -> None:
    ticks = ticks_of(Desk().instruments, SAMSUNG)
    told = sentence(pair(), "Samsung", ticks, EN).splitlines()
    assert told == [
        "When Samsung is 70,000 KRW or less: Sell 10 shares at the market",
        "When Samsung is 110,000 KRW or more: Sell 10 shares at the market",
        "When one is sent, the other is dropped.",
    ]
    entry = OrderIntent("", SAMSUNG, Side.BUY, OrderType.LIMIT, 10, Decimal(98_000))
    bracket = msgspec.structs.replace(pair(), grouping=Grouping.BRACKET, entry=Entry(entry, DAY))
    first = sentence(bracket, "삼성전자", ticks, KO).splitlines()[0]
    assert first == "지금 삼성전자 10주를 98,000원 지정가로 매수하고, 체결된 만큼만:"


async def test_a_row_says_state_distance_and_age(desk: Desk) -> None:
    model = Conditional(desk.context)
    assert (model.state, model.title) == (PanelState.LOADING, "조건주문 —")
    desk.show(quote())
    shown(desk, single(), pair())
    row = model.table.find("a/0")
    assert row is not None
    texts = [cell.text for cell in row.cells]
    assert texts == [
        "삼성전자", "－ 매도", "손절", "70,000원 이하가 되면", "10주 시장가",
        "−28.86% · 284호가", "0초 전", "지켜보는 중", "11-20",
    ]  # fmt: skip
    assert model.table.ids() == ("a/0", "b/0", "b/1")
    assert model.title == "조건주문 2"


async def test_what_asks_for_the_trader_stands_out_with_its_reason(desk: Desk) -> None:
    model = Conditional(desk.context)
    reason = Told("conditional.not_handed_over")
    unknown = msgspec.structs.replace(leg(state=S.UNKNOWN), reason=reason)
    shown(desk, single(unknown))
    row = model.table.find("a/0")
    assert row is not None
    state = row.cells[7]
    assert (state.text, state.tone) == ("확인 필요", Tone.UNCERTAIN)
    assert state.tip.startswith("조건에 닿은 뒤 프로그램이 끝났고")


async def test_without_a_price_the_distance_is_unknown(desk: Desk) -> None:
    model = Conditional(desk.context)
    shown(desk, single(leg(key=f"{SAMSUNG}@NXT")))
    row = model.table.find("a/0")
    assert row is not None
    assert [row.cells[5].text, row.cells[6].text] == ["—", "—"]


@pytest.mark.parametrize(
    ("state", "pause", "resume", "remove", "change"),
    [
        (S.ARMED, True, False, True, True),
        (S.PAUSED, False, True, True, True),
        (S.REFUSED, False, True, True, True),
        (S.SENDING, False, False, False, False),
        (S.DONE, False, False, True, False),
    ],
)
async def test_what_can_be_done_depends_on_the_state(
    desk: Desk, state: S, *, pause: bool, resume: bool, remove: bool, change: bool
) -> None:
    model = Conditional(desk.context)
    shown(desk, single(leg(state=state)))
    found = [
        model.can_pause("a/0"), model.can_resume("a/0"),
        model.can_remove("a/0"), model.can_change("a/0"),
    ]  # fmt: skip
    assert found == [pause, resume, remove, change]
    assert not model.can_pause(None)


async def test_asking_goes_to_the_service_and_a_refusal_is_shown(desk: Desk) -> None:
    model = Conditional(desk.context)
    shown(desk, single())
    model.pause("a/0")
    await desk.settle()
    service(desk).refuses = InvalidInput(message("conditional.in_flight"))
    model.remove("a/0")
    model.resume("none/0")
    await desk.settle()
    assert service(desk).asked == [("pause", "a"), ("remove", "a")]
    assert model.failure.startswith("주문이 이미 나갔거나")


async def test_the_beat_says_whether_anything_is_watched(desk: Desk) -> None:
    model, mark = Conditional(desk.context), ConditionalMark(desk.context)
    told = [model.beat[0], mark.text]
    for orders, held, age in (((), False, 0.0), ((single(),), False, 0.0),
                              ((single(),), True, 0.0), ((single(),), False, 9.0)):  # fmt: skip
        shown(desk, *orders, held=held, age=age)
        told += [model.beat[0], mark.text]
    assert told == [
        "", "",
        "지켜보는 조건 없음", "",
        "지켜보는 중 1건", "조건 1",
        "긴급 정지 중 — 나가지 않음", "조건 멈춤",
        "지켜보지 못하고 있습니다. 로그를 확인하세요", "조건 멈춤",
    ]  # fmt: skip
    assert mark.armed == 1
    assert mark.question.startswith("켜 둔 조건주문 1건은")


# ------------------------------------------------------------------------------------- the draft


def written(desk: Desk, **chosen: object) -> ConditionalDraft:
    draft = ConditionalDraft(desk.context, SAMSUNG)
    desk.show(quote(), reading())
    draft.choose(**chosen)
    draft.type(Field.QUANTITY, "10")
    draft.type(Field.LEVEL, "70,000")
    draft.type(Field.TARGET, "110,000")
    return draft


async def test_a_written_stop_is_what_it_says(desk: Desk) -> None:
    draft = written(desk)
    assert draft.refusal == ""
    assert draft.sentence == SENTENCES[0][1]
    assert draft.last_text == "지금 98,400원"
    assert draft.button_text == "삼성전자 10주 매도 조건 켜기"
    draft.send()
    await desk.settle()
    (what, made), *_ = service(desk).asked
    assert what == "make"
    assert isinstance(made, ConditionalOrder)
    assert made.legs[0].trigger == Trigger(K.STOP, SAMSUNG, level=Decimal(70_000))
    assert made.until == DAY


async def test_a_condition_that_holds_already_cannot_be_armed(desk: Desk) -> None:
    draft = written(desk)
    draft.type(Field.LEVEL, "99,000")
    assert draft.refusal.startswith("지금 가격(98,400원)이 이미")
    assert not draft.can_send
    draft.send()
    await desk.settle()
    assert service(desk).asked == []


@pytest.mark.parametrize(
    ("chosen", "rows"),
    [
        ({}, {"level", "basis", "kind"}),
        ({"kind": K.KEEP_PROFIT}, {"level", "ticks", "basis", "kind"}),
        ({"kind": K.TRAILING}, {"distance", "basis", "kind"}),
        ({"kind": K.TIME}, {"at", "kind"}),
        ({"grouping": Grouping.PAIR}, {"level", "target", "basis"}),
        ({"grouping": Grouping.BRACKET}, {"level", "target", "entry", "basis"}),
        ({"order_type": OrderType.LIMIT}, {"level", "basis", "kind", "price"}),
    ],
)
async def test_only_the_rows_of_what_is_chosen_are_shown(
    desk: Desk, chosen: dict[str, object], rows: set[str]
) -> None:
    always = {"symbol", "grouping", "side", "quantity", "order", "feed", "until"}
    assert written(desk, **chosen).shown == rows | always


@pytest.mark.parametrize(
    ("text", "fires"),
    [("14:50", clock_time(14, 50)), ("14:50:30", clock_time(14, 50, 30)), ("25:00", None),
     ("soon", None), ("", None)],
)  # fmt: skip
async def test_a_time_is_typed(desk: Desk, text: str, fires: clock_time | None) -> None:
    draft = written(desk, kind=K.TIME)
    draft.type_time(text)
    assert draft.draft().legs[0].trigger.at == fires
    assert (draft.refusal == "") is (fires is not None)


async def test_prices_step_by_ticks_and_begin_at_the_price_of_now(desk: Desk) -> None:
    draft = ConditionalDraft(desk.context, SAMSUNG)
    desk.show(quote())
    draft.step(Field.LEVEL, 1)
    draft.step(Field.LEVEL, -1)
    draft.step(Field.QUANTITY, 10)
    draft.step(Field.QUANTITY, -50)
    assert (draft.texts[Field.LEVEL], draft.texts[Field.QUANTITY]) == ("98,300", "1")


async def test_a_bracket_s_button_names_the_entry_that_goes_out_now(desk: Desk) -> None:
    draft = written(desk, grouping=Grouping.BRACKET)
    draft.type(Field.ENTRY, "98,000")
    assert draft.sent_side is Side.BUY
    assert draft.button_text == "삼성전자 10주 매수 진입 주문 보내고 켜기"
    draft.choose(sent_side=Side.SELL)
    assert draft.side is Side.BUY
    draft.choose(sent_side=Side.BUY)
    rules = frozenset({"amount"})
    service(desk).refuses = ApprovalNeeded(message("order.refused"), rules)
    draft.send()
    await desk.settle()
    assert draft.button_text.startswith("확인하고 ")
    entry = draft.draft().entry
    assert entry is not None
    assert (entry.intent.approved, entry.intent.side) == (rules, Side.BUY)
    draft.type(Field.QUANTITY, "20")
    assert not draft.button_text.startswith("확인하고 ")


async def test_a_warning_approves_nothing_that_was_typed_after_it_was_asked(desk: Desk) -> None:
    draft = written(desk, grouping=Grouping.BRACKET)
    draft.type(Field.ENTRY, "98,000")
    rules = frozenset({"amount"})
    service(desk).refuses = ApprovalNeeded(message("order.refused"), rules)
    draft.send()
    draft.type(Field.QUANTITY, "20")
    await desk.settle()
    assert not draft.button_text.startswith("확인하고 ")
    assert draft.failure
    entry = draft.draft().entry
    assert entry is not None
    assert entry.intent.approved == frozenset()


async def test_one_that_is_there_is_shown_and_changed(desk: Desk) -> None:
    trailing = leg(K.TRAILING, distance=Decimal("2.5"), unit=TrailUnit.PERCENT)
    draft = ConditionalDraft(desk.context, "", single(trailing))
    desk.show(quote(), reading())
    assert (draft.symbol, draft.texts[Field.DISTANCE], draft.until) == (
        SAMSUNG, "2.50", Until.TODAY,
    )  # fmt: skip
    draft.type(Field.DISTANCE, "3")
    draft.send()
    await desk.settle()
    ((what, made),) = service(desk).asked
    assert what == "change"
    assert isinstance(made, ConditionalOrder)
    assert (made.id, made.legs[0].trigger.distance) == ("a", Decimal(3))
