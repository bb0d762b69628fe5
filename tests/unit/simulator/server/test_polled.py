"""What is told right after a registration: the picture as it stands, while there is a session."""

from __future__ import annotations

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.simulator.server.channels import all_channels
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.polled import PolledChannels
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.server.asking import Standing

KEYS = {
    (tr_id, loader.channel(channel.id).example): channel
    for tr_id, channel in all_channels(World.REAL).items()
    if isinstance(channel, Streamed)
}
UNLISTED = {"H0STOUP0", "H0STOAC0", "H0STOAA0", "H0NXPGM0"}
"""whose examples are not among a few instruments"""


def told(at: str, *, open_house: bool = False) -> set[str]:
    market = Standing(1, at, open_house=open_house).market
    polled = PolledChannels(market, World.REAL, lambda: 0.0)
    for registration, channel in KEYS.items():
        if channel.knows(market, registration[1]):
            polled.add(registration)
    return {registration[0] for registration, _ in polled.frames()}


@pytest.mark.parametrize("at", ["2026-11-22T12:00:00", "2026-11-22T03:00:00"])
def test_nothing_is_told_on_a_sunday(at: str) -> None:
    assert told(at) == set()


def test_everything_is_told_at_once_when_the_clock_is_open() -> None:
    heard = told("2026-11-20T09:30:00", open_house=True)
    assert {tr_id for tr_id, _ in KEYS} - heard <= UNLISTED


def test_a_korean_morning_tells_of_korea_and_no_night() -> None:
    heard = told("2026-11-20T10:12:00")
    assert {"H0IFCNT0", "H0UPCNT0", "H0BJCNT0", "H0EWCNT0", "H0STNAV0", "H0STMBC0"} <= heard
    assert not heard & {"H0MFCNT0", "H0EUCNT0", "HDFSCNT0"}
