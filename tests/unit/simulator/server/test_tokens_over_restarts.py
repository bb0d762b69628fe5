"""A simulator that was started again knows the tokens and keys that it issued before."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kis_desktop.simulator.server.identity import Identity, identity
from kis_desktop.simulator.server.tokens import ApprovalDesk, TokenDesk, Verdict

MARKET = datetime(2026, 11, 20, 10, 12, tzinfo=ZoneInfo("Asia/Seoul"))
CUSTOMER = identity(1, "real")
WALL = 1_795_000_000.0
HOUR = 3600.0


def desk(wall: float = WALL, customer: Identity = CUSTOMER) -> TokenDesk:
    return TokenDesk(customer, limited=False, wall=lambda: wall)


def issued() -> str:
    request: dict[str, object] = {
        "grant_type": "client_credentials",
        "appkey": CUSTOMER.appkey,
        "appsecret": CUSTOMER.appsecret,
    }
    return str(desk().issue(request, 5.0, MARKET).body["access_token"])


@pytest.mark.parametrize(
    ("hours", "verdict"), [(0, Verdict.GOOD), (23.9, Verdict.GOOD), (24.1, Verdict.EXPIRED)]
)
def test_a_token_lives_its_day_over_a_restart(hours: float, verdict: Verdict) -> None:
    assert desk(WALL + hours * HOUR).judge(issued(), 0.0) is verdict


def test_an_edited_or_foreign_token_is_unknown() -> None:
    token = issued()
    assert desk().judge(token[:-1] + "x", 0.0) is Verdict.UNKNOWN
    assert desk().judge("x" + token, 0.0) is Verdict.GOOD  # the header is not signed
    assert desk(customer=identity(2, "real")).judge(token, 0.0) is Verdict.UNKNOWN
    assert desk().judge("a.b.c", 0.0) is Verdict.UNKNOWN
    assert desk().judge("", 0.0) is Verdict.UNKNOWN


def test_what_kills_or_expires_tokens_holds_for_those_of_an_earlier_run_too() -> None:
    killed, expired, forgotten = desk(), desk(), desk()
    killed.kill(sticky=False)
    expired.expire()
    forgotten.forget()
    assert killed.judge(issued(), 0.0) is Verdict.UNKNOWN
    assert expired.judge(issued(), 0.0) is Verdict.EXPIRED
    assert forgotten.judge(issued(), 0.0) is Verdict.UNKNOWN


def test_a_revoked_token_stays_revoked() -> None:
    now, token = desk(), issued()
    request: dict[str, object] = {
        "appkey": CUSTOMER.appkey,
        "appsecret": CUSTOMER.appsecret,
        "token": token,
    }
    assert now.revoke(request).body["code"] == 200
    assert now.judge(token, 0.0) is Verdict.UNKNOWN


def test_an_approval_key_is_known_for_its_day_over_a_restart() -> None:
    request: dict[str, object] = {
        "grant_type": "client_credentials",
        "appkey": CUSTOMER.appkey,
        "secretkey": CUSTOMER.appsecret,
    }
    key = str(ApprovalDesk(CUSTOMER, lambda: WALL).issue(request, 0.0).body["approval_key"])
    later = timedelta(days=3).total_seconds()
    assert ApprovalDesk(CUSTOMER, lambda: WALL).knows(key, 0.0)
    assert not ApprovalDesk(CUSTOMER, lambda: WALL + later).knows(key, 0.0)
    reset = ApprovalDesk(CUSTOMER, lambda: WALL)
    reset.forget()
    assert not reset.knows(key, 0.0)
