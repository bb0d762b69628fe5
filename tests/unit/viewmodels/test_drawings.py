"""Drawings of a symbol are shared, kept, taken back exactly, and never written over unread."""

from __future__ import annotations

import asyncio
import random
from decimal import Decimal

from PySide6.QtWidgets import QApplication

from kis_desktop.domain.drawing import MOST_DRAWINGS, Drawing, DrawingPoint, DrawingStyle, Ink
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.viewmodels.drawings import DrawingDesk, Magnet, new_id
from kis_desktop.viewmodels.symbol_drawings import SymbolDrawings
from tests.unit.screen_desk import HYNIX, SAMSUNG, Desk

FULL = StorageFailed(message("storage.disk_full", file="drawings"))


def line(name: str, price: int = 98_000) -> Drawing:
    return Drawing(name, "horizontal_line", (DrawingPoint(1_795_132_800, Decimal(price)),))


async def opened(desk: Desk) -> SymbolDrawings:
    book = DrawingDesk.of(desk.context).drawings(SAMSUNG)
    await desk.settle()
    return book


async def test_all_charts_of_a_window_share_one_desk(qapp: QApplication) -> None:
    desk = Desk()
    shared = DrawingDesk.of(desk.context)
    assert DrawingDesk.of(desk.context) is shared
    assert shared.drawings(SAMSUNG) is shared.drawings(SAMSUNG)
    assert shared.drawings(HYNIX) is not shared.drawings(SAMSUNG)
    assert DrawingDesk.of(Desk().context) is not shared


async def test_what_was_kept_is_read_once(qapp: QApplication) -> None:
    desk = Desk()
    desk.services.drawn[SAMSUNG] = (line("kept"),)
    book = await opened(desk)
    assert book.is_known
    assert book.drawings == (line("kept"),)
    book.remove("kept")
    await opened(desk)
    assert not book.drawings


async def test_what_is_drawn_before_the_answer_lies_over_what_was_kept(qapp: QApplication) -> None:
    desk = Desk()
    desk.services.drawn[SAMSUNG] = (line("kept"),)
    desk.services.held["drawings_of"] = asyncio.Event()
    book = await opened(desk)
    book.add(line("early"))
    desk.services.held["drawings_of"].set()
    await desk.settle()
    assert book.drawings == (line("kept"), line("early"))
    assert desk.services.drawn[SAMSUNG] == book.drawings
    book.undo()
    assert [one.id for one in book.drawings] == ["kept"]


async def test_what_could_not_be_read_is_not_written_over(qapp: QApplication) -> None:
    desk = Desk()
    desk.services.drawn[SAMSUNG] = (line("kept"),)
    desk.services.failing["drawings_of"] = FULL
    book = await opened(desk)
    assert not book.is_known
    book.add(line("early"))
    await desk.settle()
    assert desk.services.drawn[SAMSUNG] == (line("kept"),)
    del desk.services.failing["drawings_of"]
    book.add(line("later"))
    await desk.settle()
    assert desk.services.drawn[SAMSUNG] == (line("kept"), line("early"), line("later"))


async def test_a_failed_writing_is_made_up_for_by_the_next(qapp: QApplication) -> None:
    desk = Desk()
    book = await opened(desk)
    desk.services.failing["keep_drawings"] = FULL
    book.add(line("a"))
    await desk.settle()
    assert desk.services.drawn == {}
    del desk.services.failing["keep_drawings"]
    book.add(line("b"))
    await desk.settle()
    assert desk.services.drawn[SAMSUNG] == (line("a"), line("b"))


async def test_any_changes_are_taken_back_and_made_again_exactly(qapp: QApplication) -> None:
    chance, desk = random.Random(5), Desk()
    book = await opened(desk)
    states = [book.drawings]
    for number in range(300):
        match chance.randrange(6):
            case 0 | 1:
                book.add(line(f"n{number}", chance.randint(1, 10**6)))
            case 2 if book.drawings:
                book.remove(chance.choice(book.drawings).id)
            case 3 if book.drawings:
                one = chance.choice(book.drawings)
                book.put(one.at([DrawingPoint(number, Decimal(chance.randint(1, 99)))]))
            case 4 if chance.random() < 0.1:
                book.clear()
            case _:
                book.lock_all(locked=chance.random() < 0.5)
        if book.drawings != states[-1]:
            states.append(book.drawings)
    for state in states[-2::-1]:
        book.undo()
        assert book.drawings == state
    assert not book.can_undo
    book.undo()
    for state in states[1:]:
        book.redo()
        assert book.drawings == state
    assert not book.can_redo
    book.redo()
    await desk.settle()
    assert desk.services.drawn[SAMSUNG] == states[-1]


async def test_a_change_ends_what_could_be_made_again(qapp: QApplication) -> None:
    book = await opened(Desk())
    book.add(line("a"))
    book.undo()
    book.add(line("b"))
    assert not book.can_redo
    book.undo()
    assert book.drawings == ()


async def test_a_drawing_that_comes_back_tells_where_it_is(qapp: QApplication) -> None:
    book = await opened(Desk())
    book.add(line("a"))
    told: list[str] = []
    book.removed.connect(lambda id_: told.append(f"gone {id_}"))
    book.moved.connect(lambda id_, points: told.append(f"{id_} {points[0].price}"))
    book.put(line("a", 99_000))
    book.clear()
    book.undo()
    book.put(line("a", 99_000))
    assert told == ["a 99000", "gone a", "a 99000"]


async def test_there_is_an_end_to_drawing(qapp: QApplication) -> None:
    book = await opened(Desk())
    for number in range(MOST_DRAWINGS):
        assert book.add(line(f"n{number}"))
    assert not book.add(line("more"))
    assert len(book.drawings) == MOST_DRAWINGS


async def test_selection_ends_with_its_drawing(qapp: QApplication) -> None:
    book = await opened(Desk())
    book.add(line("a"))
    assert book.selected == "a"
    book.remove("a")
    assert book.chosen is None
    book.undo()
    assert book.chosen is None


async def test_looks_and_magnet_survive_a_restart_and_words_do_not(qapp: QApplication) -> None:
    desk = Desk()
    first = DrawingDesk.of(desk.context)
    first.set_magnet(Magnet.STRONG)
    first.set_stays(stays=True)
    first.open_bar(opened=False)
    first.remember_look("ray", DrawingStyle(Ink.PINK.value, 3, text="mine"))
    again = DrawingDesk(desk.context, desk.clock)
    assert (again.magnet, again.stays, again.bar_open) == (Magnet.STRONG, True, False)
    assert again.look("ray", DrawingStyle()) == DrawingStyle(Ink.PINK.value, 3)
    desk.kept.words["chart.drawing.look.ray"] = '{"ink":"blau"}'
    assert again.look("ray", DrawingStyle()) == DrawingStyle()


async def test_who_takes_a_tool_wants_to_see_what_is_drawn(qapp: QApplication) -> None:
    shared = DrawingDesk.of(Desk().context)
    shared.hide_all(hidden=True)
    shared.take("ray")
    assert not shared.all_hidden


def test_names_differ() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000


async def test_what_is_written_letter_by_letter_is_one_change(qapp: QApplication) -> None:
    book = await opened(Desk())
    book.add(line("a"))
    for text in ("b", "bu", "buy"):
        book.put(line("a").styled(DrawingStyle(text=text)), writing=True)
    book.undo()
    assert book.drawings == (line("a"),)
    book.redo()
    assert book.drawings[0].style.text == "buy"
    book.put(line("a").styled(DrawingStyle(text="buys")), writing=True)
    book.undo()
    assert book.drawings[0].style.text == "buy"
