"""The rows of a block of an answer, which comes as a list, as an object, or as columns."""

from __future__ import annotations

from collections.abc import Iterator

Row = dict[str, object]


def block_rows(value: object) -> list[Row]:
    """All rows with their names as they came, padding too; what is no object is left out.

    An object is one row; one whose values are lists of the same length is that many rows.
    """
    match value:
        case dict():
            row = {str(name): cell for name, cell in value.items()}
            return list(_turned(row)) or [row]
        case list():
            return [
                {str(name): cell for name, cell in item.items()}
                for item in value
                if isinstance(item, dict)
            ]
        case _:
            return []


def _turned(block: Row) -> Iterator[Row]:
    """The rows of columns; none where the values are no lists of texts, or not equally long."""
    found = [cells for cells in block.values() if isinstance(cells, list) and _is_plain(cells)]
    if not found or len(found) < len(block) or len({len(cells) for cells in found}) > 1:
        return
    for cells in zip(*found, strict=True):
        yield dict(zip(block, cells, strict=True))


def _is_plain(cells: list[object]) -> bool:
    return not any(isinstance(cell, (dict, list)) for cell in cells)
