from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.errors import InvalidInput, ServerRefused
from kis_desktop.domain.index_key import KOSPI
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


@pytest.mark.parametrize(("key", "code"), [("005930@NXT", "NX"), ("005930@UN", "UN")])
async def test_a_feed_key_says_whose_bars(
    client: KisClient, peer: Peer, key: str, code: str
) -> None:
    for path in ("daily-itemchartprice", "time-dailychartprice", "time-itemconclusion"):
        peer.handlers[path] = lambda _: ok(output2=[])
    await client.history.daily_page(key, TODAY, TODAY, Interval.DAY)
    await client.history.minute_page(key, date(2026, 11, 19), "200000")
    await client.history.prints_page(key, "093000")
    for path in ("daily-itemchartprice", "time-dailychartprice", "time-itemconclusion"):
        (sent,) = peer.seen(path)
        assert sent.fields["FID_COND_MRKT_DIV_CODE"] == code
        assert sent.fields["FID_INPUT_ISCD"] == "005930"


async def test_paper_has_no_bars_of_other_markets(
    connect: Callable[..., KisClient], store: MemoryStore
) -> None:
    store.token = aged_token("kept")
    with pytest.raises(InvalidInput):
        await connect("paper").history.daily_page("005930@NXT", TODAY, TODAY, Interval.DAY)


async def test_unadjusted_days_are_asked_for_and_years_too(client: KisClient, peer: Peer) -> None:
    peer.handlers["daily-itemchartprice"] = lambda _: ok(output2=[])
    day = date(2026, 1, 1)
    await client.history.daily_page("005930", day, TODAY, Interval.YEAR, adjusted=False)
    (sent,) = peer.seen("daily-itemchartprice")
    assert (sent.fields["FID_PERIOD_DIV_CODE"], sent.fields["FID_ORG_ADJ_PRC"]) == ("Y", "1")


async def test_an_index_has_days_alone(client: KisClient, peer: Peer) -> None:
    row = {
        "stck_bsop_date": "20261120",
        "bstp_nmix_oprc": "3101.50",
        "bstp_nmix_hgpr": "3120.00",
        "bstp_nmix_lwpr": "3090.25",
        "bstp_nmix_prpr": "3111.11",
        "acml_vol": "400000",
    }
    peer.handlers["daily-indexchartprice"] = lambda _: ok(output2=[row])
    (bar,) = await client.history.daily_page(KOSPI, TODAY, TODAY, Interval.DAY)
    assert (bar.open, bar.close) == (Decimal("3101.50"), Decimal("3111.11"))
    (sent,) = peer.seen("daily-indexchartprice")
    assert (sent.fields["FID_COND_MRKT_DIV_CODE"], sent.fields["FID_INPUT_ISCD"]) == ("U", "0001")
    with pytest.raises(InvalidInput):
        await client.history.minute_page(KOSPI, TODAY, "100000")
    with pytest.raises(InvalidInput):
        await client.history.prints_page(KOSPI, "100000")


async def test_prints_have_the_day_s_volume_behind_them(client: KisClient, peer: Peer) -> None:
    def told(at: str, size: str, volume: str) -> dict[str, str]:
        return {"stck_cntg_hour": at, "stck_prpr": "100", "cnqn": size, "acml_vol": volume}

    rows = [told("100001", "3", "15"), told("100000", "5", "12"), told("", "1", "7")]
    peer.handlers["time-itemconclusion"] = lambda _: ok(output2=rows)
    trades = await client.history.prints_page("005930", "100001", background=True)
    assert [(one.size, one.volume) for one in trades] == [(5, 12), (3, 15)]
    (sent,) = peer.seen("time-itemconclusion")
    assert sent.fields["FID_INPUT_HOUR_1"] == "100001"
