"""`kis-desktop catalogue` and `kis-desktop decode` as programs: stdout, stderr, exit code."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kis_desktop.cli import main
from tests.patience import PATIENCE_S

FRAME = b"0|NEWS|001|a^b"
BODY = b'{\n  "rt_cd": "0",\n  "output": {"stck_prpr": "71900"}\n}\n'


def program(*arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kis_desktop", *arguments]
    return subprocess.run(
        command, input=content, capture_output=True, timeout=PATIENCE_S, check=False
    )


def test_the_catalogue_is_one_list_of_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "--json"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.count("\n") == 1
    rows = json.loads(told.out)
    assert len([row for row in rows if row["kind"] == "rest"]) >= 276
    assert len([row for row in rows if row["kind"] == "channel"]) >= 60
    keys = {"id", "kind", "effect", "group", "method", "path", "tr_real", "tr_paper"}
    assert all(keys <= set(row) for row in rows)


def test_a_file_of_frames_is_answered_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "frames.txt"
    file.write_bytes(FRAME + b"\nnonsense\n")
    assert main(["decode", str(file)]) == 0
    told = capsys.readouterr()
    first, second = map(json.loads, told.out.splitlines())
    assert first["records"] == [{"extra": ["a", "b"]}]
    assert "error" in second
    assert told.err == ""


def test_a_body_is_answered_with_the_names_of_its_tr_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "body.json"
    file.write_bytes(BODY)
    assert main(["decode", "--rest", "FHKST01010100", str(file)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["outputs"] == {"output": [{"stck_prpr": "71900"}]}


@pytest.mark.parametrize("name", ["nothing.txt", "."])
def test_what_cannot_be_read_is_told_and_the_exit_code_is_1(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decode", str(tmp_path / name)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"cannot read {tmp_path / name}" in told.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["catalogue"],
        ["decode"],
        ["decode", "--rest", "FHKST01010100"],
        ["decode", "a", "b"],
        ["nonsense"],
    ],
)
def test_misuse_is_told_with_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: kis-desktop" in capsys.readouterr().err


def test_standard_input_is_read_by_its_dash() -> None:
    ran = program("decode", "-", content=FRAME + b"\r\n\xff\n" + FRAME)
    lines = ran.stdout.split(b"\n")
    assert ran.returncode == 0
    assert ran.stderr == b""
    assert len(lines) == 4
    assert json.loads(lines[0]) == json.loads(lines[2])
    assert "error" in json.loads(lines[1])
    body = program("decode", "--rest", "FHKST01010100", "-", content=BODY)
    assert json.loads(body.stdout)["endpoint"] == "domestic_stock/inquire_price"


def test_no_input_has_no_answer_and_no_body_has_one() -> None:
    assert program("decode", "-").stdout == b""
    ran = program("decode", "--rest", "FHKST01010100", "-")
    assert (set(json.loads(ran.stdout)), ran.returncode) == ({"error"}, 0)


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    file = tmp_path / "frames.txt"
    file.write_bytes((FRAME + b"\n") * 200_000)
    command = [sys.executable, "-m", "kis_desktop", "decode", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
        assert running.wait(timeout=PATIENCE_S) == 1
    assert said == b""


@pytest.mark.parametrize(
    ("arguments", "redirection", "said"),
    [
        ("decode -", "<&-", b"cannot read -: Bad file descriptor"),
        ("decode -", ">&-", b"standard output is closed"),
        ("catalogue --json", ">&-", b"standard output is closed"),
        ("decode -", ">/dev/full", b"stopped before the end: No space left on device"),
        ("catalogue --json", ">/dev/full", b"stopped before the end: No space left on device"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the shell and the device are Linux's")
def test_streams_that_are_closed_or_full_are_told_in_a_line(
    arguments: str, redirection: str, said: bytes
) -> None:
    command = f"{shlex.quote(sys.executable)} -m kis_desktop {arguments} {redirection}"
    ran = subprocess.run(
        ["/bin/sh", "-c", command],
        input=FRAME,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout == b""
    assert ran.stderr == b"kis-desktop: " + said + b"\n"


def test_no_window_and_no_network_is_loaded_for_it() -> None:
    code = (
        "import sys; from kis_desktop.cli import main; main(['decode', '-']);"
        "main(['catalogue', '--json']);"
        "print([one for one in ('PySide6', 'httpx', 'websockets', 'numpy') if one in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, input=FRAME, capture_output=True, timeout=PATIENCE_S, check=True)
    assert ran.stdout.endswith(b"\n[]\n")
