"""The account of Korean futures and options: its lists and totals agree, orders leave traces."""

from __future__ import annotations

from functools import lru_cache

import pytest

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Noticed
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.server.answers import standing
from tests.unit.simulator.server.futures_desk import ACCOUNT, Row, hundredths, reply, row, rows

SEEDS = (3, 11)
NIGHT_ORDER, NIGHT_CHANGE = "STTN1101U", "STTN1103U"
EIGHT_AT_NIGHT = "2026-11-20 20:00"


@lru_cache(maxsize=len(SEEDS))
def still(seed: int) -> Market:
    """A market that nobody trades in."""
    return standing("2026-11-20 10:12", seed=seed, instruments=60)


@pytest.fixture
def market() -> Market:
    return standing("2026-11-20 10:12", seed=3, instruments=60)


def order(market: Market, *, tr_id: str = "", **fields: str) -> Row:
    found = reply(market, "order", tr_id=tr_id, **fields).body
    assert (found["rt_cd"], found["msg_cd"]) == ("0", "APBK0029"), found
    output = found["output"]
    assert isinstance(output, dict)
    return output


def orders(market: Market, name: str = "inquire_ccnl", **fields: str) -> list[Row]:
    days = {"STRT_ORD_DT": "20261120", "END_ORD_DT": "20261121", "SORT_SQN": "DS"}
    return rows(market, name, "output1", **{**days, **fields})


def holding(market: Market, code: str) -> Row | None:
    found = rows(market, "inquire_balance", "output1")
    return next((one for one in found if one["shtn_pdno"] == code), None)


def events(market: Market) -> list[DealEvent]:
    return list(market.others.derivatives.dealer.advance(market.clock.now()))


def notices(tr_id: str, told: list[DealEvent]) -> list[str]:
    channel = find_channel(tr_id, World.REAL)
    assert isinstance(channel, Noticed)
    return [channel.text(one, "simuser") for one in told if channel.covers(one)]


@pytest.mark.parametrize("seed", SEEDS)
def test_positions_add_up_to_the_totals(seed: int) -> None:
    market = still(seed)
    lines, total = (
        rows(market, "inquire_balance", "output1"),
        row(market, "inquire_balance", "output2"),
    )
    assert {one["sll_buy_dvsn_name"] for one in lines} == {"BUY", "SLL"}
    for name, whole in (("pchs_amt", "pchs_amt_smtl"), ("evlu_amt", "evlu_amt_smtl"),
                        ("evlu_pfls_amt", "evlu_pfls_amt_smtl"),
                        ("trad_pfls_amt", "trad_pfls_amt_smtl")):  # fmt: skip
        assert sum(int(one[name]) for one in lines) == int(total[whole])
    for one in lines:
        way = 1 if one["sll_buy_dvsn_name"] == "BUY" else -1
        assert int(one["evlu_pfls_amt"]) == way * (int(one["evlu_amt"]) - int(one["pchs_amt"]))
        quote = row(market, "inquire_price", "output1", FID_INPUT_ISCD=one["shtn_pdno"])
        assert hundredths(one["idx_clpr"]) == hundredths(quote["futs_prpr"])
        assert one["prdt_name"] == quote["hts_kor_isnm"]


@pytest.mark.parametrize("seed", SEEDS)
def test_money_adds_up(seed: int) -> None:
    total = {
        name: int(text) for name, text in row(still(seed), "inquire_balance", "output2").items()
    }
    assert total["tot_dncl_amt"] == sum(
        total[name] for name in ("dnca_cash", "frcr_dncl_amt", "dnca_sbst")
    )
    assert total["mgna_tota"] == total["cash_mgna"] + total["sbst_mgna"]
    assert total["ord_psbl_tota"] == total["ord_psbl_cash"] + total["ord_psbl_sbst"]
    assert (
        total["nxdy_dnca"]
        == total["dnca_cash"]
        + total["thdt_dfpa"]
        + total["rnwl_dfpa"]
        + total["opt_dfpa"]
        - total["fee"]
    )
    assert total["evlu_pfls_amt_smtl"] == total["futr_evlu_pfls_amt"] + total["opt_evlu_pfls_amt"]


