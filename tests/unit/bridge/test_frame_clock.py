"""The beat of the screen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Frame, Mailbox
from kis_desktop.domain.event import OrderChanged, OrderWithdrawn
from kis_desktop.domain.order import OrderState
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S
from tests.unit.screen_desk import order


def test_a_beat_hands_out_what_arrived(qtbot: QtBot) -> None:
    box = Mailbox()
    clock = FrameClock(box, hertz=60)
    frames: list[Frame] = []
    clock.frame.connect(frames.append)
    box.latest(Topic.QUOTE, "005930", 1)
    with qtbot.waitSignal(clock.frame, timeout=round(PATIENCE_S * 1000)):
        clock.start()
    clock.stop()
    assert frames[0].latest == {(Topic.QUOTE, "005930"): 1}
    assert clock.frames == len(frames)


def test_lateness_is_measured_from_the_start_of_measuring(qtbot: QtBot) -> None:
    clock = FrameClock(Mailbox(), hertz=60)
    assert clock.gap_percentile(0.99) is None
    with qtbot.waitSignals([clock.frame] * 3, timeout=round(PATIENCE_S * 1000)):
        clock.start()
    clock.stop()
    worst, middle = clock.gap_percentile(1.0), clock.gap_percentile(0.5)
    assert worst is not None
    assert middle is not None
    assert 0 <= middle <= worst
    clock.forget_gaps()
    assert clock.gap_percentile(0.5) is None


def test_whoever_comes_later_is_told_the_newest_of_each(qtbot: QtBot) -> None:
    box = Mailbox()
    clock = FrameClock(box)
    box.latest(Topic.QUOTE, "005930", 1)
    box.latest(Topic.HALT, "", False)
    clock.drain()
    box.latest(Topic.QUOTE, "005930", 2)
    clock.drain()
    told = clock.so_far
    assert told.latest == {(Topic.QUOTE, "005930"): 2, (Topic.HALT, ""): False}
    assert (told.prints, told.events) == ({}, ())


def test_whoever_comes_later_knows_every_order_as_it_stands(qtbot: QtBot) -> None:
    box = Mailbox()
    clock = FrameClock(box)
    for told in (
        order(local_id="a"),
        order(local_id="b"),
        order(local_id="a", state=OrderState.CANCELLED),
    ):
        box.event(OrderChanged(told))
    clock.drain()
    box.event(OrderWithdrawn("b"))
    clock.drain()
    states = [
        (event.order.local_id, event.order.state)
        for event in clock.so_far.events
        if isinstance(event, OrderChanged)
    ]
    assert states == [("a", OrderState.CANCELLED)]
