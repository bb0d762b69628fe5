from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.errors import ServerRefused
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import MemoryStore, Peer, aged_token, ok

TODAY = date(2026, 11, 20)


def minute(at: str, day: str = "20261120", **changes: str) -> dict[str, str]:
    row = {
        "stck_bsop_date": day,
        "stck_cntg_hour": at,
        "stck_oprc": "100",
        "stck_hgpr": "103",
        "stck_lwpr": "99",
        "stck_prpr": "102",
        "cntg_vol": "7",
    }
    return row | changes


def at(hour: int, minutes: int) -> int:
    """A minute of the 20th, exchange time, in epoch seconds (nine hours ahead of UTC)."""
    return int(datetime(2026, 11, 20, hour - 9, minutes, tzinfo=UTC).timestamp())


async def test_minutes_of_today_are_sorted_and_those_of_other_days_left_out(
    client: KisClient, peer: Peer
) -> None:
    rows = [
        minute("093000"),
        minute("092900", stck_prpr="101"),
        minute("092900", stck_prpr="101"),
        minute("152900", day="20261119"),
        minute("092800", stck_oprc="0"),
        minute("", cntg_vol="3"),
    ]
    peer.handlers["itemchartprice"] = lambda _: ok(output1={}, output2=rows)
    await client.history.daily_page("005930", TODAY, TODAY, Interval.DAY)
    bars = await client.history.minute_page("005930", TODAY, "093000")
    assert [bar.time for bar in bars] == [at(9, 29), at(9, 30)]
    first = (Decimal(100), Decimal(103), Decimal(99), Decimal(101), 7)
    assert bars[0] == Bar(at(9, 29), *first)
    sent = peer.seen("inquire-time-itemchartprice")[-1]
    assert (sent.fields["FID_INPUT_HOUR_1"], sent.fields["FID_PW_DATA_INCU_YN"]) == ("093000", "N")


async def test_minutes_of_a_past_day_come_from_the_archive(client: KisClient, peer: Peer) -> None:
    peer.handlers["time-dailychartprice"] = lambda _: ok(output2=[minute("120000", day="20261119")])
    (bar,) = await client.history.minute_page("005930", date(2026, 11, 19), "130000")
    assert bar.time == at(12, 0) - 86400
    (sent,) = peer.seen("time-dailychartprice")
    assert sent.fields["FID_INPUT_DATE_1"] == "20261119"


async def test_paper_has_today_alone(
    connect: Callable[..., KisClient], peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("kept")
    peer.handlers["itemchartprice"] = lambda _: ok(output2=[minute("093000")])
    client = connect("paper")
    assert len(await client.history.minute_page("005930", TODAY, "093000")) == 1
    with pytest.raises(ServerRefused):
        await client.history.minute_page("005930", date(2026, 11, 19), "093000")


@pytest.mark.parametrize(
    ("interval", "code"), [(Interval.DAY, "D"), (Interval.WEEK, "W"), (Interval.MONTH, "M")]
)
async def test_days_weeks_and_months_are_adjusted(
    client: KisClient, peer: Peer, interval: Interval, code: str
) -> None:
    row = minute("") | {"stck_clpr": "102", "acml_vol": "900"}
    older = row | {"stck_bsop_date": "20261119"}
    no_trade = row | {"stck_bsop_date": "20261118", "stck_oprc": "0"}
    peer.handlers["daily-itemchartprice"] = lambda _: ok(output2=[row, older, no_trade])
    bars = await client.history.daily_page("005930", date(2026, 1, 1), TODAY, interval)
    assert [bar.time for bar in bars] == [at(9, 0) - 9 * 3600 - 86400, at(9, 0) - 9 * 3600]
    assert bars[1].volume == 900
    (sent,) = peer.seen("daily-itemchartprice")
    assert (sent.fields["FID_PERIOD_DIV_CODE"], sent.fields["FID_ORG_ADJ_PRC"]) == (code, "0")
    assert sent.fields["FID_INPUT_DATE_1"] == "20260101"


async def test_minutes_are_no_days(client: KisClient) -> None:
    with pytest.raises(ValueError, match="no interval of days"):
        await client.history.daily_page("005930", TODAY, TODAY, Interval.MINUTE_5)
