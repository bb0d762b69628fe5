from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.profit import pocket_of
from kis_desktop.simulator.seed_accounts import (
    PENSION_ACCOUNT,
    RETIREMENT_ACCOUNT,
    STOCK_ACCOUNT,
    seeded_ledgers,
)
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.views import Side
from tests.unit.simulator.facts.asking import (
    Row,
    all_rows,
    all_scheduled,
    block_of,
    body_of,
    market_of,
    rows_of,
)

FIRST, TODAY = date(2021, 10, 1), date(2026, 11, 20)
OF_SHARES = ["01", "22", "29"]
PAST = "CTSC9215R"
spans = st.tuples(
    st.dates(FIRST, TODAY - timedelta(days=1)), st.integers(min_value=0, max_value=250)
).map(lambda drawn: (drawn[0], min(drawn[0] + timedelta(days=drawn[1]), TODAY)))


def period(start: date, end: date) -> dict[str, str]:
    return {"INQR_STRT_DT": f"{start:%Y%m%d}", "INQR_END_DT": f"{end:%Y%m%d}"}


def total(rows: list[Row], name: str) -> int:
    return sum(int(row[name]) for row in rows)


def of_past(market: Market, product: str, start: date, end: date) -> tuple[list[Row], Row]:
    """Orders of a period by the TR id that reaches back as far as there are any."""
    endpoint = load("domestic_stock/inquire_daily_ccld")
    assert PAST in endpoint.real
    fields = period(start, end) | {"INQR_DVSN": "01"}
    recent = TODAY - timedelta(days=80)
    if start < recent:
        account = market.account(f"12345678-{product}")
        assert account is not None
        records = account.order_history(start, end)
        fills = account.fill_history(start, end)
        rows = [
            {
                "ord_dt": f"{one.trade_date:%Y%m%d}",
                "odno": one.number,
                "tot_ccld_amt": str(one.filled_amount),
            }
            for one in records
        ]
        costs = str(sum(one.fee + one.tax for one in fills))
        return rows, {"prsm_tlex_smtl": costs}
    rows, body = all_rows(market, "inquire_daily_ccld", "output1", product, **fields)
    return rows, block_of(body, "output2")


@settings(max_examples=12, deadline=None)
@given(span=spans, product=st.sampled_from(OF_SHARES), seed=st.sampled_from([1, 7]))
def test_orders_profits_and_trades_of_any_period_agree(
    span: tuple[date, date], product: str, seed: int
) -> None:
    market = market_of(seed)
    asked = {**period(*span), "SORT_DVSN": "01"}
    orders, costs = of_past(market, product, *span)
    days, by_day = all_rows(market, "inquire_period_profit", "output1", product, **asked)
    trades, by_trade = all_rows(market, "inquire_period_trade_profit", "output1", product, **asked)
    first, second = block_of(by_day, "output2"), block_of(by_trade, "output2")
    filled = total(orders, "tot_ccld_amt")
    assert filled == total(days, "buy_amt") + total(days, "sll_amt")
    assert filled == total(trades, "buy_amt") + total(trades, "sll_amt")
    assert filled == int(first["tot_tr_amt"]) == int(second["tot_tr_amt"])
    for name in ("rlzt_pfls", "fee", "tl_tax", "loan_int"):
        assert total(days, name) == total(trades, name)
    assert total(days, "rlzt_pfls") == int(first["tot_rlzt_pfls"]) == int(second["tot_rlzt_pfls"])
    assert int(costs["prsm_tlex_smtl"]) == total(days, "fee") + total(days, "tl_tax")
    assert {row["trad_dt"] for row in days} == {row["trad_dt"] for row in trades}
    assert {row["trad_dt"] for row in days} <= {row["ord_dt"] for row in orders}


@pytest.mark.parametrize("product", OF_SHARES)
@pytest.mark.parametrize(
    "day", [date(2022, 8, 10), date(2023, 2, 16), date(2024, 3, 4), date(2025, 6, 12)]
)
def test_any_day_of_the_years_before_has_a_trade(product: str, day: date) -> None:
    account = market_of(1).account(f"12345678-{product}")
    assert account is not None
    symbol = "069500" if product == "29" else "005930"
    assert [one for one in account.order_history(day, day) if one.symbol == symbol]


