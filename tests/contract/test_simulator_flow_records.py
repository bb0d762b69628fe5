"""Who trades, written out by hand: units, net figures, rates and ranks of the fields."""

from datetime import date

import numpy as np

from kis_desktop.simulator.facts.flow_days import HouseDay, Sides
from kis_desktop.simulator.facts.houses import HOUSES
from kis_desktop.simulator.facts.investors import Investor, Split
from kis_desktop.simulator.facts.market_sums import Sums
from kis_desktop.simulator.facts.programs import Programs
from kis_desktop.simulator.server.channels.streamed import record_text
from kis_desktop.simulator.server.flow_rows import investor_fields
from kis_desktop.simulator.server.house_rows import HousePicture, foreign_fields, side_fields
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.program_rows import program_row

DAY = date(2026, 11, 20)


def investors(**traded: tuple[int, int, int, int]) -> tuple[Sides, ...]:
    """Bought, sold, paid, received of those named; nothing of the others."""
    return tuple(Sides(*traded.get(one.name, (0, 0, 0, 0))) for one in Investor)


def split(**traded: tuple[int, int, int, int]) -> Split:
    sides = investors(**traded)
    columns = ("bought", "sold", "paid", "received")
    return Split(*(np.array([getattr(one, name) for one in sides]) for name in columns))


def test_investors_of_a_share_are_told_in_shares_and_million_won() -> None:
    traded = investors(
        INDIVIDUAL=(7_200, 9_000, 719_999_999, 900_000_000),
        FOREIGN=(2_500, 1_000, 250_400_000, 99_900_000),
        FOREIGN_OTHER=(50, 100, 5_000_000, 10_700_000),
        SECURITIES=(300, 0, 30_000_000, 0),
        PENSION=(50, 0, 5_999_999, 0),
    )
    assert investor_fields("domestic_stock/inquire_investor", "output", traded) == {
        "prsn_ntby_qty": -1_800,
        "frgn_ntby_qty": 1_450,
        "orgn_ntby_qty": 350,
        "prsn_ntby_tr_pbmn": -181,
        "frgn_ntby_tr_pbmn": 146,
        "orgn_ntby_tr_pbmn": 35,
        "prsn_shnu_vol": 7_200,
        "frgn_shnu_vol": 2_550,
        "orgn_shnu_vol": 350,
        "prsn_shnu_tr_pbmn": 719,
        "frgn_shnu_tr_pbmn": 255,
        "orgn_shnu_tr_pbmn": 35,
        "prsn_seln_vol": 9_000,
        "frgn_seln_vol": 1_100,
        "orgn_seln_vol": 0,
        "prsn_seln_tr_pbmn": 900,
        "frgn_seln_tr_pbmn": 109,
        "orgn_seln_tr_pbmn": 0,
    }


def test_programs_of_a_market_are_told_by_kind_owner_side_and_unit() -> None:
    sums = Sums(
        DAY,
        volume=4_000_000,
        turnover=50_000_000_000,
        investors=split(),
        programs=Programs(
            arbitrage=split(
                FOREIGN=(10_000, 30_000, 200_000_000, 600_000_000),
                SECURITIES=(50_000, 0, 1_000_000_000, 0),
            ),
            other=split(FOREIGN=(400_000, 100_999, 8_000_000_000, 2_000_000_000)),
        ),
    )
    names = (
        "arbt_seln_entm_cnqn", "arbt_shnu_onsl_cntg_amt", "nabt_smtn_seln_vol",
        "nabt_smtm_shnu_tr_pbmn_rate", "whol_onsl_ntby_qty", "whol_entm_ntby_qt",
        "entm_ntby_qty_rat", "total_seln_qty", "shnu_cntg_smtn", "whol_shun_tr_pbmn_rate",
        "whol_ntby_tr_pbmn", "acml_vol",
    )  # fmt: skip
    assert program_row(names, sums) == {
        "arbt_seln_entm_cnqn": 30,
        "arbt_shnu_onsl_cntg_amt": 1_000,
        "nabt_smtn_seln_vol": 100,
        "nabt_smtm_shnu_tr_pbmn_rate": 16.0,
        "whol_onsl_ntby_qty": 50,
        "whol_entm_ntby_qt": 280,
        "entm_ntby_qty_rat": 7.0,
        "total_seln_qty": 130,
        "shnu_cntg_smtn": 460,
        "whol_shun_tr_pbmn_rate": 18.4,
        "whol_ntby_tr_pbmn": 6_600,
    }


def by_house(**traded: int) -> tuple[int, ...]:
    """Shares by the English names of houses, blanks as underscores."""
    assert traded.keys() <= {house.english.replace(" ", "_") for house in HOUSES}
    return tuple(traded.get(house.english.replace(" ", "_"), 0) for house in HOUSES)


def test_the_five_busiest_houses_of_a_side() -> None:
    now = HouseDay(
        DAY,
        1_000,
        bought=by_house(KIWOOM=400, UBS=250, MIRAE=200, KB=100, CITI=40, KIS=10),
        sold=by_house(JP_MORGAN=600, KIWOOM=400),
    )
    before = HouseDay(
        DAY, 700, bought=by_house(KIWOOM=300, UBS=250, MIRAE=150), sold=by_house(KIWOOM=700)
    )
    picture = HousePicture(now, before)
    bought = side_fields(picture, "shnu")
    assert [bought[f"shnu_mbcr_no{place}"] for place in range(1, 6)] == [
        "00050", "00042", "00005", "00017", "00037",
    ]  # fmt: skip
    assert [bought[f"total_shnu_qty{place}"] for place in range(1, 6)] == [400, 250, 200, 100, 40]
    assert [bought[f"shnu_qty_icdc{place}"] for place in range(1, 6)] == [100, 0, 50, 100, 40]
    assert [bought[f"shnu_mbcr_rlim{place}"] for place in range(1, 6)] == [40, 25, 20, 10, 4]
    assert [bought[f"shnu_mbcr_glob_yn_{place}"] for place in range(1, 6)] == [
        False, True, False, False, True,
    ]  # fmt: skip
    assert foreign_fields(picture) == {
        "glob_total_seln_qty": 600,
        "glob_seln_rlim": 60.0,
        "glob_ntby_qty": -310,
        "glob_total_shnu_qty": 290,
        "glob_shnu_rlim": 29.0,
        "glob_total_seln_qty_icdc": 600,
        "glob_total_shnu_qty_icdc": 40,
    }


def test_a_record_of_programs_has_eleven_fields_in_wire_order() -> None:
    values: dict[str, Value] = {
        "mksc_shrn_iscd": "005930", "stck_cntg_hour": "101530", "seln_cnqn": 1_000,
        "seln_tr_pbmn": 97_000_000, "shnu_cnqn": 400, "shnu_tr_pbmn": 38_800_000,
        "ntby_cnqn": -600, "ntby_tr_pbmn": -58_200_000, "seln_rsqn": 70, "shnu_rsqn": 90,
        "whol_ntby_qty": 20,
    }  # fmt: skip
    assert record_text("domestic_stock/program_trade_krx", values) == (
        "005930^101530^1000^97000000^400^38800000^-600^-58200000^70^90^20"
    )
