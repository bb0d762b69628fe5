"""What a run says at its end holds what went wrong and no secret."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.app.report import RunReport
from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.storage.log_file import Redactor

SECRET = "a-secret-of-the-trader"
AT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def clock(mailbox: Mailbox, qtbot: QtBot) -> FrameClock:
    return FrameClock(mailbox)


@pytest.fixture
def report(clock: FrameClock, redactor: Redactor) -> RunReport:
    return RunReport(clock, 0.0, "en", redactor.clean)


def test_a_failure_is_told_without_the_secret_in_it(report: RunReport, redactor: Redactor) -> None:
    redactor.hide(SECRET)
    report.fail(f"LocalProtocolError: Illegal header value b'{SECRET}\\n'")
    said = json.dumps(report.line()) + report.status()
    assert "LocalProtocolError" in said
    assert SECRET not in said


def test_a_secret_that_was_learnt_later_is_hidden_too(
    report: RunReport, redactor: Redactor
) -> None:
    report.fail(f"broke with {SECRET}")
    redactor.hide(SECRET)
    assert report.line()["errors"] == ["broke with •••"]


def test_what_a_service_tells_as_a_failure_is_hidden_too(
    report: RunReport, redactor: Redactor, mailbox: Mailbox, clock: FrameClock
) -> None:
    redactor.hide(SECRET)
    mailbox.event(Logged(AT, Severity.FAILURE, message("kis.business", original=SECRET)))
    clock.drain()
    assert report.line()["errors"] == ["The server refused the request. — •••"]
