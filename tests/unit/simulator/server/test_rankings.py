"""Rankings: sorted as asked, filtered as asked, and in every row the figures of the quote."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.endpoints import load
from tests.unit.simulator.server.answers import Row, blocks, body, row, rows, standing

MOMENTS = ["2026-11-20 10:12:31", "2026-11-18 14:03", "2026-11-20 15:25"]
BY_PRICE = (
    "volume_rank", "fluctuation", "volume_power", "market_cap", "disparity", "near_new_highlow",
    "quote_balance", "finance_ratio", "profit_asset_index", "market_value", "bulk_trans_num",
    "top_interest_stock", "traded_by_company", "short_sale", "after_hour_balance",
)  # fmt: skip
"""rankings whose rows tell the last price"""
OTHERS = (
    "credit_balance", "dividend_rate", "exp_trans_updown", "hts_top_view",
    "overtime_exp_trans_fluct", "overtime_fluctuation", "overtime_volume",
    "prefer_disparate_ratio",
)  # fmt: skip
PERIOD = {"FID_INPUT_OPTION_1": "2024", "FID_INPUT_OPTION_2": "3"}


@pytest.fixture(params=MOMENTS, scope="module")
def market(request: pytest.FixtureRequest) -> Market:
    return standing(request.param)


@pytest.fixture(scope="module")
def morning() -> Market:
    return standing(MOMENTS[0])


def ranking(market: Market, name: str, block: str = "output", **fields: str) -> list[Row]:
    return rows(market, f"domestic_stock/{name}", block, **fields)


def symbol_of(one: Row) -> str:
    return one.get("mksc_shrn_iscd") or one["stck_shrn_iscd"]


def quote(market: Market, symbol: str) -> Row:
    return row(market, "domestic_stock/inquire_price", FID_INPUT_ISCD=symbol)


@pytest.mark.parametrize("name", [*BY_PRICE, *OTHERS])
def test_every_ranking_answers_its_example_as_documented(morning: Market, name: str) -> None:
    answer = blocks(morning, f"domestic_stock/{name}")
    for block, documented in loader.endpoint(f"domestic_stock/{name}").outputs.items():
        assert 0 < len(answer[block]) <= 30
        for one in answer[block]:
            assert list(one) == [field.name for field in documented.fields]


@pytest.mark.parametrize("name", BY_PRICE)
def test_a_row_tells_what_the_quote_of_its_instrument_tells(market: Market, name: str) -> None:
    for one in ranking(market, name)[:4]:
        asked = quote(market, symbol_of(one))
        for field in ("stck_prpr", "prdy_vrss", "prdy_vrss_sign", "prdy_ctrt"):
            assert one[field] == asked[field]
        if "acml_vol" in one and name != "short_sale":
            assert one["acml_vol"] == asked["acml_vol"]


@pytest.mark.parametrize("at", ["2026-11-20 08:40", "2026-11-20 09:00", "2026-11-20 17:40"])
def test_rows_are_those_of_the_quote_before_and_after_the_session_too(at: str) -> None:
    market = standing(at, instruments=40)
    for name in ("volume_rank", "fluctuation", "traded_by_company", "after_hour_balance"):
        for one in ranking(market, name)[:3]:
            asked = quote(market, symbol_of(one))
            assert one["stck_prpr"] == asked["stck_prpr"]
            assert one.get("acml_vol") in {None, asked["acml_vol"]}


@pytest.mark.parametrize("name", [*BY_PRICE, *OTHERS])
def test_ranks_count_from_one_and_nothing_is_named_twice(morning: Market, name: str) -> None:
    answer = body(morning, f"domestic_stock/{name}")
    (ranked,) = (value for value in answer.values() if isinstance(value, list) and len(value) > 1)
    for place, one in enumerate(ranked, start=1):
        assert int(one.get("data_rank", place)) == place
    if name not in {"dividend_rate", "prefer_disparate_ratio"}:
        assert len({symbol_of(one) for one in ranked}) == len(ranked)


def test_no_ranking_of_a_running_day_wakes_an_instrument() -> None:
    market = standing(MOMENTS[0])
    for name in (*BY_PRICE, *OTHERS):
        body(market, f"domestic_stock/{name}")
    assert market.state()["awake"] == []


@pytest.mark.parametrize(
    ("name", "field", "fields"),
    [
        ("volume_rank", "acml_vol", {}),
        ("volume_rank", "acml_tr_pbmn", {"FID_BLNG_CLS_CODE": "3"}),
        ("volume_rank", "vol_inrt", {"FID_BLNG_CLS_CODE": "1"}),
        ("fluctuation", "prdy_ctrt", {}),
        ("fluctuation", "lwpr_vrss_prpr_rate", {"FID_PRC_CLS_CODE": "0"}),
        ("volume_power", "tday_rltv", {}),
        ("market_cap", "stck_avls", {}),
        ("disparity", "d20_dsrt", {}),
        ("top_interest_stock", "inter_issu_reg_csnu", {}),
        ("quote_balance", "shnu_rsqn_rate", {"FID_RANK_SORT_CLS_CODE": "2"}),
        ("finance_ratio", "grs", {**PERIOD, "FID_RANK_SORT_CLS_CODE": "15"}),
        ("market_value", "pbr", {**PERIOD, "FID_RANK_SORT_CLS_CODE": "24"}),
        ("short_sale", "ssts_vol_rlim", {}),
        ("traded_by_company", "shnu_cnqn_smtn", {"FID_RANK_SORT_CLS_CODE": "1"}),
        ("bulk_trans_num", "seln_cntg_csnu", {"FID_RANK_SORT_CLS_CODE": "1"}),
    ],
)
def test_rows_are_sorted_by_what_is_asked(
    market: Market, name: str, field: str, fields: dict[str, str]
) -> None:
    values = [float(one[field]) for one in ranking(market, name, **fields)]
    assert all(above >= below for above, below in pairwise(values))


def test_the_first_is_the_top_of_the_whole_universe(market: Market) -> None:
    seen = market.overview()
    assert ranking(market, "volume_rank")[0]["acml_vol"] == str(max(one.volume for one in seen))
    best = max(one.change_rate for one in seen)
    assert ranking(market, "fluctuation")[0]["prdy_ctrt"] == f"{best:.2f}"
    worst = ranking(market, "fluctuation", FID_RANK_SORT_CLS_CODE="1")[0]
    assert worst["prdy_ctrt"] == f"{min(one.change_rate for one in seen):.2f}"


def test_market_values_are_parts_of_a_whole(market: Market) -> None:
    for code, name in (("0001", "KOSPI"), ("1001", "KOSDAQ")):
        found = ranking(market, "market_cap", FID_INPUT_ISCD=code)
        assert {market.listing(symbol_of(one)).market for one in found} == {name}
        whole = sum(
            listing.listed_shares * market.glance(listing.symbol).last
            for listing in market.universe.listings
            if listing.market == name and not listing.is_etp
        )
        for one in found:
            value = int(one["lstn_stcn"]) * int(one["stck_prpr"])
            assert int(one["stck_avls"]) == value // 100_000_000
            assert float(one["mrkt_whol_avls_rlim"]) == pytest.approx(
                value * 100 / whole, abs=0.006
            )


def test_an_average_is_that_of_the_daily_closes(market: Market) -> None:
    for one in ranking(market, "disparity")[:5]:
        days = rows(market, "domestic_stock/inquire_daily_price", FID_INPUT_ISCD=symbol_of(one))
        for length in (5, 10, 20):
            closes = [int(day["stck_clpr"]) for day in days[:length]]
            expected = int(one["stck_prpr"]) * 100 * length / sum(closes)
            assert float(one[f"d{length}_dsrt"]) == pytest.approx(expected, abs=0.006)


def test_a_new_high_is_the_quotes_high_of_a_year(market: Market) -> None:
    for one in ranking(market, "near_new_highlow")[:5]:
        asked = quote(market, symbol_of(one))
        assert (one["new_hgpr"], one["new_lwpr"]) == (asked["w52_hgpr"], asked["w52_lwpr"])
        far = (int(one["new_hgpr"]) - int(one["stck_prpr"])) * 100 / int(one["new_hgpr"])
        assert float(one["hprc_near_rate"]) == pytest.approx(far, abs=0.006)


def test_waiting_orders_are_those_of_the_book(market: Market) -> None:
    for one in ranking(market, "quote_balance")[:5]:
        book = row(
            market,
            "domestic_stock/inquire_asking_price_exp_ccn",
            "output1",
            FID_INPUT_ISCD=symbol_of(one),
        )
        assert one["total_askp_rsqn"] == book["total_askp_rsqn"]
        assert one["total_bidp_rsqn"] == book["total_bidp_rsqn"]
        net = int(one["total_bidp_rsqn"]) - int(one["total_askp_rsqn"])
        assert int(one["total_ntsl_bidp_rsqn"]) == net


def test_strength_is_bought_in_percent_of_sold(market: Market) -> None:
    for one in ranking(market, "volume_power"):
        strength = int(one["shnu_cnqn_smtn"]) * 100 / int(one["seln_cnqn_smtn"])
        assert float(one["tday_rltv"]) == pytest.approx(strength, abs=0.006)


@pytest.mark.parametrize(
    ("name", "of_company", "fields"),
    [
        ("finance_ratio", "finance_profit_ratio", ("cptl_ntin_rate", "sale_ntin_rate")),
        ("finance_ratio", "finance_stability_ratio", ("lblt_rate", "bram_depn")),
        ("finance_ratio", "finance_growth_ratio", ("grs", "equt_inrt", "totl_aset_inrt")),
        ("profit_asset_index", "finance_balance_sheet", ("total_aset", "total_lblt")),
        ("profit_asset_index", "finance_income_statement", ("bsop_prti", "thtr_ntin")),
        ("market_value", "finance_other_major_ratios", ("eva", "ebitda")),
    ],
)
def test_ratios_are_those_of_the_company(
    morning: Market, name: str, of_company: str, fields: tuple[str, ...]
) -> None:
    for one in ranking(morning, name, **PERIOD)[:4]:
        statements = rows(morning, f"domestic_stock/{of_company}", FID_INPUT_ISCD=symbol_of(one))
        year = next(of for of in statements if of["stac_yymm"] == f"2024{one['stac_month']}")
        assert [one[field] for field in fields] == [year[field] for field in fields]


def test_worth_is_reckoned_with_the_price(market: Market) -> None:
    for one in ranking(market, "market_value", **PERIOD, FID_RANK_SORT_CLS_CODE="27")[:8]:
        expected = int(one["stck_prpr"]) / int(one["eps"])
        assert float(one["per"]) == pytest.approx(expected, rel=0.001, abs=0.006)


def test_short_sales_are_the_daily_ones_summed_up(market: Market) -> None:
    for one in ranking(market, "short_sale")[:4]:
        days = rows(
            market,
            "domestic_stock/daily_short_sale",
            "output2",
            FID_INPUT_ISCD=symbol_of(one),
            FID_INPUT_DATE_1=one["stnd_date1"],
            FID_INPUT_DATE_2=one["stnd_date2"],
        )
        assert len(days) == 5
        for field in ("ssts_cntg_qty", "ssts_tr_pbmn", "acml_vol"):
            assert int(one[field]) == sum(int(day[field]) for day in days)


def test_loans_are_those_of_the_daily_course(market: Market) -> None:
    for one in ranking(market, "credit_balance", "output2")[:4]:
        days = rows(
            market,
            "domestic_stock/daily_credit_balance",
            FID_INPUT_ISCD=symbol_of(one),
            FID_INPUT_DATE_1="20261231",
        )
        for field in ("whol_loan_rmnd_stcn", "whol_loan_rmnd_amt", "whol_stln_rmnd_rate"):
            assert one[field] == days[0][field]


def test_a_dividend_is_paid_on_the_face_value(morning: Market) -> None:
    for one in ranking(morning, "dividend_rate"):
        (paid,) = (
            paid
            for paid in rows(
                morning,
                "domestic_stock/ksdinfo_dividend",
                "output1",
                SHT_CD=one["sht_cd"],
                F_DT=one["record_date"],
                T_DT=one["record_date"],
            )
            if paid["divi_kind"] == one["divi_kind"]
        )
        assert int(paid["per_sto_divi_amt"]) == int(one["per_sto_divi_amt"])
        rate = int(one["per_sto_divi_amt"]) * 100 / int(paid["face_val"])
        assert float(one["divi_rate"]) == pytest.approx(rate, abs=0.006)


def test_dividends_in_shares_are_ranked_too(morning: Market) -> None:
    found = ranking(morning, "dividend_rate", GB3="1", F_DT="20220101", T_DT="20241231", GB4="1")
    assert found
    assert {one["divi_kind"] for one in found} == {"결산"}


def test_a_preferred_share_is_held_against_its_common_one(market: Market) -> None:
    for one in ranking(market, "prefer_disparate_ratio"):
        assert one["prst_iscd"][:-1] == symbol_of(one)[:-1]
        common, preferred = quote(market, symbol_of(one)), quote(market, one["prst_iscd"])
        assert one["stck_prpr"] == common["stck_prpr"]
        assert one["prst_prpr"] == preferred["stck_prpr"]
        gap = int(one["stck_prpr"]) - int(one["prst_prpr"])
        assert int(one["diff_prpr"]) == gap
        assert float(one["dprt"]) == pytest.approx(gap * 100 / int(one["stck_prpr"]), abs=0.006)


@pytest.mark.parametrize("at", ["2026-11-20 10:12", "2026-11-20 17:40", "2026-06-10 11:00"])
def test_evenings_are_those_of_each_share(at: str) -> None:
    market = standing(at)
    for name, block in (
        ("overtime_volume", "output2"),
        ("overtime_fluctuation", "output2"),
        ("overtime_exp_trans_fluct", "output"),
    ):
        for one in ranking(market, name, block)[:4]:
            asked = row(
                market, "domestic_stock/inquire_overtime_price", FID_INPUT_ISCD=symbol_of(one)
            )
            shared = [field for field in one if field.startswith("ovtm_untp") and field in asked]
            assert len(shared) >= 4
            assert [one[field] for field in shared] == [asked[field] for field in shared]


def test_the_evenings_volume_is_that_of_both_markets(morning: Market) -> None:
    head = row(morning, "domestic_stock/overtime_fluctuation", "output1")
    for field in ("vol", "tr_pbmn"):
        both = int(head[f"ovtm_untp_exch_{field}"]) + int(head[f"ovtm_untp_kosdaq_{field}"])
        assert int(head[f"ovtm_untp_acml_{field}"]) == both > 0


def test_an_opening_auction_ends_with_the_open(morning: Market) -> None:
    for one in ranking(morning, "exp_trans_updown")[:6]:
        asked = quote(morning, symbol_of(one))
        assert one["stck_prpr"] == asked["stck_oprc"]
        assert one["stck_sdpr"] == asked["stck_sdpr"]
        assert int(one["antc_tr_pbmn"]) == int(one["stck_prpr"]) * int(one["cntg_vol"])


@pytest.mark.parametrize("at", ["2026-11-20 08:55", "2026-11-20 15:26"])
def test_a_running_auction_indicates_what_its_course_tells(at: str) -> None:
    market = standing(at, instruments=45)
    closing = "1" if "15:" in at else "0"
    for one in ranking(market, "exp_trans_updown", FID_MKOP_CLS_CODE=closing)[:4]:
        found = market.indicated(symbol_of(one), closing=closing == "1")
        assert found is not None
        assert (one["stck_prpr"], one["cntg_vol"]) == (str(found.price), str(found.size))


def test_filters_leave_out_what_is_not_asked_for(market: Market) -> None:
    bounds = {"FID_INPUT_PRICE_1": "20000", "FID_INPUT_PRICE_2": "90000", "FID_VOL_CNT": "30000"}
    for name in ("volume_rank", "fluctuation", "volume_power", "quote_balance"):
        for one in ranking(market, name, **bounds):
            assert 20_000 <= int(one["stck_prpr"]) <= 90_000
            assert int(one["acml_vol"]) >= 30_000
    no_funds = ranking(market, "volume_rank", FID_TRGT_EXLS_CLS_CODE="0000101100")
    kinds = [market.listing(symbol_of(one)) for one in no_funds]
    assert not any(one.is_etp or one.symbol[-1] != "0" for one in kinds)
    (preferred,) = ranking(market, "market_cap", FID_DIV_CLS_CODE="2", FID_INPUT_PRICE_2="100000")
    assert symbol_of(preferred) == "005935"
    high = ranking(market, "fluctuation", FID_RSFL_RATE1="0.5", FID_RSFL_RATE2="2")
    assert all(0.5 <= float(one["prdy_ctrt"]) <= 2 for one in high)
    near = ranking(market, "near_new_highlow", FID_INPUT_CNT_1="3", FID_INPUT_CNT_2="8")
    assert all(3 <= float(one["hprc_near_rate"]) <= 8 for one in near)


def test_another_boards_ranking_has_that_boards_figures(morning: Market) -> None:
    found = ranking(morning, "volume_rank", FID_COND_MRKT_DIV_CODE="NX")
    assert all(morning.trades_on_nxt(symbol_of(one)) for one in found)
    for one in found[:3]:
        asked = row(
            morning,
            "domestic_stock/inquire_price",
            FID_COND_MRKT_DIV_CODE="NX",
            FID_INPUT_ISCD=symbol_of(one),
        )
        assert (one["stck_prpr"], one["acml_vol"]) == (asked["stck_prpr"], asked["acml_vol"])


def test_warrants_are_ranked_where_they_are_asked_for(morning: Market) -> None:
    found = ranking(morning, "volume_rank", FID_COND_MRKT_DIV_CODE="W")
    quotes = {
        one.warrant.code: one.quote for one in morning.others.warrants.views(morning.clock.now())
    }
    assert int(found[0]["acml_vol"]) == max(one.volume for one in quotes.values())
    for one in found:
        quoted = quotes[symbol_of(one)]
        assert (int(one["stck_prpr"]), int(one["prdy_vrss"])) == (quoted.last, quoted.change)


def test_a_period_is_that_of_the_daily_chart(morning: Market) -> None:
    for one in ranking(morning, "fluctuation", FID_INPUT_CNT_1="10")[:4]:
        days = rows(morning, "domestic_stock/inquire_daily_price", FID_INPUT_ISCD=symbol_of(one))
        since = int(days[10]["stck_clpr"]) - int(days[10]["prdy_vrss"])
        assert int(one["prd_rsfl"]) == int(one["stck_prpr"]) - since


def test_every_ranking_is_found_by_its_catalogue_name() -> None:
    for name in (*BY_PRICE, *OTHERS):
        assert load(f"domestic_stock/{name}").name == f"domestic_stock/{name}"
