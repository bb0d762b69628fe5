"""The account as the client reads it from a server on this machine."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.domain.errors import ServerRefused
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import Answer, Peer, Request, ok, refused


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
        holding(
            hldg_qty="30",
            pchs_amt="5000",
            ord_psbl_qty="30",
            evlu_pfls_amt="500",
            trad_dvsn_name="자기융자",
            loan_dt="20261105",
            expd_dt="20270204",
            loan_amt="3000",
        ),
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
    peer.handlers["inquire-psbl-sell"] = lambda _: ok()
    assert await connect("real").accounts.sellable("005930") is None


async def test_lots_are_kept_apart_with_the_day_of_their_loan(
    client: KisClient, peer: Peer
) -> None:
    rows = [
        holding(trad_dvsn_name="현금", hldg_qty="10", pchs_amt="1000", loan_amt="0"),
        holding(
            trad_dvsn_name="자기융자",
            hldg_qty="5",
            pchs_amt="700",
            loan_dt="20261105",
            expd_dt="20270204",
            loan_amt="400",
        ),
    ]
    peer.handlers["inquire-balance"] = lambda _: ok(output1=rows, output2=[TOTALS])
    (position,) = (await client.accounts.account()).positions
    cash, loan = position.lots
    assert (cash.dealing, cash.loan_date, cash.quantity) == ("현금", None, 10)
    assert (loan.loan_date, loan.expires) == (date(2026, 11, 5), date(2027, 2, 4))
    assert (loan.loan, position.loan) == (Decimal(400), Decimal(400))
    (asked,) = peer.seen("inquire-balance")
    assert asked.fields["INQR_DVSN"] == "01"


async def test_borrowed_shares_are_owed_and_not_for_sale(client: KisClient, peer: Peer) -> None:
    short = holding(
        trad_dvsn_name="유통대주",
        hldg_qty="5",
        ord_psbl_qty="5",
        pchs_amt="700",
        loan_dt="20261105",
        stln_slng_chgs="700",
    )
    own = holding(trad_dvsn_name="현금", hldg_qty="10", ord_psbl_qty="8", pchs_amt="1000")
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[own, short], output2=[TOTALS])
    (position,) = (await client.accounts.account()).positions
    assert [lot.is_short for lot in position.lots] == [False, True]
    assert (position.quantity, position.owned, position.exposed) == (15, 10, 5)
    assert (position.sellable, position.average_price) == (8, None)
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[short], output2=[TOTALS])
    (position,) = (await client.accounts.account()).positions
    assert (position.owned, position.sellable, position.average_price) == (
        0,
        0,
        Decimal("98750.4156"),
    )


async def test_a_holding_bought_with_cash_alone_has_no_lots(client: KisClient, peer: Peer) -> None:
    row = holding(bfdy_cprs_icdc="-700", thdt_buyqty="0000000012", thdt_sll_qty="3")
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[row], output2=TOTALS)
    (position,) = (await client.accounts.account()).positions
    assert position.lots == ()
    assert position.base_change == -700
    assert (position.bought_today, position.sold_today) == (12, 3)


async def test_what_was_dealt_today_is_unknown_where_a_row_does_not_say(
    client: KisClient, peer: Peer
) -> None:
    loan = holding(trad_dvsn_name="자기융자", loan_dt="20261105", thdt_buyqty="7", thdt_sll_qty="")
    row = holding(thdt_buyqty="12", thdt_sll_qty="3")
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[row, loan], output2=TOTALS)
    (position,) = (await client.accounts.account()).positions
    assert (position.bought_today, position.sold_today) == (19, None)


async def test_a_row_that_stands_twice_counts_once(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-balance"] = lambda _: ok(
        output1=[holding(), holding(prpr="101300")], output2=[TOTALS]
    )
    (position,) = (await client.accounts.account()).positions
    assert position.quantity == 1203


async def test_what_was_sold_off_today_is_no_position_and_still_dealt_in(
    client: KisClient, peer: Peer
) -> None:
    row = holding(hldg_qty="0", thdt_sll_qty="40")
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[row], output2=[TOTALS])
    account = await client.accounts.account()
    assert account.positions == ()
    (dealt,) = account.dealt
    assert (dealt.symbol, dealt.bought, dealt.sold) == ("086790", 0, 40)


def paged(*pages: Answer) -> Callable[[Request], Answer]:
    """One page after the other, whatever is asked."""
    left = iter(pages)
    return lambda _: next(left)


def page(*rows: dict[str, str], position: str) -> Answer:
    return Answer(
        {
            "rt_cd": "0",
            "msg_cd": "KIOK0510",
            "msg1": "",
            "ctx_area_fk100": "12345678^01",
            "ctx_area_nk100": position,
            "output1": list(rows),
            "output2": [TOTALS],
        },
        headers={"tr_cont": "M" if position else "D"},
    )


async def test_holdings_are_read_to_the_last_page(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-balance"] = paged(
        page(holding(pdno="005930"), position="1"),
        page(holding(pdno="000660"), position="2"),
        page(holding(pdno="035720"), position=""),
    )
    account = await client.accounts.account()
    assert [each.symbol for each in account.positions] == ["005930", "000660", "035720"]
    keys = [asked.fields["CTX_AREA_NK100"] for asked in peer.seen("inquire-balance")]
    assert keys == ["", "1", "2"]


async def test_pages_in_a_circle_are_no_account(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-balance"] = lambda _: page(holding(), position="1")
    with pytest.raises(ServerRefused):
        await client.accounts.account()
    assert len(peer.seen("inquire-balance")) == 2


async def test_an_account_that_moved_while_it_was_read_is_read_again(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-balance"] = paged(
        page(holding(pdno="005930"), position="1"),
        refused("SYDB0050", 200, "7"),
        page(holding(pdno="000660"), position=""),
    )
    account = await client.accounts.account()
    assert [each.symbol for each in account.positions] == ["000660"]


async def test_an_account_that_never_stands_still_is_given_up(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-balance"] = lambda _: refused("SYDB0050", 200, "7")
    with pytest.raises(ServerRefused):
        await client.accounts.account()
    assert len(peer.seen("inquire-balance")) == 4


async def test_an_object_where_a_list_is_documented_is_one_holding(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-balance"] = lambda _: ok(output1=holding(), output2=TOTALS)
    assert len((await client.accounts.account()).positions) == 1
    peer.handlers["inquire-balance"] = lambda _: ok(output1={}, output2={})
    assert (await client.accounts.account()).positions == ()


def asset(net: int) -> dict[str, str]:
    return {
        "pchs_amt": "1000",
        "evlu_amt": str(net),
        "evlu_pfls_amt": str(net - 1000),
        "crdt_lnd_amt": "0",
        "real_nass_amt": str(net),
        "whol_weit_rt": "12.50",
    }


async def test_the_kinds_of_assets_are_named_by_their_place(client: KisClient, peer: Peer) -> None:
    rows = [asset(place) for place in range(1, 21)]
    peer.handlers["inquire-account-balance"] = lambda _: ok(
        output1=rows, output2={"tot_dncl_amt": "777"}
    )
    details = await client.accounts.details()
    first, *_, total = details.assets
    assert (first.name, first.net, first.weight) == ("asset.stock", Decimal(1), Decimal("12.50"))
    assert (total.place, total.is_sum) == (20, True)
    assert details.deposits == 777
    assert (details.margin, details.realized, details.withdrawable) == (None, None, None)


async def test_assets_of_another_number_have_no_names(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-account-balance"] = lambda _: ok(output1=[asset(1)] * 3, output2={})
    details = await client.accounts.details()
    assert [each.name for each in details.assets] == ["", "", ""]


async def test_details_come_from_four_readings(client: KisClient, peer: Peer) -> None:
    peer.handlers["intgr-margin"] = lambda _: ok(
        output={"stck_cash_use_amt": "150", "rcvb_amt": "0"}
    )
    peer.handlers["inquire-balance-rlz-pl"] = lambda _: ok(
        output1=[], output2=[{"rlzt_pfls": "-42150", "rlzt_erng_rt": "-1.2"}]
    )
    peer.handlers["inquire-present-balance"] = lambda _: ok(
        output1=[], output2=[], output3={"wdrw_psbl_tot_amt": "900"}
    )
    details = await client.accounts.details()
    told = [details.margin, details.receivable, details.withdrawable]
    assert told == [Decimal(150), Decimal(0), Decimal(900)]
    assert (details.realized, details.realized_rate) == (Decimal(-42150), Decimal("-1.2"))


async def test_paper_is_not_asked_for_what_it_does_not_serve(
    connect: Callable[..., KisClient], peer: Peer
) -> None:
    peer.handlers["inquire-present-balance"] = lambda _: ok(output3={"wdrw_psbl_tot_amt": "5"})
    details = await connect("paper").accounts.details()
    assert details.withdrawable == 5
    assert {asked.path.rsplit("/", 1)[-1] for asked in peer.requests} == {
        "tokenP",
        "inquire-present-balance",
    }


def past_order(number: str, day: str, **changes: str) -> dict[str, str]:
    row = {
        "ord_dt": day,
        "ord_gno_brno": "06010",
        "odno": number,
        "sll_buy_dvsn_cd": "02",
        "pdno": "005930",
        "ord_qty": "10",
        "tot_ccld_qty": "10",
        "avg_prvs": "71900",
        "ord_tmd": "101500",
        "ord_dvsn_cd": "00",
        "excg_id_dvsn_cd": "KRX",
    }
    return row | changes


async def test_orders_of_a_range_are_asked_of_both_archives(client: KisClient, peer: Peer) -> None:
    def answer(request: Request) -> Answer:
        if request.headers["tr_id"] == "CTSC9215R":
            return ok(output1=[past_order("0000000001", "20260504")])
        return ok(output1=[past_order("0000000002", "20261120"), past_order("", "", ord_qty="")])

    peer.handlers["inquire-daily-ccld"] = answer
    peer.handlers["inquire-psbl-sell"] = lambda _: ok(output={"ord_psbl_qty": "1"})
    await client.accounts.sellable("005930")
    found = await client.accounts.orders_between(date(2026, 5, 1), date(2026, 11, 20))
    assert [order.order_no.lstrip("0") for order in found] == ["2", "1"]
    spans = [
        (asked.headers["tr_id"], asked.fields["INQR_STRT_DT"], asked.fields["INQR_END_DT"])
        for asked in peer.seen("inquire-daily-ccld")
    ]
    assert spans == [("CTSC9215R", "20260501", "20260826"), ("TTTC0081R", "20260827", "20261120")]


async def test_a_past_order_that_does_not_read_fails_the_history(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-daily-ccld"] = lambda _: ok(
        output1=[past_order("0000000001", "20261119", sll_buy_dvsn_cd="")]
    )
    with pytest.raises(ServerRefused):
        await client.accounts.orders_between(date(2026, 11, 19), date(2026, 11, 19))
