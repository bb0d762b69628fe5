"""The banner over what doesn't read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.errors import RequestFailed
from kis_desktop.domain.message import message
from kis_desktop.domain.quarantine import QuarantinedFrame
from kis_desktop.ui.shell.banner import Banner
from kis_desktop.ui.theme.theme import Theme
from tests.unit.screen_desk import Desk
from tests.unit.viewmodels.test_quarantine import AT, SHORT, keep


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


async def test_the_banner_is_there_while_there_is_something_to_tell(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    banner = Banner(desk.context)
    qtbot.addWidget(banner)
    seen = [banner.isHidden()]
    keep(desk, SHORT)
    seen.append(banner.isHidden())
    banner.dismiss.click()
    seen.append(banner.isHidden())
    assert seen == [True, False, True]


async def test_what_did_not_read_is_saved_a_line_each(
    desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    frame = QuarantinedFrame("H0STCNT0", SHORT.reason, AT, SHORT.sample)
    desk.services.quarantined = (frame, frame)
    banner = Banner(desk.context)
    qtbot.addWidget(banner)
    said: list[str] = []
    banner.told.connect(said.append)
    file = tmp_path / "kis-unreadable.jsonl"
    await banner.save_to(file)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [line["text"] for line in lines] == [SHORT.sample] * 2
    assert said == ["읽을 수 없던 자료를 저장했습니다: kis-unreadable.jsonl"]


async def test_a_file_that_cannot_be_written_is_told(
    desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    banner = Banner(desk.context)
    qtbot.addWidget(banner)
    said: list[str] = []
    banner.told.connect(said.append)
    await banner.save_to(tmp_path / "no" / "such" / "folder.jsonl")
    desk.services.failing["quarantine"] = RequestFailed(message("kis.unreachable"))
    unwritten = tmp_path / "file.jsonl"
    await banner.save_to(unwritten)
    assert said[0].startswith("파일을 쓰지 못했습니다")
    assert len(said) == 2
    assert not unwritten.exists()