@pytest.mark.parametrize("number", [STOCK_ACCOUNT, PENSION_ACCOUNT, RETIREMENT_ACCOUNT])
@pytest.mark.parametrize("seed", [1, 7, 42])
def test_every_year_before_the_past_ends_flat(number: str, seed: int) -> None:
    market = market_of(seed)
    account = market.account(number)
    assert account is not None
    for year in (2022, 2023, 2024):
        held: dict[object, int] = {}
        for fill in account.fill_history(date(year, 1, 1), date(year, 12, 31)):
            pocket = pocket_of(fill)
            change = fill.quantity if fill.side is Side.BUY else -fill.quantity
            held[pocket] = held.get(pocket, 0) + change
            assert held[pocket] >= 0
        assert not any(held.values())
        assert held


def test_older_years_change_nothing_of_today() -> None:
    market = market_of(7, open_house=False)
    before = [
        (one.cash(), one.positions(), one.loans())
        for one in seeded_ledgers(7, market.universe, market, TODAY, open_house=False)
    ]
    for account in market.accounts:
        account.fill_history(FIRST, TODAY)
    assert before == [(one.cash(), one.positions(), one.loans()) for one in market.accounts]


@settings(max_examples=15, deadline=None)
@given(span=spans, product=st.sampled_from(OF_SHARES))
def test_rights_are_the_dividends_of_what_was_held(span: tuple[date, date], product: str) -> None:
    market = market_of(1)
    rows, _ = all_rows(market, "period_rights", "output", product, **period(*span))
    for symbol, mine in groupby(sorted(rows, key=lambda row: row["shtn_pdno"]), _symbol):
        paid = {
            row["record_date"]: row
            for row in all_scheduled(
                market, "ksdinfo_dividend", SHT_CD=symbol, F_DT="20210901", T_DT="20261231"
            )
        }
        for row in mine:
            dividend = paid[row["bass_dt"]]
            amount = int(row["cblc_qty"]) * int(dividend["per_sto_divi_amt"])
            assert int(row["last_alct_amt"]) == amount
            assert dividend["divi_pay_dt"].replace("/", "") == row["cash_dfrm_dt"]
            assert int(row["tax_amt"]) == amount * 154 // 1_000 // 10 * 10


def _symbol(row: Row) -> str:
    return row["shtn_pdno"].removeprefix("A")


def test_a_few_days_around_a_payment_have_a_right() -> None:
    asked = period(date(2025, 1, 1), date(2025, 1, 3))
    rows, _ = all_rows(market_of(1), "period_rights", "output", **asked)
    assert [(row["shtn_pdno"], row["cash_dfrm_dt"]) for row in rows] == [("A069500", "20250103")]


@settings(max_examples=10, deadline=None)
@given(span=spans, product=st.sampled_from(OF_SHARES))
def test_a_reservation_of_the_past_became_an_order(span: tuple[date, date], product: str) -> None:
    market = market_of(7)
    asked = {
        "RSVN_ORD_ORD_DT": f"{span[0]:%Y%m%d}",
        "RSVN_ORD_END_DT": f"{span[1]:%Y%m%d}",
        "CNCL_YN": "N",
    }
    rows, _ = all_rows(market, "order_resv_ccnl", "output", product, **asked)
    account = market.account(f"12345678-{product}")
    assert account is not None
    orders = {(f"{one.trade_date:%Y%m%d}", one.number): one for one in account.order_history(*span)}
    for row in rows:
        assert row["rsvn_ord_rcit_dt"] < row["rsvn_ord_ord_dt"]
        if row["prcs_rslt"] == "취소":
            assert (row["odno"], row["tot_ccld_qty"]) == ("", "0")
            assert row["cncl_ord_dt"] == row["rsvn_ord_rcit_dt"]
            continue
        order = orders[row["rsvn_ord_ord_dt"], row["odno"]]
        assert (row["pdno"], int(row["tot_ccld_qty"])) == (order.symbol, order.filled_quantity)
    if span[1] - span[0] > timedelta(days=60):
        assert rows


