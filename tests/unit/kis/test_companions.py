"""A share's days as the client reads them from a server on this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kis_desktop.domain.companion import InvestorDay, SidesDay
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import Peer, ok

UNTIL = date(2026, 11, 20)


def investors(on: str, prsn: str, frgn: str, orgn: str) -> dict[str, str]:
    return {
        "stck_bsop_date": on,
        "prsn_ntby_qty": prsn,
        "frgn_ntby_qty": frgn,
        "orgn_ntby_qty": orgn,
    }


ROWS = [
    investors("20261123", "1", "1", "1"),
    investors("20261120", "", "", ""),
    investors("20261119", "-1200", "700", "500"),
    investors("20261118", "30", "", "-30"),
    investors("", "1", "1", "1"),
]


async def test_net_buying_is_told_up_to_a_day(client: KisClient, peer: Peer) -> None:
    peer.handlers["investor-trade-by-stock-daily"] = lambda _: ok(output1={}, output2=ROWS)
    found = await client.companions.investors_page("005930@UN", UNTIL)
    assert found == (
        InvestorDay(date(2026, 11, 18), 30, None, -30),
        InvestorDay(date(2026, 11, 19), -1200, 700, 500),
    )
    (asked,) = peer.seen("investor-trade-by-stock-daily")
    assert asked.fields["FID_COND_MRKT_DIV_CODE"] == "UN"
    assert asked.fields["FID_INPUT_DATE_1"] == "20261120"


async def test_paper_tells_the_last_days_alone(
    connect: Callable[..., KisClient], peer: Peer
) -> None:
    peer.handlers["inquire-investor"] = lambda _: ok(output=ROWS)
    paper = connect("paper").companions
    assert len(await paper.investors_page("005930", UNTIL)) == 2
    assert await paper.investors_page("005930", date(2026, 11, 17), background=True) == ()
    assert await paper.sides_page("005930", UNTIL, UNTIL) == ()


async def test_both_sides_of_the_tape_are_told_by_day(client: KisClient, peer: Peer) -> None:
    rows = [
        {"stck_bsop_date": "20261120", "total_shnu_qty": "900", "total_seln_qty": "600"},
        {"stck_bsop_date": "20261119", "total_shnu_qty": "", "total_seln_qty": "10"},
        {"stck_bsop_date": ""},
    ]
    peer.handlers["inquire-daily-trade-volume"] = lambda _: ok(output1={}, output2=rows)
    found = await client.companions.sides_page("005930", date(2026, 11, 1), UNTIL, background=True)
    assert found == (
        SidesDay(date(2026, 11, 19), None, 10),
        SidesDay(date(2026, 11, 20), 900, 600),
    )
    (asked,) = peer.seen("inquire-daily-trade-volume")
    assert asked.fields["FID_PERIOD_DIV_CODE"] == "D"
    dates = (asked.fields["FID_INPUT_DATE_1"], asked.fields["FID_INPUT_DATE_2"])
    assert dates == ("20261101", "20261120")


async def test_what_a_service_does_not_have_is_not_asked_for(client: KisClient, peer: Peer) -> None:
    assert await client.companions.sides_page("005930@UN", UNTIL, UNTIL) == ()
    assert await client.companions.investors_page("^0001", UNTIL) == ()
    assert await client.companions.sides_page("^0001", UNTIL, UNTIL) == ()
    assert not peer.seen("inquire-daily-trade-volume")


async def test_paper_has_no_other_market(connect: Callable[..., KisClient]) -> None:
    with pytest.raises(InvalidInput):
        await connect("paper").companions.investors_page("005930@NXT", UNTIL)
