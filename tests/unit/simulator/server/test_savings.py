from __future__ import annotations

from datetime import datetime

import pytest

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.scenes import Scene, rows_of

_ABOUT_CMA = {
    "domestic_stock/inquire_balance",
    "domestic_stock/inquire_balance_rlz_pl",
    "domestic_stock/inquire_account_balance",
    "domestic_stock/inquire_psbl_order",
    "domestic_stock/inquire_credit_psamount",
    "domestic_bond/inquire_psbl_order",
    "overseas_stock/inquire_present_balance",
}


@pytest.fixture(scope="module")
def evening() -> Scene:
    return Scene(5, datetime(2026, 11, 17, 17, 0, tzinfo=KST), "005930")


def told(evening: Scene, name: str, field: str) -> str:
    reply = evening.ask(load(name))
    assert reply is not None
    return next(row[field] for _, row in rows_of(reply) if field in row)


def test_the_money_of_the_cma_is_told_alike(evening: Scene) -> None:
    assert len({told(evening, name, "cma_evlu_amt") for name in _ABOUT_CMA}) == 1


def test_what_is_lent_on_the_cma_is_pledged_and_a_part_of_all_loans(evening: Scene) -> None:
    name = "domestic_stock/inquire_account_balance"
    lent, pledged, cma, loans, owed = (
        int(told(evening, name, field))
        for field in (
            "mmf_cma_mgge_loan_amt",
            "pldg_stup_amt",
            "cma_evlu_amt",
            "loan_amt_smtl",
            "crdt_fncg_amt",
        )
    )
    assert 0 < lent < pledged < cma
    assert loans == lent + owed


def test_loans_that_run_out_next_are_paid_back_next(evening: Scene) -> None:
    reply = evening.ask(load("domestic_stock/inquire_balance"))
    assert reply is not None
    rows = [row for block, row in rows_of(reply) if block == "output1"]
    for field, day in (("nxdy_auto_rdpt_amt", "20261118"), ("d2_auto_rdpt_amt", "20261119")):
        due = sum(int(row["loan_amt"]) for row in rows if row["expd_dt"] == day)
        assert due == int(told(evening, "domestic_stock/inquire_balance", field)) > 0
