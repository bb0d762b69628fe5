"""Notices (H0STCNI0/9) written by hand after the published layout, 23 and 26 fields wide."""

from decimal import Decimal

import pytest

from kis_desktop.domain.order import Request, Side, Venue
from kis_desktop.domain.order_report import Notice, NoticeKind
from kis_desktop.kis.markets.krx.stream import read_notice as to_notice
from kis_desktop.kis.protocol.frames import Surprise
from kis_desktop.kis.protocol.notice import NoticeFields, decipher, read_notice

OLD_ACCEPTED = (
    "someone^1234567801^0000004417^^02^0^01^0^033920^0000000001^000000000^102233^0^1^1^07120"
    "^000000001^이**^무학^10^^무학^7240"
)
OLD_FILLED = (
    "someone^1234567801^0000004417^^02^0^00^0^033920^0000000001^000007240^102233^0^2^2^07120"
    "^000000003^이**^무학^10^^무학^"
)
NEW_FILLED = (
    "someone^1234567801^0000203311^^01^0^00^0^005930^0000000004^000071900^101112^0^2^2^91044"
    "^000000010^이**^000000000^3^Y^^10^^삼성전자^000071900"
)


def notice_of(text: str, **places: str) -> Notice | Surprise:
    row = text.split("^")
    for place, value in places.items():
        row[int(place.removeprefix("at"))] = value
    fields = read_notice(row)
    assert isinstance(fields, NoticeFields)
    return to_notice(fields, authentic=True)


def test_the_forms_have_the_published_widths() -> None:
    assert len(OLD_ACCEPTED.split("^")) == 23
    assert len(NEW_FILLED.split("^")) == 26


def test_an_accepted_order_of_the_old_form() -> None:
    assert notice_of(OLD_ACCEPTED) == Notice(
        kind=NoticeKind.WORKING,
        order_no="0000004417",
        original_no="",
        symbol="033920",
        side=Side.BUY,
        quantity=1,
        price=Decimal(7240),
        time="102233",
        order_quantity=1,
        venue=Venue.KRX,
        request=Request.NEW,
        authentic=True,
    )


def test_a_fill_counts_its_own_shares_not_those_of_the_order() -> None:
    old, new = notice_of(OLD_FILLED), notice_of(NEW_FILLED)
    assert isinstance(old, Notice)
    assert (old.kind, old.quantity, old.order_quantity) == (NoticeKind.FILLED, 1, 3)
    assert old.price == Decimal(7240)
    assert isinstance(new, Notice)
    assert (new.kind, new.quantity, new.order_quantity) == (NoticeKind.FILLED, 4, 10)
    assert (new.price, new.side, new.venue) == (Decimal(71900), Side.SELL, Venue.SOR)
    assert (new.order_no, new.time) == ("0000203311", "101112")


@pytest.mark.parametrize(
    ("refused", "filled", "accepted", "request_code", "kind"),
    [
        ("0", "1", "1", "0", NoticeKind.WORKING),
        ("0", "1", "2", "0", NoticeKind.WORKING),
        ("0", "1", "2", "1", NoticeKind.AMENDED),
        ("0", "1", "2", "2", NoticeKind.CANCELLED),
        ("0", "1", "3", "0", NoticeKind.REMAINDER_CANCELLED),
        ("1", "1", "1", "0", NoticeKind.REFUSED),
        ("1", "1", "2", "2", NoticeKind.REFUSED),
        ("0", "2", "2", "0", NoticeKind.FILLED),
    ],
)
def test_three_codes_say_what_happened(
    refused: str, filled: str, accepted: str, request_code: str, kind: NoticeKind
) -> None:
    notice = notice_of(
        NEW_FILLED, at5=request_code, at12=refused, at13=filled, at14=accepted, at3="117000"
    )
    assert isinstance(notice, Notice)
    assert notice.kind is kind
    assert notice.original_no == "0000117000"


@pytest.mark.parametrize(
    "places",
    [{"at4": "3"}, {"at5": "7"}, {"at13": "5"}, {"at9": ""}, {"at2": "0000000000"}],
)
def test_a_notice_with_unknown_codes_is_no_notice(places: dict[str, str]) -> None:
    assert isinstance(notice_of(NEW_FILLED, **places), Surprise)


@pytest.mark.parametrize("quantity", ["0", "0000000000", "-4", "9" * 5000])
def test_a_fill_of_no_shares_is_no_fill(quantity: str) -> None:
    assert isinstance(notice_of(NEW_FILLED, at9=quantity), Surprise)


def test_a_notice_that_is_no_fill_may_be_about_no_shares() -> None:
    notice = notice_of(NEW_FILLED, at9="0", at13="1", at14="3")
    assert isinstance(notice, Notice)
    assert (notice.kind, notice.quantity) == (NoticeKind.REMAINDER_CANCELLED, 0)
    assert isinstance(notice_of(NEW_FILLED, at9="-1", at13="1", at14="3"), Surprise)


@pytest.mark.parametrize(
    ("code", "venue"), [("1", Venue.KRX), ("2", Venue.NXT), ("3", Venue.SOR), ("4", Venue.SOR)]
)
def test_the_venue_of_a_notice(code: str, venue: Venue) -> None:
    notice = notice_of(NEW_FILLED, at19=code)
    assert isinstance(notice, Notice)
    assert notice.venue is venue


def test_a_known_ciphertext_opens() -> None:
    # AES-256-CBC of "a^b" under key "abcdefghijklmnopabcdefghijklmnop", iv "0123456789abcdef",
    # made with openssl enc -aes-256-cbc -base64
    sealed = "wIQzG7g8ovn4daOjfXvfcQ=="
    assert decipher(sealed, "abcdefghijklmnopabcdefghijklmnop", "0123456789abcdef") == "a^b"
