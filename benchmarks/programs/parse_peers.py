"""A frame of trades read by the peers, in their own environment."""

from __future__ import annotations

import importlib
import io
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.programs.batches import Parser, serve


def peers() -> dict[str, Parser]:
    """Whom this environment holds."""
    found: dict[str, Parser] = {}
    for name, maker in (("python-kis", python_kis), ("pandas", pandas_a_frame)):
        try:
            found[f"{name} {version(name)}"] = maker()
        except PackageNotFoundError:
            continue
    return found


def python_kis() -> Parser:
    """As its websocket client reads a message, without giving it to listeners."""
    from pykis.api.websocket import WEBSOCKET_RESPONSES_MAP  # noqa: PLC0415 - a peer may be missing
    from pykis.responses.websocket import KisWebsocketResponse  # noqa: PLC0415

    def read(text: str) -> object:
        _, channel, count, body = text.split("|", 3)
        kind = WEBSOCKET_RESPONSES_MAP[channel]
        return list(KisWebsocketResponse.parse(body, count=int(count), response_type=kind))

    return read


def pandas_a_frame() -> Parser:
    """As the official sample does it: a table of text for each message."""
    read_csv = importlib.import_module("pandas").read_csv
    columns = [f"c{place}" for place in range(46)]

    def read(text: str) -> object:
        body = io.StringIO(text.split("|", 3)[3])
        return read_csv(body, header=None, sep="^", names=columns, dtype=object)

    return read


if __name__ == "__main__":
    serve(peers(), Path(sys.argv[1]), int(sys.argv[2]))
