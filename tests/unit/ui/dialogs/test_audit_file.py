"""Where the order journal goes."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.services.application import Services
from kis_desktop.ui.dialogs.audit_file import ask_where_to
from tests.unit.screen_desk import Desk, DeskServices


class Exports(DeskServices):
    """Notes where the journal was to go."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []

    async def export(self, file: str) -> None:
        self.files.append(file)


async def test_the_chosen_file_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    desk, services, parent = Desk(language="en"), Exports(), QWidget()
    qtbot.addWidget(parent)
    context = dataclasses.replace(desk.context, services=cast("Services", services))
    dialog = ask_where_to(parent, context)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.defaultSuffix() == "csv"
    dialog.filterSelected.emit("JSON (*.jsonl)")
    assert dialog.defaultSuffix() == "jsonl"
    file = str(tmp_path / "orders.jsonl")
    dialog.fileSelected.emit(file)
    await desk.until(lambda: services.files == [file])
    dialog.close()
