"""Drawing under a real mouse and real keys: made, taken hold of, changed, taken back."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kis_desktop.domain.drawing import Drawing
from kis_desktop.ui.chart.drawings.kind import kinds
from kis_desktop.ui.chart.tool import ChartTool, Spot
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.drawings import Magnet
from tests.unit.drawing_floor import LEFT, NINE, DrawingFloor, waving
from tests.unit.screen_desk import HYNIX, SAMSUNG

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LOW = 283  # a bar in a trough of the wave
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
async def floor(qtbot: QtBot, qapp: QApplication) -> DrawingFloor:
    Theme().apply(qapp)
    floor = DrawingFloor()
    qtbot.addWidget(floor.view)
    floor.view.show()
    await floor.begin()
    return floor


def drawn(floor: DrawingFloor) -> tuple[Drawing, ...]:
    return floor.book.drawings


def told(drawing: Drawing) -> list[tuple[int, int]]:
    return [((point.time - NINE) // 60, int(point.price)) for point in drawing.points]


async def test_two_clicks_make_a_line_on_bars_and_ticks(floor: DrawingFloor) -> None:
    floor.key(Qt.Key.Key_T, ALT)
    floor.click(floor.at(220, 98_000))
    assert drawn(floor) == ()
    floor.move(floor.at(250, 98_500))
    floor.click(floor.at(260, 98_730))
    (line,) = drawn(floor)
    assert (line.kind, told(line)) == ("trend_line", [(220, 98_000), (260, 98_700)])
    assert floor.book.selected == line.id
    assert floor.tool.desk.tool == ""


async def test_a_pull_makes_a_line_too_and_the_chart_stays(floor: DrawingFloor) -> None:
    before = floor.canvas.viewport
    floor.tool.desk.take("ray")
    floor.drag(floor.at(220, 98_000), floor.at(250, 98_500))
    assert told(floor.book.drawings[0]) == [(220, 98_000), (250, 98_500)]
    assert floor.canvas.viewport == before


async def test_three_points_are_a_pull_and_a_click(floor: DrawingFloor) -> None:
    floor.tool.desk.take("parallel_channel")
    floor.drag(floor.at(220, 98_000), floor.at(250, 98_500))
    floor.move(floor.at(240, 97_800))
    floor.click(floor.at(235, 97_500))
    assert told(floor.book.drawings[0]) == [(220, 98_000), (250, 98_500), (235, 97_500)]


async def test_a_line_goes_into_the_future(floor: DrawingFloor) -> None:
    floor.tool.desk.take("trend_line")
    floor.drag(floor.at(280, 98_000), floor.at(304, 98_500))
    assert told(floor.book.drawings[0]) == [(280, 98_000), (304, 98_500)]


async def test_a_position_has_its_stop_half_as_far_as_its_target(floor: DrawingFloor) -> None:
    floor.tool.desk.take("short_position")
    floor.drag(floor.at(220, 98_400), floor.at(240, 98_000))
    assert told(floor.book.drawings[0]) == [(220, 98_400), (240, 98_000), (240, 98_600)]


async def test_the_pen_follows_the_hand(floor: DrawingFloor) -> None:
    floor.tool.desk.take("brush")
    floor.press(floor.at(220, 98_000))
    for step in range(1, 30):
        floor.move(floor.at(220, 98_000) + QPoint(3 * step, step), held=LEFT)
    floor.release(floor.at(220, 98_000) + QPoint(87, 29))
    assert len(floor.book.drawings[0].points) == 30


async def test_shift_keeps_a_line_level_exactly(floor: DrawingFloor) -> None:
    floor.tool.desk.take("trend_line")
    floor.click(floor.at(220, 98_000))
    floor.click(floor.at(260, 98_150), SHIFT)
    assert told(floor.book.drawings[0]) == [(220, 98_000), (260, 98_000)]


async def test_shift_keeps_a_line_upright(floor: DrawingFloor) -> None:
    floor.tool.desk.take("trend_line")
    floor.click(floor.at(220, 98_000))
    floor.click(floor.at(221, 98_900), SHIFT)
    assert told(floor.book.drawings[0]) == [(220, 98_000), (220, 98_900)]


@pytest.mark.parametrize(
    ("magnet", "off", "price"),
    [
        (Magnet.OFF, 60, None),
        (Magnet.WEAK, 40, 200),
        (Magnet.WEAK, 600, None),
        (Magnet.STRONG, 600, 200),
    ],
)
async def test_the_magnet_draws_to_a_bars_price(
    floor: DrawingFloor, magnet: Magnet, off: int, price: int | None
) -> None:
    bar = LOW
    high = int(floor.canvas.content.pyramid.close[bar]) + 200
    floor.tool.desk.set_magnet(magnet)
    floor.tool.desk.take("horizontal_line")
    floor.click(floor.at(bar, high + off))
    wanted = high if price is not None else round((high + off) / 100) * 100
    assert abs(int(floor.book.drawings[0].points[0].price) - wanted) <= (0 if price else 100)


async def test_ctrl_turns_the_magnet_about(floor: DrawingFloor) -> None:
    high = int(floor.canvas.content.pyramid.close[LOW]) + 200
    floor.tool.desk.take("horizontal_line")
    floor.click(floor.at(LOW, high + 700), CTRL)
    assert floor.book.drawings[0].points[0].price == high


async def test_escape_lets_go_then_puts_the_tool_away_then_selects_nothing(
    floor: DrawingFloor,
) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_500))
    floor.tool.desk.take("ray")
    floor.click(floor.at(230, 97_500))
    floor.key(Qt.Key.Key_Escape)
    assert floor.tool.desk.tool == "ray"
    floor.key(Qt.Key.Key_Escape)
    assert (floor.tool.desk.tool, bool(floor.book.selected)) == ("", True)
    floor.key(Qt.Key.Key_Escape)
    assert floor.book.selected == ""
    assert len(floor.book.drawings) == 1


async def test_a_line_is_taken_hold_of_within_five_pixels(floor: DrawingFloor) -> None:
    line = floor.draw("horizontal_line", (240, 98_500))
    floor.book.select("")
    floor.click(floor.at(240, 98_500) + QPoint(60, 6))
    assert floor.book.selected == ""
    floor.click(floor.at(240, 98_500) + QPoint(60, 5))
    assert floor.book.selected == line.id


async def test_a_press_beside_all_drawings_selects_nothing_and_pulls_the_chart(
    floor: DrawingFloor,
) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_500))
    before = floor.canvas.viewport
    floor.drag(floor.at(230, 97_200), floor.at(240, 97_200))
    assert floor.book.selected == ""
    assert floor.canvas.viewport != before


async def test_a_drawing_is_carried_with_its_shape(floor: DrawingFloor) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.drag(floor.at(240, 98_200), floor.at(250, 98_500))
    assert told(floor.book.drawings[0]) == [(230, 98_300), (270, 98_700)]


async def test_a_handle_moves_its_point_alone(floor: DrawingFloor) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.drag(floor.at(260, 98_400) + QPoint(4, 4), floor.at(270, 97_600))
    assert told(floor.book.drawings[0]) == [(220, 98_000), (270, 97_600)]


async def test_ctrl_leaves_the_drawing_and_takes_a_copy_along(floor: DrawingFloor) -> None:
    line = floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.drag(floor.at(240, 98_200), floor.at(250, 97_700), CTRL)
    first, second = floor.book.drawings
    assert first == line
    assert told(second) == [(230, 97_500), (270, 97_900)]
    assert floor.book.selected == second.id != line.id


async def test_a_locked_drawing_stays_and_is_not_deleted(floor: DrawingFloor) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.tool.actions.lock(locked=True)
    held = floor.book.drawings
    before = floor.canvas.viewport
    floor.drag(floor.at(240, 98_200), floor.at(250, 97_700))
    floor.key(Qt.Key.Key_Delete)
    floor.key(Qt.Key.Key_Up)
    assert floor.book.drawings == held
    assert floor.canvas.viewport == before


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
async def test_delete_takes_away_and_undo_brings_back(floor: DrawingFloor, key: Qt.Key) -> None:
    line = floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.key(key)
    assert drawn(floor) == ()
    floor.key(Qt.Key.Key_Z, CTRL)
    assert drawn(floor) == (line,)
    floor.key(Qt.Key.Key_Y, CTRL)
    assert drawn(floor) == ()


@pytest.mark.parametrize(
    ("key", "keys", "bars", "price"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0, 100),
        (Qt.Key.Key_Down, SHIFT, 0, -1000),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, -1, 0),
        (Qt.Key.Key_Right, SHIFT, 10, 0),
    ],
)
async def test_arrows_move_the_selected_drawing_and_not_the_chart(
    floor: DrawingFloor, key: Qt.Key, keys: Qt.KeyboardModifier, bars: int, price: int
) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    before = floor.canvas.viewport
    floor.key(key, keys)
    moved = [(220 + bars, 98_000 + price), (260 + bars, 98_400 + price)]
    assert told(floor.book.drawings[0]) == moved
    assert floor.canvas.viewport == before
    floor.book.select("")
    floor.key(key, keys)
    assert told(floor.book.drawings[0]) == moved


async def test_shift_and_a_pull_measure_and_keep_nothing(floor: DrawingFloor) -> None:
    before = floor.canvas.grab().toImage()
    floor.drag(floor.at(230, 98_000), floor.at(250, 98_400), SHIFT)
    assert drawn(floor) == ()
    assert floor.canvas.grab().toImage() != before
    floor.key(Qt.Key.Key_Escape)
    floor.canvas.point(None)
    assert floor.canvas.grab().toImage() == before


async def test_what_is_copied_on_one_chart_is_pasted_on_another_symbols(
    floor: DrawingFloor,
) -> None:
    line = floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.key(Qt.Key.Key_C, CTRL)
    floor.model.show_symbol(HYNIX)
    await floor.desk.settle()
    assert drawn(floor) == ()
    floor.key(Qt.Key.Key_V, CTRL)
    (pasted,) = drawn(floor)
    assert pasted.kind == line.kind
    assert pasted.id != line.id
    rise = [points[1].price - points[0].price for points in (line.points, pasted.points)]
    assert rise[0] == rise[1]


async def test_charts_of_one_symbol_show_the_same(floor: DrawingFloor, qtbot: QtBot) -> None:
    other = DrawingFloor(desk=floor.desk)
    qtbot.addWidget(other.view)
    other.view.show()
    await other.begin()
    before = other.canvas.grab().toImage()
    line = floor.draw("trend_line", (220, 98_000), (260, 98_400))
    assert other.book is floor.book
    assert other.book.drawings == (line,)
    assert other.canvas.grab().toImage() != before


async def test_what_was_drawn_is_kept_and_is_there_again(floor: DrawingFloor) -> None:
    line = floor.draw("trend_line", (220, 98_000), (260, 98_400))
    await floor.desk.settle()
    assert floor.services.drawn == {SAMSUNG: (line,)}
    floor.key(Qt.Key.Key_Delete)
    await floor.desk.settle()
    assert floor.services.drawn == {SAMSUNG: ()}


async def test_another_interval_has_the_same_drawing_at_the_same_moments(
    floor: DrawingFloor,
) -> None:
    line = floor.draw("trend_line", (210, 98_000), (270, 98_400))
    floor.show_bars(waving(60, step=300))
    placing = floor.placing
    shown = floor.tool.board.shown()[0]
    assert [placing.bar(point.time) for point in line.points] == [42, 54]
    assert shown.at[0] == (placing.sight.viewport.x(42), placing.y(98_000))
    floor.show_bars(waving(300))
    assert drawn(floor) == (line,)
    assert floor.tool.board.shown()[0].at[1] == floor.placing.place(line.points[1])


async def test_nothing_changes_without_a_hand_on_it(floor: DrawingFloor) -> None:
    """Any walk of changes, taken back and made again, ends where it was, exactly."""
    chance, states = random.Random(11), [floor.book.drawings]
    acts: list[Callable[[], object]] = [
        lambda: floor.draw("ray", (chance.randint(200, 290), 98_000), (295, 98_200)),
        lambda: floor.tool.actions.nudge(chance.randint(-5, 5), chance.randint(-5, 5)),
        lambda: floor.tool.actions.step_through(1),
        floor.tool.actions.delete,
        floor.tool.actions.lock_all,
        floor.tool.actions.raise_up,
        floor.tool.actions.hide,
        floor.tool.actions.clear,
        lambda: floor.drag(floor.at(240, 98_100), floor.at(250, 98_300)),
    ]
    for _ in range(120):
        chance.choices(acts, weights=[6, 6, 4, 1, 1, 1, 1, 1, 3])[0]()
        if floor.book.drawings != states[-1]:
            states.append(floor.book.drawings)
    for state in states[-2::-1]:
        floor.tool.actions.undo()
        assert floor.book.drawings == state
    for state in states[1:]:
        floor.tool.actions.redo()
        assert floor.book.drawings == state


async def test_hidden_drawings_are_not_painted_and_come_back(floor: DrawingFloor) -> None:
    empty = floor.canvas.grab().toImage()
    floor.draw("rectangle", (220, 98_000), (260, 98_600))
    floor.book.select("")
    drawn = floor.canvas.grab().toImage()
    floor.tool.desk.hide_all(hidden=True)
    assert floor.canvas.grab().toImage() == empty
    floor.tool.desk.hide_all(hidden=False)
    assert floor.canvas.grab().toImage() == drawn


async def test_a_drawing_of_a_later_version_is_left_alone(floor: DrawingFloor) -> None:
    later = Drawing("later", "gann_fan", (floor.point(220, 98_000),))
    floor.book.add(later)
    floor.canvas.grab()
    assert floor.book.drawings == (later,)
    assert floor.tool.board.shown() == ()


class Alerts(ChartTool):
    """Takes lines, and has a place of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Drawing] = []
        self.presses = 0

    def add_line_alert(self, drawing: Drawing) -> None:
        self.lines.append(drawing)

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        return Qt.CursorShape.SizeVerCursor


