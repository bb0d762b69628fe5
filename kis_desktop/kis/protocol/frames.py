"""Realtime text frames: `flag|TR id|count|payload`, records joined by `^` without a separator.

A record's width is fields ÷ count, never a constant: the server has widened records before without
a word. What cannot be read is a `Surprise`, a value like any other.
"""

from __future__ import annotations

import msgspec

_PARTS = 4
_LONGEST_TR_ID = 16
_LONGEST_COUNT = 4  # digits
_USUAL_HEAD = len("0|H0STCNT0|001|")
_HEADS_KEPT = 1_000


class Frame(msgspec.Struct, frozen=True, gc=False):
    """One data frame; the payload of an encrypted one is still to be deciphered."""

    encrypted: bool
    tr_id: str
    count: int
    payload: str


class Records(msgspec.Struct, frozen=True, gc=False):
    """The fields of all records one behind the other, `width` each."""

    fields: list[str]
    width: int

    def rows(self) -> list[list[str]]:
        """The records, each a list of its fields."""
        fields, width = self.fields, self.width
        if len(fields) == width:
            return [fields]
        return [fields[start : start + width] for start in range(0, len(fields), width)]


class Surprise(msgspec.Struct, frozen=True):
    """Something on the line that doesn't read as it should; never shows personal data."""

    reason: str
    tr_id: str = ""


_heads: dict[str, tuple[bool, str, int]] = {}  # few begin the frames of a whole day


def read_frame(text: str) -> Frame | Surprise:
    """The frame of a text that is no control message."""
    begin = text[:_USUAL_HEAD]
    head = _heads.get(begin)
    if head is None:
        return _read_anew(text, begin)
    encrypted, tr_id, count = head
    return Frame(encrypted, tr_id, count, text[_USUAL_HEAD:])


def _read_anew(text: str, begin: str) -> Frame | Surprise:
    """A frame whose begin was not met before; kept where it is the frame's whole head."""
    frame = _read(text)
    if isinstance(frame, Frame) and len(text) - len(frame.payload) == _USUAL_HEAD:
        if len(_heads) >= _HEADS_KEPT:
            _heads.clear()
        _heads[begin] = (frame.encrypted, frame.tr_id, frame.count)
    return frame


def _read(text: str) -> Frame | Surprise:
    parts = text.split("|", _PARTS - 1)
    if len(parts) != _PARTS:
        return Surprise("no four parts")
    flag, tr_id, count, payload = parts
    if flag not in ("0", "1"):
        return Surprise("unknown flag")
    if not (tr_id.isascii() and tr_id.isalnum() and len(tr_id) <= _LONGEST_TR_ID):
        return Surprise("no TR id")
    records = _records_told(count)
    if records == 0:
        return Surprise("no count", tr_id)
    return Frame(flag == "1", tr_id, records, payload)


def read_records(payload: str, count: int, tr_id: str = "") -> Records | Surprise:
    """The records of a plain payload. `count` is above zero."""
    fields = payload.split("^")
    if count == 1:
        return Records(fields, len(fields))
    width, left_over = divmod(len(fields), count)
    if left_over == 1 and fields[-1] == "" and width > 0:
        fields.pop()
        left_over = 0
    if left_over or width == 0:
        return Surprise(f"{len(fields)} fields are not {count} records", tr_id)
    return Records(fields, width)


def _records_told(text: str) -> int:
    """How many records a frame says it has; 0 for what is no count."""
    reads = text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT
    return int(text) if reads else 0
