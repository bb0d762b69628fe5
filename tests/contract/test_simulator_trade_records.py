"""Trade records (H0STCNT0) that the simulator writes, against records written by hand.

Places and meanings: portal document 실시간-003, 46 fields, and MARKET_CLS_CODE since 2026-09-14.
"""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.server.channels.trades import DayFigures, trade_record
from kis_desktop.simulator.views import MinuteBar, Print, PrintSide

FIGURES = DayFigures(
    day=date(2026, 11, 20),
    base=70_600,
    limit_up=91_700,
    limit_down=49_500,
    previous_volume=28_000_000,
    listed_shares=5_919_637_000,
    halted=False,
    opening=9 * 3_600_000_000,
    volumes_before=(1_000_000, *([5_000_000] * 92), 7_000_000, 28_000_000),
)


def at(hour: int, minute: int, second: int) -> int:
    return ((hour * 60 + minute) * 60 + second) * 1_000_000


def traded(price: int, side: PrintSide) -> Print:
    return Print(
        symbol="005930",
        day=date(2026, 11, 20),
        at=at(10, 33, 7) + 250_000,
        price=price,
        size=12,
        side=side,
        change=price - 70_600,
        volume=6_127_348,
        turnover=441_203_518_600,
        open=71_000,
        high=72_300,
        low=70_500,
        open_at=at(9, 0, 9),
        high_at=at(9, 14, 25),
        low_at=at(9, 1, 12),
        ask=72_000,
        ask_size=40_518,
        bid=71_900,
        bid_size=57_203,
        total_ask=1_204_377,
        total_bid=931_046,
        buy_volume=3_261_507,
        sell_volume=2_754_109,
        buy_count=22_907,
        sell_count=18_342,
    )


BOUGHT = (
    "005930^103307^71900^2^1300^1.84^72005.62^71000^72300^70500^72000^71900^12^6127348^441203518600"
    "^18342^22907^4565^118.42^2754109^3261507^1^54.22^21.88^090009^2^900^091425^5^-400^090112^2^1400"
    "^20261120^20^N^40518^57203^1204377^931046^0.10^7000000^87.53^0^^71000"
)
SOLD_AT_THE_LIMIT = (
    "005930^103307^49500^4^-21100^-29.89^72005.62^71000^72300^70500^72000^71900^12^6127348"
    "^441203518600^18342^22907^4565^118.42^2754109^3261507^5^54.22^21.88^090009^5^-21500^091425^5"
    "^-22800^090112^5^-21000^20261120^20^N^40518^57203^1204377^931046^0.10^7000000^87.53^0^^71000"
)


def test_a_record_of_46_fields_is_what_the_layout_says() -> None:
    assert trade_record(traded(71_900, PrintSide.BUY), FIGURES, 46) == BOUGHT
    assert len(BOUGHT.split("^")) == 46


def test_a_record_of_47_fields_ends_with_the_market() -> None:
    assert trade_record(traded(71_900, PrintSide.BUY), FIGURES, 47) == BOUGHT + "^2"


def test_a_sale_at_the_lower_limit_has_sign_4_and_side_5() -> None:
    assert trade_record(traded(49_500, PrintSide.SELL), FIGURES, 46) == SOLD_AT_THE_LIMIT


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "005930"),
        (1, "103307"),
        (2, "71900"),
        (10, "72000"),
        (11, "71900"),
        (12, "12"),
        (13, "6127348"),
        (14, "441203518600"),
        (18, "118.42"),
        (21, "3"),
        (33, "20261120"),
        (34, "20"),
        (35, "N"),
        (36, "40518"),
        (37, "57203"),
        (38, "1204377"),
        (39, "931046"),
        (45, "71000"),
    ],
)
def test_an_auction_print_has_every_value_in_its_place(place: int, value: str) -> None:
    fields = trade_record(traded(71_900, PrintSide.AUCTION), FIGURES, 46).split("^")
    assert fields[place] == value


def test_a_print_after_a_vi_has_its_price_and_its_market() -> None:
    one = msgspec.structs.replace(traded(71_900, PrintSide.BUY), vi_reference=70_300, market="3")
    fields = trade_record(one, FIGURES, 47).split("^")
    assert (fields[34], fields[45], fields[46]) == ("30", "70300", "3")


def test_a_print_before_the_first_price_of_the_day_is_compared_with_nothing() -> None:
    one = msgspec.structs.replace(
        traded(70_600, PrintSide.AUCTION), open=0, high=0, low=0, market="1"
    )
    fields = trade_record(one, FIGURES, 47).split("^")
    assert fields[7:10] == ["0", "0", "0"]
    assert fields[25:33:3] == ["3", "3", "3"]
    assert fields[26:33:3] == ["0", "0", "0"]


@pytest.mark.parametrize(
    ("moment", "volume"),
    [
        ((8, 59, 59), 0),
        ((9, 0, 59), 1_000_000),
        ((9, 1, 0), 5_000_000),
        ((10, 33, 0), 7_000_000),
        ((10, 34, 0), 28_000_000),
        ((19, 0, 0), 28_000_000),
    ],
)
def test_the_day_before_is_told_up_to_the_same_minute(
    moment: tuple[int, int, int], volume: int
) -> None:
    assert FIGURES.volume_before(at(*moment)) == volume


def test_minutes_without_a_trade_keep_what_was_reached() -> None:
    bars = [
        MinuteBar(
            datetime(2026, 11, 19, 10, minute, tzinfo=KST), 10, 10, 10, 10, size, 0, reached, 0
        )
        for minute, size, reached in ((0, 5, 5), (3, 2, 7), (4, 1, 8))
    ]
    snapshot: Any = SimpleNamespace(
        trade_date=date(2026, 11, 20), base=10, limit_up=13, limit_down=7, previous_volume=8
    )
    figures = DayFigures.of(snapshot, 100, halted=False, before=bars)
    assert figures.volumes_before == (5, 5, 5, 7, 8)
    assert figures.opening == at(10, 0, 0)
