"""Tags of the price axis."""

import pytest

from kis_desktop.ui.chart.levels_painter import tag_inset


@pytest.mark.parametrize(("text", "inset"), [(56.0, 8.0), (70.0, 3.0), (73.5, 0.0), (90.0, 0.0)])
def test_a_tag_with_an_arrow_begins_sooner_so_that_its_last_digit_is_seen(
    text: float, inset: float
) -> None:
    assert tag_inset(74.0, text) == inset
