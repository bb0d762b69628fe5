from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.errors import (
    AuthenticationFailed,
    InvalidInput,
    OrderRefused,
    OrderUncertain,
    ServerRefused,
    Unreachable,
)
from kis_desktop.domain.order import (
    AmendIntent,
    Credit,
    CreditKind,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Request,
    Side,
    Venue,
)
from kis_desktop.domain.order_report import OrderReceipt
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.environment import Environment
from tests.unit.kis.peer import (
    Answer,
    Drop,
    MemoryStore,
    Peer,
    Silence,
    aged_token,
    ok,
    refused,
    refused_port,
)

ACCEPTED = {"KRX_FWDG_ORD_ORGNO": "91044", "ODNO": "0000203311", "ORD_TMD": "112740"}
BUY = OrderIntent("local-1", "005930", Side.BUY, OrderType.LIMIT, 10, Decimal(71900))


def working(**changes: object) -> Order:
    order = Order(
        local_id="local-1",
        symbol="005930",
        side=Side.BUY,
        order_type=OrderType.LIMIT,
        quantity=10,
        price=Decimal(71900),
        venue=Venue.KRX,
        state=OrderState.WORKING,
        at=datetime(2026, 11, 20, tzinfo=UTC),
        trade_date=date(2026, 11, 20),
        order_no="0000203311",
        branch="91044",
        filled=4,
    )
    return order.to(OrderState.WORKING, **changes)


