"""What doesn't read is told once, and can be saved."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.quarantine import Quarantined
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.quarantine import QuarantineNews
from tests.unit.screen_desk import Desk

AT = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
SHORT = Quarantined("H0STCNT0", "3 fields are not 2 records", 2, AT, "0|H0STCNT0|002|a^b^c")
STRANGE = Quarantined("", "no four parts", 1, AT, "??")


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


def keep(desk: Desk, *kept: Quarantined) -> None:
    desk.put(Topic.QUARANTINE, "", kept)
    desk.frame()


async def test_it_is_told_until_dismissed_and_again_for_a_new_kind(desk: Desk) -> None:
    news = QuarantineNews(desk.context)
    told = [news.sentence]
    keep(desk, SHORT)
    told.append(news.sentence)
    news.dismiss()
    told.append(news.sentence)
    keep(desk, SHORT)
    told.append(news.sentence)
    keep(desk, SHORT, STRANGE)
    told.append(news.sentence)
    assert [bool(each) for each in told] == [False, True, False, False, True]
    assert "2건" in told[1]
    assert "H0STCNT0 (3 fields are not 2 records)" in told[1]
    assert "3건" in told[4]
    assert "알 수 없는 항목 (no four parts)" in told[4]
