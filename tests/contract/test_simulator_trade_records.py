"""Trade records (H0STCNT0) that the simulator writes, against records written by hand.

Places and meanings: portal document 실시간-003, 46 fields, and MARKET_CLS_CODE since 2026-09-14.
"""

from __future__ import annotations

from datetime import date

import pytest

from kis_desktop.simulator.server.channels.trades import DayFigures, trade_record
from kis_desktop.simulator.views import Print, PrintSide

FIGURES = DayFigures(
    day=date(2026, 11, 20),
    base=70_600,
    limit_up=91_700,
    limit_down=49_500,
    previous_volume=28_000_000,
    listed_shares=5_919_637_000,
    halted=False,
)


def at(hour: int, minute: int, second: int) -> int:
    return ((hour * 60 + minute) * 60 + second) * 1_000_000


def traded(price: int, side: PrintSide) -> Print:
    return Print(
        symbol="005930",
        day=date(2026, 11, 20),
        at=at(9, 47, 51) + 250_000,
        price=price,
        size=12,
        side=side,
        change=price - 70_600,
        volume=8_305_216,
        turnover=595_403_999_350,
        open=71_000,
        high=72_300,
        low=70_500,
        open_at=at(9, 0, 14),
        high_at=at(9, 7, 8),
        low_at=at(9, 0, 30),
        ask=72_000,
        ask_size=93_994,
        bid=71_900,
        bid_size=113_056,
        total_ask=1_668_973,
        total_bid=822_214,
        buy_volume=4_163_762,
        sell_volume=3_060_313,
        buy_count=28_170,
        sell_count=21_115,
    )


BOUGHT = (
    "005930^094751^71900^2^1300^1.84^71690.37^71000^72300^70500^72000^71900^12^8305216^595403999350"
    "^21115^28170^7055^136.06^3060313^4163762^1^57.64^29.66^090014^2^900^090708^5^-400^090030^2^1400"
    "^20261120^20^N^93994^113056^1668973^822214^0.14^^^0^^71000"
)
SOLD_AT_THE_LIMIT = (
    "005930^094751^49500^4^-21100^-29.89^71690.37^71000^72300^70500^72000^71900^12^8305216"
    "^595403999350^21115^28170^7055^136.06^3060313^4163762^5^57.64^29.66^090014^5^-21500^090708^5"
    "^-22800^090030^5^-21000^20261120^20^N^93994^113056^1668973^822214^0.14^^^0^^71000"
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
        (1, "094751"),
        (2, "71900"),
        (10, "72000"),
        (11, "71900"),
        (12, "12"),
        (13, "8305216"),
        (14, "595403999350"),
        (18, "136.06"),
        (21, "3"),
        (33, "20261120"),
        (34, "20"),
        (35, "N"),
        (36, "93994"),
        (37, "113056"),
        (38, "1668973"),
        (39, "822214"),
        (45, "71000"),
    ],
)
def test_an_auction_print_has_every_value_in_its_place(place: int, value: str) -> None:
    fields = trade_record(traded(71_900, PrintSide.AUCTION), FIGURES, 46).split("^")
    assert fields[place] == value
