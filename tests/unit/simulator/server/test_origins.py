from __future__ import annotations

import json

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.simulator.cli import main
from kis_desktop.simulator.server import origins
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.endpoints import all_endpoints
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.origins import EndpointOrigins, Origin, origins_of
from kis_desktop.simulator.server.replies import Reply, refused
from kis_desktop.simulator.server.served import served
from tests.unit.simulator.server.known_constants import STANDING, may_stand
from tests.unit.simulator.server.seen_scenes import SCENES


@pytest.fixture(scope="module")
def by_name() -> dict[str, EndpointOrigins]:
    return {one.name: origins_of(one, SCENES) for one in all_endpoints()}


def test_every_endpoint_of_the_catalogue_is_served(by_name: dict[str, EndpointOrigins]) -> None:
    known = {id_ for id_ in loader.endpoint_ids() if not id_.startswith("auth/")}
    assert set(by_name) == known


def test_every_endpoint_answers_its_own_example(by_name: dict[str, EndpointOrigins]) -> None:
    silent = [name for name, one in by_name.items() if {*one.fields.values()} == {Origin.CONSTANT}]
    assert silent == []


def test_no_price_quantity_amount_rate_or_date_stands(by_name: dict[str, EndpointOrigins]) -> None:
    standing = {
        name: left
        for name, one in by_name.items()
        if (left := {field.partition(".")[2] for field in one.standing} - may_stand(name))
    }
    assert standing == {}


def test_what_may_stand_is_documented(by_name: dict[str, EndpointOrigins]) -> None:
    for endpoints in STANDING.values():
        for name, fields in endpoints.items():
            known = {field.partition(".")[2] for field in by_name[name].fields}
            assert set(fields.split()) <= known


@pytest.mark.parametrize(
    ("name", "field", "origin"),
    [
        ("domestic_stock/inquire_price", "output.stck_prpr", Origin.STATE),
        ("domestic_stock/inquire_price", "output.prdy_ctrt", Origin.DERIVED),
        ("domestic_stock/inquire_asking_price_exp_ccn", "output2.antc_cnpr", Origin.STATE),
        ("domestic_stock/order_cash", "output.ODNO", Origin.STATE),
        ("domestic_stock/inquire_psbl_rvsecncl", "output.psbl_qty", Origin.STATE),
    ],
)
def test_a_field_says_where_it_comes_from(
    by_name: dict[str, EndpointOrigins], name: str, field: str, origin: Origin
) -> None:
    assert by_name[name].fields[field] is origin


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("inquire_price", {"output": 82}),
        ("inquire_asking_price_exp_ccn", {"output1": 71, "output2": 13}),
        ("inquire_ccnl", {"output": 7}),
        ("inquire_time_itemconclusion", {"output1": 7, "output2": 11}),
        ("inquire_daily_itemchartprice", {"output1": 30, "output2": 13}),
        ("inquire_time_itemchartprice", {"output1": 8, "output2": 8}),
        ("inquire_time_dailychartprice", {"output1": 8, "output2": 8}),
        ("inquire_daily_price", {"output": 14}),
        ("intstock_multprice", {"output": 29}),
        ("search_info", {"output": 20}),
        ("search_stock_info", {"output": 67}),
        ("chk_holiday", {"output": 6}),
        ("inquire_psbl_order", {"output": 12}),
        ("inquire_psbl_sell", {"output": 13}),
        ("inquire_balance", {"output1": 26, "output2": 24}),
        ("inquire_balance_rlz_pl", {"output1": 23, "output2": 28}),
        ("inquire_account_balance", {"output1": 6, "output2": 25}),
        ("inquire_period_profit", {"output1": 10, "output2": 17}),
        ("inquire_period_trade_profit", {"output1": 17, "output2": 18}),
        ("inquire_credit_psamount", {"output": 12}),
        ("order_credit", {"output": 3}),
        ("order_resv", {"output": 1}),
        ("order_resv_rvsecncl", {"output": 1}),
        ("order_resv_ccnl", {"output": 23}),
        ("inquire_daily_ccld", {"output1": 37, "output2": 5}),
        ("inquire_psbl_rvsecncl", {"output": 21}),
        ("order_cash", {"output": 3}),
        ("order_rvsecncl", {"output": 3}),
    ],
)
def test_every_documented_field_is_there(
    by_name: dict[str, EndpointOrigins], name: str, blocks: dict[str, int]
) -> None:
    found: dict[str, int] = {}
    for field in by_name[f"domestic_stock/{name}"].fields:
        block = field.partition(".")[0]
        found[block] = found.get(block, 0) + 1
    assert found == blocks


@pytest.mark.parametrize(
    "name",
    [
        "inquire_account_balance",
        "inquire_balance",
        "inquire_balance_rlz_pl",
        "inquire_credit_psamount",
        "inquire_period_profit",
        "inquire_period_trade_profit",
        "inquire_psbl_order",
        "intgr_margin",
        "order_credit",
        "order_resv",
        "order_resv_ccnl",
        "order_resv_rvsecncl",
    ],
)
def test_fields_of_the_account_are_those_of_the_catalogue(
    by_name: dict[str, EndpointOrigins], name: str
) -> None:
    entry = loader.endpoint(f"domestic_stock/{name}")
    documented = {
        f"{block}.{field.name}"
        for block, output in entry.outputs.items()
        for field in output.fields
    }
    assert set(by_name[f"domestic_stock/{name}"].fields) == documented


@pytest.fixture
def reckoned(by_name: dict[str, EndpointOrigins], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command has them already."""
    monkeypatch.setattr(origins, "all_origins", lambda: tuple(by_name.values()))


@pytest.mark.usefixtures("reckoned")
def test_coverage_is_a_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["id"] for line in lines} == {one.name for one in all_endpoints()}
    assert all({"id", "path", "tr_real", "tr_paper", "fields"} <= set(line) for line in lines)


@pytest.mark.usefixtures("reckoned")
def test_coverage_for_people_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage"]) == 0
    assert "inquire-price: state" in capsys.readouterr().out


def test_a_number_that_never_moves_is_a_constant_whoever_gave_it() -> None:
    def answer(call: Call) -> Reply:
        told: dict[str, Value] = {
            "hts_kor_isnm": "국고01000-3712(07-1)",
            "bond_prpr": 10_000,
            "acml_vol": call.now.minute,
            "prdy_ctrt": float(call.now.day),
            "stnd_iscd": call.text("FID_INPUT_ISCD"),
        }
        return layout("domestic_bond/inquire_price").done({"output": told})

    asked = {"FID_INPUT_ISCD": "KR0000000001"}
    found = origins_of(served("domestic_bond/inquire_price", answer, example=asked), SCENES)
    assert found.fields["output.bond_prpr"] is Origin.CONSTANT
    assert found.fields["output.acml_vol"] is Origin.STATE
    assert found.fields["output.prdy_ctrt"] is Origin.DERIVED
    assert found.fields["output.stnd_iscd"] is Origin.DERIVED
    assert found.fields["output.hts_kor_isnm"] is Origin.STATE
    assert found.fields["output.bond_hgpr"] is Origin.CONSTANT
    assert {"output.bond_prpr", "output.bond_hgpr"} <= set(found.standing)
    assert "output.hts_kor_isnm" not in found.standing


def test_an_endpoint_that_refuses_everything_has_nothing_but_constants() -> None:
    def answer(_: Call) -> Reply:
        return refused("MCA05918", "종목코드 오류입니다.")

    found = origins_of(served("domestic_bond/inquire_price", answer, example={}), SCENES)
    assert set(found.fields.values()) == {Origin.CONSTANT}
