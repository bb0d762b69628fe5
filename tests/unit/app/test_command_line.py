"""What may be asked on a terminal, and what is refused there."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kis_desktop.app.simulator_process import demo_moment
from kis_desktop.cli import main


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--demo", "--profile", "mine"],
        ["--demo", "--seconds", "0"],
        ["--demo", "--seconds", "soon"],
        ["--demo", "--size", "big"],
        ["--demo", "--size", "0x10"],
        ["--demo", "--locale", "fr"],
        ["--demo", "--theme", "pink"],
    ],
)
def test_misuse_is_told_with_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: kis-desktop" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (None, ["--simulator", "FILE"], "준비 파일"),
        ("", ["--simulator", "FILE"], "준비 파일"),
        ("[1]", ["--simulator", "FILE"], "준비 파일"),
        ("{", ["--simulator", "FILE", "--locale", "en"], "cannot be read"),
        (None, ["--profile", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_opened_is_told_in_words(
    content: str | None,
    arguments: list[str],
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "ready.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert main([str(file) if word == "FILE" else word for word in arguments]) == 1
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_selfcheck_counts_what_the_program_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--selfcheck"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is True
    assert found["missing"] == []
    assert found["panels"] >= 9
    assert found["indicators"] >= 60
    assert found["endpoints"] >= 21
    assert found["channels"] >= 3
    assert found["fonts"] == 4
    assert found["markets"] == 1
    assert found["simulated_endpoints"] >= 274
    assert found["simulated_channels"] >= 47
    assert found["simulated_stocks"] >= 2000
    assert found["simulated_foreign"] >= 100
    assert found["simulated_bonds"] >= 10


def test_selfcheck_says_what_indicators_lack(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "talib", None)
    assert main(["--selfcheck"]) != 0
    missing = json.loads(capsys.readouterr().out)["missing"]
    assert any(one.startswith("indicator wma: ") for one in missing)
    assert not any(one.startswith("indicator sma: ") for one in missing)


@pytest.mark.parametrize(
    "told",
    [
        {"rest": "http://192.0.2.1:80", "ws": "ws://192.0.2.1:80", "world": "real"},
        {"rest": 5},
        {"rest": "http://127.0.0.1:1", "ws": "ws://127.0.0.1:1", "world": "real", "appkey": ""},
    ],
)
def test_a_ready_file_that_leads_elsewhere_or_nowhere_opens_no_window(
    told: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ready.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert main(["--simulator", str(file), "--seconds", "1"]) == 1
    assert capsys.readouterr().err.strip()


def test_without_a_display_the_program_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main(["--demo", "--locale", "en"]) == 1
    assert "offscreen" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-11-21T03:00:00+00:00", "2026-11-20T10:12:00+09:00"),  # Saturday
        ("2026-11-20T00:30:00+00:00", "2026-11-19T10:12:00+09:00"),  # before 10:12 in Korea
        ("2026-11-20T05:00:00+00:00", "2026-11-20T10:12:00+09:00"),
        ("2026-12-25T05:00:00+00:00", "2026-12-24T10:12:00+09:00"),  # Christmas
    ],
)
def test_the_demo_begins_on_the_newest_trading_morning(now: str, moment: str) -> None:
    assert demo_moment(datetime.fromisoformat(now).astimezone(UTC)).isoformat() == moment
