"""A finger's press counts, a key that is merely held doesn't, however the platform tells it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from kis_desktop.ui.ticket.fresh_key import RELEASED, FreshKey

PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease


class Finger:
    """Tells a `FreshKey` of events at moments in seconds."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.keys = FreshKey(lambda: self.seconds)

    def tell(
        self, kind: QEvent.Type, after: float, *, repeated: bool = False, stamp: int = 0
    ) -> bool:
        self.seconds += after
        no_modifier = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(kind, Qt.Key.Key_Return, no_modifier, "\r", repeated)
        event.setTimestamp(stamp)
        return self.keys.take(event)


def test_the_first_press_is_fresh() -> None:
    assert Finger().tell(PRESS, 0)


def test_a_press_in_the_instant_of_its_release_is_a_held_key() -> None:
    finger = Finger()
    finger.tell(PRESS, 0)
    told = [finger.tell(kind, after) for kind, after in ((RELEASE, 0.5), (PRESS, 0.0)) * 20]
    assert not any(told)
    assert finger.keys.is_down


def test_repeats_that_say_so_are_a_held_key() -> None:
    finger = Finger()
    finger.tell(PRESS, 0)
    assert not finger.tell(PRESS, 1.0, repeated=True)
    assert not finger.tell(RELEASE, 0.04, repeated=True)
    assert finger.keys.is_down


def test_a_press_after_a_real_release_is_fresh_again() -> None:
    finger = Finger()
    finger.tell(PRESS, 0)
    finger.tell(RELEASE, 0.05)
    held = [finger.keys.is_down]
    finger.seconds += 2 * RELEASED
    held.append(finger.keys.is_down)
    assert held == [True, False]
    assert finger.tell(PRESS, 0.01)


def test_events_that_came_late_are_judged_by_their_stamps() -> None:
    finger = Finger()
    finger.tell(PRESS, 0, stamp=1_000)
    finger.tell(RELEASE, 1.0, stamp=1_500)
    assert not finger.tell(PRESS, 1.0, stamp=1_500)


def test_a_held_key_that_was_pressed_elsewhere_is_not_fresh() -> None:
    finger = Finger()
    finger.tell(RELEASE, 0)
    assert not finger.tell(PRESS, 0.0)
