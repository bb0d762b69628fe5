"""The system's keyring: known classes alone, proven first, and never waited for long."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from kis_desktop.bridge.abandonable_calls import AbandonableCalls
from kis_desktop.domain.errors import VaultLocked
from kis_desktop.storage.keyring_store import (
    ALLOWED,
    KeyringStore,
    allowed_backends,
    find_keyring,
)
from tests.patience import PATIENCE_S

SHORT = 2.0  # seconds; a keyring that hangs, hangs for good, and one that works needs a moment
CALLS = AbandonableCalls("keyring")


class InMemory:
    """A keyring as it should be."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Null(InMemory):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Into the void."""


class Mangling(InMemory):
    """Gives back something else."""

    def get_password(self, service: str, username: str) -> str | None:
        return (super().get_password(service, username) or "")[:10] or None


class Clinging(InMemory):
    """Does not let go."""

    def delete_password(self, service: str, username: str) -> None:
        """Kept all the same."""


class Quoting(InMemory):
    """Puts what it was given into its errors."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot keep {password}")


class Hanging(InMemory):
    """Waits for a prompt that nobody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        self.answered.wait(PATIENCE_S)
        return super().get_password(service, username)


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    backend = Hanging()
    yield backend
    backend.answered.set()


def test_a_keyring_that_keeps_the_canary_is_taken_and_left_clean() -> None:
    backend = InMemory()
    store = find_keyring(CALLS, [lambda: backend])
    assert store is not None
    assert store.name.endswith("InMemory")
    assert backend.kept == {}
    store.write("entry", "value")
    assert store.read("entry") == "value"
    store.remove("entry")
    assert store.read("entry") is None


def broken() -> InMemory:
    raise RuntimeError("no such keyring here")


@pytest.mark.parametrize("backend", [Null, Mangling, Clinging, Quoting, broken])
def test_a_keyring_that_fails_the_canary_is_passed_over(backend: type[InMemory]) -> None:
    assert find_keyring(CALLS, [backend]) is None
    store = find_keyring(CALLS, [backend, InMemory])
    assert store is not None
    assert store.name.endswith("InMemory")


def test_a_keyring_that_hangs_is_passed_over_in_time(hanging: Hanging) -> None:
    store = find_keyring(CALLS, [lambda: hanging, InMemory], patience=SHORT)
    assert store is not None
    assert store.name.endswith("InMemory")


def test_a_keyring_that_answers_at_last_cleans_up_its_canary(hanging: Hanging) -> None:
    assert find_keyring(CALLS, [lambda: hanging], patience=SHORT) is None
    assert hanging.kept
    hanging.answered.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(PATIENCE_S)
    assert hanging.kept == {}


def test_a_keyring_that_falls_silent_is_asked_once(hanging: Hanging) -> None:
    store = KeyringStore(hanging, "hanging", CALLS, SHORT)
    for _ in range(3):
        with pytest.raises(VaultLocked) as raised:
            store.read("entry")
        assert raised.value.message.id == "storage.keyring_silent"
    assert hanging.asked == 1


def test_a_value_that_is_not_kept_is_noticed_at_once() -> None:
    with pytest.raises(VaultLocked) as raised:
        KeyringStore(Null(), "null", CALLS).write("entry", "value")
    assert raised.value.message.id == "storage.keyring_forgets"


def test_what_a_keyring_says_of_a_secret_is_not_repeated() -> None:
    with pytest.raises(VaultLocked) as raised:
        KeyringStore(Quoting(), "quoting", CALLS).write("entry", "the secret itself")
    assert raised.value.message.id == "storage.keyring_failed"
    assert raised.value.message.code == "RuntimeError"
    assert "the secret itself" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_the_list_of_known_keyrings_is_this_one() -> None:
    assert ALLOWED == {
        "darwin": (("keyring.backends.macOS", "Keyring"),),
        "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
        "linux": (
            ("keyring.backends.SecretService", "Keyring"),
            ("keyring.backends.kwallet", "DBusKeyring"),
        ),
    }
    assert allowed_backends("plan9") == ()


@pytest.mark.parametrize("platform", sorted(ALLOWED))
def test_every_known_keyring_is_a_class_of_the_package(platform: str) -> None:
    for module, name in ALLOWED[platform]:
        imported = __import__(module, fromlist=[name])
        assert issubclass(getattr(imported, name), KeyringBackend)


def test_where_there_is_no_keyring_none_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    assert find_keyring(CALLS, allowed_backends("linux")) is None
    assert find_keyring(CALLS, []) is None


def test_an_environment_variable_replaces_nothing_of_a_keyring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Plain(KeyringBackend):
        priority = 1
        appid = "ours"

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]

        def get_password(self, service: str, username: str) -> str | None:
            return f"{service}{username}{self.appid}"

        def set_password(self, service: str, username: str, password: str) -> None:
            """Not asked."""

    monkeypatch.setattr("keyring.backends.SecretService.Keyring", Plain)
    monkeypatch.setenv("KEYRING_PROPERTY_APPID", "theirs")
    assert Plain().appid == "theirs"
    built = allowed_backends("linux")[0]()
    assert built.get_password("a", "b") == "abours"


TRAP = """
import pathlib
pathlib.Path({mark!r}).write_text("loaded")
from keyring.backend import KeyringBackend
class Trap(KeyringBackend):
    priority = 99
    def get_password(self, service, username): return None
    def set_password(self, service, username, password):
        pathlib.Path({mark!r}).write_text(password)
    def delete_password(self, service, username): pass
"""
LOOK = """
from kis_desktop.bridge.abandonable_calls import AbandonableCalls
from kis_desktop.storage.keyring_store import find_keyring
print(find_keyring(AbandonableCalls("keyring")))
"""


@pytest.mark.parametrize("by", ["file", "variable"])
def test_a_planted_configuration_gets_no_secret(tmp_path: Path, by: str) -> None:
    """With the package's own choice, either of these hands every secret to the trap."""
    mark, trap = tmp_path / "mark", tmp_path / "trap"
    trap.mkdir()
    (trap / "planted.py").write_text(TRAP.format(mark=str(mark)))
    config = tmp_path / "config" / "python_keyring"
    config.mkdir(parents=True)
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "config"),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }
    environment.pop("PYTHON_KEYRING_BACKEND", None)
    if by == "file":
        told = f"[backend]\ndefault-keyring=planted.Trap\nkeyring-path={trap}\n"
        (config / "keyringrc.cfg").write_text(told)
    else:
        environment["PYTHON_KEYRING_BACKEND"] = "planted.Trap"
        environment["PYTHONPATH"] = os.pathsep.join([str(trap), *sys.path])
    by_package = "import keyring; keyring.set_password('a', 'b', 'taken')"
    subprocess.run(
        [sys.executable, "-c", by_package], env=environment, check=True, timeout=PATIENCE_S
    )
    assert mark.read_text() == "taken"
    mark.unlink()
    ours = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=environment,
        check=True,
        timeout=PATIENCE_S,
        capture_output=True,
        text=True,
    )
    assert ours.stdout.strip() == "None"
    assert not mark.exists()
