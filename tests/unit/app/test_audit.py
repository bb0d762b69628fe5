"""`kis-desktop audit`: what it finds, what it writes out, and what it says when it can't."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kis_desktop.cli import main
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.key_derivation import Cost
from kis_desktop.storage.key_source import PasswordKey
from kis_desktop.storage.order_journal import OrderJournal
from kis_desktop.storage.profile_folder import ProfileFolder
from kis_desktop.storage.vault import Vault
from kis_desktop.storage.vault_contents import Secrets
from kis_desktop.storage.vault_header import LEAST_ITERATIONS, LEAST_LANES, LEAST_MEMORY
from tests.patience import PATIENCE_S

PASSWORD = "correct horse battery"
MINE = Identity("mine", Environment.REAL)
NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
CHEAP = Cost(LEAST_MEMORY, LEAST_ITERATIONS, LEAST_LANES)
Told = dict[str, Any]


def entry(kind: JournalKind, day: int, local_id: str = "a", **body: JournalValue) -> JournalEntry:
    return JournalEntry(kind, local_id, NOW, date(2026, 11, day), body)


ENTRIES = (
    entry(JournalKind.INTENT, 19, symbol="005930", side="buy", quantity=3, price="98400"),
    entry(JournalKind.SENDING, 19),
    entry(JournalKind.REJECTED, 19, code="APBK0952", text="계좌 12345678-01 잔고 부족"),
    entry(JournalKind.INTENT, 20, "b", symbol="000660", text="=1+1"),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIS_DESKTOP_HOME", str(tmp_path))
    monkeypatch.delenv("KIS_VAULT_PASSWORD_FD", raising=False)
    return tmp_path


@pytest.fixture
def folder(home: Path) -> ProfileFolder:
    """A real profile with four entries."""
    folder = ProfileFolder(home, MINE)
    with closing(OrderJournal(folder.order_journal, MINE)) as journal:
        journal.append(*ENTRIES)
    return folder


@pytest.fixture
def password(folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a vault that remembers the journal; hands a password over for one reading of it."""
    with closing(OrderJournal(folder.order_journal, MINE)) as journal:
        head = journal.head()
    kept = Secrets(journal_count=head.count, journal_head=head.hash)
    Vault.create(folder.vault, MINE, PasswordKey(PASSWORD, CHEAP), kept).close()

    def given(text: str) -> None:
        reading, writing = os.pipe()
        os.write(writing, text.encode())
        os.close(writing)
        monkeypatch.setenv("KIS_VAULT_PASSWORD_FD", str(reading))

    return given


def verified(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Told]:
    code = main(["audit", "verify", *arguments])
    told = capsys.readouterr()
    assert told.err == ""
    (line,) = told.out.splitlines()
    return code, json.loads(line)


