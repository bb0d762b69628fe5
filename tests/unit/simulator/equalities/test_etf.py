"""ETF: what the requests about funds say of each other, and of the shares and indices behind."""

from __future__ import annotations

import pytest

from tests.unit.simulator.equalities.asked import (
    MOMENTS,
    Asked,
    Equality,
    Moment,
    Row,
    Table,
    near,
    standing,
    total,
)

_FUNDS = ("069500", "122630", "360750", "229200", "114800")
_INDEXED = {"069500": "2001", "102110": "2001", "229200": "3003"}
_HUNDRED_MILLION = 100_000_000


def _quote(asked: Asked, fund: str) -> Row:
    return asked.row("etfetn/inquire_price", FID_INPUT_ISCD=fund)


def _share(asked: Asked, fund: str) -> Row:
    return asked.row("domestic_stock/inquire_price", FID_INPUT_ISCD=fund)


def _the_quote_is_that_of_a_share(asked: Asked) -> None:
    for fund in _FUNDS:
        quote, share = _quote(asked, fund), _share(asked, fund)
        shared = (
            "stck_prpr", "prdy_vrss", "prdy_vrss_sign", "prdy_ctrt", "acml_vol", "stck_mxpr",
            "stck_llam", "stck_oprc", "stck_hgpr", "stck_lwpr", "stck_sdpr", "stck_sspr",
            "stck_dryy_hgpr", "dryy_hgpr_date", "stck_dryy_lwpr", "dryy_lwpr_date",
        )  # fmt: skip
        assert {name: quote[name] for name in shared} == {name: share[name] for name in shared}


def _units_in_circulation_are_those_listed(asked: Asked) -> None:
    for fund in _FUNDS:
        quote, share = _quote(asked, fund), _share(asked, fund)
        told = asked.row("domestic_stock/search_stock_info", PDNO=fund)
        assert quote["etf_crcl_stcn"] == share["lstn_stcn"] == told["lstg_stqt"]
        held = asked.row("etfetn/inquire_component_stock_price", "output1", FID_INPUT_ISCD=fund)
        for name in ("etf_cu_unit_scrt_cnt", "etf_cnfg_issu_cnt", "etf_ntas_ttam"):
            assert quote[name] == held[name]
        assert quote["etf_cu_unit_scrt_cnt"] == told["etf_cu_qty"]
        assert quote["stck_lstn_date"] == told["scts_mket_lstg_dt"]


def _one_value_is_told_everywhere(asked: Asked) -> None:
    for fund in _FUNDS:
        quote = _quote(asked, fund)
        now = asked.row("etfetn/nav_comparison_trend", "output2", FID_INPUT_ISCD=fund)
        held = asked.row("etfetn/inquire_component_stock_price", "output1", FID_INPUT_ISCD=fund)
        for name in ("nav", "nav_prdy_vrss", "nav_prdy_vrss_sign", "nav_prdy_ctrt"):
            assert quote[name] == now[name] == held[name]
        assert quote["prdy_last_nav"] == now["prdy_clpr_nav"] == held["prdy_clpr_nav"]


def _the_channel_tells_the_value(asked: Asked) -> None:
    for fund in _FUNDS:
        (told,) = asked.streamed("H0STNAV0", fund)
        quote = _quote(asked, fund)
        assert (told["nav"], told["nav_prdy_vrss"]) == (quote["nav"], quote["nav_prdy_vrss"])


def _holdings_come_to_a_creation_unit(asked: Asked) -> None:
    for fund in _FUNDS:
        name = "etfetn/inquire_component_stock_price"
        head = asked.row(name, "output1", FID_INPUT_ISCD=fund)
        held = asked.rows(name, "output2", FID_INPUT_ISCD=fund)
        unit = float(head["nav"]) * int(head["etf_cu_unit_scrt_cnt"])
        assert float(total(held, "etf_vltn_amt")) == pytest.approx(unit, abs=1)
        assert near(total(held, "etf_cnfg_issu_rlim"), 100, 0.001)


def _a_share_held_has_its_price(asked: Asked) -> None:
    for fund in ("069500", "229200"):
        held = asked.rows("etfetn/inquire_component_stock_price", "output2", FID_INPUT_ISCD=fund)
        for row in held[:5]:
            share = _share(asked, row["stck_shrn_iscd"])
            for name in ("stck_prpr", "prdy_vrss", "prdy_ctrt", "acml_vol", "hts_avls"):
                assert row[name] == share[name]