async def test_an_alert_is_offered_for_a_line_where_somebody_takes_it(
    floor: DrawingFloor,
) -> None:
    line = floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.view.tools.pop("alerts", None)
    assert not floor.tool.actions.can_alert
    alerts = Alerts()
    floor.view.tools["alerts"] = alerts
    menu = QMenu()
    floor.tool.add_actions(menu, None)
    next(a for a in menu.actions() if a.text() == "알림 만들기").trigger()
    assert alerts.lines == [line]
    floor.draw("rectangle", (220, 98_000), (260, 98_400))
    assert not floor.tool.actions.can_alert
    del floor.view.tools["alerts"]


async def test_what_lies_over_an_order_leaves_it_the_press_until_it_is_selected(
    floor: DrawingFloor,
) -> None:
    line = floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.book.select("")
    floor.view.tools["alerts"] = Alerts()
    floor.click(floor.at(240, 98_200))
    assert floor.book.selected == ""
    floor.book.select(line.id)
    floor.drag(floor.at(240, 98_200), floor.at(240, 98_400))
    assert told(floor.book.drawings[0]) == [(220, 98_200), (260, 98_600)]
    del floor.view.tools["alerts"]


async def test_who_watches_a_line_hears_of_every_move(floor: DrawingFloor) -> None:
    moves: list[tuple[str, object]] = []
    gone: list[str] = []
    floor.book.moved.connect(lambda id_, points: moves.append((id_, points)))
    floor.book.removed.connect(gone.append)
    line = floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.key(Qt.Key.Key_Up)
    floor.key(Qt.Key.Key_Z, CTRL)
    assert [points for _, points in moves[-2:]] == [
        tuple(floor.point(*p) for p in ((220, 98_100), (260, 98_500))),
        line.points,
    ]
    floor.key(Qt.Key.Key_Delete)
    assert gone == [line.id]