@pytest.mark.parametrize("seed", SEEDS)
def test_requests_about_money_agree(seed: int) -> None:
    market = still(seed)
    total = row(market, "inquire_balance", "output2")
    valued = row(market, "inquire_balance_valuation_pl", "output2")
    assert {name: total[name] for name in valued} == valued
    assets = row(market, "inquire_deposit")
    for name, other in (("brkg_mgna_cash", "cash_mgna"), ("ord_psbl_cash", "ord_psbl_cash"),
                        ("nxdy_dnca", "nxdy_dnca"), ("prsm_dpast_amt", "prsm_dpast_amt"),
                        ("evlu_pfls_smtl", "evlu_pfls_amt_smtl")):  # fmt: skip
        assert assets[name] == total[other]
    margins = row(market, "ngt_margin_detail", "output3")
    assert margins["brkg_mgna_tot_amt"] == total["mgna_tota"]
    assert margins["dnca_cash"] == total["dnca_cash"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_past_day_is_told_alike(seed: int) -> None:
    """Fills, orders and fees of a day sum up to the same."""
    market = still(seed)
    day = "20220817"
    fills = rows(market, "inquire_ccnl_bstime", "output1", ORD_DT=day)
    total = row(market, "inquire_ccnl_bstime", "output2", ORD_DT=day)
    by_day = rows(
        market, "inquire_daily_amount_fee", "output1", INQR_STRT_DAY=day, INQR_END_DAY=day
    )
    listed = row(market, "inquire_ccnl", "output2", STRT_ORD_DT=day, END_ORD_DT=day)
    assert fills
    assert sum(int(one["trad_amt"]) for one in fills) == int(total["tot_ccld_amt_smtl"])
    assert sum(int(one["sll_agrm_amt"]) + int(one["buy_agrm_amt"]) for one in by_day) == int(
        total["tot_ccld_amt_smtl"]
    )
    assert sum(int(one["tot_fee_smtl"]) for one in by_day) == int(total["fee_smtl"])
    assert listed["tot_ccld_amt_smtl"] == total["tot_ccld_amt_smtl"]
    assert listed["fee_smtl"] == total["fee_smtl"]


def test_a_past_of_years() -> None:
    market = still(SEEDS[0])
    august = rows(market, "inquire_ccnl", "output1", STRT_ORD_DT="20220730", END_ORD_DT="20220830")
    assert len(august) > 40
    assert {one["pdno"][3] for one in august} == {"S"}
    night = rows(market, "inquire_ngt_ccnl", "output1", STRT_ORD_DT="20250610",
                 END_ORD_DT="20250630")  # fmt: skip
    assert night
    settled = rows(market, "inquire_balance_settlement_pl", "output1", INQR_DT="20230906")
    assert settled


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_held_is_what_was_held_before_and_traded(seed: int) -> None:
    for day in ("20230906", "20261112"):
        for one in rows(still(seed), "inquire_balance_settlement_pl", "output1", INQR_DT=day):
            before, held = int(one["bfdy_cblc_qty"]), int(one["cblc_qty"])
            opened, closed = int(one["new_qty"]), int(one["mnpl_rpch_qty"])
            assert abs(before - closed) + opened == held or before + opened - closed == held


def test_a_market_order_opens_a_position(market: Market) -> None:
    assert holding(market, "A06703") is None
    before = row(market, "inquire_balance", "output2")
    made = order(market, SHTN_PDNO="A06703", SLL_BUY_DVSN_CD="01", ORD_QTY="3", UNIT_PRICE="0",
                 ORD_DVSN_CD="02")  # fmt: skip
    assert made["TRAD_DVSN_NAME"] == "매도"
    held = holding(market, "A06703")
    assert held is not None
    assert (held["cblc_qty"], held["sll_buy_dvsn_name"]) == ("3", "SLL")
    (told,) = orders(market, STRT_ODNO=made["ODNO"])
    assert (told["pdno"], told["tot_ccld_qty"], told["qty"]) == ("A06703", "3", "0")
    assert told["odno"].strip() == str(int(made["ODNO"]))
    after = row(market, "inquire_balance", "output2")
    assert int(after["mgna_tota"]) > int(before["mgna_tota"])
    assert int(after["tot_ccld_amt"]) == int(told["tot_ccld_amt"])
    assert int(after["fee"]) > 0


def test_what_is_closed_is_realized(market: Market) -> None:
    code = "A05612"
    held, before = holding(market, code), row(market, "inquire_balance", "output2")
    assert held is not None
    order(market, SHTN_PDNO=code, SLL_BUY_DVSN_CD="01", ORD_QTY="4", UNIT_PRICE="0",
          ORD_DVSN_CD="02")  # fmt: skip
    closed, total = holding(market, code), row(market, "inquire_balance", "output2")
    assert closed is not None
    assert (closed["cblc_qty"], closed["sll_buy_dvsn_name"]) == ("0", "")
    assert int(closed["trad_pfls_amt"]) == int(total["futr_trad_pfls_amt"]) != 0
    lost = int(before["nxdy_dnca"]) - int(total["nxdy_dnca"])
    assert 0 <= lost < 60_000
    assert total["dnca_cash"] == before["dnca_cash"], "of the morning"
    assert abs(int(total["thdt_dfpa"]) - int(held["evlu_pfls_amt"])) < 60_000, (
        "since the settlement"
    )


def test_an_old_code_is_ordered_as_the_next_contract(market: Market) -> None:
    made = order(market, SHTN_PDNO="101W09", SLL_BUY_DVSN_CD="02", ORD_QTY="1", UNIT_PRICE="0",
                 ORD_DVSN_CD="02")  # fmt: skip
    assert made["ITEM_NAME"] == "코스피200 F 202612"
    assert holding(market, "A01612") is not None


def test_a_resting_order_is_amended_and_cancelled(market: Market) -> None:
    made = order(market, SHTN_PDNO="A05612", UNIT_PRICE="530.00", ORD_QTY="5")
    change = {"ORGN_ODNO": made["ODNO"], "RVSE_CNCL_DVSN_CD": "01", "RMN_QTY_YN": "N",
              "ORD_QTY": "2", "UNIT_PRICE": "531.00"}  # fmt: skip
    (amended,) = rows(market, "order_rvsecncl", **change)
    waiting = orders(market, CCLD_NCCS_DVSN="02", STRT_ODNO=made["ODNO"])
    assert [(one["ord_idx"], one["qty"]) for one in waiting] == [
        ("530.00000000", "3"), ("531.00000000", "2"),
    ]  # fmt: skip
    for number in (made["ODNO"], amended["ODNO"]):
        rows(market, "order_rvsecncl", ORGN_ODNO=number)
    assert not orders(market, CCLD_NCCS_DVSN="02", STRT_ODNO=made["ODNO"])
    again = reply(market, "order_rvsecncl", ORGN_ODNO=made["ODNO"]).body
    assert again["rt_cd"] != "0"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"UNIT_PRICE": "530.01"}, "APBK0506"),
        ({"UNIT_PRICE": "700.00"}, "APBK0507"),
        ({"UNIT_PRICE": "400.00"}, "APBK0508"),
        ({"ORD_QTY": "0"}, "OPSQ2001"),
        ({"SHTN_PDNO": "A01612", "UNIT_PRICE": "555.00", "ORD_QTY": "5000"}, "APBK0952"),
    ],
)
def test_what_cannot_be_is_refused(fields: dict[str, str], code: str) -> None:
    assert reply(still(SEEDS[0]), "order", **fields).body["msg_cd"] == code


