"""Reservation orders over REST: sent once in strict strings, read row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.errors import OrderRefused, OrderUncertain, ServerRefused
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.domain.reservation import Reservation, ReservationIntent, ReservationState
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import Drop, Peer, ok, refused

DAY = date(2026, 11, 23)
BUY = ReservationIntent("a", "005930", Side.BUY, OrderType.LIMIT, 10, Decimal(68_000))
ACCOUNT = {"CANO": "12345678", "ACNT_PRDT_CD": "01"}
ROW = {
    "rsvn_ord_seq": "94007", "rsvn_ord_ord_dt": "20261123", "rsvn_ord_rcit_dt": "20261120",
    "pdno": "005930", "ord_dvsn_cd": "00", "ord_rsvn_qty": "10", "tot_ccld_qty": "0",
    "cncl_ord_dt": "", "rjct_rson2": "", "odno": "", "rsvn_ord_rcit_tmd": "171205",
    "kor_item_shtn_name": "삼성전자", "sll_buy_dvsn_cd": "02", "ord_rsvn_unpr": "68000",
    "rsvn_end_dt": "",
}  # fmt: skip
READ = Reservation(
    "94007", DAY, "005930", "삼성전자", Side.BUY, OrderType.LIMIT, 10, Decimal(68_000), 0,
    ReservationState.WAITING, date(2026, 11, 20), "171205",
)  # fmt: skip


async def test_a_reservation_is_sent_in_strict_strings(client: KisClient, peer: Peer) -> None:
    peer.handlers["order-resv"] = lambda _: ok(output={"RSVN_ORD_SEQ": "94007"})
    assert await client.reservations.place(BUY) == "94007"
    (sent,) = peer.seen("order-resv")
    assert (sent.method, sent.headers["tr_id"]) == ("POST", "CTSC0008U")
    assert sent.fields == {
        **ACCOUNT, "PDNO": "005930", "ORD_QTY": "10", "ORD_UNPR": "68000",
        "SLL_BUY_DVSN_CD": "02", "ORD_DVSN_CD": "00", "ORD_OBJT_CBLC_DVSN_CD": "10",
        "LOAN_DT": "", "RSVN_ORD_END_DT": "", "LDNG_DT": "",
    }  # fmt: skip


async def test_a_repeated_sale_at_the_market_names_its_last_day(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-resv"] = lambda _: ok(output={"RSVN_ORD_SEQ": "1"})
    sale = msgspec.structs.replace(
        BUY, side=Side.SELL, order_type=OrderType.MARKET, price=None, until=date(2026, 12, 1)
    )
    await client.reservations.place(sale)
    (sent,) = peer.seen("order-resv")
    shown = [sent.fields[name] for name in ("SLL_BUY_DVSN_CD", "ORD_DVSN_CD", "ORD_UNPR")]
    assert [*shown, sent.fields["RSVN_ORD_END_DT"]] == ["01", "01", "0", "20261201"]


@pytest.mark.parametrize(("what", "tr_id"), [("cancel", "CTSC0009U"), ("amend", "CTSC0013U")])
async def test_one_is_named_by_number_and_day(
    client: KisClient, peer: Peer, what: str, tr_id: str
) -> None:
    peer.handlers["order-resv-rvsecncl"] = lambda _: ok(output={"NRML_PRCS_YN": "Y"})
    if what == "cancel":
        await client.reservations.cancel(READ)
    else:
        await client.reservations.amend(READ, BUY)
    (sent,) = peer.seen("order-resv-rvsecncl")
    assert sent.headers["tr_id"] == tr_id
    assert sent.fields["RSVN_ORD_SEQ"] == "94007"
    assert sent.fields["RSVN_ORD_ORD_DT"] == "20261123"
    assert sent.fields["ORD_QTY"] == ("" if what == "cancel" else "10")


async def test_without_an_answer_it_is_uncertain_and_sent_once(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-resv"] = lambda _: Drop()
    with pytest.raises(OrderUncertain):
        await client.reservations.place(BUY)
    assert len(peer.seen("order-resv")) == 1


@pytest.mark.parametrize("output", [{}, {"RSVN_ORD_SEQ": " "}])
async def test_an_answer_without_a_number_is_uncertain(
    client: KisClient, peer: Peer, output: dict[str, str]
) -> None:
    peer.handlers["order-resv"] = lambda _: ok(output=output)
    with pytest.raises(OrderUncertain):
        await client.reservations.place(BUY)


async def test_a_change_that_is_not_said_to_be_done_is_uncertain(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-resv-rvsecncl"] = lambda _: ok(output={"NRML_PRCS_YN": "N"})
    with pytest.raises(OrderUncertain):
        await client.reservations.cancel(READ)


async def test_outside_the_hours_the_server_s_code_is_explained(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-resv"] = lambda _: refused("KIER3672")
    with pytest.raises(OrderRefused) as told:
        await client.reservations.place(BUY)
    assert (told.value.message.id, told.value.message.code) == (
        "kis.reservation_hours",
        "KIER3672",
    )


async def test_paper_takes_none(connect: Callable[..., KisClient], peer: Peer) -> None:
    client = connect("paper")
    assert not client.reservations.is_served
    with pytest.raises(OrderRefused, match="not_in_paper"):
        await client.reservations.place(BUY)
    assert peer.seen("order-resv") == []


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, ReservationState.WAITING),
        ({"odno": "0000000000"}, ReservationState.WAITING),
        ({"odno": "0000117057"}, ReservationState.SENT),
        ({"odno": "1", "rjct_rson2": "호가단위 오류"}, ReservationState.REFUSED),
        ({"cncl_ord_dt": "20261120"}, ReservationState.CANCELLED),
    ],
)
async def test_a_row_says_what_has_become_of_it(
    client: KisClient, peer: Peer, changes: dict[str, str], state: ReservationState
) -> None:
    peer.handlers["order-resv-ccnl"] = lambda _: ok(output=[ROW | changes])
    (row,) = await client.reservations.reservations(DAY, DAY)
    assert row.state is state


async def test_the_list_is_read_row_by_row_and_padding_left_out(
    client: KisClient, peer: Peer
) -> None:
    padding = dict.fromkeys(ROW, "")
    peer.handlers["order-resv-ccnl"] = lambda _: ok(output=[ROW, padding])
    assert await client.reservations.reservations(DAY, DAY) == (READ,)
    (asked,) = peer.seen("order-resv-ccnl")
    assert (asked.fields["RSVN_ORD_ORD_DT"], asked.fields["CNCL_YN"]) == ("20261123", "N")


async def test_a_row_that_does_not_read_fails_the_whole(client: KisClient, peer: Peer) -> None:
    peer.handlers["order-resv-ccnl"] = lambda _: ok(output=[ROW, ROW | {"ord_rsvn_qty": "?"}])
    with pytest.raises(ServerRefused):
        await client.reservations.reservations(DAY, DAY)
