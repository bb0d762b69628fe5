"""The subcommands that open no window: each writes JSON to `out` and gives the exit code."""

from __future__ import annotations

import errno
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
    """Every endpoint and channel, as one list on one line. 1 when nobody took it."""
    try:
        out.write(msgspec.json.encode(catalogue_rows()) + b"\n")
        out.flush()
    except OSError as error:
        return _not_taken(error)
    return 0


def recording(file: Path, language: str, out: BinaryIO) -> int:
    """What a recording holds, on one line. 0 when all of it reads, 1 when some or none does."""
    try:
        with RecordingFile(file) as opened:
            told = msgspec.to_builtins(opened.summary())
            date = opened.trading_day
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
        source = _opened(file)
    except OSError as error:
        sys.stderr.write(f"kis-desktop: cannot read {file}: {error.strerror}\n")
        return _UNREAD
    with source:
        try:
            _decode(source, tr_id, out)
        except OSError as error:
            return _not_taken(error)
    return 0


def _opened(file: str) -> BinaryIO:
    """What to read. Raises `OSError`."""
    if file != _STANDARD_INPUT:
        return Path(file).open("rb")
    if sys.stdin is None:  # closed before we began
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer


def _not_taken(error: OSError) -> int:
    """The answers have nowhere to go, or the input broke off; quiet where a reader went away."""
    if not isinstance(error, BrokenPipeError):
        sys.stderr.write(f"kis-desktop: stopped before the end: {error.strerror}\n")
    # what is still buffered has nobody to go to; without this Python complains at its end
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _UNREAD


def _decode(source: BinaryIO, tr_id: str, out: BinaryIO) -> None:
    if tr_id:
        decode_body(tr_id, source, out)
    else:
        decode_lines(source, out)