def test_orders_by_night_are_listed_by_night() -> None:
    market = standing(EIGHT_AT_NIGHT, seed=3, instruments=60)
    refused = reply(market, "order").body
    assert refused["msg_cd"] == "APBK0918"
    made = order(market, tr_id=NIGHT_ORDER, SHTN_PDNO="A05612", SLL_BUY_DVSN_CD="01",
                 ORD_QTY="2", UNIT_PRICE="0", ORD_DVSN_CD="02")  # fmt: skip
    (told,) = orders(market, "inquire_ngt_ccnl", STRT_ODNO=made["ODNO"])
    assert (told["ord_dt"], told["ord_tmd"]) == ("20261121", "200000")
    assert not orders(market, "inquire_ccnl", STRT_ODNO=made["ODNO"])
    held = holding(market, "A05612")
    assert held is not None
    assert held["cblc_qty"] == "2"
    by_night = rows(market, "inquire_ngt_balance", "output1")
    assert next(one["cblc_qty"] for one in by_night if one["shtn_pdno"] == "A05612") == "2"


def test_what_can_be_ordered_is_accepted_and_one_more_is_not(market: Market) -> None:
    asked = {"PDNO": "A01612", "SLL_BUY_DVSN_CD": "02", "UNIT_PRICE": "540.00"}
    able = row(market, "inquire_psbl_order", **asked)
    most = int(able["tot_psbl_qty"])
    assert most == int(able["ord_psbl_qty"]) + int(able["lqd_psbl_qty1"]) > 0
    wish = {"SHTN_PDNO": "A01612", "UNIT_PRICE": "540.00"}
    assert reply(market, "order", **wish, ORD_QTY=str(most + 1)).body["msg_cd"] == "APBK0952"
    order(market, **wish, ORD_QTY=str(most))
    assert row(market, "inquire_psbl_order", **asked)["ord_psbl_qty"] == "0"