async def test_the_menu_says_what_can_be_done_there(floor: DrawingFloor) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.book.select("")
    menu = QMenu()
    floor.tool.add_actions(menu, floor.canvas.spot(floor.at(240, 98_200).toPointF()))
    texts = [action.text().partition("\t")[0] for action in menu.actions()]
    assert {"추세선", "잠그기", "복사", "맨 앞으로", "숨기기", "삭제"} <= set(texts)
    next(action for action in menu.actions() if action.text() == "숨기기").trigger()
    assert floor.tool.board.shown() == ()
    again = QMenu()
    floor.tool.add_actions(again, None)
    next(a for a in again.actions() if a.text() == "숨긴 것 모두 보이기").trigger()
    assert len(floor.tool.board.shown()) == 1


async def test_every_kind_has_a_key_of_its_own_that_the_window_does_not_use(
    floor: DrawingFloor,
) -> None:
    for kind in kinds().values():
        if kind.key:
            QTest.keyClick(floor.canvas, getattr(Qt.Key, f"Key_{kind.key[-1]}"), ALT)
            assert floor.tool.desk.tool == kind.id
    QTest.keyClick(floor.canvas, Qt.Key.Key_S, ALT)
    assert floor.tool.desk.tool == ""


async def test_a_text_is_written_at_once(floor: DrawingFloor) -> None:
    floor.tool.desk.take("text")
    floor.click(floor.at(240, 98_200))
    bar = floor.tool.style_bar
    assert bar.text.hasFocus()
    bar.text.insert("실적 발표")
    bar.text.textEdited.emit(bar.text.text())
    assert floor.book.drawings[0].style.text == "실적 발표"
    QTest.keyClick(bar.text, Qt.Key.Key_Return)
    assert floor.canvas.hasFocus()
    assert Decimal(98_200) == floor.book.drawings[0].points[0].price


