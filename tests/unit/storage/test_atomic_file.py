"""A file is replaced as a whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.storage.atomic_file import (
    make_private_folder,
    read_bounded,
    remove,
    set_aside,
    sweep_stale,
    write_atomic,
)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_the_old_content_lives_on_as_backup(tmp_path: Path) -> None:
    path, backup = tmp_path / "file", tmp_path / "file.bak1"
    for content in (b"first", b"second", b"third"):
        write_atomic(path, content, backup=backup)
    assert (path.read_bytes(), backup.read_bytes()) == (b"third", b"second")
    assert names(tmp_path) == ["file", "file.bak1"]


def test_a_backup_that_is_the_file_itself_leaves_nothing_behind(tmp_path: Path) -> None:
    path, backup = tmp_path / "file", tmp_path / "file.bak1"
    path.write_bytes(b"first")
    backup.hardlink_to(path)  # killed between the two renames
    write_atomic(path, b"second", backup=backup)
    assert (path.read_bytes(), backup.read_bytes()) == (b"second", b"first")
    assert names(tmp_path) == ["file", "file.bak1"]


def test_without_hard_links_the_backup_is_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    path, backup = tmp_path / "file", tmp_path / "file.bak1"
    write_atomic(path, b"first")
    write_atomic(path, b"second", backup=backup)
    assert (path.read_bytes(), backup.read_bytes()) == (b"second", b"first")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert names(tmp_path) == ["file", "file.bak1"]


def test_a_disk_that_takes_a_byte_at_a_time_gets_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, rest: write(descriptor, rest[:1]))
    write_atomic(tmp_path / "file", b"content")
    assert (tmp_path / "file").read_bytes() == b"content"


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize(
    ("code", "id_"),
    [
        (errno.ENOSPC, "storage.disk_full"),
        (errno.EDQUOT, "storage.disk_full"),
        (errno.EROFS, "storage.not_allowed"),
        (errno.EIO, "storage.disk_failed"),
    ],
)
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, id_: str
) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(StorageFailed) as raised:
        write_atomic(path, b"new", backup=tmp_path / "file.bak1")
    assert raised.value.message.id == id_
    assert raised.value.message.code == errno.errorcode[code]
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_a_failed_rename_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.mkdir()
    with pytest.raises(StorageFailed):
        write_atomic(path, b"new")
    assert names(tmp_path) == ["file"]


def test_a_read_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_bounded(path, 5) == b"12345"
    with pytest.raises(StorageFailed) as raised:
        read_bounded(path, 4)
    assert raised.value.message.id == "storage.file_too_large"


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    make_private_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_folders_made_on_the_way_are_the_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private_folder(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(before)
    for folder in ("a", "a/b", "a/b/c"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


def test_a_folder_that_the_user_closed_to_himself_stays_closed(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o555)
    make_private_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o500
    folder.chmod(0o700)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailed):
        make_private_folder(tmp_path / "file" / "folder")


def test_only_stale_files_of_this_name_are_swept(tmp_path: Path) -> None:
    kept = ["file", ".other.abc.tmp", "file.bak1", ".file.tmp.mine"]
    for name in (*kept, ".file.abc.tmp", ".file.def.tmp"):
        (tmp_path / name).write_bytes(b"")
    sweep_stale(tmp_path / "file")
    assert names(tmp_path) == sorted(kept)
    sweep_stale(tmp_path / "no folder" / "file")


def test_removing_what_is_not_there_is_fine_and_a_folder_is_not(tmp_path: Path) -> None:
    remove(tmp_path / "nothing")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageFailed):
        remove(tmp_path / "folder")


def test_what_cannot_be_set_aside_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        set_aside(tmp_path / "nothing")
