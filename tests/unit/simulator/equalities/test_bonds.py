"""장내채권: what quotes, valuations and orders of bonds say of each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.simulator.equalities.asked import (
    LIVED,
    Asked,
    Equality,
    Moment,
    Table,
    by,
    near,
    standing,
    total,
)

_FAMILY = "domestic_bond"
_CODES = ("KR103501GA03", "KR203101MA02", "KR6000005A01")
_FACE = 10_000
"""won that a price is for; quantities are in thousands of won"""
_PER_UNIT = _FACE // 1000
_LONG_AGO = {"INQR_STRT_DT": "20240301", "INQR_END_DT": "20240430"}


def _the_quote_is_the_last_trade_and_the_last_day(asked: Asked) -> None:
    for code in _CODES:
        now = asked.row(f"{_FAMILY}/inquire_price", FID_INPUT_ISCD=code)
        trade = asked.rows(f"{_FAMILY}/inquire_ccnl", FID_INPUT_ISCD=code)[0]
        day, before = asked.rows(f"{_FAMILY}/inquire_daily_price", FID_INPUT_ISCD=code)[:2]
        for name in ("bond_prpr", "bond_prdy_vrss", "prdy_ctrt", "acml_vol"):
            assert now[name] == trade[name] == day[name]
        assert now["bond_prdy_clpr"] == before["bond_prpr"]


def _the_chart_is_the_list_of_days(asked: Asked) -> None:
    for code in _CODES:
        days = asked.rows(f"{_FAMILY}/inquire_daily_price", FID_INPUT_ISCD=code)
        chart = asked.rows(f"{_FAMILY}/inquire_daily_itemchartprice", FID_INPUT_ISCD=code)
        for day, bar in zip(days, chart, strict=False):
            assert {name: day[name] for name in bar} == bar


def _the_channels_tell_the_quote_and_the_book(asked: Asked) -> None:
    for code in _CODES:
        now = asked.row(f"{_FAMILY}/inquire_price", FID_INPUT_ISCD=code)
        book = asked.row(f"{_FAMILY}/inquire_asking_price", FID_INPUT_ISCD=code)
        (last,) = asked.streamed("H0BJCNT0", code)
        (streamed,) = asked.streamed("H0BJASP0", code)
        assert (last["stck_prpr"], last["acml_vol"]) == (now["bond_prpr"], now["acml_vol"])
        assert last["bond_cntg_ert"] == now["ernn_rate"]
        assert (streamed["askp1"], streamed["bidp1"]) == (book["bond_askp1"], book["bond_bidp1"])
        assert streamed["total_bidp_rsqn"] == book["total_bidp_rsqn"]


def _a_price_has_one_yield(asked: Asked) -> None:
    for code in _CODES:
        now = asked.row(f"{_FAMILY}/inquire_price", FID_INPUT_ISCD=code)
        book = asked.row(f"{_FAMILY}/inquire_asking_price", FID_INPUT_ISCD=code)
        yields = {
            book[f"bond_{side}p{level}"]: book[f"{name}_ernn_rate{level}"]
            for side, name in (("ask", "seln"), ("bid", "shnu"))
            for level in range(1, 6)
        }
        if now["bond_prpr"] in yields:
            assert yields[now["bond_prpr"]] == now["ernn_rate"]


def _valuations_are_the_mean_of_the_houses(asked: Asked) -> None:
    for code in _CODES:
        asked_for = {"PDNO": code} | _LONG_AGO
        units = asked.rows(f"{_FAMILY}/avg_unit", "output1", **asked_for)
        assert units
        for row in units:
            houses = ("kis_unpr", "kbp_unpr", "nice_evlu_unpr", "fnp_unpr")
            mean = sum(Decimal(row[name]) for name in houses) / 4
            assert near(row["avg_evlu_unpr"], mean, 0.01)


def _the_worth_of_an_issue_is_its_unit_price(asked: Asked) -> None:
    for code in _CODES:
        asked_for = {"PDNO": code} | _LONG_AGO
        units = asked.rows(f"{_FAMILY}/avg_unit", "output1", **asked_for)
        worth = asked.rows(f"{_FAMILY}/avg_unit", "output2", **asked_for)
        parts = asked.rows(f"{_FAMILY}/avg_unit", "output3", **asked_for)
        listed = int(asked.row(f"{_FAMILY}/issue_info", PDNO=code)["lstg_rmnd"])
        for unit, whole, part in zip(units, worth, parts, strict=True):
            each = Decimal(unit["avg_evlu_unpr"])
            assert near(whole["avg_evlu_amt"], each * listed / _FACE, listed / _FACE / 100)
            assert near(part["avg_evlu_unit_pric"], each / _FACE, 0.000001)


def _valuations_follow_the_closes(asked: Asked) -> None:
    for code in _CODES:
        units = by(asked.rows(f"{_FAMILY}/avg_unit", "output1", PDNO=code, **_LONG_AGO), "evlu_dt")
        chart = asked.rows(
            f"{_FAMILY}/inquire_daily_itemchartprice",
            FID_INPUT_ISCD=code,
            FID_INPUT_DATE_1="20240301",
            FID_INPUT_DATE_2="20240430",
        )
        for bar in chart:
            if bar["stck_bsop_date"] in units:
                told = units[bar["stck_bsop_date"]]["avg_evlu_unpr"]
                assert near(told, bar["bond_prpr"], 10)


def _both_descriptions_agree(asked: Asked) -> None:
    for code in (*_CODES, "KR6000012A01", "KR310101SA02"):
        issue = asked.row(f"{_FAMILY}/issue_info", PDNO=code)
        basic = asked.row(f"{_FAMILY}/search_bond_info", PDNO=code)
        shared = issue.keys() & basic.keys()
        assert {name: issue[name] for name in shared} == {name: basic[name] for name in shared}
        assert float(issue["srfc_inrt"]) == float(basic["ksd_rcvg_bond_srfc_inrt"])
        assert issue["expd_dt"] == basic["lstg_abol_dt"]


def _a_holding_cost_what_its_order_was_filled_at(asked: Asked) -> None:
    for row in asked.rows(f"{_FAMILY}/inquire_balance"):
        paid = Decimal(row["buy_unpr"]) * int(row["cblc_qty"]) / _PER_UNIT
        assert near(row["buy_amt"], paid, 1)
        orders = asked.rows(
            f"{_FAMILY}/inquire_daily_ccld",
            "output1",
            INQR_STRT_DT=row["buy_dt"],
            INQR_END_DT=row["buy_dt"],
        )
        prices = {
            Decimal(order["bond_avg_unpr"])
            for order in orders
            if order["shtn_pdno"] == row["pdno"] and order["sll_buy_dvsn_cd"] == "02"
        }
        assert Decimal(row["buy_unpr"]) in prices


def _a_holding_ends_when_its_bond_does(asked: Asked) -> None:
    for row in asked.rows(f"{_FAMILY}/inquire_balance"):
        told = asked.row(f"{_FAMILY}/issue_info", PDNO=row["pdno"])
        assert (row["exdt"], row["prdt_name"]) == (told["expd_dt"], told["prdt_name"])


def _free_bonds_are_those_that_no_order_binds(asked: Asked) -> None:
    held = asked.rows(f"{_FAMILY}/inquire_balance")
    waiting = asked.rows(f"{_FAMILY}/inquire_psbl_rvsecncl")
    for code in {row["pdno"] for row in held}:
        own = [row for row in held if row["pdno"] == code]
        sold = [row for row in waiting if (row["pdno"], row["sll_buy_dvsn_cd"]) == (code, "01")]
        assert total(own, "ord_psbl_qty") == total(own, "cblc_qty") - total(sold, "ord_psbl_qty")


def _open_orders_are_those_with_a_rest(asked: Asked) -> None:
    waiting = by(asked.rows(f"{_FAMILY}/inquire_psbl_rvsecncl"), "odno")
    today = {"INQR_STRT_DT": asked.today, "INQR_END_DT": asked.today}
    orders = asked.rows(f"{_FAMILY}/inquire_daily_ccld", "output1", **today)
    assert waiting.keys() == {row["odno"] for row in orders if int(row["nccs_qty"])}
    for row in orders:
        if row["odno"] in waiting:
            assert waiting[row["odno"]]["ord_psbl_qty"] == row["nccs_qty"]


def _orders_of_a_period_add_up(asked: Asked) -> None:
    orders = asked.rows(f"{_FAMILY}/inquire_daily_ccld", "output1", **_LONG_AGO)
    sums = asked.row(f"{_FAMILY}/inquire_daily_ccld", "output2", **_LONG_AGO)
    new = [row for row in orders if "취소" not in row["sll_buy_dvsn_cd_name"]]
    assert new
    assert total(new, "ord_qty") == int(sums["tot_ord_qty"])
    assert total(orders, "tot_ccld_qty") == int(sums["tot_ccld_qty_smtl"])
    assert total(orders, "tot_ccld_amt") == int(sums["tot_ccld_amt_smtl"])
    for row in orders:
        paid = Decimal(row["bond_avg_unpr"]) * int(row["tot_ccld_qty"]) / _PER_UNIT
        assert near(row["tot_ccld_amt"], paid, 1)


def _as_many_can_be_bought_as_the_cash_pays(asked: Asked) -> None:
    for code in _CODES:
        now = asked.row(f"{_FAMILY}/inquire_price", FID_INPUT_ISCD=code)
        wish = {"PDNO": code, "BOND_ORD_UNPR": now["bond_prpr"]}
        can = asked.row(f"{_FAMILY}/inquire_psbl_order", **wish)
        paid = Decimal(now["bond_prpr"]) * int(can["buy_psbl_qty"]) / _PER_UNIT
        assert near(can["buy_psbl_amt"], paid, 1)
        cash = int(can["ord_psbl_cash"])
        assert cash * Decimal("0.998") <= paid <= cash


EQUALITIES: Table = (
    ("quote = last trade = last day", _the_quote_is_the_last_trade_and_the_last_day),
    ("chart = days", _the_chart_is_the_list_of_days),
    ("channels = quote and book", _the_channels_tell_the_quote_and_the_book),
    ("a price has one yield", _a_price_has_one_yield),
    ("valuation = mean of the houses", _valuations_are_the_mean_of_the_houses),
    ("worth of an issue = unit price x issue", _the_worth_of_an_issue_is_its_unit_price),
    ("valuations follow the closes", _valuations_follow_the_closes),
    ("both descriptions agree", _both_descriptions_agree),
    ("cost of a holding = its order's fill", _a_holding_cost_what_its_order_was_filled_at),
    ("a holding ends when its bond does", _a_holding_ends_when_its_bond_does),
    ("free = held - bound", _free_bonds_are_those_that_no_order_binds),
    ("open orders = orders with a rest", _open_orders_are_those_with_a_rest),
    ("orders of a period add up", _orders_of_a_period_add_up),
    ("buyable = cash / price", _as_many_can_be_bought_as_the_cash_pays),
)


@pytest.mark.parametrize("moment", LIVED, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_answers_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
