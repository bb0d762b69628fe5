"""What a client's script tells: one JSON line a step. Knows nothing of the project.

The script is run by an interpreter that has the client; its argument is the simulator's ready line.
"""

import json
import os
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from typing import Any

Ready = dict[str, Any]


def ready() -> Ready:
    """The ready line; the working directory becomes an empty one, clients drop token files.

    From now on no name is looked up but this machine's: a client whose address was not replaced
    must not reach the real one.
    """
    os.chdir(tempfile.mkdtemp())
    look_up = socket.getaddrinfo

    def only_here(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in {"127.0.0.1", "localhost"}:
            raise OSError(f"{host} is not this machine")
        return look_up(host, *rest, **more)

    socket.getaddrinfo = only_here
    line: Ready = json.loads(sys.argv[1])
    return line


def step(name: str, what: Callable[[], object]) -> Any:
    """Carries a step out and tells how it went; its value, None when it failed."""
    try:
        value = what()
    except Exception as error:  # noqa: BLE001 — told, whatever it is
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__}: {error} ({place.name} {place.lineno})"
        _say({"step": name, "held": False, "told": told[:600]})
        return None
    _say({"step": name, "held": True, "told": str(value)[:300]})
    return value


def expect(holds: object, told: object) -> object:
    """`told`, when what must hold does; raises AssertionError."""
    if not holds:
        raise AssertionError(str(told)[:500])
    return told


def until(what: Callable[[], object], seconds: float = 8.0) -> object:
    """Waits until something is true, and gives it."""
    end = time.monotonic() + seconds
    while not (value := what()):
        if time.monotonic() > end:
            raise AssertionError(f"nothing within {seconds} s")
        time.sleep(0.1)
    return value


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
