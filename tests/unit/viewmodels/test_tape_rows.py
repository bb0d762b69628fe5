"""The tape's memory: nothing twice, nothing missing without a mark."""

from __future__ import annotations

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.quote import Trade
from kis_desktop.viewmodels.tape_rows import Gap, TapeRows
from tests.unit.screen_desk import trade


def shown(tape: TapeRows) -> list[int | Gap | None]:
    """Cumulative volumes and gaps, newest first."""
    entries = [tape[place] for place in range(len(tape))]
    return [entry if isinstance(entry, Gap) else entry.volume for entry in entries]


def sizes_of(tape: TapeRows) -> list[int]:
    entries = [tape[place] for place in range(len(tape))]
    return [entry.size for entry in entries if isinstance(entry, Trade)]


def test_the_newest_print_is_on_top() -> None:
    tape = TapeRows()
    tape.put(tape.fresh([trade(10), trade(20)]))
    assert shown(tape) == [20, 10]


def test_a_print_that_was_told_before_is_left_out() -> None:
    tape = TapeRows()
    tape.put(tape.fresh([trade(10), trade(20)]))
    tape.put(tape.fresh([trade(10), trade(20), trade(30)]))
    assert shown(tape) == [30, 20, 10]


def test_lost_prints_leave_a_marked_gap() -> None:
    tape = TapeRows()
    tape.put(tape.fresh([trade(10)]))
    tape.put(tape.fresh([trade(60)], lost=4))
    assert shown(tape) == [60, Gap(prints=4, shares=40), 10]


def test_shares_that_were_traded_unseen_leave_a_marked_gap() -> None:
    tape = TapeRows()
    tape.put(tape.fresh([trade(10), trade(35)]))
    assert shown(tape) == [35, Gap(shares=15), 10]


def test_a_new_day_begins_without_a_gap() -> None:
    tape = TapeRows()
    tape.put(tape.fresh([trade(1_000)]))
    tape.put(tape.fresh([trade(10, trade_date=date(2026, 11, 23))]))
    assert shown(tape) == [10, 1_000]


def test_what_the_server_still_knew_goes_below_what_has_arrived_since() -> None:
    tape = TapeRows()
    tape.put(tape.fresh([trade(40), trade(50)]))
    tape.begin([trade(20), trade(30), trade(40), trade(50)])
    assert shown(tape) == [50, 40, 30, 20]


def test_between_what_was_read_and_what_arrived_a_gap_is_marked() -> None:
    tape = TapeRows()
    tape.put(tape.fresh([trade(70)]))
    tape.begin([trade(20), trade(30)])
    assert shown(tape) == [70, Gap(shares=30), 30, 20]


def test_without_cumulative_volume_the_overlap_of_faces_decides() -> None:
    recent = [trade(None, size) for size in (5, 6, 7)]
    tape = TapeRows()
    tape.put(tape.fresh([trade(None, 7), trade(None, 8)]))
    tape.begin(recent)
    sizes = [
        entry.size for entry in (tape[n] for n in range(len(tape))) if isinstance(entry, Trade)
    ]
    assert sizes == [8, 7, 6, 5]


def test_without_an_overlap_only_what_is_not_later_goes_below() -> None:
    tape = TapeRows()
    tape.put(tape.fresh([trade(None, 9, time=time(10, 0, 5))]))
    tape.begin([trade(None, 1, time=time(10, 0, 4)), trade(None, 2, time=time(10, 0, 6))])
    sizes = [
        entry.size for entry in (tape[n] for n in range(len(tape))) if isinstance(entry, Trade)
    ]
    assert sizes == [9, 1]


def test_prints_that_were_read_without_volume_are_not_told_again_by_the_stream() -> None:
    tape = TapeRows()
    tape.begin([trade(None, 5), trade(None, 6), trade(None, 7)])
    tape.put(tape.fresh([trade(106, 6), trade(113, 7)]))
    assert sizes_of(tape) == [7, 6, 5]
    tape.put(tape.fresh([trade(121, 8)]))
    assert shown(tape) == [121, None, None, None]


def test_after_joining_the_volume_decides_what_is_missing() -> None:
    tape = TapeRows()
    tape.begin([trade(None, 7)])
    tape.put(tape.fresh([trade(113, 7)]))
    tape.put(tape.fresh([trade(131, 8)]))
    assert shown(tape) == [131, Gap(shares=10), None]


def test_the_tape_never_holds_more_than_its_length() -> None:
    tape = TapeRows(kept=5)
    tape.put(tape.fresh([trade(10 * (n + 1)) for n in range(50)]))
    assert shown(tape) == [500, 490, 480, 470, 460]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=40), st.data())
def test_sizes_and_gaps_sum_up_to_the_cumulative_volume(
    sizes: list[int], data: st.DataObject
) -> None:
    volumes = [sum(sizes[: place + 1]) for place in range(len(sizes))]
    prints = [trade(volume, size) for volume, size in zip(volumes, sizes, strict=True)]
    kept = [each for each in prints if data.draw(st.booleans())]
    tape = TapeRows()
    tape.put(tape.fresh([prints[0]]))
    tape.put(tape.fresh(kept))
    entries = [tape[place] for place in range(len(tape))]
    counted = sum(entry.shares if isinstance(entry, Gap) else entry.size for entry in entries)
    newest = entries[0]
    assert isinstance(newest, Trade)
    assert counted == newest.volume
