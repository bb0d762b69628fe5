"""Reads prints and books of a simulator for some seconds and checks that they agree.

Arguments: the ready line, seconds, prints a second to ask for (0: as the market makes them), codes
parted by commas. The last line of stdout is a JSON object; `gaps` counts prints whose cumulative
volume is not the one before plus their size, `apart` books whose volume is not that of the prints.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from typing import Any

from websockets.sync.client import ClientConnection, connect

_TRADES, _BOOKS = "H0STCNT0", "H0STASP0"
_SYMBOL, _SIZE, _VOLUME, _BOOK_VOLUME = 0, 12, 13, 53
_WARM_UP = 3.0


def main() -> None:
    """Register, wait until it flows, count."""
    ready, seconds, rate, codes = json.loads(sys.argv[1]), *sys.argv[2:5]
    symbols = codes.split(",")
    with connect(ready["ws"], max_size=None, compression=None) as session:
        _register(session, ready, symbols)
        if float(rate):
            _post(f"{ready['admin']}/flow", {"prints_per_second": float(rate), "symbols": symbols})
        count = _Count()
        end = time.monotonic() + _WARM_UP
        while time.monotonic() < end:
            count.take(str(session.recv()))
        count.begin()
        began, cpu = time.monotonic(), _cpu(ready)
        while time.monotonic() < began + float(seconds):
            count.take(str(session.recv()))
        taken, used = time.monotonic() - began, _cpu(ready) - cpu
    told = {"seconds": taken, "cpu": used, **vars(count)}
    told.pop("volumes")
    sys.stdout.write(json.dumps(told) + "\n")


class _Count:
    def __init__(self) -> None:
        self.volumes: dict[str, int] = {}
        self.begin()

    def begin(self) -> None:
        self.prints = self.books = self.gaps = self.apart = 0

    def take(self, message: str) -> None:
        if message[0] != "0":
            return
        _, tr_id, many, payload = message.split("|")
        fields = payload.split("^")
        if tr_id == _TRADES:
            width = len(fields) // int(many)
            for start in range(0, len(fields), width):
                self._print(fields[start : start + width])
        elif tr_id == _BOOKS:
            self.books += 1
            known = self.volumes.get(fields[_SYMBOL])
            self.apart += known is not None and known != int(fields[_BOOK_VOLUME])

    def _print(self, fields: list[str]) -> None:
        symbol, volume = fields[_SYMBOL], int(fields[_VOLUME])
        before = self.volumes.get(symbol)
        self.prints += 1
        self.gaps += before is not None and before + int(fields[_SIZE]) != volume
        self.volumes[symbol] = volume


def _register(session: ClientConnection, ready: dict[str, Any], symbols: list[str]) -> None:
    body = {"grant_type": "client_credentials", "appkey": ready["appkey"]}
    body["secretkey"] = ready["appsecret"]
    approval = _post(f"{ready['rest']}/oauth2/Approval", body)["approval_key"]
    header = {"approval_key": approval, "custtype": "P", "tr_type": "1"}
    for symbol in symbols:
        for tr_id in (_TRADES, _BOOKS):
            asked = {"tr_id": tr_id, "tr_key": symbol}
            session.send(json.dumps({"header": header, "body": {"input": asked}}))


def _post(address: str, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(address, json.dumps(body).encode(), method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
        told: dict[str, Any] = json.load(answer)
    return told


def _cpu(ready: dict[str, Any]) -> float:
    """Seconds of CPU that the server has used."""
    with urllib.request.urlopen(f"{ready['admin']}/state", timeout=60) as answer:  # noqa: S310
        return float(json.load(answer)["cpu_seconds"])


if __name__ == "__main__":
    main()
