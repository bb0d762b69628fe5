"""The log holds what happened and no secret."""

from __future__ import annotations

import base64
import json
import logging
import os
import stat
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from kis_desktop.storage.log_file import Redactor, close_log, open_log

SECRET = "s3cret/key+that=must~not|show"


@pytest.fixture
def lines(tmp_path: Path) -> list[dict[str, str]]:
    redactor = Redactor()
    handler = open_log(tmp_path / "log", redactor)
    redactor.hide(SECRET, "", "abc")
    log = logging.getLogger("kis_desktop.test")
    log.info("raw %s", SECRET)
    log.warning("encoded %s", base64.b64encode(SECRET.encode()).decode())
    log.warning("in an address %s", quote(SECRET, safe=""))
    logging.getLogger("httpx").info("header %s", SECRET)
    try:
        int(SECRET)
    except ValueError:
        log.exception("broke")
    close_log(handler)
    text = (tmp_path / "log" / "kis-desktop.log").read_text(encoding="utf-8")
    assert SECRET not in text
    assert quote(SECRET, safe="") not in text
    assert base64.b64encode(SECRET.encode()).decode().rstrip("=") not in text
    return [json.loads(line) for line in text.splitlines()]


def test_what_happened_is_there_without_the_secret(lines: list[dict[str, str]]) -> None:
    assert [line["text"] for line in lines] == [
        "raw •••",
        "encoded •••=",
        "in an address •••",
        "broke",
    ]
    assert "'•••'" in lines[-1]["trace"]
    assert lines[0]["level"] == "INFO"


def test_libraries_are_quiet_below_warnings(lines: list[dict[str, str]]) -> None:
    assert {line["from"] for line in lines} == {"kis_desktop.test"}


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    handler = open_log(tmp_path / "log", Redactor())
    os.umask(before)
    close_log(handler)
    assert stat.S_IMODE((tmp_path / "log" / "kis-desktop.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o700


PASTED = ' pasted\nsecret\t"한"\\key '


@pytest.mark.parametrize(
    "told",
    [
        PASTED,
        PASTED.strip(),
        repr(PASTED),
        repr(PASTED.strip()),
        repr(PASTED.encode()),
        json.dumps(PASTED),
        json.dumps(PASTED, ensure_ascii=False),
        *PASTED.split(),
    ],
)
def test_a_pasted_secret_is_hidden_however_it_is_written(told: str) -> None:
    redactor = Redactor()
    redactor.hide(PASTED)
    cleaned = redactor.clean(f"before:{told}:after")
    assert cleaned.startswith("before:")
    assert cleaned.endswith(":after")
    for piece in ("pasted", "secret", "key"):
        assert piece not in cleaned


def test_a_secret_that_json_must_escape_does_not_reach_the_file(tmp_path: Path) -> None:
    redactor = Redactor()
    handler = open_log(tmp_path, redactor)
    redactor.hide(PASTED)
    log = logging.getLogger("kis_desktop.test")
    log.warning("raw %s, quoted %r, bytes %r", PASTED, PASTED, PASTED.encode())
    quoting = ValueError(f"Illegal header value {PASTED.encode()!r}")
    log.error("broke", exc_info=quoting)
    close_log(handler)
    text = (tmp_path / "kis-desktop.log").read_text(encoding="utf-8")
    assert [json.loads(line)["level"] for line in text.splitlines()] == ["WARNING", "ERROR"]
    for piece in ("pasted", "secret", "key"):
        assert piece not in text
