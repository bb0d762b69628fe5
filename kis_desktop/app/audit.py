"""`kis-desktop audit`: is the order journal what was written, and what stands in it.

No window, no network, and nothing is changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from kis_desktop.app.vault_key import vault_key
from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, KisDesktopError
from kis_desktop.domain.journal import JournalKind
from kis_desktop.domain.message import message
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.journal_chain import Head
from kis_desktop.storage.journal_export import body_of, exported
from kis_desktop.storage.journal_reader import read_rows, verify_file
from kis_desktop.storage.profile_folder import ProfileFolder, home
from kis_desktop.storage.vault import Vault

_FAILED = 1
_ENVIRONMENTS = (Environment.REAL, Environment.PAPER, Environment.SIMULATED)


def verify(profile: str, language: str, out: BinaryIO, *, with_vault: bool) -> int:
    """Say on one line whether the journal is whole. 0 when it is, 1 when not or unknown."""
    try:
        folder = _folder(profile)
        head = _remembered(folder) if with_vault else None
        verdict = verify_file(_journal(folder), folder.identity, head)
        noted = _noted(folder) if not verdict.faults else []
    except KisDesktopError as error:
        return _refused(error, language)
    faults = [msgspec.to_builtins(fault) for fault in verdict.faults] + noted
    told = {
        "ok": not faults,
        "profile": folder.identity.profile,
        "environment": folder.identity.environment.value,
        "entries": verdict.head.count,
        "head": verdict.head.hash,
        "remembered": None if head is None else head.count,
        "faults": faults,
    }
    _say(out, msgspec.json.encode(told))
    return _FAILED if faults else 0


def export(
    profile: str,
    language: str,
    out: BinaryIO,
    *,
    as_csv: bool,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Write out all entries of the trade dates, one a line. 0 when all were, 1 when not."""
    try:
        folder = _folder(profile)
        for line in exported(_journal(folder), folder.identity, as_csv=as_csv, days=(since, until)):
            _say(out, line)
    except KisDesktopError as error:
        return _refused(error, language)
    return 0


def _noted(folder: ProfileFolder) -> list[dict[str, object]]:
    """Faults that the program itself has met when it started."""
    rows = read_rows(_journal(folder), folder.identity, None, None)
    return [
        {"kind": "met_before", "number": row.number, "count": 1, "told": body_of(row).get("faults")}
        for row in rows
        if row.kind == JournalKind.TOUCHED
    ]


def _folder(profile: str) -> ProfileFolder:
    """Where the profile lies. Raises `InvalidInput` where there is none, or several to choose."""
    known = {folder.identity.profile: folder for folder in reversed([*_folders()])}
    if profile:
        if profile not in known:
            raise InvalidInput(message("audit.no_profile", profile=profile, known=_list(known)))
        return known[profile]
    if len(known) != 1:
        raise InvalidInput(message("audit.which_profile", known=_list(known)))
    return next(iter(known.values()))


def _folders() -> Iterator[ProfileFolder]:
    """Every profile with its environments, the real one first."""
    root = home()
    names = sorted(entry.name for entry in (root / "profiles").glob("*") if entry.is_dir())
    for name in names:
        for environment in _ENVIRONMENTS:
            try:
                identity = _identity(name, environment)
            except InvalidInput:
                continue
            folder = ProfileFolder(root, identity)
            if folder.vault.exists() or _journal(folder).exists():
                yield folder


def _identity(name: str, environment: Environment) -> Identity:
    if environment is Environment.SIMULATED:
        return SimulatedIdentity(name)
    return Identity(name, environment)


def _journal(folder: ProfileFolder) -> Path:
    """The journal; of simulated markets, each with one of its own, the newest."""
    if folder.identity.environment is not Environment.SIMULATED:
        return folder.order_journal
    pattern = folder.order_journal_of("*")
    found = [one for one in pattern.parent.glob(pattern.name) if one.suffix == ".sqlite"]
    return max(found, key=lambda one: one.stat().st_mtime, default=folder.order_journal)


def _remembered(folder: ProfileFolder) -> Head | None:
    """What the vault remembers; of a simulated market nothing. Raises `VaultLocked` and others."""
    if folder.identity.environment is Environment.SIMULATED:
        return None
    vault = Vault.open(folder.vault, folder.identity, vault_key(folder.vault))
    try:
        secrets = vault.secrets
    finally:
        vault.close()
    return Head(secrets.journal_count, secrets.journal_head) if secrets.journal_head else None


def _list(known: dict[str, ProfileFolder]) -> str:
    return ", ".join(sorted(known)) or "—"


def _say(out: BinaryIO, line: bytes) -> None:
    out.write(line + b"\n")
    out.flush()


def _refused(error: KisDesktopError, language: str) -> int:
    sys.stderr.write(render(error.message, language) + "\n")
    return _FAILED
