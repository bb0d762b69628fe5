import pytest

from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import Kind, all_listings, load_universe


@pytest.mark.parametrize("count", [None, 2_000])
def test_a_market_small_or_large_has_every_kind(count: int | None) -> None:
    listings = load_universe(count).listings
    assert len(listings) == (count or 400)
    assert {listing.kind for listing in listings} == set(Kind)
    assert {listing.market for listing in listings} == {"KOSPI", "KOSDAQ"}


def test_all_listings_are_one_of_a_kind() -> None:
    listings = all_listings()
    assert len(listings) == 2_400
    assert len({listing.symbol for listing in listings}) == len(listings)
    assert len({listing.isin for listing in listings}) == len(listings)
    assert all(one.listed_shares > 0 and one.volatility_bp > 0 for one in listings)


def test_the_usual_market_is_the_start_of_the_large_one() -> None:
    usual = load_universe().listings
    assert all_listings()[: len(usual)] == usual


def test_samsung_electronics_is_the_first() -> None:
    first = load_universe(1).listings
    assert [(listing.symbol, listing.name, listing.base_price) for listing in first] == [
        ("005930", "삼성전자", 97_100)
    ]


def test_every_base_price_is_on_its_tick() -> None:
    off = [
        listing.name
        for listing in all_listings()
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
