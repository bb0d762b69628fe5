"""The switch that lets a click order, and the quantity of each order."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.viewmodels.armed_place import ArmedPlace
from tests.unit.screen_desk import Desk

QUANTITY = "place.quantity"


class Place(ArmedPlace):
    """A place that a reason of its own keeps from ordering."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.context, QUANTITY)
        self.reason = ""
        self.changes = 0
        self.state_changed.connect(self._count)

    @property
    def why_not_armed(self) -> str:
        return self.reason

    def stop(self) -> None:
        self._disarm("ladder.off_halted")

    def _count(self) -> None:
        self.changes += 1


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
def place(desk: Desk) -> Place:
    return Place(desk)


def test_the_switch_is_off_at_the_start_and_nothing_is_said_of_it(place: Place) -> None:
    assert (place.armed, place.disarmed_by, place.changes) == (False, "", 0)


def test_the_hand_turns_it_on_and_off_and_each_turn_is_told_once(place: Place) -> None:
    seen = []
    for wanted in (False, True, True, False):
        place.arm(wanted)
        seen.append((place.armed, place.changes))
    assert seen == [(False, 0), (True, 1), (True, 1), (False, 2)]
    assert place.disarmed_by == ""


def test_with_a_reason_it_cannot_be_turned_on_and_goes_on_by_no_one_once_that_is_over(
    place: Place,
) -> None:
    place.reason = "주문이 정지되었습니다."
    place.arm(True)
    assert not place.armed
    place.reason = ""
    assert (place.armed, place.changes) == (False, 0)


def test_a_press_while_it_is_on_and_a_reason_has_come_turns_it_off(place: Place) -> None:
    place.arm(True)
    place.reason = "시세가 오래되었습니다."
    place.arm(True)
    assert (place.armed, place.changes) == (False, 2)


def test_turned_off_by_itself_it_says_why_until_the_hand_is_at_it_again(place: Place) -> None:
    place.arm(True)
    place.stop()
    assert (place.armed, place.changes) == (False, 2)
    assert place.disarmed_by == "주문이 정지되어 꺼졌습니다."
    place.arm(False)
    assert place.disarmed_by == ""


def test_what_is_off_already_does_not_say_that_it_turned_itself_off(place: Place) -> None:
    place.stop()
    assert (place.disarmed_by, place.changes) == ("", 0)


@pytest.mark.parametrize(
    ("text", "shares"), [("10", 10), ("1,200", 1_200), ("", None), ("열", None), ("-3", None)]
)
def test_a_quantity_that_cannot_be_read_is_none(
    place: Place, text: str, shares: int | None
) -> None:
    place.set_quantity_text(text)
    assert (place.quantity_text, place.quantity) == (text, shares)


def test_the_quantity_is_told_once_and_found_again_by_its_name(desk: Desk, place: Place) -> None:
    place.set_quantity_text("25")
    place.set_quantity_text("25")
    assert place.changes == 1
    assert desk.kept.words == {QUANTITY: "25"}
    assert Place(desk).quantity == 25


def test_a_place_must_say_when_it_may_not_be_on(desk: Desk) -> None:
    with pytest.raises(NotImplementedError):
        ArmedPlace(desk.context, QUANTITY).arm(True)
