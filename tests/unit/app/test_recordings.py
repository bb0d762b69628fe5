"""What the command line says of recordings, and what a replay takes from one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from kis_desktop.app import profile
from kis_desktop.app.options import Options
from kis_desktop.app.past_days import PastDays, keep_recorded_days
from kis_desktop.app.profile import open_profile
from kis_desktop.app.recorded_symbols import recorded_symbols
from kis_desktop.app.recording import begin_if_asked
from kis_desktop.app.replay import ReplayCredentials, replay_door
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.cli import main
from kis_desktop.domain.bar import Bar
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.event import Logged
from kis_desktop.domain.message import message
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.bar_store import BarStore
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_chain import Head
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.profile_folder import ProfileFolder
from kis_desktop.storage.profile_lock import ProfileLock
from kis_desktop.storage.recorder import RecordingWriter
from kis_desktop.storage.recording_alias import Aliases
from kis_desktop.storage.recording_file import RecordingFile
from tests.unit.storage.traffic import HEADER, heard, request, said, trade

TEXT = trade("000660", "101500", 575_000, 3)


def registered(tr_id: str, key: str) -> str:
    return json.dumps(
        {"header": {"tr_type": "1"}, "body": {"input": {"tr_id": tr_id, "tr_key": key}}}
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.kisrec"
    made = RecordingWriter(path, HEADER, Aliases(), str, 0.0)
    made.write([said("", 0.0), said(registered("H0STASP0", "005930"), 0.1)])
    made.write([request(at=0.2), heard(TEXT, 0.5), heard(TEXT, 4.0)])
    made.close()
    return path


def test_a_recording_is_summed_up_on_one_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recording", str(file)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["messages"], told["span"], told["parts"]) == (5, 4.0, 1)
    assert told["channels"] == {"H0STCNT0": 2, "control": 1, "session": 1}
    assert told["endpoints"] == {"domestic_stock/inquire_price": 1}
    assert (told["gaps"], told["lost"], told["damaged"]) == (0, 0, 0)
    assert (told["date"], told["world"], told["format"]) == ("2026-11-20", "simulated", 1)
    assert not {"account", "user", "header", "series"} & told.keys()


def test_a_damaged_recording_is_summed_up_with_exit_code_1(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:-20])
    assert main(["recording", str(file)]) == 1
    assert json.loads(capsys.readouterr().out)["damaged"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["recording", "FILE"], "기록 파일이 아니거나"),
        (["--locale", "en", "recording", "FILE"], "is no recording"),
        (["--replay", "FILE"], "기록 파일이 아니거나"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear diary", encoding="utf-8")
    assert main([str(file) if word == "FILE" else word for word in arguments]) == 1
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--replay", "a", "--demo"],
        ["--replay", "a", "--speed", "0.1"],
        ["--replay", "a", "--speed", "101"],
        ["--replay", "a", "--speed", "fast"],
        ["--replay", "a", "--record", "b"],
        ["--demo", "--speed", "2"],
    ],
)
def test_a_replay_is_neither_mixed_nor_hurried_beyond_its_bounds(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: kis-desktop" in capsys.readouterr().err


def test_a_replay_has_a_profile_that_leaves_nothing(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home_of_its_own: Path
) -> None:
    monkeypatch.setattr(profile, "mkdtemp", lambda prefix: str(make(tmp_path / f"{prefix}x")))
    opened = open_profile(Options(0.0, replay=file, speed=3.0), Redactor())
    assert opened.environment is Environment.REPLAY
    assert opened.recorded == "2026-11-20 · 가상 시세"
    assert (opened.speed, opened.preferences.get("link.symbol")) == (3.0, "005930")
    assert "000660" in opened.folder.watchlists.read_text(encoding="utf-8")
    assert opened.folder.path.is_relative_to(tmp_path / "kis-desktop-replay-x")
    opened.close()
    assert not (tmp_path / "kis-desktop-replay-x").exists()
    assert not home_of_its_own.exists()


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_replay_that_cannot_begin_leaves_nothing_either(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageFailed(message("storage.disk_full", file="x", code=""))

    monkeypatch.setattr(profile, "mkdtemp", lambda prefix: str(make(tmp_path / f"{prefix}x")))
    monkeypatch.setattr(ProfileLock, "acquire", full)
    with pytest.raises(StorageFailed):
        open_profile(Options(0.0, replay=file), Redactor())
    assert not (tmp_path / "kis-desktop-replay-x").exists()


def test_symbols_are_those_that_were_asked_for_or_told_books_first() -> None:
    lines = [
        said(registered("H0STCNT0", "035420")),
        said(registered("H0STASP0", "005930")),
        said(registered("H0STCNI0", "P0000001")),
        said("{"),
        heard(TEXT),
        heard("1|H0STCNI0|001|"),
        heard("nonsense"),
        heard('{"header":{}}'),
    ]
    assert recorded_symbols(lines) == ("005930", "035420", "000660")
    assert recorded_symbols([]) == ()


class Noted:
    """A mailbox that keeps what was told."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()

    def ids(self) -> list[str]:
        return [one.message.id for one in self.mailbox.drain().events if isinstance(one, Logged)]


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "old.kisrec"
    header = msgspec.structs.replace(HEADER, started="yesterday")
    made = RecordingWriter(path, header, Aliases(), str, 0.0, monotonic=lambda: 0.0)
    made.tell_clock("0001-01-01T10:00:00+09:00", 1.0)
    made.tell_clock("2026-11-20T10:00:00", 1.0)
    made.tell_clock("2026-11-20T10:00:00+09:00", 1.0)
    made.close()
    path.write_bytes(path.read_bytes() + b"rubbish")
    return path