async def test_while_clicks_give_orders_drawings_take_neither_clicks_nor_keys(
    floor: DrawingFloor,
) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    line = floor.book.drawings
    armed = Armed()
    floor.view.tools["armed"] = armed
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Up):
        floor.key(key)
    floor.drag(floor.at(240, 98_200), floor.at(250, 98_300))
    assert floor.book.drawings == line
    floor.key(Qt.Key.Key_H, ALT)
    floor.click(floor.at(240, 98_000))
    assert [one.kind for one in floor.book.drawings] == ["trend_line", "horizontal_line"]
    del floor.view.tools["armed"]


class Armed(ChartTool):
    """Gives orders with every click."""

    @property
    def is_armed(self) -> bool:
        return True


async def test_in_a_replay_the_arrows_are_the_replays(floor: DrawingFloor) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    line = floor.book.drawings
    floor.model.begin_replay(waving(290))
    floor.book.select(line[0].id)
    floor.key(Qt.Key.Key_Right)
    assert floor.book.drawings == line


@pytest.mark.parametrize("seed", range(6))
async def test_a_pull_and_the_pull_back_leave_every_point_where_it_was(
    floor: DrawingFloor, seed: int
) -> None:
    """Upright, inverted and where prices bend."""
    chance = random.Random(seed)
    sight = floor.canvas.sight
    assert sight is not None
    scale = replace(sight.price, logarithmic=seed % 2 == 1, inverted=seed % 3 == 1)
    floor.canvas.hold_scale(scale)
    bar, price = chance.randint(215, 230), chance.randint(975, 985) * 100
    line = floor.draw("trend_line", (bar, price), (bar + 30, price + 400))
    there = floor.at(bar + 15, price + 200)
    away = there + QPoint(chance.randint(-60, 60), chance.randint(-40, 40))
    floor.drag(there, away)
    moved = drawn(floor)[0]
    assert moved != line
    floor.key(Qt.Key.Key_Z, CTRL)
    assert drawn(floor)[0] == line
    places = [floor.placing.place(point) for point in line.points]
    assert [floor.snapping().point(place) for place in places] == list(line.points)