def _the_gap_is_that_of_price_and_value(asked: Asked) -> None:
    for fund in _FUNDS:
        quote = _quote(asked, fund)
        days = asked.rows("etfetn/nav_comparison_daily_trend", FID_INPUT_ISCD=fund)
        minutes = asked.rows("etfetn/nav_comparison_time_trend", FID_INPUT_ISCD=fund)
        for row, price in (
            (quote, quote["stck_prpr"]),
            *((day, day["stck_clpr"]) for day in days[:5]),
            *((minute, minute["stck_prpr"]) for minute in minutes[:5]),
        ):
            gap = (int(price) / float(row["nav"]) - 1) * 100
            assert near(row["dprt"], gap, 0.006)


def _days_are_those_of_the_chart(asked: Asked) -> None:
    for fund in _FUNDS:
        span = {"FID_INPUT_DATE_1": "20240603", "FID_INPUT_DATE_2": "20240628"}
        days = asked.rows("etfetn/nav_comparison_daily_trend", FID_INPUT_ISCD=fund, **span)
        chart = asked.rows(
            "domestic_stock/inquire_daily_itemchartprice",
            "output2",
            FID_INPUT_ISCD=fund,
            FID_PERIOD_DIV_CODE="D",
            FID_ORG_ADJ_PRC="1",
            **span,
        )
        assert days
        for day, bar in zip(days, chart, strict=True):
            assert day["stck_bsop_date"] == bar["stck_bsop_date"]
            assert (day["stck_clpr"], day["acml_vol"]) == (bar["stck_clpr"], bar["acml_vol"])


def _minutes_end_with_the_quote(asked: Asked) -> None:
    for fund in _FUNDS:
        last = asked.rows("etfetn/nav_comparison_time_trend", FID_INPUT_ISCD=fund)[0]
        quote = _quote(asked, fund)
        for name in ("stck_prpr", "prdy_vrss", "acml_vol", "nav", "nav_prdy_vrss"):
            assert last[name] == quote[name]


def _net_assets_are_value_times_units(asked: Asked) -> None:
    for fund in _FUNDS:
        quote = _quote(asked, fund)
        worth = float(quote["nav"]) * int(quote["etf_crcl_stcn"]) / _HUNDRED_MILLION
        assert near(quote["etf_ntas_ttam"], worth, 1)
        market_value = int(quote["stck_prpr"]) * int(quote["etf_crcl_stcn"]) // _HUNDRED_MILLION
        assert int(_share(asked, fund)["hts_avls"]) == market_value


def _an_index_fund_tells_its_index(asked: Asked) -> None:
    for fund, index in _INDEXED.items():
        level = asked.row(
            "domestic_stock/inquire_index_price",
            FID_COND_MRKT_DIV_CODE="U",
            FID_INPUT_ISCD=index,
        )
        quote = _quote(asked, fund)
        assert quote["etf_trgt_nmix_bstp_code"] == index
        assert quote["nmix_ctrt"] == level["bstp_nmix_prdy_ctrt"]


def _what_foreigners_and_providers_hold_is_a_part(asked: Asked) -> None:
    for fund in _FUNDS:
        quote, share = _quote(asked, fund), _share(asked, fund)
        assert quote["frgn_hldn_qty"] == share["frgn_hldn_qty"]
        assert quote["frgn_hldn_qty_rate"] == share["hts_frgn_ehrt"]
        units = int(quote["etf_crcl_stcn"])
        assert near(quote["lp_hldn_rate"], int(quote["lp_hldn_vol"]) * 100 / units, 0.006)


EQUALITIES: Table = (
    ("quote = quote of a share", _the_quote_is_that_of_a_share),
    ("circulating = listed", _units_in_circulation_are_those_listed),
    ("one value everywhere", _one_value_is_told_everywhere),
    ("channel = value", _the_channel_tells_the_value),
    ("holdings = creation unit", _holdings_come_to_a_creation_unit),
    ("a share held has its price", _a_share_held_has_its_price),
    ("gap = price / value", _the_gap_is_that_of_price_and_value),
    ("days = chart", _days_are_those_of_the_chart),
    ("minutes end with the quote", _minutes_end_with_the_quote),
    ("net assets = value x units", _net_assets_are_value_times_units),
    ("an index fund tells its index", _an_index_fund_tells_its_index),
    ("foreign and provider holdings", _what_foreigners_and_providers_hold_is_a_part),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_answers_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
