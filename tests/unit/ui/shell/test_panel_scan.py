"""Finding panels by their headers."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from kis_desktop.ui.shell.panel_scan import Place, constants, scan_package, scan_panels
from tests.unit.ui.shell.conftest import PackageOf, PanelWriter


def test_panels_are_found_by_place_and_order(panels: ModuleType) -> None:
    assert [spec.id for spec in scan_package(panels)] == [
        "watchlist",
        "chart",
        "order_book",
        "tape",
        "ticket",
        "open_orders",
        "fills",
        "positions",
    ]


def test_a_header_is_read_without_running_the_module(
    write_panel: PanelWriter, package: PackageOf
) -> None:
    write_panel("loud", "큰소리", "left", 1, body='raise SystemExit("run")')
    (spec,) = scan_package(package())
    assert (spec.id, spec.title, spec.place, spec.order) == ("loud", "큰소리", Place.LEFT, 1)
    assert spec.module not in sys.modules


def test_a_build_without_sources_has_its_modules_imported(
    write_panel: PanelWriter, package: PackageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_panel("frozen", "얼린", "left", 1)
    loaded = package()
    monkeypatch.setattr(
        "importlib.machinery.SourceFileLoader.get_source", lambda _loader, _name: None
    )
    (spec,) = scan_package(loaded)
    assert spec.id == "frozen"
    assert spec.module in sys.modules


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        'PANEL_ID = "half"',
        "def broken(:",
        (
            'PANEL_ID = "a"\nPANEL_TITLE = "a"\nPANEL_TITLE_EN = "a"\n'
            'PANEL_PLACE = "ceiling"\nPANEL_ORDER = 1'
        ),
    ],
)
def test_a_module_without_a_whole_header_is_no_panel(
    package_folder: Path, package: PackageOf, text: str
) -> None:
    (package_folder / "other.py").write_text(text, encoding="utf-8")
    assert scan_package(package()) == ()


def test_an_id_that_stands_twice_is_refused(
    write_panel: PanelWriter, package_folder: Path, package: PackageOf
) -> None:
    write_panel("one", "하나", "left", 1)
    copy = (package_folder / "one.py").read_text(encoding="utf-8")
    (package_folder / "two.py").write_text(copy, encoding="utf-8")
    with pytest.raises(ValueError, match="one stands twice"):
        scan_package(package())


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_two_panels_share_a_title(language: str) -> None:
    titles = {spec.id: spec.titled(language) for spec in scan_panels()}
    assert len(set(titles.values())) == len(titles) >= 11, titles


def test_only_literals_count_as_constants() -> None:
    source = 'A = "a"\nB: int = 3\nC = f()\nif A:\n    D = 4\n'
    assert constants(source) == {"A": "a", "B": 3}
