"""dev.py: what it decides before it starts anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import dev


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], True),
        (["--seconds", "5"], True),
        (["--profile", "mine"], True),
        (["--selfcheck"], False),
        (["--help"], False),
        (["catalogue", "--json"], False),
        (["decode", "frames.txt"], False),
    ],
)
def test_subcommands_and_answers_open_no_window(arguments: list[str], expected: bool) -> None:
    assert dev.opens_window(arguments) is expected


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], ["--status-every", "5", "--screenshot", "kis-desktop.png"]),
        (["--screenshot=a.png"], ["--status-every", "5"]),
        (["--status-every", "1"], ["--screenshot", "kis-desktop.png"]),
    ],
)
def test_without_a_display_the_program_reports_and_leaves_a_picture(
    arguments: list[str], options: list[str]
) -> None:
    assert dev.headless_options(arguments) == options


def test_an_option_is_known_with_its_value_attached() -> None:
    assert dev.has_option(["--simulator=ready.json"], dev.START_OPTIONS)
    assert dev.has_option(["--speed", "5", "--replay", "morning.kisrec"], dev.START_OPTIONS)
    assert not dev.has_option(["--simulators"], dev.START_OPTIONS)


def test_a_library_that_no_loader_finds_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(dev, "OFFSCREEN_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    assert dev.missing_libraries(screen=False) == {"libnowhere.so.9": "libnowhere9"}


def test_missing_libraries_without_the_right_to_install_name_one_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(dev, "OFFSCREEN_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr("shutil.which", lambda name: "found" if name == "apt-get" else None)
    monkeypatch.setattr(dev, "privilege", lambda: None)
    with pytest.raises(dev.SetupFailure, match=r"sudo apt-get install -y .*libnowhere9"):
        dev.need_system_libraries(screen=False)


def test_nothing_missing_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "OFFSCREEN_LIBRARIES", {})
    monkeypatch.setattr(dev, "install_with_apt", lambda packages: pytest.fail(str(packages)))
    dev.need_system_libraries(screen=False)


def test_screens_need_more_than_pictures() -> None:
    assert not dev.OFFSCREEN_LIBRARIES.keys() & dev.SCREEN_LIBRARIES.keys()


def test_a_stamp_holds_until_its_fingerprint_changes(tmp_path: Path) -> None:
    environment = dev.Environment(tmp_path)
    assert not environment.holds("run", "a")
    environment.mark({"run": "a"})
    environment.mark({"checkout": "b"})
    assert environment.holds("run", "a")
    assert environment.holds("checkout", "b")
    assert not environment.holds("run", "c")


def test_an_interrupted_installation_is_not_taken_for_a_finished_one(tmp_path: Path) -> None:
    environment = dev.Environment(tmp_path)
    environment.mark({"dev": "a"}, unfinished=True)
    assert dev.UNFINISHED in environment.stamps()
    assert not dev.is_set_up(environment, "dev", with_checkout=False)
    environment.mark({"dev": "a"})
    assert dev.UNFINISHED not in environment.stamps()


def test_a_second_set_up_waits_for_the_first(tmp_path: Path) -> None:
    lock = tmp_path / "environment.lock"
    with dev.only_one_at_a_time(dev.Environment(tmp_path / "environment")), lock.open("ab") as file:
        assert not dev.try_lock(file)
    with lock.open("ab") as file:
        assert dev.try_lock(file)


def test_settings_that_lead_packages_elsewhere_are_not_handed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "the user's own")
    handed_on = dev.clean_environment()
    assert "PIP_TARGET" not in handed_on
    assert handed_on["PIP_INDEX_URL"] == "the user's own"


def test_a_broken_stamp_means_set_up_again(tmp_path: Path) -> None:
    environment = dev.Environment(tmp_path)
    environment.stamp.write_text("{", encoding="utf-8")
    assert environment.stamps() == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows copies the interpreter")
def test_an_environment_of_another_interpreter_is_made_anew(tmp_path: Path) -> None:
    environment = dev.Environment(tmp_path)
    older, newer = tmp_path / "python3.11", tmp_path / "python3.13"
    for interpreter in (older, newer):
        interpreter.touch()
    environment.scripts.mkdir()
    environment.python.symlink_to(newer)
    marker = tmp_path / "pyvenv.cfg"
    marker.write_text(f"executable = {older}\n", encoding="utf-8")
    assert not environment.is_usable()
    marker.write_text(f"executable = {newer}\n", encoding="utf-8")
    assert environment.is_usable()


def test_fingerprints_tell_apart_where_one_text_ends() -> None:
    assert dev.fingerprint("ab", "c") != dev.fingerprint("a", "bc")


def test_a_package_that_lost_files_is_refused() -> None:
    with pytest.raises(dev.SetupFailure):
        dev.compare_manifests({"ok": True, "panels": 20}, {"ok": True, "panels": 19})
    with pytest.raises(dev.SetupFailure):
        dev.compare_manifests({"ok": True, "panels": 20}, {"ok": True})
    with pytest.raises(dev.SetupFailure):
        dev.compare_manifests({"ok": False}, {"ok": False})


def test_a_package_that_holds_everything_passes(capsys: pytest.CaptureFixture[str]) -> None:
    dev.compare_manifests({"ok": True, "panels": 20}, {"ok": True, "panels": 20})
    assert "holds all" in capsys.readouterr().err


def test_the_summary_fails_when_one_step_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.summary({"lint": (True, 1.0), "tests": (True, 2.0)}) == 0
    assert dev.summary({"lint": (True, 1.0), "tests": (False, 2.0)}) == 1
    assert "failed: tests" in capsys.readouterr().err


def test_an_unknown_command_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 2
    said = capsys.readouterr()
    assert "gallery DIR" in said.err
    assert said.out == ""


def test_a_command_that_takes_nothing_refuses_arguments(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert dev.main(["test", "fast"]) == 1
    assert "takes no arguments" in capsys.readouterr().err


def test_the_version_is_the_one_of_the_package() -> None:
    text = (dev.ROOT / "kis_desktop" / "__init__.py").read_text(encoding="utf-8")
    assert f'__version__ = "{dev.project_version()}"' in text


def test_the_pip_that_comes_along_is_the_pinned_one() -> None:
    assert dev.pip_wheel().suffix == ".whl"
