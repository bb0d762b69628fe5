"""Reads frames of a websocket for as many seconds as a line of stdin says, and counts them."""

from __future__ import annotations

import json
import sys
import time

from websockets.sync.client import connect


def main() -> None:
    """A line of stdin, a line of stdout."""
    with connect(sys.argv[1], max_size=None, compression=None) as session:
        sys.stdout.write("0\n")
        sys.stdout.flush()
        for line in sys.stdin:
            count, end = 0, time.monotonic() + float(line)
            while time.monotonic() < end:
                session.recv()
                count += 1
            sys.stdout.write(json.dumps(count) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
