"""A file drives the market: what it tells is what is shown, and accounts trade against it."""

import gzip
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kis_desktop.simulator.cli import main
from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.replay_file import UnreadableReplay, read_replay
from kis_desktop.simulator.told_days import Replay
from kis_desktop.simulator.views import Board, OrderState, Phase, Side
from tests.unit.simulator.server.answers import row, rows

FIRST, SECOND, THIRD = date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3)
HEADER = "symbol,time,open,high,low,close,volume,turnover"


def minute_rows() -> Iterator[str]:
    """Two shares on two days, with silent minutes, a gap up and an auction at the close."""
    for symbol, start, tick in (("005930", 81_000, 100), ("035720", 45_000, 50)):
        price = start
        for day in (SECOND, THIRD):
            price += 3 * tick
            for number in range(380):
                if number % 7 == 3:
                    continue
                close = price + tick * ((number // 9 + number * 3 + day.day) % 5 - 2)
                high, low = max(price, close) + tick * (number % 3), min(price, close) - tick
                time = f"{9 + number // 60:02d}:{number % 60:02d}"
                volume = 4 + number * 37 % 911
                yield f"{symbol},{day}T{time},{price},{high},{low},{close},{volume},"
                price = close
            yield f"{symbol},{day}T15:30,{price},{price},{price},{price},12345,"


ROWS = [
    HEADER,
    f"005930,{FIRST},80500,82000,80100,81000,9876543,800000000000",
    f"035720,{FIRST},45500,45700,44100,45000,123457,",
    *minute_rows(),
]


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    path = tmp_path_factory.mktemp("replay") / "three days.csv"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return read_replay(path)


class Stage:
    """A market that the file drives, with a clock that is moved by hand."""

    def __init__(self, replay: Replay, start: datetime | None = None) -> None:
        self.seconds = 0.0
        clock = MarketClock(monotonic=lambda: self.seconds, start=start or replay.start)
        self.market = Market(seed=3, clock=clock, instruments=30, replay=replay)

    def go_to(self, moment: datetime) -> None:
        self.seconds += (moment - self.market.clock.now()).total_seconds()


def at(day: date, hour: int, minute: int, second: float = 0) -> datetime:
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=KST)
    return start + timedelta(seconds=second)


def told(symbol: str, day: date) -> dict[str, tuple[int, ...]]:
    """Open, high, low, close and volume of the file's minutes by their time."""
    found = [row.split(",") for row in ROWS if row.startswith(f"{symbol},{day}T")]
    return {row[1][11:16]: tuple(int(cell) for cell in row[2:7]) for row in found}


def test_the_clock_begins_at_the_first_minute(replay: Replay) -> None:
    assert replay.start == at(SECOND, 9, 0)


@pytest.mark.parametrize("symbol", ["005930", "035720"])
@pytest.mark.parametrize("awake", [True, False])
def test_quote_minutes_and_prints_are_the_files(
    replay: Replay, symbol: str, *, awake: bool
) -> None:
    stage = Stage(replay)
    market = stage.market
    if awake:
        market.wake(symbol)
    minutes = told(symbol, SECOND)
    volume = 0
    for time, (open_, _, _, close, size) in minutes.items():
        hour, minute = (int(part) for part in time.split(":"))
        volume += size
        if minute % 20 == 0 and hour < 15:
            stage.go_to(at(SECOND, hour, minute, 59.9))
            seen = market.glance(symbol)
            assert (seen.last, seen.volume) == (close, volume)
            assert seen.open == minutes["09:00"][0]
            prints = market.recent_prints(symbol, 4)
            assert (prints[3].price, prints[0].price) == (open_, close)
            assert sum(one.size for one in prints) == size
    bars = market.minute_bars(symbol, SECOND)
    assert len(bars) > 200
    for bar in bars[:-1]:
        shown = (bar.open, bar.high, bar.low, bar.close, bar.volume)
        assert shown == minutes[f"{bar.time:%H:%M}"]


@pytest.mark.parametrize("looked_at", [True, False])
def test_the_daily_chart_sums_the_file_up(replay: Replay, *, looked_at: bool) -> None:
    stage = Stage(replay)
    market = stage.market
    if looked_at:
        market.wake("005930")
    stage.go_to(at(THIRD, 16, 30))
    bars = market.daily_bars("005930", FIRST, THIRD)
    assert [bar.day for bar in bars] == [FIRST, SECOND, THIRD]
    assert (bars[0].open, bars[0].close) == (80_500, 81_000)
    assert (bars[0].volume, bars[0].turnover) == (9_876_543, 800_000_000_000)
    for bar in bars[1:]:
        rows = told("005930", bar.day).values()
        assert bar.open == next(iter(rows))[0]
        assert bar.high == max(row[1] for row in rows)
        assert bar.low == min(row[2] for row in rows)
        assert bar.volume == sum(row[4] for row in rows)
    assert [bar.base for bar in bars[1:]] == [bar.close for bar in bars[:-1]]
    assert bars[-1].close == market.snapshot("005930").last
    before = market.daily_bars("005930", date(2026, 8, 24), date(2026, 8, 31))
    assert before[-1].close == bars[0].base == 80_500


def test_the_ranking_knows_the_files_figures(replay: Replay) -> None:
    stage = Stage(replay, at(THIRD, 15, 45))
    market = stage.market
    seen = {one.symbol: one for one in market.overview()}
    for symbol in ("005930", "035720"):
        assert seen[symbol].volume == sum(row[4] for row in told(symbol, THIRD).values())
    assert market.is_on("005930", Board.NXT) is False
    assert market.is_on("000660", Board.NXT) is True


def test_books_stand_around_the_last_print(replay: Replay) -> None:
    stage = Stage(replay, at(SECOND, 9, 5))
    for minute in range(6, 50, 3):
        stage.go_to(at(SECOND, 9, minute, 40))
        book, last = stage.market.book("035720"), stage.market.glance("035720").last
        assert len(book.asks) == len(book.bids) == 10
        assert book.bids[0].price < book.asks[0].price
        assert last in (book.asks[0].price, book.bids[0].price)


def test_orders_fill_when_the_file_reaches_them(replay: Replay) -> None:
    stage = Stage(replay, at(SECOND, 9, 5))
    market, account = stage.market, stage.market.accounts[0].number
    seen = market.snapshot("035720")
    taken = market.place(account, "035720", Side.BUY, "01", 10, 0)
    assert (taken.state, taken.filled_quantity) == (OrderState.FILLED, 10)
    later = [row for time, row in told("035720", SECOND).items() if time > "09:10"]
    wanted = min(row[2] for row in later) + 50
    assert wanted < seen.last
    waiting = market.place(account, "035720", Side.BUY, "00", 5, wanted)
    assert waiting.state is OrderState.WORKING
    stage.go_to(at(SECOND, 15, 15))
    market.advance()
    ledger = market.account(account)
    assert ledger is not None
    done = next(one for one in ledger.orders(SECOND, SECOND) if one.number == waiting.number)
    assert done.state is OrderState.FILLED
    assert done.average_price == wanted


def test_a_jump_passes_through_the_prints(replay: Replay) -> None:
    stage = Stage(replay, at(SECOND, 9, 5))
    stage.market.wake("005930")
    stage.market.clock.set(at(SECOND, 14, 0, 0.5))
    volume = sum(row[4] for time, row in told("005930", SECOND).items() if time < "14:00")
    first = told("005930", SECOND)["14:00"][4]
    assert volume < stage.market.glance("005930").volume <= volume + first
    assert stage.market.phase() is Phase.CONTINUOUS


def test_what_the_file_does_not_tell_goes_its_way(replay: Replay) -> None:
    usual = Stage(Replay({}, replay.start)).market.glance("000660")
    assert Stage(replay).market.glance("000660") == usual


def test_packed_files_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "days.csv.gz"
    path.write_bytes(gzip.compress("\n".join(ROWS[:3]).encode()))
    read = read_replay(path)
    assert read.start == at(FIRST, 9, 0)
    assert read.instruments["035720"].close == 45_000


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("005930,2026-09-02T09:00,1,1,1,1", "line 3: no volume"),
        ("005930,2026-09-02T25:00,1,1,1,1,1", "line 3: '2026-09-02T25:00' is no ISO date"),
        ("005930,2026-09-05,1,1,1,1,1", "line 3: 2026-09-05 is no trading day"),
        ("005930,2026-09-02,5,4,3,4,1", "line 3: open 5, high 4, low 3 and close 4 make no bar"),
        ("005930,2026-09-02,1,1,1,1,many", "line 3: volume is no number: 'many'"),
        ("005930,2026-09-02,1,1,1,1,1.5", "line 3: volume is no whole number"),
        ("005930,2026-09-02,1,1,1,1,-1", "line 3: volume is larger than any there is, or less"),
        ("999999,2026-09-02,1,1,1,1,1", "line 3: 999999 is no instrument that is known here"),
        ("005930,2026-09-01,1,1,1,1,1", "line 3: line 2 tells this time of 005930 too"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "bars.csv"
    path.write_text(f"{HEADER}\n005930,2026-09-01,1,1,1,1,1,\n{line}\n", encoding="utf-8")
    with pytest.raises(UnreadableReplay, match=said.replace("(", r"\(")) as error:
        read_replay(path)
    assert str(error.value).startswith("bars.csv, line 3: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: the header lacks symbol"),
        (b"time,close\n", "line 1: the header lacks symbol, open, high, low, volume"),
        (HEADER.encode() + b"\n", "no bar in it"),
        (b"\xff\xfe\x00broken", "neither a text of bars nor a recording"),
        (b"\x1f\x8bbroken", "neither a text of bars nor a recording"),
        (b"kis-desktop recording\n", "no trades of Korean shares"),
    ],
)
def test_a_file_that_holds_nothing_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(UnreadableReplay, match=said):
        read_replay(path)


