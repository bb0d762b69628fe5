from __future__ import annotations

from kis_desktop.simulator.server.outbox import Outbox


def everything(outbox: Outbox) -> list[str]:
    return list(iter(outbox.take, None))


def test_frames_leave_in_order() -> None:
    outbox = Outbox(limit=10, books_held_above=5)
    outbox.put("a")
    outbox.put_book("005930", "b")
    outbox.put("c")
    assert everything(outbox) == ["a", "b", "c"]


def test_behind_a_slow_reader_only_the_latest_book_of_a_symbol_is_kept() -> None:
    outbox = Outbox(limit=10, books_held_above=1)
    outbox.put("a")
    outbox.put("b")
    outbox.put_book("005930", "old")
    outbox.put_book("000660", "other")
    outbox.put_book("005930", "new")
    assert len(outbox) == 4
    assert everything(outbox) == ["a", "b", "new", "other"]


def test_prints_are_never_left_out_but_overflow() -> None:
    outbox = Outbox(limit=3, books_held_above=1)
    for number in range(4):
        outbox.put(str(number))
    assert outbox.overflowed
    assert everything(outbox) == ["0", "1", "2", "3"]
    assert not outbox.overflowed
