"""Order notices (H0STCNI0) that the simulator writes, against records written by hand.

Places and meanings: portal document 실시간-005, 26 fields, 23 before March 2025.
"""

from __future__ import annotations

import base64
import dataclasses
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kis_desktop.simulator.server.channels.notices import is_reported, notice_record
from kis_desktop.simulator.server.cipher import NoticeKey
from kis_desktop.simulator.views import (
    Board,
    OrderEvent,
    OrderEventKind,
    OrderKind,
    OrderRecord,
    OrderState,
    Side,
)

NOON = datetime(2026, 11, 20, 10, 22, 33, tzinfo=ZoneInfo("Asia/Seoul"))


def event(
    kind: OrderEventKind,
    *,
    quantity: int,
    price: int,
    of: OrderKind = OrderKind.NEW,
    order_type: str = "00",
    side: Side = Side.BUY,
) -> OrderEvent:
    order = OrderRecord(
        account="12345678-01",
        number="0000004417",
        original_number=None if of is OrderKind.NEW else "0000004416",
        kind=of,
        symbol="033920",
        side=side,
        order_type=order_type,
        exchange="KRX",
        quantity=20,
        price=7_240,
        state=OrderState.WORKING,
        trade_date=date(2026, 11, 20),
        time=NOON,
        filled_quantity=0,
        filled_amount=0,
        remaining=20,
        cancelled_quantity=0,
        amended_quantity=0,
        expired_quantity=0,
        rejected_quantity=0,
    )
    return OrderEvent(kind=kind, order=order, time=NOON, quantity=quantity, price=price)


ACCEPTED = (
    "simuser^1234567801^0000004417^^02^0^00^0^033920^0000000020^000000000^102233^0^1^1^06010"
    "^000000020^홍길동^000000000^1^Y^^10^^무학^000007240"
)
FILLED = (
    "simuser^1234567801^0000004417^^01^0^00^0^033920^0000000007^000007245^102233^0^2^2^06010"
    "^000000020^홍길동^000000000^1^Y^^10^^무학^000007240"
)
OLD_FILLED = (
    "simuser^1234567801^0000004417^^02^0^00^0^033920^0000000007^000007245^102233^0^2^2^06010"
    "^000000020^홍길동^무학^10^^무학^000007240"
)


def test_an_accepted_order_carries_its_quantity_in_the_slot_of_fills() -> None:
    told = event(OrderEventKind.ACCEPTED, quantity=20, price=7_240)
    assert notice_record(told, "simuser", "무학", 26) == ACCEPTED
    assert len(ACCEPTED.split("^")) == 26


def test_a_fill_carries_this_fill_alone_and_its_price() -> None:
    told = event(OrderEventKind.FILLED, quantity=7, price=7_245, side=Side.SELL)
    assert notice_record(told, "simuser", "무학", 26) == FILLED


def test_the_old_form_has_23_fields() -> None:
    told = event(OrderEventKind.FILLED, quantity=7, price=7_245)
    assert notice_record(told, "simuser", "무학", 23) == OLD_FILLED
    assert len(OLD_FILLED.split("^")) == 23


@pytest.mark.parametrize(
    ("kind", "of", "flags"),
    [
        (OrderEventKind.ACCEPTED, OrderKind.NEW, ["0", "0", "1", "1"]),
        (OrderEventKind.AMENDED, OrderKind.AMEND, ["1", "0", "1", "2"]),
        (OrderEventKind.CANCELLED, OrderKind.CANCEL, ["2", "0", "1", "2"]),
        (OrderEventKind.REFUSED, OrderKind.NEW, ["0", "1", "1", "1"]),
        (OrderEventKind.REMAINDER_CANCELLED, OrderKind.NEW, ["0", "0", "1", "3"]),
        (OrderEventKind.FILLED, OrderKind.NEW, ["0", "0", "2", "2"]),
    ],
)
def test_the_flags_tell_what_happened(
    kind: OrderEventKind, of: OrderKind, flags: list[str]
) -> None:
    told = event(kind, quantity=20, price=7_240, of=of)
    fields = notice_record(told, "simuser", "무학", 26).split("^")
    assert is_reported(told)
    assert [fields[5], *fields[12:15]] == flags
    assert fields[3] == ("" if of is OrderKind.NEW else "0000004416")


@pytest.mark.parametrize(("order_type", "condition"), [("00", "0"), ("11", "1"), ("14", "2")])
def test_ioc_and_fok_are_said(order_type: str, condition: str) -> None:
    told = event(OrderEventKind.ACCEPTED, quantity=20, price=7_240, order_type=order_type)
    assert notice_record(told, "simuser", "무학", 26).split("^")[6:8] == [order_type, condition]


def test_an_order_that_ends_with_the_day_is_not_told() -> None:
    assert not is_reported(event(OrderEventKind.EXPIRED, quantity=20, price=7_240))


def test_notices_are_aes_256_cbc_with_pkcs7_in_base64() -> None:
    key, iv = "abcdefghijklmnopqrstuvwxyzabcdef", "0123456789abcdef"
    text = NoticeKey(key, iv).encrypted("체결^1")
    decryptor = Cipher(algorithms.AES(key.encode()), modes.CBC(iv.encode())).decryptor()
    padded = decryptor.update(base64.b64decode(text)) + decryptor.finalize()
    assert padded == "체결^1".encode() + bytes([8]) * 8


@pytest.mark.parametrize(
    ("asked", "routed", "code"),
    [
        ("KRX", Board.KRX, "1"),
        ("NXT", Board.NXT, "2"),
        ("SOR", Board.KRX, "3"),
        ("SOR", Board.NXT, "4"),
    ],
)
def test_the_exchange_and_the_condition_price_are_told(
    asked: str, routed: Board, code: str
) -> None:
    accepted = event(OrderEventKind.ACCEPTED, quantity=20, price=7_240, order_type="22")
    order = dataclasses.replace(
        accepted.order, exchange=asked, routed=routed, condition_price=7_250
    )
    record = notice_record(dataclasses.replace(accepted, order=order), "simuser", "하림지주", 26)
    fields = record.split("^")
    assert (fields[6], fields[18], fields[19]) == ("22", "000007250", code)


@pytest.mark.parametrize(
    ("order_type", "condition"),
    [("23", "1"), ("24", "2"), ("42", "1"), ("43", "2"), ("45", "1"), ("46", "2"), ("41", "0")],
)
def test_every_ioc_and_fok_type_has_its_condition(order_type: str, condition: str) -> None:
    told = event(OrderEventKind.ACCEPTED, quantity=20, price=0, order_type=order_type)
    assert notice_record(told, "simuser", "하림지주", 26).split("^")[7] == condition