async def test_a_limit_buy_is_sent_in_strict_strings_and_gives_its_receipt(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-cash"] = lambda _: ok(output=ACCEPTED)
    receipt = await client.broker.submit(BUY)
    assert receipt == OrderReceipt("0000203311", "91044", "112740")
    (sent,) = peer.seen("order-cash")
    assert sent.method == "POST"
    assert sent.fields == {
        "CANO": "12345678",
        "ACNT_PRDT_CD": "01",
        "PDNO": "005930",
        "ORD_DVSN": "00",
        "ORD_QTY": "10",
        "ORD_UNPR": "71900",
        "EXCG_ID_DVSN_CD": "KRX",
        "SLL_TYPE": "",
        "CNDT_PRIC": "",
    }
    assert sent.headers["tr_id"] == "TTTC0012U"
    assert sent.headers["authorization"] == "Bearer token-1"
    assert sent.headers["custtype"] == "P"


async def test_a_market_sell_carries_price_0_and_the_type_of_sale(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-cash"] = lambda _: ok(output=ACCEPTED)
    await client.broker.submit(
        OrderIntent("x", "005930", Side.SELL, OrderType.MARKET, 3, None, Venue.SOR)
    )
    (sent,) = peer.seen("order-cash")
    assert sent.headers["tr_id"] == "TTTC0011U"
    assert (sent.fields["ORD_DVSN"], sent.fields["ORD_UNPR"]) == ("01", "0")
    assert (sent.fields["SLL_TYPE"], sent.fields["EXCG_ID_DVSN_CD"]) == ("01", "SOR")


async def test_paper_orders_have_tr_ids_of_paper(
    connect: Callable[..., KisClient], peer: Peer
) -> None:
    peer.handlers["order-cash"] = lambda _: ok(output=ACCEPTED)
    await connect("paper").broker.submit(BUY)
    assert peer.seen("order-cash")[0].headers["tr_id"] == "VTTC0012U"


async def test_paper_takes_orders_for_krx_alone(
    connect: Callable[..., KisClient], peer: Peer
) -> None:
    intent = OrderIntent("x", "005930", Side.BUY, OrderType.LIMIT, 1, Decimal(1), Venue.NXT)
    with pytest.raises(OrderRefused):
        await connect("paper").broker.submit(intent)
    assert peer.requests == []


@pytest.mark.parametrize(
    ("quantity", "price"),
    [
        (0, Decimal(1)),
        (-1, Decimal(1)),
        (1, None),
        (1, Decimal(0)),
        (1, Decimal("0.5")),
        (1, Decimal("NaN")),
    ],
)
async def test_a_quantity_or_price_that_is_none_is_not_sent(
    client: KisClient, peer: Peer, quantity: int, price: Decimal | None
) -> None:
    intent = OrderIntent("x", "005930", Side.BUY, OrderType.LIMIT, quantity, price)
    with pytest.raises(InvalidInput):
        await client.broker.submit(intent)
    assert peer.requests == []


async def test_a_large_price_is_written_out(client: KisClient, peer: Peer) -> None:
    peer.handlers["order-cash"] = lambda _: ok(output=ACCEPTED)
    await client.broker.submit(
        OrderIntent("x", "005930", Side.BUY, OrderType.LIMIT, 1, Decimal("1.2E+6"))
    )
    assert peer.seen("order-cash")[0].fields["ORD_UNPR"] == "1200000"


@pytest.mark.parametrize(
    ("answer", "message_id"),
    [
        (refused("APBK0952", 200, "7"), "kis.not_enough_cash"),
        (refused("APBK9999", 200, "7"), "kis.business"),
        (refused("APBK0918", 500), "kis.market_closed_or_other"),
        (refused("APBK0506", 200, "7"), "kis.business"),
        (refused("40310000", 200), "kis.not_enough"),
        (refused("EGW00201"), "kis.busy_order"),
        (refused("EGW00132"), "kis.request"),
        (refused("EGW00304"), "kis.wrong_secret"),
        (refused("IGW00002"), "kis.wrong_account"),
    ],
)
async def test_an_answer_that_says_it_does_not_exist_is_a_refusal_and_nothing_is_sent_again(
    client: KisClient, peer: Peer, answer: Answer, message_id: str
) -> None:
    peer.handlers["order-cash"] = lambda _: answer
    with pytest.raises(OrderRefused) as caught:
        await client.broker.submit(BUY)
    said = caught.value.message
    assert said.id == message_id
    assert said.original.startswith(said.code)
    assert len(peer.seen("order-cash")) == 1


async def test_an_order_that_met_the_limit_says_that_nothing_was_sent_or_executed(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-cash"] = lambda _: refused("EGW00201")
    with pytest.raises(OrderRefused) as caught:
        await client.broker.submit(BUY)
    said = {language: render(caught.value.message, language) for language in ("ko", "en")}
    assert "거래소로 보내지거나 체결된 것은 없습니다" in said["ko"]
    assert "nothing was sent to the exchange and nothing was executed" in said["en"]
    assert all(sentence.endswith("— [EGW00201] EGW00201 입니다.") for sentence in said.values())


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    ("app_key", "app_secret", "message_id"),
    [
        ("pasted key", "S", "kis.app_key_characters"),
        ("pasted\n", "S", "kis.app_key_characters"),
        ("한글", "S", "kis.app_key_characters"),
        ("K", "first line\r\nsecond line", "kis.app_secret_characters"),
        ("K", "\x00", "kis.app_secret_characters"),
    ],
)
async def test_with_keys_that_cannot_be_sent_no_order_is_sent(
    client: KisClient,
    peer: Peer,
    store: MemoryStore,
    app_key: str,
    app_secret: str,
    message_id: str,
    kept: bool,
) -> None:
    store.app_key, store.app_secret = app_key, app_secret
    store.token = aged_token("kept") if kept else None
    with pytest.raises(InvalidInput) as caught:
        await client.broker.submit(BUY)
    assert caught.value.message.id == message_id
    assert caught.value.message.arguments == {}
    assert peer.requests == []


@pytest.mark.parametrize(
    "answer",
    [
        Drop(),
        refused("EGW00301"),
        refused("EGW00302"),
        refused("EGW00301", 200),
        refused("EGW00001"),
        refused("EGW00203"),
        refused("EGW00215"),
        refused("EGW99999"),
        refused("OPSQ0009"),
        refused("KIOK0560", 200, "7"),
        Answer(b"<html>bad gateway</html>", 502),
        Answer({}, 500),
        Answer({}, 200),
        Answer({"output": {"ODNO": "0000203311"}}, 200),
        Answer({"msg_cd": "40777777", "msg1": "주문이 완료 되었습니다."}, 200),
        Answer(b"", 200),
        ok(),
        ok(output={}),
        ok(output={"ODNO": "   "}),
        ok(output={"ODNO": "0000000000"}),
    ],
    ids=repr,
)
async def test_an_answer_that_leaves_it_open_is_uncertain_and_nothing_is_sent_again(
    client: KisClient, peer: Peer, answer: Answer | Drop
) -> None:
    peer.handlers["order-cash"] = lambda _: answer
    with pytest.raises(OrderUncertain) as caught:
        await client.broker.submit(BUY)
    assert caught.value.message.id == "kis.order_uncertain"
    assert len(peer.seen("order-cash")) == 1


@pytest.mark.parametrize("code", ["EGW00121", "EGW00122", "EGW00123"])
async def test_a_dead_token_refuses_the_order_and_is_renewed_but_the_order_is_not_sent_again(
    client: KisClient, peer: Peer, store: MemoryStore, code: str
) -> None:
    peer.handlers["order-cash"] = lambda _: refused(code)
    store.token = aged_token("old")
    with pytest.raises(OrderRefused) as caught:
        await client.broker.submit(BUY)
    assert caught.value.message.id == "kis.token_renewed_order"
    assert caught.value.message.code == code
    assert len(peer.seen("order-cash")) == 1
    assert store.token is not None
    assert store.token.value == "token-1"


async def test_a_dead_token_that_is_a_minute_old_is_not_renewed_and_the_order_says_so(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-cash"] = lambda _: refused("EGW00123")
    with pytest.raises(OrderRefused) as caught:
        await client.broker.submit(BUY)
    assert caught.value.message.id == "kis.token_dead_order"
    assert (peer.tokens, len(peer.seen("order-cash"))) == (1, 1)


async def test_no_answer_in_time_is_uncertain(peer: Peer, store: MemoryStore) -> None:
    store.token = aged_token("kept")
    peer.handlers["order-cash"] = lambda _: Silence()
    client = KisClient(peer.environment(), store, read_seconds=0.2)
    try:
        with pytest.raises(OrderUncertain):
            await client.broker.submit(BUY)
    finally:
        await client.close()
    assert len(peer.seen("order-cash")) == 1


async def test_without_a_connection_nothing_was_sent(store: MemoryStore) -> None:
    port = await refused_port()
    store.token = aged_token("kept")
    ready = {"rest": f"http://127.0.0.1:{port}", "ws": f"ws://127.0.0.1:{port}", "world": "real"}
    client = KisClient(Environment.simulated(ready), store)
    try:
        with pytest.raises(Unreachable) as caught:
            await client.broker.submit(BUY)
    finally:
        await client.close()
    assert caught.value.message.id == "kis.order_unreachable"


async def test_without_a_token_nothing_was_sent(client: KisClient, peer: Peer) -> None:
    peer.handlers["tokenP"] = lambda _: Drop()
    with pytest.raises(AuthenticationFailed):
        await client.broker.submit(BUY)
    assert peer.seen("order-cash") == []


async def test_an_amendment_names_the_order_and_all_of_its_rest(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-rvsecncl"] = lambda _: ok(output={**ACCEPTED, "ODNO": "117060"})
    receipt = await client.broker.amend(
        working(), AmendIntent("a", "0000203311", OrderType.LIMIT, Decimal(72000))
    )
    assert receipt.order_no == "0000117060"
    (sent,) = peer.seen("order-rvsecncl")
    assert sent.headers["tr_id"] == "TTTC0013U"
    expected = {
        "KRX_FWDG_ORD_ORGNO": "91044",
        "ORGN_ODNO": "0000203311",
        "ORD_DVSN": "00",
        "RVSE_CNCL_DVSN_CD": "01",
        "ORD_QTY": "6",
        "ORD_UNPR": "72000",
        "QTY_ALL_ORD_YN": "Y",
        "EXCG_ID_DVSN_CD": "KRX",
    }
    assert expected.items() <= sent.fields.items()


async def test_a_cancellation_carries_price_0(client: KisClient, peer: Peer) -> None:
    peer.handlers["order-rvsecncl"] = lambda _: ok(output=ACCEPTED)
    await client.broker.cancel(working())
    (sent,) = peer.seen("order-rvsecncl")
    assert (sent.fields["RVSE_CNCL_DVSN_CD"], sent.fields["ORD_UNPR"]) == ("02", "0")
    assert sent.fields["QTY_ALL_ORD_YN"] == "Y"


async def test_an_order_without_a_number_cannot_be_cancelled(client: KisClient, peer: Peer) -> None:
    with pytest.raises(InvalidInput):
        await client.broker.cancel(working(order_no=""))
    assert peer.requests == []


def ledger_row(**changes: str) -> dict[str, str]:
    row = {
        "ord_dt": "20261120",
        "ord_gno_brno": "07120",
        "odno": "0000731204",
        "orgn_odno": "",
        "ord_dvsn_name": "지정가",
        "sll_buy_dvsn_cd": "02",
        "sll_buy_dvsn_cd_name": "현금매수",
        "pdno": "005930",
        "prdt_name": "삼성전자",
        "ord_qty": "10",
        "ord_unpr": "71900",
        "ord_tmd": "101500",
        "tot_ccld_qty": "4",
        "avg_prvs": "71850.5",
        "cncl_yn": "N",
        "ord_dvsn_cd": "00",
        "cnc_cfrm_qty": "0",
        "rmn_qty": "6",
        "rjct_qty": "0",
        "excg_id_dvsn_Cd": "NXT",
    }
    return row | changes


async def test_all_pages_of_a_day_are_read_with_keys_as_they_came(
    client: KisClient, peer: Peer
) -> None:
    def answer(request: object) -> Answer:
        sent = peer.requests[-1]
        assert sent is request
        first = sent.headers["tr_cont"] == ""
        number = "1" if first else "2"
        page = ok(
            output1=[ledger_row(odno=number)],
            output2={},
            ctx_area_fk100="12345678^01^",
            ctx_area_nk100=("next" if first else "").ljust(100),
        )
        return Answer(page.body, 200, {"tr_cont": "F" if first else "D"})

    peer.handlers["inquire-daily-ccld"] = answer
    orders = await client.broker.orders(date(2026, 11, 20))
    assert [order.order_no for order in orders] == ["0000000001", "0000000002"]
    first, second = peer.seen("inquire-daily-ccld")
    assert (first.headers["tr_cont"], second.headers["tr_cont"]) == ("", "N")
    assert second.fields["CTX_AREA_NK100"] == "next".ljust(100)
    assert second.fields["CTX_AREA_FK100"] == "12345678^01^"
    assert first.fields["INQR_STRT_DT"] == first.fields["INQR_END_DT"] == "20261120"
    assert (first.headers["tr_id"], first.fields["EXCG_ID_DVSN_CD"]) == ("TTTC0081R", "ALL")


async def test_a_row_of_the_ledger(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-daily-ccld"] = lambda _: ok(output1=[ledger_row()])
    (order,) = await client.broker.orders(date(2026, 11, 20))
    assert (order.symbol, order.name, order.side) == ("005930", "삼성전자", Side.BUY)
    assert (order.quantity, order.filled, order.remaining) == (10, 4, 6)
    assert (order.price, order.average_price) == (Decimal(71900), Decimal("71850.5"))
    assert (order.branch, order.order_time) == ("07120", "101500")
    assert (order.order_type, order.venue) == (OrderType.LIMIT, Venue.NXT)
    assert (order.request, order.original_no) == (Request.NEW, "")
    assert order.trade_date == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"orgn_odno": "0000000001", "sll_buy_dvsn_cd_name": "매수정정*"}, Request.AMEND),
        ({"orgn_odno": "0000000001", "sll_buy_dvsn_cd_name": "BUY AMEND*"}, Request.AMEND),
        ({"orgn_odno": "0000000001", "sll_buy_dvsn_cd_name": "매수취소*"}, Request.CANCEL),
        ({"orgn_odno": "0000000001", "cncl_yn": "Y"}, Request.CANCEL),
        ({"orgn_odno": "0000000001"}, Request.AMEND),
        ({"orgn_odno": "0000000000", "cncl_yn": "Y"}, Request.NEW),
    ],
)
async def test_what_a_row_asked_for(
    client: KisClient, peer: Peer, changes: dict[str, str], kind: Request
) -> None:
    peer.handlers["inquire-daily-ccld"] = lambda _: ok(output1=[ledger_row(**changes)])
    (order,) = await client.broker.orders(date(2026, 11, 20))
    assert order.request is kind


@pytest.mark.parametrize("field", ["odno", "sll_buy_dvsn_cd", "ord_dt", "ord_qty", "tot_ccld_qty"])
async def test_a_row_with_a_hole_fails_the_list(client: KisClient, peer: Peer, field: str) -> None:
    rows = [ledger_row(), ledger_row(**{field: ""})]
    peer.handlers["inquire-daily-ccld"] = lambda _: ok(output1=rows)
    with pytest.raises(ServerRefused):
        await client.broker.orders(date(2026, 11, 20))


async def test_a_row_that_only_fills_the_page_is_no_order(client: KisClient, peer: Peer) -> None:
    padding = dict.fromkeys(ledger_row(), "") | {"ord_qty": "0", "tot_ccld_qty": "0"}
    peer.handlers["inquire-daily-ccld"] = lambda _: ok(output1=[ledger_row(), padding])
    assert len(await client.broker.orders(date(2026, 11, 20))) == 1


async def test_a_day_long_past_is_asked_of_the_archive(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-daily-ccld"] = lambda _: ok(output1=[])
    await client.broker.orders(date(2026, 11, 20))
    await client.broker.orders(date(2026, 5, 4))
    tr_ids = [request.headers["tr_id"] for request in peer.seen("inquire-daily-ccld")]
    assert tr_ids == ["TTTC0081R", "CTSC9215R"]


@pytest.mark.parametrize("body", [{}, {"output1": []}, {"message": "maintenance"}])
async def test_an_answer_without_a_result_is_no_empty_list(
    client: KisClient, peer: Peer, monkeypatch: pytest.MonkeyPatch, body: object
) -> None:
    monkeypatch.setattr("kis_desktop.kis.sender.MAX_TRIES", 1)
    peer.handlers["inquire-daily-ccld"] = lambda _: Answer(body)
    with pytest.raises(ServerRefused):
        await client.broker.orders(date(2026, 11, 20))


async def test_no_orders_is_an_empty_list(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-daily-ccld"] = lambda _: refused("KIOK0560", 200, "7")
    assert await client.broker.orders(date(2026, 11, 20)) == ()


STOP = OrderIntent(
    "s", "005930", Side.BUY, OrderType.STOP_LIMIT, 7, Decimal(72500), condition_price=Decimal(72400)
)
LOAN = Credit(CreditKind.SELF_LOAN, date(2026, 11, 20))
SHORT_REPAID = Credit(CreditKind.MARKET_SHORT_REPAY, date(2026, 10, 2))
LOAN_REPAID = Credit(CreditKind.MARKET_LOAN_REPAY, date(2026, 9, 8))


@pytest.mark.parametrize(
    ("intent", "path", "tr_id", "expected"),
    [
        (STOP, "order-cash", "TTTC0012U",
         {"ORD_DVSN": "22", "ORD_UNPR": "72500", "CNDT_PRIC": "72400", "EXCG_ID_DVSN_CD": "KRX"}),
        (OrderIntent("m", "005930", Side.SELL, OrderType.MIDPOINT, 7, None, Venue.NXT),
         "order-cash", "TTTC0011U",
         {"ORD_DVSN": "21", "ORD_UNPR": "0", "CNDT_PRIC": "", "EXCG_ID_DVSN_CD": "NXT",
          "SLL_TYPE": "01"}),
        (OrderIntent("b", "005930", Side.BUY, OrderType.BEST_IOC, 7, None, Venue.SOR),
         "order-cash", "TTTC0012U",
         {"ORD_DVSN": "15", "ORD_UNPR": "0", "EXCG_ID_DVSN_CD": "SOR"}),
        (OrderIntent("l", "005930", Side.BUY, OrderType.LIMIT, 7, Decimal(72500), credit=LOAN),
         "order-credit", "TTTC0052U",
         {"CRDT_TYPE": "21", "LOAN_DT": "20261120", "ORD_DVSN": "00", "RSVN_ORD_YN": "N",
          "SLL_TYPE": "", "LQTY_TR_NGTN_ID": ""}),
        (OrderIntent("r", "005930", Side.SELL, OrderType.MARKET, 7, None, credit=LOAN_REPAID),
         "order-credit", "TTTC0051U", {"CRDT_TYPE": "27", "LOAN_DT": "20260908"}),
        (OrderIntent("c", "005930", Side.BUY, OrderType.MARKET, 7, None, credit=SHORT_REPAID),
         "order-credit", "TTTC0052U", {"CRDT_TYPE": "26", "LOAN_DT": "20261002"}),
    ],
)  # fmt: skip
async def test_every_kind_of_order_has_its_place_on_the_wire(
    client: KisClient,
    peer: Peer,
    intent: OrderIntent,
    path: str,
    tr_id: str,
    expected: dict[str, str],
) -> None:
    peer.handlers[path] = lambda _: ok(output=ACCEPTED)
    await client.broker.submit(intent)
    (sent,) = peer.seen(path)
    assert sent.headers["tr_id"] == tr_id
    assert expected.items() <= sent.fields.items()
    assert (sent.fields["PDNO"], sent.fields["ORD_QTY"]) == ("005930", "7")


@pytest.mark.parametrize("order_type", list(OrderType))
@pytest.mark.parametrize("venue", list(Venue))
async def test_what_is_shown_before_sending_is_what_is_sent(
    client: KisClient, peer: Peer, order_type: OrderType, venue: Venue
) -> None:
    rule = load_market_rules("krx").order_type(order_type.value)
    intent = OrderIntent(
        "x", "005930", Side.SELL, order_type, 3, Decimal(71900) if rule.priced else None, venue,
        Decimal(71800) if rule.conditional else None,
    )  # fmt: skip
    peer.handlers["order-cash"] = lambda _: ok(output=ACCEPTED)
    draft = client.broker.draft(intent)
    assert peer.requests == []
    await client.broker.submit(intent)
    (sent,) = peer.seen("order-cash")
    assert draft.account == "12****78-01"
    assert dict(draft.fields) == {**sent.fields, "CANO": "12****78"}
    assert [name for name, _ in draft.fields] == list(sent.fields)
    assert (draft.method, draft.path, draft.tr_id) == (
        sent.method,
        sent.path,
        sent.headers["tr_id"],
    )
    assert draft.host == sent.headers["host"]


async def test_what_is_shown_before_amending_is_what_is_sent(client: KisClient, peer: Peer) -> None:
    peer.handlers["order-rvsecncl"] = lambda _: ok(output=ACCEPTED)
    intent = AmendIntent("x", "0000117057", OrderType.LIMIT, Decimal(71_800))
    draft = client.broker.draft_amendment(working(), intent)
    assert peer.requests == []
    await client.broker.amend(working(), intent)
    (sent,) = peer.seen("order-rvsecncl")
    assert dict(draft.fields) == {**sent.fields, "CANO": "12****78"}
    assert (draft.path, draft.tr_id) == (sent.path, sent.headers["tr_id"])


@pytest.mark.parametrize(
    ("intent", "message_id"),
    [
        (msgspec.structs.replace(STOP, condition_price=None), "kis.price_invalid"),
        (msgspec.structs.replace(BUY, condition_price=Decimal(1)), "kis.condition_unexpected"),
        (msgspec.structs.replace(BUY, order_type=OrderType.MARKET), "kis.price_unexpected"),
        (msgspec.structs.replace(BUY, credit=LOAN_REPAID), "kis.credit_side"),
        (msgspec.structs.replace(BUY, credit=LOAN, side=Side.SELL), "kis.credit_side"),
    ],
)
async def test_an_order_that_contradicts_itself_is_neither_shown_nor_sent(
    client: KisClient, peer: Peer, intent: OrderIntent, message_id: str
) -> None:
    with pytest.raises(InvalidInput) as shown:
        client.broker.draft(intent)
    with pytest.raises(InvalidInput) as sent:
        await client.broker.submit(intent)
    assert shown.value.message.id == sent.value.message.id == message_id
    assert peer.requests == []


async def test_paper_has_no_credit_orders(connect: Callable[..., KisClient], peer: Peer) -> None:
    intent = msgspec.structs.replace(BUY, credit=LOAN)
    with pytest.raises(InvalidInput) as caught:
        await connect("paper").broker.submit(intent)
    assert caught.value.message.id == "kis.not_in_paper"
    assert peer.requests == []


async def test_a_part_of_an_order_is_amended_and_cancelled_by_its_quantity(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-rvsecncl"] = lambda _: ok(output=ACCEPTED)
    amendment = AmendIntent("a", "0000203311", OrderType.LIMIT, Decimal(72000), quantity=2)
    await client.broker.amend(working(), amendment)
    await client.broker.cancel(working(), 5)
    told = [
        (sent.fields["RVSE_CNCL_DVSN_CD"], sent.fields["ORD_QTY"], sent.fields["QTY_ALL_ORD_YN"])
        for sent in peer.seen("order-rvsecncl")
    ]
    assert told == [("01", "2", "N"), ("02", "5", "N")]


async def test_a_stop_limit_order_is_amended_with_its_condition(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-rvsecncl"] = lambda _: ok(output=ACCEPTED)
    amendment = AmendIntent(
        "a", "0000203311", OrderType.STOP_LIMIT, Decimal(72000), condition_price=Decimal(71900)
    )
    await client.broker.amend(working(order_type=OrderType.STOP_LIMIT), amendment)
    (sent,) = peer.seen("order-rvsecncl")
    assert (sent.fields["ORD_DVSN"], sent.fields["CNDT_PRIC"]) == ("22", "71900")


@pytest.mark.parametrize("quantity", [0, 7])
async def test_more_than_the_rest_or_nothing_is_not_cancelled(
    client: KisClient, peer: Peer, quantity: int
) -> None:
    with pytest.raises(InvalidInput):
        await client.broker.cancel(working(), quantity)
    assert peer.requests == []


@pytest.mark.parametrize(
    ("told", "venue"),
    [("SOR", Venue.SOR), ("SOR-NXT", Venue.SOR), ("nxt", Venue.NXT), ("", Venue.KRX)],
)
async def test_where_an_order_of_the_list_went_to(
    client: KisClient, peer: Peer, told: str, venue: Venue
) -> None:
    row = ledger_row(excg_id_dvsn_Cd=told, stpm_cndt_pric="71800", ord_dvsn_cd="22")
    peer.handlers["inquire-daily-ccld"] = lambda _: ok(output1=[row])
    (order,) = await client.broker.orders(date(2026, 11, 20))
    assert (order.venue, order.condition_price) == (venue, Decimal(71800))
    assert order.order_type is OrderType.STOP_LIMIT
