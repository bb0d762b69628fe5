"""Indicators are found by the names of their modules."""

from __future__ import annotations

import pytest

from kis_desktop.indicators.scan import find_indicator, indicators


def test_there_are_those_that_traders_ask_for() -> None:
    assert len(indicators()) >= 60
    assert {"sma", "ichimoku", "net_foreign", "trade_strength"} <= set(indicators())


def test_an_indicator_is_found_by_its_id() -> None:
    found = find_indicator("bollinger")
    assert found is indicators()["bollinger"]
    assert found is not None
    assert found.title == "볼린저 밴드"


@pytest.mark.parametrize("id_", ["", "study", "windows", "no_such", "../sma", "sma.py"])
def test_what_is_no_indicator_is_not_found(id_: str) -> None:
    assert find_indicator(id_) is None


def test_the_volume_profile_alone_has_no_value_at_a_bar() -> None:
    assert [id_ for id_, one in indicators().items() if one.is_profile] == ["volume_profile"]


def test_parameters_are_held_to_what_is_allowed_and_the_usual_one_stands_for_no_number() -> None:
    found = find_indicator("bollinger")
    assert found is not None
    assert found.held((7.4, 99.0)) == (7, 10.0)
    assert found.held((float("nan"), float("nan"))) == (20, 2.0)
    assert found.held((float("inf"),)) == (500, 2.0)


def test_what_needs_more_than_bars_is_known() -> None:
    more = {id_ for id_, one in indicators().items() if not one.needs_bars_alone}
    assert {"net_foreign", "trade_strength", "anchored_vwap", "volume_profile"} <= more
    assert not {"sma", "macd", "ichimoku", "vwap"} & more
