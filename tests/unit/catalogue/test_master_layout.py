"""The layouts of the master files say nothing that can't be."""

from __future__ import annotations

import re

import pytest

from kis_desktop.catalogue.master_layout import (
    MasterFile,
    MasterLayout,
    english_names,
    master_layouts,
    search_words,
)
from kis_desktop.catalogue.message_texts import texts
from kis_desktop.domain.instrument import KRX_STOCK_MARKETS, InstrumentKind, Market
from kis_desktop.domain.instrument_search import Scope

EVERY = list(master_layouts().values())
IDS = list(master_layouts())


@pytest.mark.parametrize(("file", "layout"), EVERY, ids=IDS)
def test_every_field_stands_inside_its_row(file: MasterFile, layout: MasterLayout) -> None:
    assert {"symbol", "name"} <= set(layout.fields)
    for place in layout.fields.values():
        if layout.delimiter:
            assert len(place) == 1
            assert 0 <= place[0] < layout.columns
        else:
            start, width = place
            first = start if start >= 0 else layout.row + start
            assert 0 <= first < first + width <= layout.row
            assert layout.least <= layout.row
    assert file.archive == f"{file.inner}.zip"


@pytest.mark.parametrize(("file", "layout"), EVERY, ids=IDS)
def test_every_rule_is_about_a_field_that_is_there(file: MasterFile, layout: MasterLayout) -> None:
    ruled = [rule.field for rule in layout.kinds]
    ruled += [layout.rights.field] if layout.rights else []
    ruled += [layout.skip.field] if layout.skip else []
    assert set(ruled) | set(layout.must) <= set(layout.fields)
    for pattern in layout.must.values():
        re.compile(pattern)
    assert not file.exchange or "exchange" in layout.fields


def test_every_market_has_a_file_and_korean_stocks_come_first() -> None:
    markets = [file.market for file, _ in EVERY]
    assert set(markets) == set(Market)
    assert set(markets[:3]) == KRX_STOCK_MARKETS
    orders = [file.order for file, _ in EVERY]
    assert orders == sorted(set(orders))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_file_and_market_has_a_title(language: str) -> None:
    known = texts(language)
    assert {f"master_title.{file}" for file in IDS} <= set(known)
    assert {f"market.{market.value}" for market in Market} <= set(known)


def test_search_words_narrow_to_what_there_is() -> None:
    there = {*Market, *InstrumentKind, *Scope}
    for word, tags in search_words().items():
        assert tags <= there, word
        assert word == word.upper()
        assert not re.search(r"[\s·.,&()\-_/]", word)


def test_english_names_are_of_korean_symbols() -> None:
    names = english_names()
    assert names["005930"] == "Samsung Electronics"
    assert all(re.fullmatch("[0-9A-Z]{6}", symbol) for symbol in names)
    assert all(name.isascii() for name in names.values())
