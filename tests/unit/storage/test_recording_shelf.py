"""Where recordings lie, what their header says, and which are removed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from kis_desktop.storage.recording_file import RecordingFile
from kis_desktop.storage.recording_shelf import RecordingShelf
from tests.unit.storage.traffic import ACCOUNT, PRODUCT, USER, heard, notice

NOON = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)


def shelf(folder: Path, kept_bytes: int = 10_000_000) -> RecordingShelf:
    return RecordingShelf(
        folder,
        world="paper",
        dialect="paper",
        rules={"krx": "2023-12-08"},
        identify=lambda: (ACCOUNT, PRODUCT, USER),
        clean=str,
        kept_bytes=kept_bytes,
    )


def test_a_recording_is_named_by_the_markets_time_and_knows_its_world(tmp_path: Path) -> None:
    made = shelf(tmp_path)
    begun = made.begin(None, NOON, 0.0, known=True)
    begun.write([heard(notice())])
    begun.close()
    name = made.name(None, NOON)
    assert name == "20261120-030405.kisrec"
    with RecordingFile(tmp_path / name) as read:
        header = read.header
        (line,) = read.lines()
        assert read.trading_day == "2026-11-20"
    assert (header.world, header.dialect, header.rules) == ("paper", "paper", {"krx": "2023-12-08"})
    assert (header.account, header.product, header.user) == ("00000001", "01", "P0000000001")
    assert header.started == "2026-11-20T03:04:05+00:00"
    assert line.text.split("^")[1] == header.account + header.product
    assert line.text.split("|")[3].startswith(header.user + "^")


def test_without_a_known_time_the_day_comes_from_the_first_note_of_the_clock(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.kisrec"
    made = shelf(tmp_path)
    assert made.name(file, NOON) == "a.kisrec"
    begun = made.begin(file, NOON, 0.0, known=False)
    begun.close()
    with RecordingFile(file) as read:
        assert (read.header.date, read.header.started, read.trading_day) == ("", "", "")
    file.unlink()
    begun = made.begin(file, NOON, 0.0, known=False)
    begun.tell_clock("2026-11-23T09:00:00+09:00", 1.0)
    begun.close()
    with RecordingFile(file) as read:
        assert read.trading_day == "2026-11-23"


def test_the_oldest_recordings_of_the_own_folder_make_room(tmp_path: Path) -> None:
    for number in range(4):
        old = tmp_path / f"old-{number}.kisrec"
        old.write_bytes(b"x" * 1000)
        os.utime(old, (1000 + number, 1000 + number))
    (tmp_path / "letter.txt").write_bytes(b"x" * 9000)
    made = shelf(tmp_path, kept_bytes=2500)
    made.begin(tmp_path / "elsewhere.kisrec", NOON, 0.0, known=True).close()
    assert len(list(tmp_path.glob("old-*"))) == 4
    (tmp_path / "elsewhere.kisrec").unlink()
    made.begin(None, NOON, 0.0, known=True).close()
    assert sorted(one.name for one in tmp_path.glob("*-*")) == [
        "20261120-030405.kisrec",
        "old-2.kisrec",
        "old-3.kisrec",
    ]
    assert (tmp_path / "letter.txt").exists()
