"""Order book frames (H0STASP0) written by hand after the published layout."""

from datetime import time
from decimal import Decimal

import pytest

from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.order_book import Auction
from kis_desktop.kis.markets.krx.stream import read_books
from kis_desktop.kis.protocol.frames import Records, Surprise, read_records

RECORD = (
    "005930^131926^0"
    "^66000^66100^66200^66300^66400^66500^66600^66700^66800^66900"
    "^65900^65800^65700^65600^65500^65400^65300^65200^65100^65000"
    "^3121^3122^3123^3124^3125^3126^3127^3128^3129^3130"
    "^8215^8216^8217^8218^8219^8220^8221^8222^8223^8224"
    "^31255^82195^0^0^0^0^4730^-66000^5^-100.00^2906118^-1900^0^0^0^0"
)
PRICED_AUCTION = RECORD.replace("^131926^0^", "^152500^A^", 1).replace(
    "^82195^0^0^0^0^4730^-66000^5^-100.00^", "^82195^0^0^65900^4730^0^100^5^-0.15^", 1
)


def records_of(payload: str, count: int = 1) -> Records:
    records = read_records(payload, count, "H0STASP0")
    assert isinstance(records, Records)
    return records


def test_the_record_has_the_published_width() -> None:
    assert records_of(RECORD).width == 59


@pytest.mark.parametrize(
    "more", ["", "^2", "^65950^613^2", "^65950^613^2^1"], ids=["59", "60", "62", "63"]
)
def test_ten_levels_a_side_stand_where_the_layout_says(more: str) -> None:
    books, surprise = read_books(records_of(f"{RECORD}{more}^{RECORD}{more}", 2), 3.25)
    assert surprise is None
    assert len(books) == 2
    book = books[1]
    assert book.symbol == "005930"
    assert book.time == time(13, 19, 26)
    assert [int(level.price) for level in book.asks] == list(range(66000, 67000, 100))
    assert [int(level.price) for level in book.bids] == list(range(65900, 64900, -100))
    assert [level.size for level in book.asks] == list(range(3121, 3131))
    assert [level.size for level in book.bids] == list(range(8215, 8225))
    assert (book.total_ask, book.total_bid) == (31255, 82195)
    assert book.received == 3.25
    assert book.auction is False


def test_outside_an_auction_there_is_no_indicative_price_even_if_the_fields_are_filled() -> None:
    books, _ = read_books(records_of(RECORD), 0.0)
    assert books[0].indicative_price is None
    assert books[0].indicative_size is None
    assert books[0].indicative_change is None


def test_in_an_auction_the_indicative_price_size_and_change_are_read() -> None:
    books, _ = read_books(records_of(PRICED_AUCTION), 0.0)
    assert books[0].auction is True
    assert books[0].indicative_price == Decimal(65900)
    assert books[0].indicative_size == 4730
    assert books[0].indicative_change == Decimal(-100)


def test_levels_without_a_price_are_left_out() -> None:
    fields = RECORD.split("^")
    for place in range(5, 13):
        fields[place] = "0"
        fields[place + 20] = "0"
    books, _ = read_books(records_of("^".join(fields)), 0.0)
    assert [int(level.price) for level in books[0].asks] == [66000, 66100]
    assert len(books[0].bids) == 10


def test_a_book_that_ends_after_its_sizes_has_no_totals() -> None:
    short = "^".join(RECORD.split("^")[:43])
    books, surprise = read_books(records_of(short), 0.0)
    assert surprise is None
    assert books[0].total_ask is None
    assert len(books[0].bids) == 10


def test_a_book_without_all_sizes_is_no_book() -> None:
    books, surprise = read_books(records_of("^".join(RECORD.split("^")[:42])), 0.0)
    assert books == []
    assert surprise == Surprise("a book of 42 fields", "H0STASP0")


@pytest.mark.parametrize(("place", "value"), [(0, ""), (1, "x"), (23, "many"), (33, "")])
def test_a_book_with_an_unreadable_field_is_left_out(place: int, value: str) -> None:
    fields = RECORD.split("^")
    fields[place] = value
    books, surprise = read_books(records_of(f"{'^'.join(fields)}^{RECORD}", 2), 0.0)
    assert len(books) == 1
    assert isinstance(surprise, Surprise)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("A", Auction.CLOSING),
        ("B", Auction.OPENING),
        ("C", Auction.INTERRUPTION),
        ("D", Auction.OTHER),
    ],
)
def test_the_hour_code_says_why_a_price_is_expected_only(code: str, kind: Auction) -> None:
    books, _ = read_books(records_of(PRICED_AUCTION.replace("^A^", f"^{code}^", 1)), 0.0)
    assert books[0].auction_kind is kind


def test_a_book_that_trades_all_the_time_is_no_auction() -> None:
    books, _ = read_books(records_of(RECORD), 0.0)
    assert books[0].auction_kind is None


def test_the_totals_of_off_hours_orders_are_told() -> None:
    overtime = RECORD.replace("^31255^82195^0^0^", "^31255^82195^410^922^", 1)
    books, _ = read_books(records_of(overtime), 0.0)
    assert (books[0].overtime_ask, books[0].overtime_bid) == (410, 922)


@pytest.mark.parametrize(
    ("view", "tail", "mid"),
    [
        (MarketView.KRX, "", (None, None)),
        (MarketView.KRX, "^2", (None, None)),
        (MarketView.KRX, "^65950^613^2", (Decimal(65950), 613)),
        (MarketView.KRX, "^0^0^", (None, None)),
        (MarketView.NXT, "^65950^613^2^65900^87^1", (Decimal(65900), 87)),
        (MarketView.NXT, "^65950^613^2", (None, None)),
        (MarketView.UNIFIED, "^65950^613^2^65900^87^1^2", (None, None)),
    ],
)
def test_midpoint_orders_stand_where_the_market_s_layout_says(
    view: MarketView, tail: str, mid: tuple[Decimal | None, int | None]
) -> None:
    books, surprise = read_books(records_of(RECORD + tail), 0.0, view)
    assert surprise is None
    assert (books[0].mid_price, books[0].mid_size) == mid
