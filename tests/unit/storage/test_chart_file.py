"""Charts on the disk: plain text that reads well, and never the end of a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.domain.chart_setup import ChartSetup, ChartStyle, PaneSetup, PriceScale, StudySetup
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.kept_charts import GridSync, KeptCell, KeptCharts, KeptGrid, StudySet
from kis_desktop.storage.chart_file import ChartFile

KEPT = KeptCharts(
    grid=KeptGrid(
        layout="2h",
        cells=(
            KeptCell(),
            KeptCell(
                "000660",
                ChartSetup(
                    interval=Interval(7, Unit.MINUTE),
                    style=ChartStyle.HEIKIN_ASHI,
                    scale=PriceScale.PERCENT,
                    inverted=True,
                    adjusted=False,
                    view=MarketView.UNIFIED,
                    session_breaks=False,
                    studies=(
                        StudySetup("rsi", (9,), colours=("#AABBCC",)),
                        StudySetup("of_a_later_program", (1.5, 2), "rsi-0", shown=False, anchor=9),
                    ),
                    panes=(PaneSetup("volume", 0.125),),
                    volume=False,
                    compared=("005930",),
                    scale_alone=PriceScale.LOGARITHMIC,
                ),
            ),
        ),
        active=1,
        sync=GridSync(symbol=True, interval=True, crosshair=False, range=True),
    ),
    symbols=(StudySet("035420", (StudySetup("sma", (20,)),)),),
    templates=(StudySet("내 것", (StudySetup("rsi", (14,)),), (PaneSetup("rsi-0", 0.25),)),),
    favourites=(Interval.TICK, Interval.DAY),
)


def test_what_is_kept_comes_back_whole(tmp_path: Path) -> None:
    ChartFile(tmp_path / "charts.toml").save(KEPT)
    assert ChartFile(tmp_path / "charts.toml").load() == KEPT


def test_nothing_was_kept_yet(tmp_path: Path) -> None:
    file = ChartFile(tmp_path / "charts.toml")
    assert file.load() is None
    assert file.damage is None


def test_intervals_stand_as_they_are_written_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "charts.toml"
    ChartFile(path).save(KEPT)
    assert 'interval = "7m"' in path.read_text(encoding="utf-8")


def test_a_change_is_a_change_of_one_line(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    ChartFile(first).save(KeptCharts())
    cell = KeptCell(setup=ChartSetup(style=ChartStyle.LINE))
    ChartFile(second).save(KeptCharts(grid=KeptGrid(cells=(cell,))))
    before = first.read_text(encoding="utf-8").splitlines()
    after = second.read_text(encoding="utf-8").splitlines()
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert changed == [('style = "candle"', 'style = "line"')]


@pytest.mark.parametrize(
    "text",
    [
        "grid = 3",
        'favourites = ["5 apples"]',
        '[grid]\nlayout = "1"\n[[grid.cells]]\n[grid.cells.setup]\ninterval = "0m"',
        "[[templates]]\nstudies = []",
        "not toml at all",
    ],
)
def test_a_damaged_file_is_set_aside_and_told_of(tmp_path: Path, text: str) -> None:
    path = tmp_path / "charts.toml"
    path.write_text(text, encoding="utf-8")
    file = ChartFile(path)
    assert file.load() is None
    assert file.damage is not None
    assert not path.exists()
    (aside,) = tmp_path.iterdir()
    assert aside.read_text(encoding="utf-8") == text
