"""A chart's indicators as a list: panes stay with those to whom they belong."""

from __future__ import annotations

import pytest

from kis_desktop.domain.chart_setup import ChartSetup, PaneSetup, StudySetup
from kis_desktop.indicators.study import GROUPS
from kis_desktop.viewmodels import study_list
from kis_desktop.viewmodels.study_list import found_indicators

SETUP = ChartSetup(
    studies=(
        StudySetup("sma", (20,)),
        StudySetup("rsi", (14,)),
        StudySetup("cci", (9,), pane="rsi-1"),
    ),
    panes=(PaneSetup("volume", 0.1), PaneSetup("rsi-1", 0.2)),
)


def test_a_pane_moves_along_with_its_study() -> None:
    moved = study_list.with_study_moved(SETUP, 1, 0)
    assert [one.id for one in moved.studies] == ["rsi", "sma", "cci"]
    assert moved.studies[2].pane == "rsi-0"
    assert moved.panes == (PaneSetup("volume", 0.1), PaneSetup("rsi-0", 0.2))


def test_what_shared_the_pane_of_a_study_that_is_gone_has_its_own_again() -> None:
    left = study_list.without_study(SETUP, 1)
    assert [(one.id, one.pane) for one in left.studies] == [("sma", ""), ("cci", "")]
    assert left.panes == (PaneSetup("volume", 0.1),)


def test_a_study_before_the_pane_is_taken_away() -> None:
    left = study_list.without_study(SETUP, 0)
    assert [(one.id, one.pane) for one in left.studies] == [("rsi", ""), ("cci", "rsi-0")]
    assert left.panes[1].name == "rsi-0"


def test_only_panes_of_their_own_can_be_shared() -> None:
    assert study_list.pane_choices(SETUP, 0) == (1,)
    assert study_list.pane_choices(SETUP, 1) == ()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("이동평균", "sma"),
        ("ㅇㄷㅍㄱ", "sma"),
        ("moving average", "sma"),
        ("볼린", "bollinger"),
        ("rsi", "rsi"),
        ("ㅇㅁㄱㅎ", "ichimoku"),
    ],
)
def test_indicators_are_found_by_name_initials_and_english(text: str, id_: str) -> None:
    found = [one.id for _, group in found_indicators(text) for one in group]
    assert id_ in found
    assert len(found) < 30


def test_nothing_typed_finds_all_in_groups() -> None:
    groups = dict(found_indicators(""))
    assert {"trend", "oscillator", "volume"} <= groups.keys()


def test_what_fits_nothing_finds_nothing() -> None:
    assert found_indicators("쀍쀍쀍") == ()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("boll", "bollinger"),
        ("볼린저", "bollinger"),
        ("ㅂㄹㅈ", "bollinger"),
        ("%b", "bollinger_place"),
        ("ema", "ema"),
        ("이동평균", "sma"),
        ("moving average", "sma"),
        ("vwap", "vwap"),
        ("거래량", "volume_average"),
        ("스토캐스틱", "stochastic_slow"),
    ],
)
def test_what_is_meant_stands_first_and_the_plain_one_before_its_derivatives(
    text: str, id_: str
) -> None:
    assert found_indicators(text)[0][1][0].id == id_


def test_without_a_text_all_stand_in_their_groups_by_title() -> None:
    groups = found_indicators("")
    assert [group for group, _ in groups] == list(GROUPS)
    for _, fitting in groups:
        titles = [one.title for one in fitting]
        assert titles == sorted(titles)
