from decimal import Decimal

import pytest

from kis_desktop.domain.connection import LinkState, Standing
from kis_desktop.domain.errors import InvalidInput
from tests.unit.kis.line_peer import FILL, TRADE, Line, Running, sealed
from tests.unit.kis.peer import MemoryStore, settled

OTHER = TRADE.replace("005930", "000660", 1)
TRADES = "domestic_stock/ccnl_krx"
US_BOOK = "overseas_stock/asking_price"
LEVELS = "^".join(f"182.{level:02}^182.{level + 1:02}^1^2^3^4" for level in range(10))
HEAD = "DNASAAPL^AAPL^4^20261119^181507^20261120^081507^640^215^5^-20"


async def test_a_channel_is_registered_behind_all_else_and_tells_whole_records(
    running: Running,
) -> None:
    async with running(trades=["005930"]) as (line, heard):
        heard.stream.want_channels([(US_BOOK, "DNASAAPL")])
        await heard.becomes(LinkState.LIVE)
        await settled(lambda: len(line.said) == 3)
        assert [key for _, _, key in line.said] == ["simuser", "005930", "DNASAAPL"]
        tr_id = line.said[-1][1]
        await line.send(f"0|{tr_id}|001|{HEAD}^{LEVELS}")
        await settled(lambda: bool(heard.channels))
        (told,) = heard.channels
        assert (told.channel_id, told.tr_id) == (US_BOOK, tr_id)
        assert len(told.columns) == 71
        assert len(told.rows[0]) == 71
        assert told.rows[0][0] == "DNASAAPL"


async def test_a_channel_that_the_program_listens_to_already_is_not_registered_twice(
    running: Running,
) -> None:
    async with running(trades=["005930", "000660"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        heard.stream.want_channels([(TRADES, "000660")])
        await line.send(f"0|H0STCNT0|001|{TRADE}", f"0|H0STCNT0|002|{TRADE}^{OTHER}")
        await settled(lambda: bool(heard.channels))
        (told,) = heard.channels
        assert [row[0] for row in told.rows] == ["000660"]
        assert told.rows[0][2] == Decimal(71950)
        assert len(heard.trades) == 3
        assert len(line.said) == 3


async def test_notices_are_listened_to_with_the_hts_id_and_tell_no_person(
    running: Running,
) -> None:
    async with running() as (line, heard):
        heard.stream.want_channels([("domestic_stock/ccnl_notice", "")])
        await heard.becomes(LinkState.LIVE)
        assert line.said == [("1", "H0STCNI0", "simuser")]
        (shown,) = heard.stream.registrations_shown()
        assert (shown.tr_id, shown.key, shown.standing) == ("H0STCNI0", "", Standing.CONFIRMED)
        await line.send(f"1|H0STCNI0|001|{sealed(FILL + '^secret')}")
        await settled(lambda: bool(heard.channels))
        row = dict(zip(heard.channels[0].columns, heard.channels[0].rows[0], strict=True))
        assert row["ACNT_NO"] == "<ACNT_NO>"
        assert row["CUST_ID"] == "<CUST_ID>"
        assert row["+1"] == "<+1>"
        assert row["STCK_SHRN_ISCD"] == "005930"
        assert len(heard.notices) == 1


async def test_a_channel_without_room_or_refused_says_so(running: Running) -> None:
    line = Line(judge=lambda tr_id, _: "OPSP8992" if tr_id == "H0STMKO0" else "OPSP0000")
    many = [f"{number:06}" for number in range(38)]
    async with running(line, trades=many) as (line, heard):
        wanted = [
            ("domestic_stock/market_status_krx", "005930"),
            (TRADES, "999991"),
            (TRADES, "999992"),
        ]
        heard.stream.want_channels(wanted)
        await heard.becomes(LinkState.LIVE)
        shown = {one.key: one for one in heard.stream.registrations_shown()[39:]}
        assert shown["005930"].standing is Standing.REFUSED
        assert shown["999991"].standing is Standing.CONFIRMED
        assert shown["999992"].standing is Standing.NO_ROOM
        assert [one.rank for one in shown.values()] == [39, 40, 41]


async def test_what_nobody_listens_to_any_more_is_no_surprise_while_it_still_comes(
    running: Running,
) -> None:
    async with running(trades=["005930"]) as (line, heard):
        heard.stream.want_channels([("domestic_stock/market_status_krx", "005930")])
        await heard.becomes(LinkState.LIVE)
        heard.stream.want_channels([])
        await line.send("0|H0STMKO0|001|005930^N^(null)^^311^^^55^N^N", f"0|H0STCNT0|001|{TRADE}")
        await settled(lambda: bool(heard.trades))
        assert heard.channels == []
        assert heard.stream.quarantine() == ()


@pytest.mark.parametrize(
    ("world", "hts", "wanted", "said"),
    [
        ("paper", "simuser", ("domestic_stock/market_status_krx", "005930"), "kis.not_in_paper"),
        ("real", "simuser", (TRADES, "  "), "realtime.channel_key_missing"),
        ("real", "", ("domestic_stock/ccnl_notice", ""), "realtime.hts_id_missing"),
    ],
)
async def test_what_cannot_be_listened_to_is_refused_and_the_rest_stays(
    running: Running, store: MemoryStore, world: str, hts: str, wanted: tuple[str, str], said: str
) -> None:
    store.hts = hts
    async with running(world=world) as (_, heard):
        heard.stream.want_channels([(TRADES, "005930")])
        with pytest.raises(InvalidInput) as refused:
            heard.stream.want_channels([wanted])
        assert refused.value.message.id == said
        keys = [one.key for one in heard.stream.registrations_shown()]
        assert keys[-1] == "005930"