def tampered(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in ("entry_stays", "entry_is_kept", "entry_comes_last"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_a_whole_journal_is_whole(
    folder: ProfileFolder, password: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    password(PASSWORD)
    before = folder.order_journal.read_bytes()
    code, told = verified(capsys, "--profile", "mine")
    assert (code, told["ok"], told["entries"], told["remembered"], told["faults"]) == (
        0,
        True,
        4,
        4,
        [],
    )
    assert (told["profile"], told["environment"], len(told["head"])) == ("mine", "real", 64)
    assert folder.order_journal.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE entry SET body = '{\"quantity\":9}' WHERE number = 1", ("edited", 1, 1)),
        ("DELETE FROM entry WHERE number = 2", ("missing", 2, 1)),
        ("DELETE FROM entry WHERE number > 2", ("cut", 3, 2)),
        ("DELETE FROM entry", ("cut", 1, 4)),
    ],
)
def test_what_was_done_to_a_journal_is_found(
    statement: str,
    fault: tuple[str, int, int],
    folder: ProfileFolder,
    password: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    password(PASSWORD)
    tampered(folder.order_journal, statement)
    code, told = verified(capsys)
    assert told["faults"] == [dict(zip(("kind", "number", "count"), fault, strict=True))]
    assert (code, told["ok"]) == (1, False)


def test_a_journal_written_anew_is_found(
    folder: ProfileFolder, password: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    password(PASSWORD)
    folder.order_journal.unlink()
    with closing(OrderJournal(folder.order_journal, MINE)) as journal:
        journal.append(*ENTRIES[::-1])
    code, told = verified(capsys)
    assert (code, [fault["kind"] for fault in told["faults"]]) == (1, ["rewritten"])


def test_a_journal_that_is_gone_is_cut_off_whole(
    folder: ProfileFolder, password: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    password(PASSWORD)
    folder.order_journal.unlink()
    code, told = verified(capsys)
    assert (code, told["faults"]) == (1, [{"kind": "cut", "number": 1, "count": 4}])


def test_a_damaged_file_is_a_fault(
    folder: ProfileFolder, password: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    password(PASSWORD)
    folder.order_journal.write_bytes(b"not a database at all" * 100)
    code, told = verified(capsys)
    assert (code, [fault["kind"] for fault in told["faults"]]) == (1, ["unreadable"])


def test_what_the_program_met_at_its_start_is_not_forgotten(
    folder: ProfileFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(OrderJournal(folder.order_journal, MINE)) as journal:
        journal.append(entry(JournalKind.TOUCHED, 20, "", faults="cut:3+3"))
    code, told = verified(capsys, "--without-vault")
    assert code == 1
    assert told["faults"] == [{"kind": "met_before", "number": 5, "count": 1, "told": "cut:3+3"}]


def test_without_the_vault_the_chain_alone_is_looked_at(
    folder: ProfileFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    tampered(folder.order_journal, "DELETE FROM entry WHERE number > 2")
    code, told = verified(capsys, "--without-vault")
    assert (code, told["ok"], told["entries"], told["remembered"]) == (0, True, 2, None)


@pytest.mark.parametrize(
    ("given", "words"), [(None, "There is no screen to ask"), ("wrong one!", "cannot be opened")]
)
def test_a_vault_that_stays_locked_is_said(
    given: str | None,
    words: str,
    folder: ProfileFolder,
    password: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    if given is not None:
        password(given)
    assert folder.vault.exists()
    assert main(["--locale", "en", "audit", "verify"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err


def test_the_journal_of_another_profile_is_refused(
    folder: ProfileFolder, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = ProfileFolder(home, Identity("other", Environment.REAL))
    other.path.mkdir(parents=True)
    folder.order_journal.rename(other.order_journal)
    for asked in (["verify", "--without-vault"], ["export"]):
        assert main(["--locale", "en", "audit", *asked, "--profile", "other"]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert "another profile" in told.err


@pytest.mark.parametrize("asked", [["verify"], ["export"]])
def test_a_profile_that_is_not_there_is_said_with_those_that_are(
    asked: list[str], folder: ProfileFolder, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--locale", "en", "audit", *asked, "--profile", "nobody"]) == 1
    assert "“nobody”" in (first := capsys.readouterr().err)
    assert "mine" in first
    (home / "profiles" / "not a profile").mkdir()
    demo = SimulatedIdentity("demo")
    for market in ("old", "new"):
        OrderJournal(ProfileFolder(home, demo).order_journal_of(market), demo).close()
    assert folder.order_journal.exists()
    assert main(["--locale", "en", "audit", *asked]) == 1
    assert "demo, mine" in capsys.readouterr().err


def test_of_simulated_markets_the_newest_journal_is_meant(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = SimulatedIdentity("demo")
    paths = [ProfileFolder(home, demo).order_journal_of(market) for market in ("1", "2")]
    for count, path in enumerate(paths, 1):
        with closing(OrderJournal(path, demo)) as journal:
            journal.append(*ENTRIES[:count])
        os.utime(path, (count, count))
    code, told = verified(capsys)
    assert (code, told["entries"], told["environment"]) == (0, 2, "simulated")


def exported(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["audit", "export", *arguments]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def test_every_entry_is_one_object_a_line(
    folder: ProfileFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.order_journal.exists()
    lines = [json.loads(line) for line in exported(capsys).splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3, 4]
    assert list(lines[0]) == ["number", "at", "trade_date", "kind", "local_id", "body", "hash"]
    assert lines[0]["at"] == "2026-11-20T01:02:03.000000+00:00"
    assert lines[0]["body"] == {"price": "98400", "quantity": 3, "side": "buy", "symbol": "005930"}
    assert lines[2]["body"]["code"] == "APBK0952"
    assert len(lines[3]["hash"]) == 64


def test_no_account_number_leaves(
    folder: ProfileFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.order_journal.exists()
    for asked in ("--json", "--csv"):
        told = exported(capsys, asked)
        assert "12345678" not in told
        assert "계좌 ********-** 잔고 부족" in told


def test_a_table_has_a_header_and_no_formulas(
    folder: ProfileFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.order_journal.exists()
    rows = list(csv.DictReader(io.StringIO(exported(capsys, "--csv"))))
    assert [row["kind"] for row in rows] == ["intent", "sending", "rejected", "intent"]
    assert (rows[0]["symbol"], rows[0]["price"], rows[1]["symbol"]) == ("005930", "98400", "")
    assert rows[3]["text"] == "'=1+1"
    assert json.loads(rows[3]["body"]) == {"symbol": "000660", "text": "=1+1"}


@pytest.mark.parametrize(
    ("days", "numbers"),
    [
        (["--from", "2026-11-20"], [4]),
        (["--to", "2026-11-19"], [1, 2, 3]),
        (["--from", "2026-11-19", "--to", "2026-11-20"], [1, 2, 3, 4]),
        (["--from", "2026-12-01"], []),
    ],
)
def test_days_are_trade_dates_and_included(
    days: list[str],
    numbers: list[int],
    folder: ProfileFolder,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert folder.order_journal.exists()
    lines = exported(capsys, *days).splitlines()
    assert [json.loads(line)["number"] for line in lines] == numbers


@pytest.mark.parametrize(
    "arguments", [[], ["export", "--csv", "--json"], ["export", "--from", "soon"], ["look"]]
)
def test_misuse_is_told_with_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["audit", *arguments])
    assert ended.value.code == 2
    assert "usage: kis-desktop audit" in capsys.readouterr().err


def test_an_entry_that_does_not_read_is_written_out_as_it_stands(
    folder: ProfileFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    tampered(folder.order_journal, "UPDATE entry SET body = '{' WHERE number = 1")
    first = json.loads(exported(capsys).splitlines()[0])
    assert first["body"] == {"unreadable": "{"}


def test_an_export_of_a_damaged_file_says_so(
    folder: ProfileFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.order_journal.write_bytes(b"not a database at all" * 100)
    assert main(["audit", "export"]) == 1
    assert capsys.readouterr().err


def test_a_profile_without_a_journal_has_nothing_to_write_out(
    folder: ProfileFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.order_journal.unlink()
    folder.vault.touch()
    assert exported(capsys) == ""


def test_it_needs_no_window(folder: ProfileFolder) -> None:
    assert folder.order_journal.exists()
    script = (
        "import sys; from kis_desktop.cli import main\n"
        "code = main(['audit', 'verify', '--without-vault'])\n"
        "sys.exit(code or any(name.split('.')[0] in ('PySide6', 'httpx') for name in sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
