"""Text files of the user's: settings, layouts, watchlists, preferences."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.storage.layout_file import LayoutFile
from kis_desktop.storage.preferences import PreferenceFile
from kis_desktop.storage.settings import ClickMode, Language, Screen, Settings, SettingsFile
from kis_desktop.storage.watchlist_file import WatchlistFile

GROUPS = (("관심 1", ("005930", "000660")), ('반도체 "대형"', ()), ("ETN", ("Q530031",)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "file.toml"


def written(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_without_a_file_every_setting_has_its_default(path: Path) -> None:
    assert SettingsFile(path).load() == (Settings(), ())


def test_changed_settings_come_back(path: Path) -> None:
    changed = Settings(screen=Screen(language=Language.ENGLISH, font_size=14))
    SettingsFile(path).save(changed)
    assert SettingsFile(path).load() == (changed, ())


def test_keys_that_are_not_ours_stay(path: Path) -> None:
    written(path, 'note = "mine"\n[screen]\nfont_size = 12\nfuture = [1, 2]\n[novel]\nx = 1\n')
    file = SettingsFile(path)
    settings, told = file.load()
    assert (settings.screen.font_size, told) == (12, ())
    file.save(msgspec.structs.replace(settings, screen=Screen(font_size=13)))
    text = path.read_text(encoding="utf-8")
    for kept in ('note = "mine"', "future = [", "[novel]", "font_size = 13"):
        assert kept in text


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("font_size = 99", "screen.font_size"),
        ('font_size = "large"', "screen.font_size"),
        ('language = "fr"', "screen.language"),
        ("flash = 1", "screen.flash"),
    ],
)
def test_one_value_that_cannot_be_used_falls_back_alone(path: Path, line: str, key: str) -> None:
    written(path, f'[screen]\n{line}\ntheme = "light"\n[orders]\nbook_click = "off"\n')
    settings, (told,) = SettingsFile(path).load()
    assert settings.screen == Screen(theme="light")
    assert settings.orders.book_click is ClickMode.OFF
    assert told.arguments["key"] == key


def test_a_section_that_is_no_table_falls_back(path: Path) -> None:
    written(path, "screen = 5\n")
    settings, (told,) = SettingsFile(path).load()
    assert settings == Settings()
    assert told.arguments["key"] == "screen"
    SettingsFile(path).save(settings)
    assert SettingsFile(path).load() == (settings, ())


@pytest.mark.parametrize("damage", [b"[screen\n", b"\xff\xfe\x00", b"a = 1\na = 2\n"])
def test_a_damaged_file_is_set_aside_with_a_word(path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    settings, (told,) = SettingsFile(path).load()
    assert settings == Settings()
    assert told.id == "storage.text_damaged"
    assert path.with_name(str(told.arguments["aside"])).read_bytes() == damage
    assert not path.exists()


def test_a_settings_file_that_cannot_be_read_is_not_overwritten(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StorageFailed):
        SettingsFile(path).save(Settings())
    assert path.is_dir()


def test_layouts_come_back_as_the_bytes_that_they_were(path: Path) -> None:
    layouts = {"기본": bytes(range(256)), "second": b""}
    LayoutFile(path).save(layouts)
    assert LayoutFile(path).load() == (layouts, None)


def test_a_layout_that_is_no_base64_is_left_out(path: Path) -> None:
    written(path, '[layouts]\ngood = "AAEC"\nbad = "!!"\nworse = 5\n')
    assert LayoutFile(path).load() == ({"good": b"\0\1\2"}, None)
    written(path, "layouts = 5\n")
    assert LayoutFile(path).load() == ({}, None)


def test_watchlists_come_back_in_their_order(path: Path) -> None:
    WatchlistFile(path).save(GROUPS)
    assert WatchlistFile(path).load() == GROUPS


def test_no_watchlists_is_told_from_empty_ones(path: Path) -> None:
    assert WatchlistFile(path).load() is None
    WatchlistFile(path).save(())
    assert WatchlistFile(path).load() == ()


def test_a_symbol_added_to_a_watchlist_is_one_line_of_a_diff(path: Path) -> None:
    file = WatchlistFile(path)
    file.save((("A", ("005930",)),))
    before = path.read_text(encoding="utf-8").splitlines()
    file.save((("A", ("005930", "000660")),))
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ['    "000660",']
    assert len(after) == len(before) + 1


@pytest.mark.parametrize("damage", ["[[groups]]\nsymbols = 5\n", "groups = [", "groups = [1]\n"])
def test_damaged_watchlists_are_set_aside_with_a_word(path: Path, damage: str) -> None:
    written(path, damage)
    file = WatchlistFile(path)
    assert file.load() is None
    assert file.damage is not None
    assert path.with_name("file.toml.damaged-1").read_text(encoding="utf-8") == damage
    assert file.load() is None
    assert file.damage is None


def test_a_preference_is_there_at_once_and_on_the_disk_after_a_flush(path: Path) -> None:
    file = PreferenceFile(path)
    file.set("watchlist.widths", "90,60")
    assert file.get("watchlist.widths") == "90,60"
    assert not path.exists()
    file.flush()
    assert not file.changed
    again = PreferenceFile(path)
    assert again.load() is None
    assert again.get("watchlist.widths") == "90,60"
    assert again.get("never kept") is None


def test_a_preference_that_did_not_change_writes_nothing(path: Path) -> None:
    file = PreferenceFile(path)
    file.set("a", "1")
    file.flush()
    before = path.stat().st_ino
    file.set("a", "1")
    file.flush()
    assert path.stat().st_ino == before


def test_preferences_that_could_not_be_written_are_written_later(path: Path) -> None:
    path.mkdir(parents=True)
    file = PreferenceFile(path)
    file.set("a", "1")
    with pytest.raises(StorageFailed):
        file.flush()
    path.rmdir()
    file.flush()
    assert "a" in path.read_text(encoding="utf-8")


def test_damaged_preferences_are_set_aside_with_a_word(path: Path) -> None:
    written(path, "= =")
    damage = PreferenceFile(path).load()
    assert damage is not None
    assert damage.id == "storage.text_damaged"
