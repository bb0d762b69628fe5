"""Trade frames (H0STCNT0) written by hand after the published layout: places, widths, meanings."""

from datetime import date, time
from decimal import Decimal

import pytest

from kis_desktop.domain.quote import Aggressor, Sign
from kis_desktop.kis.markets.krx.stream import read_trades
from kis_desktop.kis.protocol.frames import Frame, Records, Surprise, read_frame, read_records

FIRST = (
    "005930^103307^71950^2^1350^1.91^72005.15^71000^72300^70600^72000^71900^1^6127348^441203518600"
    "^18342^22907^4565^118.42^2754109^3261507^5^0.51^31.87^090009^2^950^091425^5^-350^090112^2^1350"
    "^20261119^20^N^40518^57203^1204377^931046^0.14^8390211^73.03^0^^71000"
)
SECOND = (
    "005930^103308^71900^2^1300^1.84^72005.20^71000^72300^70600^72000^71900^12^6127360^441204381400"
    "^18343^22907^4564^118.39^2754121^3261507^1^0.51^31.87^090009^2^900^091425^5^-400^090112^2^1300"
    "^20261119^20^N^40518^57191^1204377^931034^0.14^8390211^73.03^0^^71000"
)
FALLING = (
    "000660^153000^265500^5^4500^1.67^267012.11^270000^271500^264000^265500^265000^30^2100345"
    "^560812345000^9000^8000^-1000^88.12^1100000^1000345^3^0.47^80.11^090003^5^4500^091200^5^6000"
    "^145900^2^1500^20261119^21^N^500^400^80000^70000^0.29^1900000^110.54^A^^270000"
)


def records_of(text: str) -> Records:
    frame = read_frame(text)
    assert isinstance(frame, Frame)
    records = read_records(frame.payload, frame.count, frame.tr_id)
    assert isinstance(records, Records)
    return records


def test_a_record_of_46_fields_says_what_the_layout_says() -> None:
    trades, surprise = read_trades(records_of(f"0|H0STCNT0|001|{FIRST}"), 17.5)
    assert surprise is None
    (trade,) = trades
    assert trade.symbol == "005930"
    assert trade.time == time(10, 33, 7)
    assert trade.price == Decimal(71950)
    assert trade.sign is Sign.UP
    assert trade.change == Decimal(1350)
    assert trade.change_rate == Decimal("1.91")
    assert (trade.open, trade.high, trade.low) == (Decimal(71000), Decimal(72300), Decimal(70600))
    assert (trade.ask, trade.bid) == (Decimal(72000), Decimal(71900))
    assert trade.size == 1
    assert trade.volume == 6127348
    assert trade.turnover == Decimal(441203518600)
    assert trade.strength == Decimal("118.42")
    assert trade.aggressor is Aggressor.SELL
    assert trade.trade_date == date(2026, 11, 19)
    assert trade.received == 17.5
    assert trade.venue == "KRX"


@pytest.mark.parametrize("more", ["", "^2", "^2^9^x"], ids=["46", "47", "49"])
def test_wider_records_are_read_the_same(more: str) -> None:
    text = f"0|H0STCNT0|002|{FIRST}{more}^{SECOND}{more}"
    trades, surprise = read_trades(records_of(text), 0.0)
    assert surprise is None
    assert [(one.price, one.size, one.aggressor) for one in trades] == [
        (Decimal(71950), 1, Aggressor.SELL),
        (Decimal(71900), 12, Aggressor.BUY),
    ]


def test_a_change_downwards_is_negative_whether_or_not_the_number_carries_its_minus() -> None:
    signed = FALLING.replace("^4500^1.67^", "^-4500^-1.67^", 1)
    text = f"0|H0STCNT0|002|{FALLING}^{signed}"
    trades, _ = read_trades(records_of(text), 0.0)
    assert [one.change for one in trades] == [Decimal(-4500), Decimal(-4500)]
    assert [one.change_rate for one in trades] == [Decimal("-1.67"), Decimal("-1.67")]
    assert {one.sign for one in trades} == {Sign.DOWN}
    assert {one.aggressor for one in trades} == {Aggressor.AUCTION}


def test_records_of_two_instruments_in_one_frame_keep_apart() -> None:
    trades, _ = read_trades(records_of(f"0|H0STCNT0|002|{FIRST}^{FALLING}"), 0.0)
    assert [one.symbol for one in trades] == ["005930", "000660"]


def test_empty_and_null_fields_are_unknown_not_zero() -> None:
    fields = FIRST.split("^")
    for place in (4, 5, 7, 8, 9, 10, 11, 13, 14, 18, 33):
        fields[place] = "(null)" if place % 2 else ""
    fields[3] = ""
    fields[21] = ""
    trades, surprise = read_trades(records_of(f"0|H0STCNT0|001|{'^'.join(fields)}"), 0.0)
    assert surprise is None
    (trade,) = trades
    assert trade.price == Decimal(71950)
    assert trade.sign is Sign.UNKNOWN
    assert trade.aggressor is Aggressor.UNKNOWN
    unknown = (
        trade.change,
        trade.change_rate,
        trade.open,
        trade.high,
        trade.low,
        trade.ask,
        trade.bid,
        trade.volume,
        trade.turnover,
        trade.strength,
        trade.trade_date,
    )
    assert unknown == (None,) * 11


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, ""),
        (1, "0947"),
        (1, "256061"),
        (2, ""),
        (2, "0"),
        (2, "abc"),
        (12, ""),
        (12, "1.5"),
        (12, "0"),
    ],
)
def test_a_record_that_cannot_be_true_is_left_out_and_the_others_stay(
    place: int, value: str
) -> None:
    fields = FIRST.split("^")
    fields[place] = value
    text = f"0|H0STCNT0|002|{'^'.join(fields)}^{SECOND}"
    trades, surprise = read_trades(records_of(text), 0.0)
    assert [one.price for one in trades] == [Decimal(71900)]
    assert isinstance(surprise, Surprise)


def test_a_shorter_record_keeps_what_it_has() -> None:
    short = "^".join(FIRST.split("^")[:20])
    trades, surprise = read_trades(records_of(f"0|H0STCNT0|001|{short}"), 0.0)
    assert surprise is None
    assert trades[0].price == Decimal(71950)
    assert trades[0].strength == Decimal("118.42")
    assert trades[0].aggressor is Aggressor.UNKNOWN
    assert trades[0].trade_date is None


def test_a_record_without_a_size_is_no_trade() -> None:
    short = "^".join(FIRST.split("^")[:12])
    trades, surprise = read_trades(records_of(f"0|H0STCNT0|001|{short}"), 0.0)
    assert trades == []
    assert surprise == Surprise("a trade of 12 fields", "H0STCNT0")
