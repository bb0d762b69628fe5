"""The subcommands that open no window: each writes JSON to `out` and gives the exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from kis_desktop.catalogue.listing import catalogue_rows
from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.kis.decode import decode_body, decode_lines
from kis_desktop.storage.recording_file import RecordingFile

_UNREAD = 1
_STANDARD_INPUT = "-"
_SHOWN_OF_HEADER = ("format", "program", "world", "dialect", "rules")


def catalogue(out: BinaryIO) -> int:
    """Every endpoint and channel, as one list on one line."""
    out.write(msgspec.json.encode(catalogue_rows()) + b"\n")
    out.flush()
    return 0


def recording(file: Path, language: str, out: BinaryIO) -> int:
    """What a recording holds, on one line. 0 when all of it reads, 1 when some or none does."""
    try:
        with RecordingFile(file) as opened:
            told = msgspec.to_builtins(opened.summary())
            date = opened.date
    except KisDesktopError as error:
        sys.stderr.write(render(error.message, language) + "\n")
        return _UNREAD
    header = told.pop("header")
    shown = {name: header[name] for name in _SHOWN_OF_HEADER}
    out.write(msgspec.json.encode({**shown, "date": date, **told}) + b"\n")
    out.flush()
    return _UNREAD if told["damaged"] else 0


def decode(file: str, tr_id: str, out: BinaryIO) -> int:
    """Answer every line of a file, or the body that it is, if a TR id is given.

    0 when all of it was answered, 1 when it could not be read or nobody took the answers.
    """
    try:
        if file == _STANDARD_INPUT:
            _decode(sys.stdin.buffer, tr_id, out)
        else:
            with Path(file).open("rb") as source:
                _decode(source, tr_id, out)
    except BrokenPipeError:
        # what is still buffered has nobody to go to; without this Python complains at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNREAD
    except OSError as error:
        sys.stderr.write(f"kis-desktop: cannot read {file}: {error.strerror}\n")
        return _UNREAD
    return 0


def _decode(source: BinaryIO, tr_id: str, out: BinaryIO) -> None:
    if tr_id:
        decode_body(tr_id, source, out)
    else:
        decode_lines(source, out)
