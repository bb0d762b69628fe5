"""`kis-desktop decode`: raw frames and answers in, one JSON object a line out.

Any bytes get an answer. Values are the exact strings of the wire, personal ones too: the output is
for whoever has the input already.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.kis.decode_reply import decode_reply
from kis_desktop.kis.protocol.control import Ack, is_control, read_control
from kis_desktop.kis.protocol.frames import Frame, Surprise, read_frame, read_records
from kis_desktop.kis.protocol.layout import known_fields
from kis_desktop.kis.protocol.line_split import LineSplit
from kis_desktop.kis.protocol.notice import decipher

LONGEST = 16 * 1024 * 1024
"""bytes of a line, and of an answer; the realtime line itself takes no more than a quarter"""

Answer = dict[str, object]

_CHUNK = 64 * 1024
_LAYOUTS_KEPT = 1_000
_BREAKS = {"\u0085": b"\\u0085", "\u2028": b"\\u2028", "\u2029": b"\\u2029"}
_TOO_LONG: Answer = {"error": f"longer than {LONGEST} bytes"}


def decode_lines(source: BinaryIO, out: BinaryIO) -> None:
    """Answer each line as soon as it has come; ends with the input. Raises `OSError`."""
    decoder, lines = FrameDecoder(), LineSplit(LONGEST)
    while chunk := _some(source):
        _answer(decoder, lines.take(chunk), out)
    _answer(decoder, lines.rest(), out)


def decode_body(tr_id: str, source: BinaryIO, out: BinaryIO) -> None:
    """Answer the one body that the input is. Raises `OSError`."""
    content = bytearray()
    while len(content) <= LONGEST and (chunk := _some(source)):
        content += chunk
    too_long = len(content) > LONGEST
    out.write(as_line(_TOO_LONG if too_long else decode_reply(tr_id, bytes(content))))
    out.flush()


def as_line(answer: Answer) -> bytes:
    """The answer as JSON with a line's end, and with no other break that a reader may stop at."""
    try:
        line = _encoded(answer)
    except RecursionError:
        line = msgspec.json.encode({"error": "nested too deeply"})
    for character, escape in _BREAKS.items():
        line = line.replace(character.encode(), escape)
    return line + b"\n"


def _encoded(answer: Answer) -> bytes:
    try:
        return msgspec.json.encode(answer)
    except UnicodeEncodeError:  # half a character, which UTF-8 cannot hold but JSON can
        return json.dumps(answer).encode()


class FrameDecoder:
    """Reads the messages of one line; keys of encrypted frames come with acks before them."""

    def __init__(self) -> None:
        self._ciphers: dict[str, tuple[str, str]] = {}
        self._names: dict[tuple[str, int], list[str]] = {}

    def decode(self, line: bytes) -> Answer:
        """What one line says."""
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            return {"error": f"no UTF-8 at byte {error.start}"}
        if not text.strip():
            return {"error": "blank line"}
        if is_control(text.lstrip()):
            return self._control(text)
        frame = read_frame(text)
        return _error(frame) if isinstance(frame, Surprise) else self._frame(frame)

    def _control(self, text: str) -> Answer:
        said = read_control(text)
        match said:
            case Surprise():
                return _error(said)
            case Ack():
                if said.key and said.iv:
                    self._ciphers[said.tr_id] = (said.key, said.iv)
                return {
                    "control": said.text or said.code,
                    "msg_cd": said.code,
                    "tr_id": said.tr_id,
                    "tr_key": said.tr_key,
                }
            case _:
                return {"control": "PINGPONG"}

    def _frame(self, frame: Frame) -> Answer:
        payload: str | Surprise = frame.payload
        if frame.encrypted:
            cipher = self._ciphers.get(frame.tr_id)
            if cipher is None:
                return {"tr_id": frame.tr_id, "encrypted": True, "records": []}
            payload = decipher(frame.payload, *cipher)
        if isinstance(payload, Surprise):
            return _error(payload, frame.tr_id)
        records = read_records(payload, frame.count, frame.tr_id)
        if isinstance(records, Surprise):
            return _error(records)
        names = self._names_of(frame.tr_id, records.width)
        known = len(names)
        return {
            "tr_id": frame.tr_id,
            "encrypted": frame.encrypted,
            "count": frame.count,
            "width": records.width,
            "known": known,
            "records": [
                # a shorter record has the names that it reaches
                {**dict(zip(names, row, strict=False)), "extra": row[known:]}
                for row in records.rows()
            ],
        }

    def _names_of(self, tr_id: str, width: int) -> list[str]:
        names = self._names.get((tr_id, width))
        if names is None:
            channel = loader.find_channel(tr_id)
            names = [] if channel is None else [one.name for one in known_fields(channel, width)]
            if len(self._names) >= _LAYOUTS_KEPT:
                self._names.clear()
            self._names[tr_id, width] = names
        return names


def _answer(decoder: FrameDecoder, lines: Iterator[bytes | None], out: BinaryIO) -> None:
    out.writelines(as_line(_TOO_LONG if line is None else decoder.decode(line)) for line in lines)
    out.flush()


def _error(surprise: Surprise, tr_id: str = "") -> Answer:
    tr_id = tr_id or surprise.tr_id
    return {"error": surprise.reason, **({"tr_id": tr_id} if tr_id else {})}


def _some(source: BinaryIO) -> bytes:
    """What there is to read, at once; empty at the end."""
    read = getattr(source, "read1", source.read)
    some: bytes = read(_CHUNK)
    return some