@pytest.mark.parametrize("seed", [1, 7])
@pytest.mark.parametrize("product", OF_SHARES)
def test_a_pension_account_says_what_its_balance_says(seed: int, product: str) -> None:
    market = market_of(seed)
    balance = body_of(market, "inquire_balance", product, INQR_DVSN="02")
    held = {
        row["pdno"]: row for row in rows_of(balance, "output1") if row["trad_dvsn_name"] == "현금"
    }
    money = rows_of(balance, "output2")[0]
    pension = body_of(market, "pension_inquire_balance", product)
    fills = body_of(market, "pension_inquire_present_balance", product)
    deposit = block_of(body_of(market, "pension_inquire_deposit", product), "output")
    for row in rows_of(pension, "output1"):
        names = ("hldg_qty", "ord_psbl_qty", "pchs_amt", "evlu_amt", "thdt_buyqty", "thdt_sll_qty")
        assert {name: row[name] for name in names} == {
            name: held[row["pdno"]][name] for name in names
        }
    assert {row["pdno"] for row in rows_of(fills, "output1")} == {
        row["pdno"] for row in held.values() if row["hldg_qty"] != "0"
    }
    assert sum(Decimal(row["cblc_weit"]) for row in rows_of(fills, "output1")) == pytest.approx(
        Decimal(100), abs=Decimal("0.001")
    )
    assert deposit["dnca_tota"] == money["dnca_tot_amt"]
    assert int(deposit["dnca_tota"]) + int(deposit["nxdy_sttl_amt"]) == int(money["nxdy_excc_amt"])
    settled = sum(int(deposit[name]) for name in ("dnca_tota", "nxdy_sttl_amt", "nx2_day_sttl_amt"))
    assert settled == int(money["prvs_rcdl_excc_amt"])
    total_row = block_of(pension, "output2")
    assert (
        int(total_row["tot_evlu_amt"]) == total(rows_of(pension, "output1"), "evlu_amt") + settled
    )


def test_the_day_has_changed_the_assets_by_what_prices_and_costs_did() -> None:
    market = market_of(1)
    money = rows_of(body_of(market, "inquire_balance"), "output2")[0]
    account = market.account(STOCK_ACCOUNT)
    assert account is not None
    worth = int(money["tot_evlu_amt"])
    assert worth - int(money["bfdy_tot_asst_evlu_amt"]) == int(money["asst_icdc_amt"])
    quiet = market_of(1, open_house=False)
    rows = rows_of(body_of(quiet, "inquire_balance"), "output1")
    still = rows_of(body_of(quiet, "inquire_balance"), "output2")[0]
    moved = sum(int(row["hldg_qty"]) * int(row["bfdy_cprs_icdc"]) for row in rows)
    assert int(still["asst_icdc_amt"]) == moved


def test_orders_wait_only_where_the_clock_is_open() -> None:
    waiting = rows_of(body_of(market_of(1), "inquire_psbl_rvsecncl"), "output")
    assert {row["sll_buy_dvsn_cd"] for row in waiting} == {"01", "02"}
    assert not rows_of(body_of(market_of(1, open_house=False), "inquire_psbl_rvsecncl"), "output")
    for product in ("22", "29"):
        of_pension = rows_of(
            body_of(market_of(1), "pension_inquire_daily_ccld", product, CCLD_NCCS_DVSN="02"),
            "output",
        )
        assert of_pension
        assert all(int(row["nccs_qty"]) > 0 for row in of_pension)


def test_reservations_are_taken_at_any_hour_where_the_clock_is_open() -> None:
    at = "11:11"
    taken = body_of(market_of(3, at), "order_resv")
    assert block_of(taken, "output")["RSVN_ORD_SEQ"]
    book = market_of(3, at).reservations
    assert [one.first_day for one in book.of(STOCK_ACCOUNT)] == [date(2026, 11, 23)]
    with pytest.raises(AssertionError, match="예약주문 접수시간이 아닙니다"):
        body_of(market_of(3, at, open_house=False), "order_resv")


def test_what_can_be_ordered_with_beside_cash_is_the_same_at_three_requests() -> None:
    market = market_of(7)
    power = block_of(body_of(market, "inquire_psbl_order"), "output")
    margin = block_of(body_of(market, "intgr_margin"), "output")
    assets = block_of(body_of(market, "inquire_account_balance"), "output2")
    assert power["ord_psbl_sbst"] == margin["stck_sbst_objt_amt"] == assets["tot_sbst_amt"]
    assert power["ruse_psbl_amt"] == margin["stck_ruse_psbl_objt_amt"]
    assert power["ord_psbl_cash"] == margin["stck_cash_ord_psbl_amt"]
    together = int(margin["stck_itgr_100_ord_psbl_amt"]) - int(margin["stck_cash_ord_psbl_amt"])
    assert together >= int(power["ord_psbl_frcr_amt_wcrc"]) - 5
