"""The written table of an order's life is the one that the program keeps."""

from __future__ import annotations

from pathlib import Path

from kis_desktop.domain.order import MOVES, OrderState

PAGE = Path(__file__).parents[2] / "docs" / "order-life.md"


def test_the_page_and_the_program_have_the_same_table() -> None:
    written: dict[OrderState, frozenset[OrderState]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 2 and cells[1] in set(OrderState):
            names = [name.strip() for name in cells[2].split(",") if name.strip()]
            written[OrderState(cells[1])] = frozenset(map(OrderState, names))
    assert written == MOVES