def test_notices_tell_of_orders_and_fills(market: Market) -> None:
    events(market)
    made = order(market, SHTN_PDNO="B01612560", SLL_BUY_DVSN_CD="02", ORD_QTY="2",
                 UNIT_PRICE="0", ORD_DVSN_CD="02")  # fmt: skip
    told = events(market)
    accepted, *filled = (text.split("^") for text in notices("H0IFCNI0", told))
    assert accepted[:8] == ["simuser", "1234567803", made["ODNO"], "", "02", "0", "L", "B01612560"]
    assert accepted[11:14] == ["0", "1", "1"]
    assert (accepted[8], accepted[9], accepted[17]) == ("0000000002", "000000000", "C 202612 560.0")
    assert sum(int(one[8]) for one in filled) == 2
    assert {one[6] for one in filled} == {"0"}
    book = orders(market, STRT_ODNO=made["ODNO"])[0]
    paid = sum(int(one[8]) * int(one[9]) for one in filled)
    assert paid * 2_500 == int(book["tot_ccld_amt"])
    assert notices("H0MFCNI0", told) == notices("H0EUCNI0", told) == []


def test_notices_of_the_night_are_told_by_kind() -> None:
    market = standing(EIGHT_AT_NIGHT, seed=3, instruments=60)
    events(market)
    for code, price in (("A05612", "530.00"), ("B01612560", "5.00")):
        order(market, tr_id=NIGHT_ORDER, SHTN_PDNO=code, UNIT_PRICE=price, ORD_DVSN_CD="01")
    told = events(market)
    assert [text.split("^")[7] for text in notices("H0MFCNI0", told)] == ["A05612"]
    assert [text.split("^")[7] for text in notices("H0EUCNI0", told)] == ["B01612560"]
    assert notices("H0IFCNI0", told) == []


def test_a_customer_without_a_past_has_nothing() -> None:
    market = still(SEEDS[0])
    dealer = market.others.derivatives.dealer
    assert not dealer.book("87654321-03").positions(market.clock.now())
    assert dealer.book(ACCOUNT).positions(market.clock.now())
