import pytest

from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import Kind, load_universe


def test_there_are_more_than_three_hundred_listings_of_every_kind() -> None:
    listings = load_universe().listings
    assert len(listings) >= 340
    assert {listing.kind for listing in listings} == set(Kind)
    assert {listing.market for listing in listings} == {"KOSPI", "KOSDAQ"}
    assert len({listing.symbol for listing in listings}) == len(listings)


def test_samsung_electronics_is_the_first() -> None:
    first = load_universe(1).listings
    assert [(listing.symbol, listing.name, listing.base_price) for listing in first] == [
        ("005930", "삼성전자", 97_100)
    ]


def test_every_base_price_is_on_its_tick() -> None:
    off = [
        listing.name
        for listing in load_universe().listings
        if not PriceGrid(listing.base_price, etp=listing.is_etp).is_on_tick(listing.base_price)
    ]
    assert off == []


@pytest.mark.parametrize(
    ("text", "first"),
    [("하이닉스", "000660"), ("no such name", None), ("03542", "035420"), ("", None)],
)
def test_search_finds_by_name_and_by_the_start_of_the_symbol(text: str, first: str | None) -> None:
    found = load_universe().search(text)
    assert (found[0].symbol if found else None) == first


def test_a_market_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        load_universe(0)
