"""Realised profit as the client reads it from a server on this machine."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kis_desktop.domain.errors import InvalidInput, ServerRefused
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import Answer, Peer, Request, ok

START, END = date(2026, 10, 1), date(2026, 11, 20)
SUMS = {
    "sll_tr_amt_smtl": "2000000",
    "buy_tr_amt_smtl": "1500000",
    "tot_rlzt_pfls": "57000",
    "tot_fee": "491",
    "tot_tltx": "4000",
    "loan_int": "12",
    "tot_pftrt": "2.85",
}


def day(on: str, realized: str, **changes: str) -> dict[str, str]:
    row = {
        "trad_dt": on,
        "buy_amt": "1500000",
        "sll_amt": "1000000",
        "rlzt_pfls": realized,
        "fee": "245",
        "loan_int": "0",
        "tl_tax": "2000",
        "pfls_rt": "5.10000000",
        "sll_qty1": "10",
        "buy_qty1": "15",
    }
    return row | changes


def trade(on: str, symbol: str, **changes: str) -> dict[str, str]:
    row = day(on, "57000") | {
        "pdno": symbol,
        "prdt_name": "삼성전자",
        "trad_dvsn_name": "현금매도",
        "loan_dt": "",
        "pchs_unpr": "94000",
        "buy_qty": "0",
        "sll_pric": "100000",
        "sll_qty": "10",
    }
    return row | changes


async def test_days_come_with_the_server_s_own_sums(client: KisClient, peer: Peer) -> None:
    rows = [day("20261120", "50000"), day("20261005", "7000"), day("20261005", "7000"), day("", "")]
    peer.handlers["inquire-period-profit"] = lambda _: ok(output1=rows, output2=SUMS)
    report = await client.profit.days(START, END)
    assert [(row.day, row.realized) for row in report.rows] == [
        (date(2026, 11, 20), Decimal(50000)),
        (date(2026, 10, 5), Decimal(7000)),
    ]
    told = report.totals
    sums = [told.realized, told.fee, told.tax, told.interest]
    assert sums == [Decimal(57000), Decimal(491), Decimal(4000), Decimal(12)]
    assert report.disagreement is None
    (asked,) = peer.seen("inquire-period-profit")
    assert (asked.fields["INQR_STRT_DT"], asked.fields["INQR_END_DT"]) == ("20261001", "20261120")


async def test_trades_say_what_the_sold_shares_had_cost(client: KisClient, peer: Peer) -> None:
    rows = [
        trade("20261120", "005930", loan_dt="20261102"),
        trade("20261119", "000660", sll_qty="0", pchs_unpr="0"),
        trade("20261118", "035720", pchs_unpr=""),
        trade("20261118", ""),
    ]
    peer.handlers["inquire-period-trade-profit"] = lambda _: ok(output1=rows, output2=[SUMS])
    first, bought, unknown = (await client.profit.trades(START, END)).rows
    assert (first.symbol, first.basis, first.loan_date) == (
        "005930",
        Decimal(940000),
        date(2026, 11, 2),
    )
    assert (bought.basis, unknown.basis) == (Decimal(0), None)


async def test_without_trades_nothing_was_realised(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-period-profit"] = lambda _: ok(output1=[], output2=[])
    report = await client.profit.days(START, END)
    assert (report.rows, report.totals.realized) == ((), Decimal(0))


async def test_rows_without_sums_leave_the_sums_unknown(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-period-profit"] = lambda _: ok(output1=[day("20261120", "1")])
    assert (await client.profit.days(START, END)).totals.realized is None


async def test_paper_does_not_tell(connect: Callable[..., KisClient], peer: Peer) -> None:
    with pytest.raises(InvalidInput):
        await connect("paper").profit.days(START, END)
    assert peer.requests == []


def closes(request: Request, size: int) -> Answer:
    """The newest days of what was asked for, newest first, as the index chart gives them."""
    last = date.fromisoformat(request.fields["FID_INPUT_DATE_2"])
    first = date.fromisoformat(request.fields["FID_INPUT_DATE_1"])
    days = [last - timedelta(days=back) for back in range(size) if last >= first]
    rows = [
        {"stck_bsop_date": f"{each:%Y%m%d}", "bstp_nmix_prpr": "4012.37"}
        for each in days
        if each >= first
    ]
    return ok(output1={}, output2=rows)


async def test_the_index_is_read_back_to_the_start(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-daily-indexchartprice"] = lambda asked: closes(asked, 20)
    line = await client.profit.index(START, END)
    assert (line[0].day, line[-1].day, len(line)) == (START, END, 51)
    assert line[0].close == Decimal("4012.37")
    assert len(peer.seen("inquire-daily-indexchartprice")) == 3


async def test_an_index_before_its_first_day_ends_with_an_empty_answer(
    client: KisClient, peer: Peer
) -> None:
    def answer(request: Request) -> Answer:
        until = request.fields["FID_INPUT_DATE_2"]
        rows = [{"stck_bsop_date": "20261118", "bstp_nmix_prpr": "4000"}]
        return ok(output2=rows if until >= "20261118" else [])

    peer.handlers["inquire-daily-indexchartprice"] = answer
    assert [each.day for each in await client.profit.index(START, END)] == [date(2026, 11, 18)]


async def test_an_index_without_an_end_is_given_up(
    client: KisClient, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kis_desktop.kis.profit_reader._MOST_INDEX_CALLS", 2)
    peer.handlers["inquire-daily-indexchartprice"] = lambda asked: closes(asked, 5)
    with pytest.raises(ServerRefused):
        await client.profit.index(START, END)
