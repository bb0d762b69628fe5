"""A rate of interest is told alike wherever it is told."""

from __future__ import annotations

import pytest

from kis_desktop.simulator.markets.overseas_stock.world import GAUGES
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.facts.asking import Row, body_of, market_of

_CHART = "overseas_stock/inquire_daily_chartprice"


def _charted(seed: int, code: str, day: str) -> Row:
    endpoint = load(_CHART)
    days = {"FID_INPUT_DATE_1": day, "FID_INPUT_DATE_2": day}
    call = Call(
        market=market_of(seed), world=World.REAL, tr_id=endpoint.real[0],
        fields={**endpoint.example, **days, "FID_INPUT_ISCD": code}, continued=False,
        changed=False, account_number="",
    )  # fmt: skip
    rows = endpoint.answer(call).body["output2"]
    assert isinstance(rows, list)
    found: Row = rows[0]
    return found


@pytest.mark.parametrize("seed", [1, 7])
def test_a_yield_closes_as_its_chart_says(seed: int) -> None:
    body = body_of(market_of(seed), "comp_interest")
    listed: dict[str, Row] = {}
    for block in ("output1", "output2"):
        rows = body[block]
        assert isinstance(rows, list)
        listed |= {row["bcdt_code"]: row for row in rows}
    yields = [gauge for gauge in GAUGES if gauge.code.startswith("Y0")]
    assert len(yields) == 7
    for gauge in yields:
        row = listed[gauge.code]
        chart = _charted(seed, gauge.code, row["stck_bsop_date"])
        assert (row["hts_kor_isnm"], row["bond_mnrt_prpr"]) == (gauge.name, chart["ovrs_nmix_prpr"])
