from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.sync.client import connect

from kis_desktop.simulator.cli import main, start_time
from tests.patience import PATIENCE_S
from tests.unit.simulator.trading_floor import kst


@contextmanager
def simulator(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    """The program with its ready line; killed if it is still there in the end."""
    command = [sys.executable, "-m", "kis_desktop.simulator.cli", *options]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_the_ready_line_has_the_promised_keys_and_the_program_serves(tmp_path: Path) -> None:
    faults = tmp_path / "faults.json"
    faults.write_text('[{"kind": "delay", "ms": 1, "times": null}]', encoding="utf-8")
    options = ("--clock", "2026-11-20T10:12:00+09:00", "--seed", "3", "--speed", "0")
    with simulator(*options, "--world", "paper", "--faults", str(faults)) as (process, ready):
        assert list(ready) == [
            "rest",
            "ws",
            "world",
            "appkey",
            "appsecret",
            "accounts",
            "hts_id",
            "admin",
            "clock",
            "market",
        ]
        assert ready["world"] == "paper"
        assert ready["accounts"] == {
            "stock": "12345678-01",
            "futures": "12345678-03",
            "overseas_futures": "12345678-08",
            "pension": "12345678-22",
            "retirement": "12345678-29",
        }
        assert ready["clock"] == {"now": "2026-11-20T10:12:00+09:00", "speed": 0.0}
        assert urlsplit(str(ready["rest"])).hostname == "127.0.0.1"
        state = httpx.get(f"{ready['admin']}/state").json()
        assert state["faults"]["waiting"][0]["kind"] == "delay"
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_a_market_that_cannot_keep_up_still_answers_and_ends_when_told() -> None:
    options = ("--clock", "2026-11-20T08:59:50+09:00", "--seed", "3", "--speed", "20000")
    with simulator(*options) as (process, ready):
        flow = {"prints_per_second": 3000, "symbols": ["005930", "000660", "035420", "005380"]}
        assert (
            httpx.post(f"{ready['admin']}/flow", json=flow, timeout=PATIENCE_S).status_code == 200
        )
        for _ in range(3):
            assert httpx.get(f"{ready['admin']}/state", timeout=PATIENCE_S).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0


def test_the_program_ends_with_its_stdin() -> None:
    with simulator("--die-with-stdin", "--instruments", "20") as (process, _):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--replay", "missing.csv"], "missing.csv"),
        (["--clock", "noon"], "open, live or an ISO time"),
        (["--speed", "-1"], "speed"),
        (["--instruments", "0"], "at least one instrument"),
        (["--faults", "missing.json"], "missing.json"),
    ],
)
def test_options_that_cannot_be_carried_out_are_said(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(options) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_a_port_in_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--instruments", "5", "--ws-port", port]) == 2
        assert main(["--instruments", "5", "--rest-port", port]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("cannot listen") == 2


def test_a_port_out_of_range_is_no_port(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--rest-port", "70000"])
    assert ended.value.code == 2
    assert "between 0 and 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"), [("46,59", "three numbers"), ("46,59,x", "three"), ("46,61,26", "59 or 60")]
)
def test_widths_that_no_record_has_are_said(
    capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--widths", text])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_records_have_the_widths_that_are_asked_for() -> None:
    options = ("--clock", "2026-11-20T10:12:00+09:00", "--no-limits", "--widths", "46,59,23")
    with simulator(*options, "--instruments", "20") as (_, ready):
        keys = {"appkey": ready["appkey"], "secretkey": ready["appsecret"]}
        body = {"grant_type": "client_credentials", **keys}
        approval = httpx.post(f"{ready['rest']}/oauth2/Approval", json=body).json()["approval_key"]
        header = {"approval_key": approval, "custtype": "P", "tr_type": "1"}
        found: dict[str, int] = {}
        with connect(str(ready["ws"])) as session:
            for tr_id in ("H0STCNT0", "H0STASP0"):
                asked = {"tr_id": tr_id, "tr_key": "005930"}
                session.send(json.dumps({"header": header, "body": {"input": asked}}))
            while len(found) < 2:
                parts = str(session.recv(PATIENCE_S)).split("|")
                if len(parts) == 4:
                    found[parts[1]] = len(parts[3].split("^")) // int(parts[2])
        assert found == {"H0STCNT0": 46, "H0STASP0": 59}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2026-11-20T10:12:00+09:00", kst("10:12")),
        ("2026-11-20T10:12:00", kst("10:12")),
        ("2026-11-20T01:12:00+00:00", kst("10:12")),
        ("open", kst("09:30")),
        ("live", kst("2026-11-21 14:00")),
    ],
)
def test_the_clock_starts_where_it_is_told(text: str, start: datetime) -> None:
    assert start_time(text, now=kst("2026-11-21 14:00")) == start
