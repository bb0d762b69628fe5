"""What came back: the pages of one question as tables, sentences and texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from kis_desktop.catalogue.entry import Endpoint, Field, Shape
from kis_desktop.catalogue.error_codes import find_error_code
from kis_desktop.domain.api_page import ApiPage
from kis_desktop.domain.message import Message
from kis_desktop.viewmodels.api_explorer_table import ValueRow
from kis_desktop.viewmodels.api_explorer_values import ValueColumn, value_columns
from kis_desktop.viewmodels.words import Words

MAX_PAGES = 100
"""pages that "all" asks for at most"""
MAX_ROWS = 20_000
"""rows after which "all" stops"""

_WIDEST_ROW = 12  # fields; a single row of more is read as a list of its fields
_MILLISECONDS = 1000
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class BlockTable:
    """A block of all pages: one object, or rows."""

    name: str
    columns: tuple[ValueColumn, ...]
    rows: tuple[ValueRow, ...]
    is_object: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The pages of one question so far; `at` is market time where it was known."""

    endpoint: Endpoint
    choice: str
    values: tuple[tuple[str, str], ...]
    pages: tuple[ApiPage, ...]
    at: datetime | None = None

    @property
    def last(self) -> ApiPage:
        """The page that came last."""
        return self.pages[-1]

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        return self.last.ok and self.last.position is not None

    @property
    def row_count(self) -> int:
        """The rows of the longest block."""
        counts: dict[str, int] = {}
        for page in self.pages:
            for block in page.blocks:
                counts[block.name] = counts.get(block.name, 0) + len(block.rows)
        return max(counts.values(), default=0)

    def continues(self, before: Answer | None) -> bool:
        """Whether it is the same answer with further pages behind."""
        if before is None or len(before.pages) > len(self.pages):
            return False
        return all(old is new for old, new in zip(before.pages, self.pages, strict=False))

    def followed_by(self, page: ApiPage) -> Answer:
        """With another page behind."""
        return Answer(self.endpoint, self.choice, self.values, (*self.pages, page), self.at)

    def tables(self, *, korean: bool) -> tuple[BlockTable, ...]:
        """The blocks in the order of the answer; rows of all pages, objects of the last one."""
        names = dict.fromkeys(block.name for page in self.pages for block in page.blocks)
        return tuple(self._table(name, korean=korean) for name in names)

    def _table(self, name: str, *, korean: bool) -> BlockTable:
        blocks = [block for page in self.pages for block in page.blocks if block.name == name]
        known = self.endpoint.outputs.get(name)
        fields: tuple[Field, ...] = (*(known.fields if known else ()), *self.endpoint.unplaced)
        widest = max((block.columns for block in blocks), key=len)
        columns = value_columns(widest, fields, korean=korean)
        documented = known is None or known.shape is Shape.OBJECT
        single = all(len(block.rows) <= 1 for block in blocks)
        one_wide_row = len(blocks) == 1 and len(columns) > _WIDEST_ROW and bool(blocks[0].rows)
        if single and (documented or one_wide_row):
            filled = [block for block in blocks if block.rows]
            rows = filled[-1].rows if filled else ()
            return BlockTable(name, columns, rows, is_object=True)
        rows = tuple(
            row for block in blocks for row in _arranged(block.rows, block.columns, widest)
        )
        return BlockTable(name, columns, rows, is_object=False)


def _arranged(
    rows: tuple[ValueRow, ...], columns: tuple[str, ...], wanted: tuple[str, ...]
) -> tuple[ValueRow, ...]:
    """Rows under other columns: pages need not carry the same fields."""
    if columns == wanted[: len(columns)]:
        return rows
    places = [columns.index(name) if name in columns else None for name in wanted]
    return tuple(tuple(None if at is None else row[at] for at in places) for row in rows)


def verdict(page: ApiPage, words: Words, *, simulated: bool = False) -> str:
    """Done, or refused: the program's advice with the server's code and words."""
    if page.ok:
        told = page.text if page.text and words.language == "ko" else words("explorer.ok_chip")
        return f"{told} [{page.code}]" if page.code else told
    if simulated and page.status == _NOT_FOUND:
        return words.sentence(Message("explorer.not_simulated", {}, page.code))
    known = find_error_code(page.code)
    id_ = known.message_id if known is not None else "explorer.refused"
    return words.sentence(Message(id_, {}, page.code, page.text))


def timing(page: ApiPage, words: Words) -> str:
    """How long the answer took, on the wire and before it."""
    return words(
        "explorer.timing",
        wire=f"{page.seconds * _MILLISECONDS:,.0f}",
        queue=f"{page.waited * _MILLISECONDS:,.0f}",
    )


def pretty(body: str) -> str:
    """JSON with a line for each value; anything else as it came."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body


def header_rows(page: ApiPage, words: Words) -> tuple[tuple[str, str, str], ...]:
    """What was sent and received beside the body: part, name, value."""
    sent, asked, got = (words(f"explorer.header.{part}") for part in ("sent", "asked", "received"))
    return (
        (sent, "URL", page.url),
        *((sent, name, value) for name, value in page.sent),
        *((asked, name, value) for name, value in page.fields),
        (got, "HTTP", str(page.status)),
        *((got, name, value) for name, value in page.headers),
    )
