"""국내선물옵션시세, ELW시세: what contracts and warrants say, and what lies beneath them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.simulator.equalities.asked import (
    LIVED,
    Asked,
    Equality,
    Moment,
    Row,
    Table,
    near,
    standing,
)

_FAMILY = "domestic_futureoption"


def _board(asked: Asked) -> list[Row]:
    rows = asked.rows(f"{_FAMILY}/display_board_futures")
    assert rows
    return rows


def _quote(asked: Asked, code: str, block: str = "output1") -> Row:
    division = "F" if code[0] in "A1" else "O"
    return asked.row(
        f"{_FAMILY}/inquire_price",
        block,
        FID_COND_MRKT_DIV_CODE=division,
        FID_INPUT_ISCD=code,
    )


def _warrants(asked: Asked) -> list[Row]:
    rows = asked.rows("elw/udrl_asset_price")
    assert rows
    return rows[:3]


def _the_board_shows_the_quotes(asked: Asked) -> None:
    for row in _board(asked)[:3]:
        quote = _quote(asked, row["futs_shrn_iscd"])
        for name in ("futs_prpr", "futs_prdy_vrss", "acml_vol", "hts_thpr", "hts_otst_stpl_qty"):
            assert row[name] == quote[name]


def _basis_is_future_less_index(asked: Asked) -> None:
    for row in _board(asked)[:3]:
        quote = _quote(asked, row["futs_shrn_iscd"])
        index = _quote(asked, row["futs_shrn_iscd"], "output3")
        apart = Decimal(quote["futs_prpr"]) - Decimal(index["bstp_nmix_prpr"])
        assert near(quote["mrkt_basis"], apart, 0.011)
        told = asked.row(
            "domestic_stock/inquire_index_price",
            FID_COND_MRKT_DIV_CODE="U",
            FID_INPUT_ISCD=index["bstp_cls_code"],
        )
        assert told["bstp_nmix_prpr"] == index["bstp_nmix_prpr"]


def _the_book_is_headed_by_the_quote(asked: Asked) -> None:
    for row in _board(asked)[:3]:
        code = row["futs_shrn_iscd"]
        wish = {"FID_COND_MRKT_DIV_CODE": "F", "FID_INPUT_ISCD": code}
        head = asked.row(f"{_FAMILY}/inquire_asking_price", "output1", **wish)
        book = asked.row(f"{_FAMILY}/inquire_asking_price", "output2", **wish)
        quote = _quote(asked, code)
        assert (head["futs_prpr"], head["acml_vol"]) == (quote["futs_prpr"], quote["acml_vol"])
        assert (book["futs_askp1"], book["futs_bidp1"]) == (row["futs_askp"], row["futs_bidp"])
        assert book["total_askp_rsqn"] == row["total_askp_rsqn"]


def _charts_end_with_the_quote(asked: Asked) -> None:
    for row in _board(asked)[:2]:
        code = row["futs_shrn_iscd"]
        name = f"{_FAMILY}/inquire_daily_fuopchartprice"
        wish = {
            "FID_COND_MRKT_DIV_CODE": "F",
            "FID_INPUT_ISCD": code,
            "FID_INPUT_DATE_1": f"{int(asked.today) - 10}",
            "FID_INPUT_DATE_2": asked.today,
        }
        day, before = asked.rows(name, "output2", **wish)[:2]
        quote = _quote(asked, code)
        for field in ("futs_prpr", "futs_oprc", "futs_hgpr", "futs_lwpr", "acml_vol"):
            assert day[field] == quote[field]
        assert before["futs_prpr"] == quote["futs_prdy_clpr"]


def _an_option_of_the_board_has_its_quote(asked: Asked) -> None:
    for block in ("output1", "output2"):
        rows = asked.rows(f"{_FAMILY}/display_board_callput", block)
        for row in rows[len(rows) // 2 : len(rows) // 2 + 2]:
            quote = _quote(asked, row["optn_shrn_iscd"])
            assert (row["optn_prpr"], row["acml_vol"]) == (quote["futs_prpr"], quote["acml_vol"])
            assert (row["delta_val"], row["hts_ints_vltl"]) == (
                quote["delta_val"],
                quote["hts_ints_vltl"],
            )
            parts = Decimal(row["invl_val"]) + Decimal(row["tmvl_val"])
            assert near(row["optn_prpr"], parts, 0.011)


def _calls_and_puts_of_a_strike_differ_by_one_delta(asked: Asked) -> None:
    calls = asked.rows(f"{_FAMILY}/display_board_callput", "output1")
    puts = asked.rows(f"{_FAMILY}/display_board_callput", "output2")
    for call, put in zip(calls, puts, strict=True):
        assert call["acpr"] == put["acpr"]
        assert near(Decimal(call["delta_val"]) - Decimal(put["delta_val"]), 1, 0.01)


def _a_warrant_is_told_alike(asked: Asked) -> None:
    for row in _warrants(asked):
        wish = {"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": row["elw_shrn_iscd"]}
        quote = asked.row("domestic_stock/inquire_elw_price", **wish)
        made = asked.rows("elw/indicator_trend_ccnl", **wish)[0]
        day = asked.rows("elw/indicator_trend_daily", **wish)[0]
        for name in ("elw_prpr", "prdy_vrss", "prdy_ctrt", "acml_vol"):
            assert row[name] == quote[name] == made[name] == day[name]
        assert row["tmvl_val"] == made["tmvl_val"] == day["tmvl_val"]


def _a_warrant_moves_with_its_share(asked: Asked) -> None:
    for row in _warrants(asked):
        wish = {"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": row["elw_shrn_iscd"]}
        quote = asked.row("domestic_stock/inquire_elw_price", **wish)
        if quote["unas_shrn_iscd"].isdigit() and len(quote["unas_shrn_iscd"]) == 6:
            share = asked.row(
                "domestic_stock/inquire_price", FID_INPUT_ISCD=quote["unas_shrn_iscd"]
            )
            assert float(quote["unas_prpr"]) == float(share["stck_prpr"])
            assert quote["unas_prdy_ctrt"] == share["prdy_ctrt"]


def _leverage_is_gearing_times_delta(asked: Asked) -> None:
    for row in _warrants(asked):
        wish = {"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": row["elw_shrn_iscd"]}
        quote = asked.row("domestic_stock/inquire_elw_price", **wish)
        made = asked.rows("elw/indicator_trend_ccnl", **wish)[0]
        ratio = float(row["stck_cnvr_rate"])
        gearing = float(quote["unas_prpr"]) * ratio / int(quote["elw_prpr"])
        assert float(made["gear"]) == pytest.approx(gearing, rel=0.001)
        delta = abs(float(row["delta_val"])) / ratio
        assert float(row["lvrg_val"]) == pytest.approx(gearing * delta, rel=0.02, abs=0.02)


def _parity_is_share_by_strike(asked: Asked) -> None:
    for row in _warrants(asked):
        wish = {"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": row["elw_shrn_iscd"]}
        quote = asked.row("domestic_stock/inquire_elw_price", **wish)
        share, strike = float(quote["unas_prpr"]), float(quote["acpr"])
        call = "콜" in quote["hts_kor_isnm"]
        assert near(row["prit"], 100 * (share / strike if call else strike / share), 0.01)
        inside = max((share - strike) * (1 if call else -1), 0) * float(row["stck_cnvr_rate"])
        assert near(row["invl_val"], inside, 0.01)
        assert near(int(quote["elw_prpr"]), inside + float(row["tmvl_val"]), 0.02)


EQUALITIES: Table = (
    ("board row = quote", _the_board_shows_the_quotes),
    ("basis = future - index", _basis_is_future_less_index),
    ("book's head = quote", _the_book_is_headed_by_the_quote),
    ("charts end with the quote", _charts_end_with_the_quote),
    ("option of the board = its quote", _an_option_of_the_board_has_its_quote),
    ("call delta - put delta = 1", _calls_and_puts_of_a_strike_differ_by_one_delta),
    ("a warrant is told alike", _a_warrant_is_told_alike),
    ("a warrant's share = the share", _a_warrant_moves_with_its_share),
    ("leverage = gearing x delta", _leverage_is_gearing_times_delta),
    ("parity = share / strike", _parity_is_share_by_strike),
)


@pytest.mark.parametrize("moment", LIVED, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_answers_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
