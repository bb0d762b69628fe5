"""The bars of a chart as columns of numbers."""

from __future__ import annotations

import numpy as np
import pytest

from kis_desktop.domain.chart_setup import StudySetup
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.viewmodels.chart_columns import number_columns
from kis_desktop.viewmodels.chart_studies import plots
from kis_desktop.viewmodels.words import Words
from tests.unit.chart_floor import waving

SHIFT, COUNT = 25, 120


@pytest.mark.parametrize("count", [COUNT, SHIFT, 3])
def test_values_stand_at_the_bars_where_they_are_drawn(count: int) -> None:
    pyramid = BarPyramid(waving(count))
    (plot,) = plots((StudySetup("ichimoku", (9, 26, 52, SHIFT)),), pyramid)
    columns = {one.title.split()[-1]: one.values for one in
               number_columns(pyramid, (plot,), Words("ko"))}  # fmt: skip
    assert {len(values) for values in columns.values()} == {count}
    lagging, leading = columns["후행스팬"], columns["선행스팬1"]
    seen = max(count - SHIFT, 0)
    assert lagging[:seen].tolist() == pyramid.close[SHIFT:].tolist()
    assert np.isnan(lagging[seen:]).all()
    assert np.isnan(leading[:SHIFT]).all()
    np.testing.assert_array_equal(leading[SHIFT:], plot.study.values(2)[:seen])
