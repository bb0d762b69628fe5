"""The blocks of a reply as the catalogue documents them, filled with values and written as text.

What has no value is written as "unknown" of its type: nought for a number, nothing for a text. The
reply remembers what was given, so that `coverage` can tell what nothing in the simulator knows.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Block as Documented
from kis_desktop.catalogue.entry import Field, FieldType, Shape
from kis_desktop.simulator.server.field_block import Filled
from kis_desktop.simulator.server.replies import Block, Continuation, Reply, done
from kis_desktop.simulator.server.wire_text import rate

Value = str | int | float | Decimal | date | datetime | time | bool | None
"""None: not known here, written as nothing"""
Values = Mapping[str, Value]
Rows = Values | Iterable[Values]

_UNKNOWN = {FieldType.RATE: "0.00"}
_QUERY = "조회가 완료되었습니다"


class Layout:
    """All blocks of one endpoint."""

    def __init__(self, id_: str) -> None:
        entry = loader.endpoint(id_)
        self.id = id_
        self._blocks = entry.outputs

    def done(
        self,
        blocks: Mapping[str, Rows],
        *,
        continuation: Continuation = Continuation.SINGLE,
        before: dict[str, str] | None = None,
        accepted: bool = False,
        code: str = "MCA00000",
        message: str = "정상처리 되었습니다.",
    ) -> Reply:
        """A success with these blocks, in the documented order; one that is left out is empty.

        Raises KeyError for a block or a field that is not documented.
        """
        strangers = blocks.keys() - self._blocks.keys()
        if strangers:
            raise KeyError(f"{self.id} has no blocks {sorted(strangers)}")
        filled: dict[str, Block] = {
            name: self._filled(name, documented, blocks.get(name, ()))
            for name, documented in self._blocks.items()
        }
        return done(
            filled,
            code=code,
            message=message,
            continuation=continuation,
            before=before,
            accepted=accepted,
        )

    def answered(
        self,
        blocks: Mapping[str, Rows],
        *,
        continuation: Continuation = Continuation.LAST,
        before: dict[str, str] | None = None,
    ) -> Reply:
        """A success in the words of the requests about an account, whose pages end with D."""
        return self.done(
            blocks, continuation=continuation, before=before, code="KIOK0510", message=_QUERY
        )

    def row(self, block: str, values: Values) -> dict[str, str]:
        """One row as text, for pages that are cut from finished rows."""
        return _row(self.id, block, self._blocks[block], values)

    def _filled(self, name: str, documented: Documented, rows: Rows) -> Block:
        if isinstance(rows, Mapping):
            row = _row(self.id, name, documented, rows)
            return row if documented.shape is Shape.OBJECT else [row]
        made = [
            row if isinstance(row, Filled) else _row(self.id, name, documented, row) for row in rows
        ]
        if documented.shape is Shape.LIST:
            return list(made)
        return made[0] if made else {}


@cache
def layout(id_: str) -> Layout:
    """The blocks of an endpoint by its catalogue id. Raises LookupError."""
    return Layout(id_)


def _row(id_: str, block: str, documented: Documented, values: Values) -> Filled:
    types = _types(documented.fields)
    strangers = values.keys() - types.keys()
    if strangers:
        raise KeyError(f"{id_} has no fields {sorted(strangers)} in {block}")
    unknown = {name: _unknown(type_) for name, type_ in types.items()}
    return Filled(unknown, {name: text(value, types[name]) for name, value in values.items()})


@cache
def _types(fields: tuple[Field, ...]) -> dict[str, FieldType]:
    return {field.name: field.type for field in fields}


def _unknown(type_: FieldType) -> str:
    return _UNKNOWN.get(type_, "0") if type_.is_number else ""


def text(value: Value, type_: FieldType) -> str:
    """A value as KIS writes it: floats with two decimals, days and times without separators."""
    match value:
        case None:
            return ""
        case bool():
            return "Y" if value else "N"
        case float():
            return rate(value)
        case datetime():
            return value.strftime("%Y%m%d" if type_ is FieldType.DATE else "%H%M%S")
        case date():
            return value.strftime("%Y%m%d")
        case time():
            return value.strftime("%H%M%S")
        case _:
            return str(value)
