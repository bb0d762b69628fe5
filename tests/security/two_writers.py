"""Two processes change one vault at the same time, each its own part of it.

Run as `python -m tests.security.two_writers FOLDER CHANGES`. Prints what the vault holds at last.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from kis_desktop.storage.identity import SimulatedIdentity
from kis_desktop.storage.key_source import KeyFile
from kis_desktop.storage.vault import Vault

DEMO = SimulatedIdentity("demo")


def main(folder: str, changes: str) -> None:
    path, source = Path(folder) / "simulated.vault", KeyFile(Path(folder) / "key", DEMO)
    Vault.create(path, DEMO, source)
    children = []
    for name in ("access_token", "approval_key"):
        child = os.fork()
        if child == 0:
            vault = Vault.open(path, DEMO, source)
            for number in range(1, int(changes) + 1):
                vault.update(**{name: str(number)})
            os._exit(0)
        children.append(child)
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    last = Vault.open(path, DEMO, source)
    found = {
        "access_token": last.secrets.access_token,
        "approval_key": last.secrets.approval_key,
        "generation": last.generation,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
