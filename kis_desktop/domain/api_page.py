"""One answer of one endpoint, and what a realtime channel brought, for whoever wants to see it all.

Values are typed by the catalogue; personal fields are aliases here already.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import msgspec

Value = Decimal | int | date | time | bool | str | None
"""None where the wire says nothing; a text that does not read as its type stays a text."""


class ApiBlock(msgspec.Struct, frozen=True):
    """A block of an answer as a table: names as they came on the wire, in their order."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


class ApiPage(msgspec.Struct, frozen=True):
    """One page of an answer.

    `sent` are the request's headers and `fields` its parameters, `headers` those of the answer;
    secrets and personal fields are aliases in all of them and in `body`, the JSON text. `seconds`
    on the wire, `waited` before: in our own queue, for a token and for tries that came to nothing.
    `position` is what a request for the next page carries, None where this was the last.
    """

    endpoint_id: str
    tr_id: str
    url: str
    sent: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    status: int
    ok: bool
    code: str
    text: str
    headers: tuple[tuple[str, str], ...]
    body: str
    blocks: tuple[ApiBlock, ...]
    unknown: tuple[str, ...]
    seconds: float
    waited: float
    position: tuple[tuple[str, str], ...] | None = None


class ChannelRows(msgspec.Struct, frozen=True):
    """Records of a realtime channel; columns beyond the known ones are named `+1`, `+2` …

    `at` is the monotonic second of arrival.
    """

    channel_id: str
    tr_id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    at: float
