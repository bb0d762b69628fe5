"""The program of a storm as its driver has it: a life after the other, in one folder."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.patience import PATIENCE_S

Told = dict[str, Any]


class Died(Exception):
    """The life has ended while it was asked."""


class Mother:
    """A process that has imported everything and forks lives; without fork each life is a process
    of its own.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._hub: socket.socket | None = None
        if hasattr(os, "fork"):
            self._hub, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._hub.settimeout(PATIENCE_S)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.storm.life"], stdin=far.fileno()
            )
            far.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._hub is not None:
            self._hub.close()
        if self._process is not None:
            self._process.wait(PATIENCE_S)

    def bear(self, spec: Told) -> Life:
        """A new life; returns when its services are up."""
        near, far = socket.socketpair()
        near.settimeout(PATIENCE_S)
        process, popen = self._begin(far, spec)
        far.close()
        life = Life(process, popen, near)
        try:
            life.hear()
        except Died:
            life.bury()
            raise
        return life

    def _begin(self, far: socket.socket, spec: Told) -> tuple[int, subprocess.Popen[bytes] | None]:
        text = json.dumps(spec)
        if self._hub is not None:
            socket.send_fds(self._hub, [text.encode()], [far.fileno()])
            return int(json.loads(self._hub.recv(4096))["process"]), None
        command = [sys.executable, "-m", "tests.storm.life", str(far.fileno()), text]
        popen = subprocess.Popen(command, pass_fds=[far.fileno()])
        return popen.pid, popen


class Life:
    """One life. Everything raises `Died` once it has ended."""

    def __init__(
        self, process: int, popen: subprocess.Popen[bytes] | None, line: socket.socket
    ) -> None:
        self._process = process
        self._popen = popen
        self._line = line
        self._reader = line.makefile("rb")

    def ask(self, **asked: Any) -> Told:
        """Have something done."""
        try:
            self._line.sendall(json.dumps(asked).encode() + b"\n")
        except OSError as error:
            raise Died from error
        return self.hear()

    def hear(self) -> Told:
        """The next answer."""
        try:
            text = self._reader.readline()
        except ConnectionError as error:
            raise Died from error
        if not text:
            raise Died
        told: Told = json.loads(text)
        return told

    def end(self) -> None:
        """An orderly end, waited for."""
        self._line.shutdown(socket.SHUT_WR)
        self._reader.read()
        self._close()

    def kill(self) -> None:
        """SIGKILL, at whatever it is doing."""
        with suppress(ProcessLookupError):  # it may have died by itself
            os.kill(self._process, signal.SIGKILL)
        self._reader.read()
        self._close()

    def bury(self) -> None:
        """It has died by itself."""
        self._close()

    def _close(self) -> None:
        self._reader.close()
        self._line.close()
        if self._popen is not None:
            self._popen.wait(PATIENCE_S)


def spec(simulator: Path, home: Path, symbols: list[str], die_at: int, *, after: bool) -> Told:
    """What a life is to know."""
    return {
        "simulator": str(simulator),
        "home": str(home),
        "symbols": symbols,
        "die_at": die_at,
        "die_after": after,
    }