async def test_who_hears_the_chart_is_told_what_is_drawn(floor: DrawingFloor) -> None:
    assert floor.tool.spoken == ""
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.draw("ray", (220, 97_500), (260, 97_800))
    assert floor.tool.spoken == "그린 것 2개. 고른 것: 반직선."
    floor.key(Qt.Key.Key_BracketRight, ALT)
    assert floor.tool.spoken == "그린 것 2개. 고른 것: 추세선."
    floor.book.select("")
    assert floor.tool.spoken == "그린 것 2개."


@pytest.mark.parametrize(
    ("kind", "corner", "wanted"),
    [
        ("rectangle", (220, 98_000), [(215, 97_800), (250, 98_600)]),
        ("rectangle", (250, 98_000), [(220, 97_800), (215, 98_600)]),
        ("ellipse", (250, 98_600), [(220, 98_000), (215, 97_800)]),
        ("measure", (220, 98_600), [(215, 98_000), (250, 97_800)]),
    ],
)
async def test_every_corner_is_pulled_and_the_opposite_one_stays(
    floor: DrawingFloor, kind: str, corner: tuple[int, int], wanted: list[tuple[int, int]]
) -> None:
    floor.draw(kind, (220, 98_000), (250, 98_600))
    floor.drag(floor.at(*corner), floor.at(215, 97_800))
    assert told(drawn(floor)[0]) == wanted


async def test_target_and_stop_end_at_one_moment(floor: DrawingFloor) -> None:
    floor.draw("long_position", (220, 98_000), (250, 98_600), (250, 97_800))
    floor.drag(floor.at(250, 97_800), floor.at(260, 97_500))
    assert told(drawn(floor)[0]) == [(220, 98_000), (260, 98_600), (260, 97_500)]
    floor.drag(floor.at(220, 98_000), floor.at(222, 98_100))
    assert told(drawn(floor)[0]) == [(222, 98_100), (260, 98_600), (260, 97_500)]


async def test_a_line_is_drawn_by_keys_alone(floor: DrawingFloor) -> None:
    close = floor.canvas.content.pyramid.close
    floor.key(Qt.Key.Key_T, ALT)
    floor.canvas.point_at_bar(240)
    floor.key(Qt.Key.Key_Return)
    for _ in range(10):
        floor.key(Qt.Key.Key_Right, CTRL)
    floor.key(Qt.Key.Key_Return)
    assert told(drawn(floor)[0]) == [(240, int(close[240])), (250, int(close[250]))]
    assert floor.tool.desk.tool == ""
    floor.key(Qt.Key.Key_Up)
    assert told(drawn(floor)[0])[0] == (240, int(close[240]) + 100)