def test_the_program_names_the_line_that_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bars.csv"
    path.write_text(f"{HEADER}\n005930,yesterday,1,1,1,1,1,\n", encoding="utf-8")
    assert main(["--replay", str(path)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "bars.csv, line 2: 'yesterday' is no ISO date" in shown.err


def test_endpoints_tell_what_the_file_tells(replay: Replay) -> None:
    market = Stage(replay, at(THIRD, 11, 20, 59.9)).market
    for symbol in ("005930", "035720"):
        minutes = told(symbol, THIRD)
        done = {time: row for time, row in minutes.items() if time <= "11:20"}
        last, volume = done["11:20"], sum(row[4] for row in done.values())
        asked = {"FID_INPUT_ISCD": symbol}
        quote = row(market, "domestic_stock/inquire_price", **asked)
        assert (int(quote["stck_prpr"]), int(quote["acml_vol"])) == (last[3], volume)
        assert int(quote["stck_oprc"]) == minutes["09:00"][0]
        assert int(quote["stck_sdpr"]) == market.daily_bars(symbol, SECOND, SECOND)[0].close
        chart = rows(
            market, "domestic_stock/inquire_time_itemchartprice", "output2",
            **asked, FID_INPUT_HOUR_1="112000",
        )  # fmt: skip
        for bar in chart:
            time = f"{bar['stck_cntg_hour'][:2]}:{bar['stck_cntg_hour'][2:4]}"
            shown = [int(bar[f"stck_{name}"]) for name in ("oprc", "hgpr", "lwpr", "prpr")]
            assert (*shown, int(bar["cntg_vol"])) == minutes[time]
        days = rows(
            market, "domestic_stock/inquire_daily_itemchartprice", "output2",
            **asked, FID_INPUT_DATE_1="20260901", FID_INPUT_DATE_2="20260903",
        )  # fmt: skip
        assert [bar["stck_bsop_date"] for bar in days] == ["20260903", "20260902", "20260901"]
        assert int(days[0]["stck_clpr"]) == last[3]
        assert int(days[1]["acml_vol"]) == sum(one[4] for one in told(symbol, SECOND).values())
        prints = rows(market, "domestic_stock/inquire_ccnl", **asked)
        assert [int(one["stck_prpr"]) for one in prints[:4]][::3] == [last[3], last[0]]
        ranked = rows(market, "domestic_stock/volume_rank")
        found = [one for one in ranked if one["mksc_shrn_iscd"] == symbol]
        assert all(int(one["acml_vol"]) == volume for one in found)
        investors = rows(market, "domestic_stock/inquire_investor", **asked)[0]
        both = [int(investors[f"{kind}_shnu_vol"]) for kind in ("prsn", "frgn", "orgn")]
        assert volume * 0.9 < sum(both) <= volume
