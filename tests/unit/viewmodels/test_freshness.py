"""What a panel says of the realtime line."""

import time

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.freshness import Line
from kis_desktop.viewmodels.words import Words


def told(line: Line, state: LinkState) -> str:
    status = ConnectionStatus(state, time.monotonic())
    line.take(Frame(latest={(Topic.CONNECTION, ""): status}, prints={}, events=()))
    return line.words(Words("ko"), line.broken_for)


def test_a_line_that_never_stood_has_lost_nothing() -> None:
    line = Line()
    assert told(line, LinkState.CONNECTING) == "실시간에 연결하는 중입니다."
    assert told(line, LinkState.BLOCKED) == "실시간에 연결되지 않았습니다."
    assert told(line, LinkState.LIVE) == ""
    assert told(line, LinkState.OFFLINE).startswith("실시간 연결이 끊겼습니다 · ")
