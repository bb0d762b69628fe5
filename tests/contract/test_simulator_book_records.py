"""Book records (H0STASP0) that the simulator writes, against records written by hand.

Places and meanings: portal document 실시간-004, 59 fields; the fields behind them as observed.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kis_desktop.simulator.server.channels.books import book_record
from kis_desktop.simulator.views import BookLevel, BookView, Phase

FULL = (
    "005930^131926^0"
    "^66000^66100^66200^66300^66400^66500^66600^66700^66800^66900"
    "^65900^65800^65700^65600^65500^65400^65300^65200^65100^65000"
    "^101^102^103^104^105^106^107^108^109^110"
    "^201^202^203^204^205^206^207^208^209^210"
    "^31255^82195^0^0^0^0^0^0^3^0.00^2906118^-1900^120^0^0^0"
)
AUCTION = (
    "005930^131926^A"
    "^66000^66100^0^0^0^0^0^0^0^0"
    "^65900^0^0^0^0^0^0^0^0^0"
    "^101^102^0^0^0^0^0^0^0^0"
    "^201^0^0^0^0^0^0^0^0^0"
    "^31255^82195^0^0^66100^540^540^-900^5^-1.34^2906118^-1900^120^0^0^0"
)


def book(phase: Phase, asks: int, bids: int, indicative: int | None) -> BookView:
    return BookView(
        symbol="005930",
        time=datetime(2026, 11, 20, 13, 19, 26, tzinfo=ZoneInfo("Asia/Seoul")),
        phase=phase,
        asks=tuple(BookLevel(66_000 + 100 * n, 101 + n, 0) for n in range(asks)),
        bids=tuple(BookLevel(65_900 - 100 * n, 201 + n, 0) for n in range(bids)),
        total_ask=31_255,
        total_bid=82_195,
        total_ask_change=-1_900,
        total_bid_change=120,
        indicative_price=indicative,
        indicative_size=540 if indicative else 0,
        indicative_change=indicative - 67_000 if indicative else 0,
        volume=2_906_118,
    )


def test_a_record_of_59_fields_is_what_the_layout_says() -> None:
    assert book_record(book(Phase.CONTINUOUS, 10, 10, None), 67_000, 59) == FULL
    assert len(FULL.split("^")) == 59


def test_an_auction_has_its_code_and_indication_and_empty_levels_are_nought() -> None:
    assert book_record(book(Phase.CLOSING_AUCTION, 2, 1, 66_100), 67_000, 59) == AUCTION


def test_the_opening_auction_is_b() -> None:
    record = book_record(book(Phase.OPENING_AUCTION, 1, 1, None), 67_000, 59)
    assert record.split("^")[2] == "B"


@pytest.mark.parametrize(
    ("width", "tail"), [(60, "^2"), (62, "^0^0^"), (63, "^0^0^^2"), (65, "^0^0^^0^0^")]
)
def test_wider_records_grow_at_the_end(width: int, tail: str) -> None:
    record = book_record(book(Phase.CONTINUOUS, 10, 10, None), 67_000, width)
    assert record == FULL + tail
    assert len(record.split("^")) == width


@pytest.mark.parametrize(
    ("phase", "hour", "market"),
    [
        (Phase.PRE_MARKET, "0", "1"),
        (Phase.PRE_HOURS, "B", "1"),
        (Phase.VI_AUCTION, "C", "2"),
        (Phase.CLOSING_PRICE, "0", "5"),
        (Phase.AFTER_AUCTION, "A", "3"),
        (Phase.AFTER_MARKET, "0", "3"),
    ],
)
def test_every_session_has_its_codes(phase: Phase, hour: str, market: str) -> None:
    fields = book_record(book(phase, 1, 1, None), 67_000, 60).split("^")
    assert (fields[2], fields[59]) == (hour, market)
