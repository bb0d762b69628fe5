"""해외주식주문: what the requests about an account of foreign shares say of each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.simulator.equalities.asked import (
    MOMENTS,
    Asked,
    Equality,
    Moment,
    Row,
    Table,
    by,
    near,
    standing,
    total,
)

_FAMILY = "overseas_stock"
_EXCHANGES = {"NASD": "NAS", "NYSE": "NYS", "AMEX": "AMS", "SEHK": "HKS", "TKSE": "TSE"}
_MONTH = ("20240603", "20240628")


def _held(asked: Asked) -> list[Row]:
    found = asked.rows(f"{_FAMILY}/inquire_balance", "output1", OVRS_EXCG_CD="NASD")
    assert found
    return found


def _present(asked: Asked, **fields: str) -> list[Row]:
    return asked.rows(f"{_FAMILY}/inquire_present_balance", "output1", **fields)


def _cash(asked: Asked) -> dict[str, Row]:
    return by(asked.rows(f"{_FAMILY}/inquire_present_balance", "output2"), "crcy_cd")


def _holdings_have_the_price_of_the_quote(asked: Asked) -> None:
    for row in _held(asked):
        exchange = _EXCHANGES[row["ovrs_excg_cd"]]
        quote = asked.row(f"{_FAMILY}/price", EXCD=exchange, SYMB=row["ovrs_pdno"])
        assert float(row["now_pric2"]) == float(quote["last"])
        worth = Decimal(quote["last"]) * int(row["ovrs_cblc_qty"])
        assert near(row["ovrs_stck_evlu_amt"], worth, 0.01)


def _sums_are_those_of_the_holdings(asked: Asked) -> None:
    sums = asked.row(f"{_FAMILY}/inquire_balance", "output2", OVRS_EXCG_CD="NASD")
    held = _held(asked)
    assert near(total(held, "frcr_pchs_amt1"), sums["frcr_pchs_amt1"], 0.01)
    assert near(total(held, "frcr_evlu_pfls_amt"), sums["ovrs_tot_pfls"], 0.01)
    assert near(total(held, "ovrs_stck_evlu_amt"), sums["tot_evlu_pfls_amt"], 0.01)
    rate = Decimal(_cash(asked)["USD"]["frst_bltn_exrt"])
    assert near(Decimal(sums["ovrs_rlzt_pfls_amt"]) * rate, sums["ovrs_rlzt_pfls_amt2"], 1)
    assert near(Decimal(sums["frcr_buy_amt_smtl1"]) * rate, sums["frcr_buy_amt_smtl2"], 1)


def _both_balances_hold_the_same(asked: Asked) -> None:
    present = by(_present(asked), "pdno")
    for row in _held(asked):
        other = present[row["ovrs_pdno"]]
        assert float(row["ovrs_cblc_qty"]) == float(other["cblc_qty13"])
        assert row["pchs_avg_pric"] == other["avg_unpr3"]
        assert near(row["ovrs_stck_evlu_amt"], other["frcr_evlu_amt2"], 0.01)
        assert near(row["frcr_evlu_pfls_amt"], other["evlu_pfls_amt2"], 0.01)


def _worth_in_won_is_worth_times_the_rate(asked: Asked) -> None:
    foreign = _present(asked, WCRC_FRCR_DVSN_CD="02")
    in_won = _present(asked, WCRC_FRCR_DVSN_CD="01")
    for row, won in zip(foreign, in_won, strict=True):
        rate = Decimal(row["bass_exrt"]) / int(row["unit_amt"])
        assert near(Decimal(row["frcr_evlu_amt2"]) * rate, won["frcr_evlu_amt2"], 1)
    sums = asked.row(f"{_FAMILY}/inquire_present_balance", "output3")
    assert near(total(in_won, "frcr_evlu_amt2"), sums["evlu_amt_smtl"], len(in_won))


def _rates_are_told_alike(asked: Asked) -> None:
    rates = {currency: row["frst_bltn_exrt"] for currency, row in _cash(asked).items()}
    margins = by(asked.rows(f"{_FAMILY}/foreign_margin"), "crcy_cd")
    assert rates == {currency: row["bass_exrt"] for currency, row in margins.items()}
    for row in _present(asked):
        assert float(row["bass_exrt"]) == float(rates[row["buy_crcy_cd"]])
    chart = asked.row(
        f"{_FAMILY}/inquire_daily_chartprice",
        "output1",
        FID_COND_MRKT_DIV_CODE="X",
        FID_INPUT_ISCD="FX@KRW",
    )
    detail = asked.row(f"{_FAMILY}/price_detail", EXCD="NAS", SYMB="AAPL")
    assert float(rates["USD"]) == float(chart["ovrs_nmix_prpr"]) == float(detail["t_rate"])


def _money_is_told_alike(asked: Asked) -> None:
    margins = by(asked.rows(f"{_FAMILY}/foreign_margin"), "crcy_cd")
    for currency, row in _cash(asked).items():
        margin = margins[currency]
        assert float(row["frcr_dncl_amt_2"]) == float(margin["frcr_dncl_amt1"])
        assert float(row["frcr_drwg_psbl_amt_1"]) == float(margin["frcr_ord_psbl_amt1"])
        assert float(row["frcr_buy_mgn_amt"]) == float(margin["frcr_mgn_amt"])
        assert float(row["frcr_buy_amt_smtl"]) == float(margin["ustl_buy_amt"])
        rate = Decimal(row["frst_bltn_exrt"]) / (100 if currency in {"JPY", "VND"} else 1)
        free = Decimal(row["frcr_drwg_psbl_amt_1"])
        assert near(free * rate, row["frcr_evlu_amt2"], 0.01)


def _dollars_to_order_with_are_one_figure(asked: Asked) -> None:
    power = asked.row(f"{_FAMILY}/inquire_psamount")
    free = _cash(asked)["USD"]["frcr_drwg_psbl_amt_1"]
    margin = asked.row("domestic_stock/intgr_margin")
    assert near(power["ord_psbl_frcr_amt"], free, 0.01)
    assert near(margin["usd_ord_psbl_amt"], free, 0.01)
    price, most = Decimal("180.25"), int(power["max_ord_psbl_qty"])
    power = asked.row(f"{_FAMILY}/inquire_psamount", OVRS_ORD_UNPR=str(price), ITEM_CD="AAPL")
    most = int(power["max_ord_psbl_qty"])
    assert most * price <= Decimal(power["ovrs_ord_psbl_amt"]) < (most + 1) * price


def _open_orders_bind_what_they_would_cost(asked: Asked) -> None:
    waiting = asked.rows(f"{_FAMILY}/inquire_nccs", OVRS_EXCG_CD="NASD")
    bought = [row for row in waiting if row["sll_buy_dvsn_cd"] == "02"]
    cost = sum((int(row["nccs_qty"]) * Decimal(row["ft_ord_unpr3"]) for row in bought), Decimal(0))
    bound = Decimal(_cash(asked)["USD"]["frcr_buy_mgn_amt"])
    assert near(bound, cost * Decimal("1.0025"), cost * Decimal("0.001"))


def _open_orders_are_the_unfilled_ones(asked: Asked) -> None:
    waiting = by(asked.rows(f"{_FAMILY}/inquire_nccs", OVRS_EXCG_CD="NASD"), "odno")
    orders = asked.rows(
        f"{_FAMILY}/inquire_ccnl",
        ORD_STRT_DT=f"{int(asked.today) - 3}",
        ORD_END_DT=asked.today,
        OVRS_EXCG_CD="NASD",
        CCLD_NCCS_DVSN="02",
    )
    assert waiting.keys() == {row["odno"] for row in orders}
    for row in orders:
        assert waiting[row["odno"]]["nccs_qty"] == row["nccs_qty"]
        assert waiting[row["odno"]]["ft_ord_unpr3"] == row["ft_ord_unpr3"]


def _free_shares_are_those_that_no_order_binds(asked: Asked) -> None:
    waiting = asked.rows(f"{_FAMILY}/inquire_nccs", OVRS_EXCG_CD="NASD")
    for row in _held(asked):
        bound = sum(
            int(order["nccs_qty"])
            for order in waiting
            if (order["pdno"], order["sll_buy_dvsn_cd"]) == (row["ovrs_pdno"], "01")
        )
        assert int(row["ord_psbl_qty"]) == int(row["ovrs_cblc_qty"]) - bound


def _fills_have_the_amount_of_price_and_quantity(asked: Asked) -> None:
    orders = asked.rows(
        f"{_FAMILY}/inquire_ccnl",
        ORD_STRT_DT=_MONTH[0],
        ORD_END_DT=_MONTH[1],
        OVRS_EXCG_CD="NASD",
    )
    assert orders
    for row in orders:
        amount = Decimal(row["ft_ccld_unpr3"]) * int(row["ft_ccld_qty"])
        assert near(row["ft_ccld_amt3"], amount, 0.01)


def _trades_of_a_month_are_its_filled_orders(asked: Asked) -> None:
    first, last = _MONTH
    for side in ("01", "02"):
        orders = asked.rows(
            f"{_FAMILY}/inquire_ccnl",
            ORD_STRT_DT=first,
            ORD_END_DT=last,
            OVRS_EXCG_CD="NASD",
            SLL_BUY_DVSN=side,
        )
        trades = asked.rows(
            f"{_FAMILY}/inquire_period_trans",
            "output1",
            ERLM_STRT_DT=first,
            ERLM_END_DT=last,
            OVRS_EXCG_CD="NASD",
            SLL_BUY_DVSN_CD=side,
        )
        assert near(total(orders, "ft_ccld_amt3"), total(trades, "tr_frcr_amt2"), 0.01)
        assert total(orders, "ft_ccld_qty") == total(trades, "ccld_qty")


def _profits_come_from_the_trades(asked: Asked) -> None:
    first, last = _MONTH
    days = {"INQR_STRT_DT": first, "INQR_END_DT": last}
    profits = asked.rows(f"{_FAMILY}/inquire_period_profit", "output1", **days)
    sums = asked.row(f"{_FAMILY}/inquire_period_profit", "output2", **days)
    trades = asked.rows(
        f"{_FAMILY}/inquire_period_trans",
        "output1",
        ERLM_STRT_DT=first,
        ERLM_END_DT=last,
        SLL_BUY_DVSN_CD="01",
    )
    assert near(total(trades, "tr_frcr_amt2"), total(profits, "frcr_sll_amt_smtl1"), 0.01)
    assert near(total(profits, "ovrs_rlzt_pfls_amt"), sums["ovrs_rlzt_pfls_tot_amt"], 0.01)
    for row in profits:
        gained = Decimal(row["frcr_sll_amt_smtl1"]) - Decimal(row["frcr_pchs_amt1"])
        gained -= Decimal(row["stck_sll_tlex"])
        assert near(row["ovrs_rlzt_pfls_amt"], gained, 0.01)


def _a_trade_in_won_is_the_trade_times_its_rate(asked: Asked) -> None:
    trades = asked.rows(
        f"{_FAMILY}/inquire_period_trans",
        "output1",
        ERLM_STRT_DT=_MONTH[0],
        ERLM_END_DT=_MONTH[1],
    )
    for row in trades:
        if row["crcy_cd"] == "USD":
            won = Decimal(row["tr_frcr_amt2"]) * Decimal(row["erlm_exrt"])
            assert near(won, row["tr_amt"], 1)


EQUALITIES: Table = (
    ("a holding has the price of the quote", _holdings_have_the_price_of_the_quote),
    ("sums = holdings", _sums_are_those_of_the_holdings),
    ("both balances hold the same", _both_balances_hold_the_same),
    ("worth in won = worth x rate", _worth_in_won_is_worth_times_the_rate),
    ("rates are told alike", _rates_are_told_alike),
    ("money is told alike", _money_is_told_alike),
    ("dollars to order with are one figure", _dollars_to_order_with_are_one_figure),
    ("open orders bind their cost", _open_orders_bind_what_they_would_cost),
    ("open orders = unfilled orders", _open_orders_are_the_unfilled_ones),
    ("free shares = shares - bound ones", _free_shares_are_those_that_no_order_binds),
    ("amount = price x quantity", _fills_have_the_amount_of_price_and_quantity),
    ("trades of a month = filled orders", _trades_of_a_month_are_its_filled_orders),
    ("profit = sold - bought - costs", _profits_come_from_the_trades),
    ("a trade in won = trade x rate", _a_trade_in_won_is_the_trade_times_its_rate),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_requests_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
