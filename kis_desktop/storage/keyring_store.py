"""The system's keyring, taken from a list of known ones and asked with a time limit.

`keyring.get_keyring()` is never called: a configuration file or an installed package can make it
hand secrets to any class, or keep them in plain text, or nowhere. Only the classes named here are
built, and each must keep and give back a canary first. A locked keyring may not answer for minutes,
so every call runs on a thread that can be abandoned.
"""

from __future__ import annotations

import importlib
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar, cast

from kis_desktop.domain.errors import VaultLocked
from kis_desktop.domain.message import message

SERVICE = "kis-desktop"
PATIENCE = 5.0  # seconds for one call
_PROPERTY = "KEYRING_PROPERTY_"
_CANARY = "canary"

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Backend(Protocol):
    """What a class of the keyring package does."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class Answer(Protocol[T_co]):
    """A call under way; a `concurrent.futures.Future` is one."""

    def exception(self, timeout: float | None = None) -> BaseException | None: ...
    def result(self, timeout: float | None = None) -> T_co: ...


class Executor(Protocol):
    """Runs a call on another thread, which must not keep the program from ending."""

    def submit(self, call: Callable[[], T], /) -> Answer[T]: ...


BackendFactory = Callable[[], Backend]

ALLOWED = {
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "linux": (
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
    ),
}


def allowed_backends(platform: str = sys.platform) -> tuple[BackendFactory, ...]:
    """The keyrings that a system may have, the preferred one first."""
    return tuple(partial(_build, *names) for names in ALLOWED.get(platform, ()))


class KeyringStore:
    """One keyring that has proven to keep what it is given. Blocks up to five seconds a call.

    All methods raise `VaultLocked`. After one call without an answer the others fail at once.
    """

    def __init__(
        self, backend: Backend, name: str, executor: Executor, patience: float = PATIENCE
    ) -> None:
        self._backend = backend
        self._name = name
        self._executor = executor
        self._patience = patience
        self._silent = False

    @property
    def name(self) -> str:
        """Which keyring it is."""
        return self._name

    def read(self, entry: str) -> str | None:
        """What is kept under an entry; None when nothing is."""
        return self._ask(lambda: self._backend.get_password(SERVICE, entry))

    def write(self, entry: str, value: str) -> None:
        """Keep a value, and see that it is kept."""
        self._ask(lambda: self._backend.set_password(SERVICE, entry, value))
        if self.read(entry) != value:
            raise VaultLocked(message("storage.keyring_forgets", store=self._name))

    def remove(self, entry: str) -> None:
        """Forget an entry."""
        self._ask(lambda: self._backend.delete_password(SERVICE, entry))

    def _ask(self, call: Callable[[], T]) -> T:
        if self._silent:
            raise VaultLocked(message("storage.keyring_silent", store=self._name))
        try:
            return _answer(self._executor, call, self._patience, self._name)
        except TimeoutError:
            self._silent = True
            raise VaultLocked(message("storage.keyring_silent", store=self._name)) from None


def find_keyring(
    executor: Executor,
    factories: Sequence[BackendFactory] | None = None,
    patience: float = PATIENCE,
) -> KeyringStore | None:
    """The first keyring that keeps a canary; None where a master password is needed.

    Blocks up to `patience` seconds for each keyring that the system may have.
    """
    for factory in allowed_backends() if factories is None else factories:
        try:
            backend, name = _answer(executor, partial(_tried, factory), patience, "")
        except (TimeoutError, VaultLocked):
            continue
        return KeyringStore(backend, name, executor, patience)
    return None


def _tried(factory: BackendFactory) -> tuple[Backend, str]:
    """A backend after it has kept, given back and dropped a canary: all in one call, so that one
    that is abandoned still cleans up after itself.
    """
    backend = factory()
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    entry = f"{_CANARY}/{secrets.token_hex(8)}"
    value = secrets.token_hex(32)
    backend.set_password(SERVICE, entry, value)
    kept = backend.get_password(SERVICE, entry)
    backend.delete_password(SERVICE, entry)
    if kept != value or backend.get_password(SERVICE, entry) is not None:
        raise VaultLocked(message("storage.keyring_forgets", store=name))
    return backend, name


def _answer(executor: Executor, call: Callable[[], T], patience: float, name: str) -> T:
    """Raises `TimeoutError` without an answer, `VaultLocked` for whatever the keyring raised."""
    answer = executor.submit(call)
    failure = answer.exception(patience)
    if failure is not None:
        # what a keyring says may hold what it was given: the kind of failure must do
        raise VaultLocked(
            message("storage.keyring_failed", store=name, code=type(failure).__name__)
        ) from None
    return answer.result()


def _build(module: str, name: str) -> Backend:
    backend_class = getattr(importlib.import_module(module), name)
    backend_class.priority  # noqa: B018 - raises where this keyring cannot be
    backend = backend_class()
    # the package lets environment variables replace any attribute: drop what they set
    for variable in os.environ:
        if variable.startswith(_PROPERTY):
            vars(backend).pop(variable.removeprefix(_PROPERTY).lower(), None)
    return cast("Backend", backend)
