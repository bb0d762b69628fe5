"""Where a profile's files lie, and what may be a profile's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.profile_folder import ProfileFolder, home


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    assert home({"KIS_DESKTOP_HOME": str(tmp_path)}) == tmp_path
    assert home({"KIS_DESKTOP_HOME": "relative"}).is_absolute()
    assert home({"KIS_DESKTOP_HOME": "~/kis"}) == Path.home() / "kis"


def test_without_the_variable_it_is_the_systems_folder_for_a_program() -> None:
    found = home({})
    assert found.is_absolute()
    assert found.name == "kis-desktop"


def test_the_variable_of_this_process_counts(home_of_its_own: Path) -> None:
    assert home() == home_of_its_own


def test_no_two_files_of_two_environments_share_a_place(tmp_path: Path) -> None:
    places = [
        place
        for kind in Environment
        for folder in [ProfileFolder(tmp_path, Identity("trader", kind))]
        for place in (
            folder.vault,
            folder.key_file,
            folder.order_journal,
            folder.bars,
            folder.instruments,
            folder.log,
        )
    ]
    assert len(set(places)) == len(places) == 6 * len(Environment)


def test_what_the_user_sets_is_the_profiles(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path, Identity("trader", Environment.PAPER))
    places = (folder.settings, folder.layout, folder.watchlists, folder.preferences)
    assert {place.parent for place in places} == {tmp_path / "profiles" / "trader"}
    assert len(set(places)) == 4


@pytest.mark.parametrize("name", ["trader", "내 계좌".replace(" ", "-"), "a", "x" * 40, "real_1"])
def test_a_name_that_every_system_takes_is_a_profiles(name: str) -> None:
    assert str(Identity(name, Environment.REAL)) == f"{name}/real"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "a b", "CON", "com1", "-x", "_x", "x" * 41, "a\0", "a\n"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        Identity(name, Environment.REAL)


def test_a_simulated_identity_is_of_the_simulator_alone() -> None:
    assert SimulatedIdentity("demo").environment is Environment.SIMULATED
    with pytest.raises(InvalidInput):
        SimulatedIdentity("demo", Environment.REAL)
