"""Two processes of one profile need a token at the same moment.

Run as `python -m tests.security.token_askers FOLDER READY`. Each prints what it was given: the
token's digest and how many were issued today.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from kis_desktop.app.credentials import VaultCredentials
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.environment import Environment
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.identity import SimulatedIdentity
from kis_desktop.storage.key_source import KeyFile
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.vault import Vault
from kis_desktop.storage.vault_contents import Secrets
from tests.patience import PATIENCE_S

PROFILE = SimulatedIdentity("simulator")


async def ask(vault: Vault, ready: dict[str, Any]) -> None:
    worker = Worker("vault")
    client = KisClient(Environment.simulated(ready), VaultCredentials(vault, worker, Redactor()))
    try:
        async with asyncio.timeout(PATIENCE_S):
            await client.quotes.quote("005930")
        told = {
            "process": os.getpid(),
            "token": hashlib.sha256(vault.reload().access_token.encode()).hexdigest(),
            "issued_today": client.budget().tokens_today,
        }
        os.write(1, f"{json.dumps(told)}\n".encode())
    finally:
        await client.close()
        worker.close()


def main(folder: str, told: str) -> None:
    ready: dict[str, Any] = json.loads(told)
    path, source = Path(folder) / "simulated.vault", KeyFile(Path(folder) / "key", PROFILE)
    secrets = Secrets(app_key=str(ready["appkey"]), app_secret=str(ready["appsecret"]))
    Vault.create(path, PROFILE, source, secrets)
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            asyncio.run(ask(Vault.open(path, PROFILE, source), ready))
            os._exit(0)
        children.append(child)
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


if __name__ == "__main__":
    main(*sys.argv[1:])
