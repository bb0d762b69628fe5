"""The menu's actions of the recorder and of a replay, as each world has them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from kis_desktop.domain.connection import Environment
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.recorder_mark import RecorderMark
from kis_desktop.viewmodels.words import Words

ALWAYS = "recorder/always"

_RECORD = ("record", "record_always")
_REPLAY = ("replay_pause", "replay_faster", "replay_slower")
_YES, _NO = "1", "0"


def prepare(actions: Mapping[str, QAction], context: ViewContext, mark: RecorderMark) -> None:
    """Hide what this world hasn't, and have the words follow the recording."""
    words = Words(context.language)
    replayed = context.environment is Environment.REPLAY
    for id_ in _RECORD:
        actions[id_].setVisible(not replayed)
        actions[id_].setEnabled(not replayed)
    for id_ in _REPLAY:
        actions[id_].setVisible(replayed)
        actions[id_].setEnabled(replayed)
    always = actions["record_always"]
    always.setCheckable(True)
    always.setChecked(context.preferences.get(ALWAYS) == _YES)
    always.toggled.connect(
        lambda checked: context.preferences.set(ALWAYS, _YES if checked else _NO)
    )
    mark.changed.connect(
        lambda: actions["record"].setText(
            words("recorder.stop" if mark.records else "recorder.start")
        )
    )
