"""What stands in a block of a recording: JSON arrays, one a line, told apart by their first value.

Times are seconds since the recording began, on a clock that is never set.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import msgspec

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.traffic import LineTraffic, RestTraffic


class RestEntry(msgspec.Struct, frozen=True, array_like=True, tag="R"):
    """A request and its answer; `content` is the answer's JSON, null where none was kept."""

    at: float
    seconds: Annotated[float, msgspec.Meta(ge=0, le=86_400)]
    endpoint_id: str
    method: str
    path: str
    tr_id: str
    tr_cont: str
    fields: Mapping[str, str]
    status: Annotated[int, msgspec.Meta(ge=0, le=599)]
    headers: Mapping[str, str]
    content: msgspec.Raw
    failure: str

    def traffic(self) -> RestTraffic:
        """The same as it went over the wire."""
        content = bytes(self.content)
        return RestTraffic(
            at=self.at,
            seconds=self.seconds,
            endpoint_id=self.endpoint_id,
            method=self.method,
            path=self.path,
            tr_id=self.tr_id,
            tr_cont=self.tr_cont,
            fields=self.fields,
            status=self.status,
            headers=self.headers,
            content=b"" if content == b"null" else content,
            failure=self.failure,
        )


class LineEntry(msgspec.Struct, frozen=True, array_like=True, tag="L"):
    """A text on the realtime line."""

    at: float
    session: int
    sent: bool
    text: str

    def traffic(self) -> LineTraffic:
        """The same as it went over the wire."""
        return LineTraffic(self.at, self.session, self.sent, self.text)


class GapEntry(msgspec.Struct, frozen=True, array_like=True, tag="G"):
    """So many messages came before this moment and were not written."""

    at: float
    lost: Annotated[int, msgspec.Meta(ge=0)]


class ClockEntry(msgspec.Struct, frozen=True, array_like=True, tag="C"):
    """The market's time (ISO, with its zone) and how many of its seconds pass in one of ours."""

    at: float
    market: str
    rate: Annotated[float, msgspec.Meta(gt=0, le=3600)]


class ListEntry(msgspec.Struct, frozen=True, array_like=True, tag="I"):
    """Instruments that were known when the recording began."""

    at: float
    instruments: tuple[Instrument, ...]


class DayEntry(msgspec.Struct, frozen=True, array_like=True, tag="D"):
    """A whole past day of a symbol's minutes that was on the screen."""

    at: float
    symbol: str
    day: date
    bars: tuple[Bar, ...]


Entry = RestEntry | LineEntry | GapEntry | ClockEntry | ListEntry | DayEntry

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)


def encode_entry(entry: Entry) -> bytes:
    """A line without its end."""
    return _ENCODER.encode(entry)


def decode_entry(line: bytes) -> Entry | None:
    """The entry of a line; None where it is none."""
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
