"""Every request about companies and pension accounts answers with the catalogue's fields."""

from __future__ import annotations

import re

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.directory import endpoint_lines
from kis_desktop.catalogue.entry import FieldType, Shape
from tests.unit.simulator.facts.asking import block_of, body_of, market_of, rows_of

_OF_COMPANIES = ("finance_", "ksdinfo_", "pension_", "invest_op", "estimate_perform", "news_title")
NAMES = [
    line.id.partition("/")[2]
    for line in endpoint_lines()
    if line.id.startswith("domestic_stock/")
    and line.id.partition("/")[2].startswith((*_OF_COMPANIES, "period_rights"))
    and line.id != "domestic_stock/finance_ratio"  # a ranking
]
NUMBER = re.compile(r"-?\d+(\.\d+)?")
DAY = re.compile(r"(20\d{6}|20\d\d/\d\d/\d\d)?")


def test_there_are_twenty_nine_of_them() -> None:
    assert len(NAMES) == 29


@pytest.mark.parametrize("name", NAMES)
def test_it_answers_its_example_with_the_documented_fields(name: str) -> None:
    product = "29" if name.startswith("pension_") else "01"
    body = body_of(market_of(1), name, product)
    for block, documented in loader.endpoint(f"domestic_stock/{name}").outputs.items():
        single = documented.shape is Shape.OBJECT
        rows = [block_of(body, block)] if single else rows_of(body, block)
        assert rows
        for row in rows:
            assert [*row] == [field.name for field in documented.fields]
            for field in documented.fields:
                if field.type.is_number:
                    assert NUMBER.fullmatch(row[field.name]), (field.name, row[field.name])
                elif field.type is FieldType.DATE:
                    assert DAY.fullmatch(row[field.name]), (field.name, row[field.name])


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("finance_")])
def test_a_fund_has_no_statements(name: str) -> None:
    assert body_of(market_of(1), name, FID_INPUT_ISCD="069500")["output"] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("finance_", "est"))])
def test_a_company_that_does_not_trade_here_is_known(name: str) -> None:
    market = market_of(1)
    code = "265520"
    assert market.universe.find(code) is None
    field = "SHT_CD" if name == "estimate_perform" else "FID_INPUT_ISCD"
    body = body_of(market, name, **{field: code})
    assert any(body[block] for block in body if block.startswith("output"))
