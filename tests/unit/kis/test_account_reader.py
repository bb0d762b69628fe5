"""The account as the client reads it from a server on this machine."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from kis_desktop.domain.errors import ServerRefused
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import Peer, ok, refused


def holding(**changes: str) -> dict[str, str]:
    row = {
        "pdno": "086790",
        "prdt_name": "하나금융지주",
        "hldg_qty": "1203",
        "ord_psbl_qty": "1174",
        "pchs_avg_pric": "98750.4156",
        "pchs_amt": "118796750",
        "prpr": "101200",
        "evlu_amt": "121743600",
        "evlu_pfls_amt": "2946850",
        "evlu_pfls_rt": "2.48",
    }
    return row | changes


TOTALS = {
    "dnca_tot_amt": "812340",
    "nxdy_excc_amt": "812341",
    "prvs_rcdl_excc_amt": "812342",
    "thdt_tlex_amt": "120",
    "tot_evlu_amt": "1000000",
    "pchs_amt_smtl_amt": "118796750",
    "evlu_amt_smtl_amt": "121743600",
    "evlu_pfls_smtl_amt": "2946850",
}


async def test_a_holding_without_a_count_fails_the_account(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[holding(hldg_qty="")], output2={})
    with pytest.raises(ServerRefused):
        await client.accounts.account()


async def test_the_account_shows_cash_of_three_days_and_positions(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[holding()], output2=[TOTALS])
    peer.handlers["inquire-psbl-order"] = lambda _: ok(output={"nrcvb_buy_amt": "340000"})
    account = await client.accounts.account()
    cash = [account.cash, account.cash_d1, account.cash_d2]
    assert cash == [Decimal(812340), Decimal(812341), Decimal(812342)]
    assert account.buying_power == Decimal(340000)
    assert (account.total, account.fees_today) == (Decimal(1000000), Decimal(120))
    (position,) = account.positions
    assert (position.symbol, position.quantity, position.sellable) == ("086790", 1203, 1174)
    assert position.average_price == Decimal("98750.4156")
    assert position.unrealized_rate == Decimal("2.48")


async def test_without_a_price_a_position_has_no_value_instead_of_zero(
    client: KisClient, peer: Peer
) -> None:
    row = holding(prpr="0", evlu_amt="0", evlu_pfls_amt="0", evlu_pfls_rt="0.00")
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[row], output2={})
    peer.handlers["inquire-psbl-order"] = lambda _: refused("APBK9999", 200)
    account = await client.accounts.account()
    (position,) = account.positions
    assert (position.last, position.value, position.unrealized_pnl) == (None, None, None)
    assert position.cost == Decimal(118796750)
    assert (account.cash, account.buying_power) == (None, None)


async def test_two_lots_of_an_instrument_are_one_position(client: KisClient, peer: Peer) -> None:
    rows = [
        holding(hldg_qty="10", pchs_amt="1000", ord_psbl_qty="8", evlu_pfls_amt="100"),
        holding(hldg_qty="30", pchs_amt="5000", ord_psbl_qty="30", evlu_pfls_amt="500"),
        holding(pdno="005930", hldg_qty="0"),
        dict.fromkeys(holding(), ""),
    ]
    peer.handlers["inquire-balance"] = lambda _: ok(output1=rows, output2=[TOTALS])
    peer.handlers["inquire-psbl-order"] = lambda _: ok(output={})
    account = await client.accounts.account()
    (position,) = account.positions
    assert (position.quantity, position.sellable, position.cost) == (40, 38, Decimal(6000))
    assert position.average_price == Decimal(150)
    assert position.unrealized_rate == Decimal(10)


async def test_buying_power_names_what_can_be_bought_without_credit(
    client: KisClient, peer: Peer
) -> None:
    output = {
        "ord_psbl_cash": "52310440",
        "psbl_qty_calc_unpr": "70000",
        "nrcvb_buy_amt": "26140900",
        "nrcvb_buy_qty": "373",
        "max_buy_qty": "747",
    }
    peer.handlers["inquire-psbl-order"] = lambda _: ok(output=output)
    power = await client.accounts.buying_power("005930", "limit", Decimal(70000))
    assert (power.cash, power.amount) == (Decimal(52310440), Decimal(26140900))
    assert (power.quantity, power.unit_price) == (373, Decimal(70000))
    (sent,) = peer.seen("inquire-psbl-order")
    assert (sent.fields["ORD_UNPR"], sent.fields["ORD_DVSN"]) == ("70000", "00")


async def test_buying_power_without_its_sums_is_a_refusal(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-psbl-order"] = lambda _: ok(output={"ord_psbl_cash": "1"})
    with pytest.raises(ServerRefused):
        await client.accounts.buying_power("005930", "market", None)


async def test_sellable_is_unknown_in_paper_and_asked_for_in_real(
    connect: Callable[..., KisClient], peer: Peer
) -> None:
    peer.handlers["inquire-psbl-sell"] = lambda _: ok(output={"ord_psbl_qty": "236"})
    assert await connect("paper").accounts.sellable("005930") is None
    assert peer.requests == []
    assert await connect("real").accounts.sellable("005930") == 236