async def test_a_replay_tells_of_damage_and_believes_no_clock_that_cannot_be(
    damaged: Path, tmp_path: Path
) -> None:
    noted, worker = Noted(), Worker("disk")
    recording = RecordingFile(damaged)
    folder = ProfileFolder(tmp_path, Identity("replay", Environment.REPLAY))
    rules = load_market_rules("krx")
    door = await replay_door(
        recording, folder, noted.mailbox, worker, rules, speed=1.0, language="ko"
    )
    worker.close()
    assert noted.ids() == ["recorder.damaged"]
    assert door.clock.now().isoformat().startswith("2026-11-20T10:00:00")
    assert door.identify() == ("00000001", "01", "P0000000001")
    assert await door.masters.fetch("recording") == b""
    assert door.masters.is_published("recording")
    door.close(Head(0, ""))
    await door.client.close()


def test_past_days_that_a_chart_has_shown_come_back_in_a_replay(tmp_path: Path) -> None:
    day = date(2026, 11, 19)
    opening = int(datetime(2026, 11, 19, tzinfo=UTC).timestamp())  # nine o'clock in Korea
    bar = Bar(opening, Decimal(5), Decimal(7), Decimal(4), Decimal(6), 10)
    live = BarStore(tmp_path / "live.sqlite")
    shown = PastDays(live)
    assert shown.kept_minutes("005930")[1] == frozenset()
    shown.keep_minutes("005930", day, [bar])
    shown = PastDays(live)
    assert shown.kept_minutes("005930")[1] == {day}
    assert shown.shown == {("005930", day): (bar,)}
    path = tmp_path / "days.kisrec"
    made = RecordingWriter(path, HEADER, Aliases(), str, 0.0, monotonic=lambda: 0.0)
    for (symbol, one), bars in shown.shown.items():
        made.tell_past_day(symbol, one, bars)
    made.tell_past_day("000660", date(2026, 11, 2), [bar])  # of another day
    made.close()
    again = BarStore(tmp_path / "again.sqlite")
    with RecordingFile(path) as recording:
        keep_recorded_days(again, recording)
    assert again.minutes("005930", day) == (bar,)
    assert again.minutes("000660", date(2026, 11, 2)) is None
    live.close()
    again.close()


async def test_the_aliases_of_a_replay_are_never_renewed_or_kept() -> None:
    store = ReplayCredentials(HEADER)
    token = await store.load_token()
    assert token is not None
    assert token == await store.load_approval_key()
    await store.save_token(token)
    await store.save_approval_key(token)
    async with store.token_lock():
        assert store.keys().world is Environment.REPLAY
    assert (store.account().digits, store.hts_id()) == ("0000000101", "P0000000001")


class Starting:
    """A recorder that can or cannot begin."""

    def __init__(self, *, able: bool) -> None:
        self.able = able
        self.begun: list[Path | None] = []

    async def start(self, file: Path | None = None) -> None:
        if not self.able:
            raise StorageFailed(message("recorder.exists", file="x"))
        self.begun.append(file)


@pytest.mark.parametrize(
    ("file", "always", "begun"),
    [(None, None, []), (None, "0", []), (None, "1", [None]), (Path("a"), None, [Path("a")])],
)
async def test_recording_begins_with_the_program_where_it_was_asked_for(
    file: Path | None, always: str | None, begun: list[Path | None]
) -> None:
    asked = SimpleNamespace(record=file, preferences={"recorder/always": always})
    noted, starting = Noted(), Starting(able=True)
    await begin_if_asked(cast("Any", asked), cast("Any", starting), noted.mailbox)
    assert starting.begun == begun
    if begun:
        failing = Starting(able=False)
        await begin_if_asked(cast("Any", asked), cast("Any", failing), noted.mailbox)
        assert noted.ids() == ["recorder.exists"]


def test_a_year_of_one_chart_leaves_room_for_the_days_of_others(tmp_path: Path) -> None:
    opening = int(datetime(2026, 11, 19, tzinfo=UTC).timestamp())
    store = BarStore(tmp_path / "bars.sqlite")
    charts = PastDays(store)

    def show(symbol: str, before: int) -> None:
        first = opening - before * 86_400
        price = Decimal("71200.5")
        bars = [Bar(first + 60 * at, price, price, price, price, at) for at in range(381)]
        charts.keep_minutes(symbol, date(2026, 11, 19) - timedelta(days=before), bars)

    for before in range(245):
        show("005930", before)
    for before in range(3):
        show("000660", before)
    days = [day for symbol, day in charts.shown if symbol == "000660"]
    assert days == [date(2026, 11, 19), date(2026, 11, 18), date(2026, 11, 17)]
    assert charts.shown["000660", days[2]] == store.minutes("000660", days[2])
    assert charts.shown.size < 300_000, "bytes"
    charts.keep_minutes("005930", date(2026, 11, 19), ())
    assert charts.shown["005930", date(2026, 11, 19)] == ()
    store.close()
