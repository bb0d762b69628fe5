"""Alerts are watched whatever is on the screen, and told once."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.alert import (
    Against,
    Alert,
    BarVolume,
    DayVolume,
    Frequency,
    LineCross,
    Often,
    PercentMove,
    Point,
    PriceCross,
    PriceReach,
    Stand,
    StudyCross,
    Way,
)
from kis_desktop.domain.bar import BarKey, Interval
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import InvalidInput, ServerRefused, StorageFailed
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import message
from kis_desktop.services.bar_builder import KOREA
from kis_desktop.services.topics import Topic
from kis_desktop.storage.alert_file import AlertFile
from tests.unit.services.alert_desk import OPEN, SYMBOL, TODAY, Bars, Market, bar, desk
from tests.work import counted

D = Decimal
UP = PriceCross(D(98_400), Way.UP)
EVERY = Frequency(Often.EVERY)
MORNING = datetime.combine(TODAY, clock_time(9, 0, 5), KOREA)
EVENING = MORNING - timedelta(days=1, hours=-6)
MINUTES = BarKey(SYMBOL, Interval.MINUTE_1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "alerts.toml"


async def test_a_cross_is_told_and_its_feed_is_wanted_behind_the_screen(file: Path) -> None:
    async with desk(file) as run:
        await run.make(UP)
        assert run.market.interests["alerts"] == Interest(frozenset({SYMBOL}), background=True)
        run.say(98_300, 98_400, 98_500, 98_600)
        assert run.prices == [98_500]
        assert run.board.alerts[0].stand is Stand.FIRED
        await run.alerts.look()
        assert run.market.interests["alerts"].quotes == frozenset()


async def test_a_new_alert_takes_its_bearings_from_the_known_price(file: Path) -> None:
    async with desk(file) as run:
        run.read(98_300)
        await run.make(UP)
        run.say(98_500)
        assert run.prices == [98_500]


@pytest.mark.parametrize("old", [6.0, 3600.0])
async def test_an_old_print_tells_nothing(file: Path, old: float) -> None:
    async with desk(file) as run:
        await run.make(UP)
        run.say(98_300)
        run.say(98_500, old=old)
        assert run.prices == []


async def test_a_polled_price_counts_while_its_market_trades(file: Path) -> None:
    async with desk(file) as run:
        await run.make(UP)
        run.read(98_300)
        run.read(98_500)
        assert run.prices == []  # its prints come by stream: the quote may be older than they
        run.alerts.on_feed(SYMBOL, Feed.POLLED)
        run.read(98_300)
        run.read(98_500)
        assert run.prices == [98_500]


async def test_an_auction_that_is_still_open_tells_nothing(file: Path) -> None:
    before = datetime.combine(TODAY, clock_time(8, 45), KOREA)
    async with desk(file, now=before) as run:
        await run.make(UP)
        run.alerts.on_feed(SYMBOL, Feed.POLLED)
        run.read(98_300)
        run.read(98_500)
        assert run.prices == []


async def test_on_random_walks_each_cross_is_told(file: Path) -> None:
    async with desk(file) as run:
        levels = [98_400 + 100 * step for step in range(-3, 4)]
        for level in levels:
            await run.make(PriceCross(D(level)), EVERY)
        chance, price, sides, wanted = random.Random(7), 98_450, dict.fromkeys(levels, 0), 0
        for _ in range(400):
            price = 98_400 + chance.randrange(-400, 401, 50)
            run.say(price)
            for level in levels:
                side = (price > level) - (price < level)
                wanted += bool(side and sides[level] and side != sides[level])
                sides[level] = side or sides[level]
            run.book.tell_met()
        assert wanted > 40
        assert len(run.fired) == wanted


async def test_percent_day_volume_and_reaching_are_told(file: Path) -> None:
    async with desk(file) as run:
        run.read(100, close=100)
        await run.make(PercentMove(D(5)))
        await run.make(DayVolume(1000))
        await run.make(PriceReach(D(103), Way.UP))
        run.say(102, 103, volume=10)
        run.say(94, volume=999)
        run.say(94, volume=1000)
        assert run.prices == [103, 94, 94]


async def test_a_line_is_followed_over_hours_of_trading_alone(file: Path) -> None:
    """From 1,000 at yesterday's close, later by an hour on the day of the college exam, to 1,060 an
    hour behind today's opening.
    """
    first = datetime.combine(TODAY - timedelta(days=1), clock_time(16, 30), KOREA)
    second = datetime.combine(TODAY, clock_time(10), KOREA)
    line = LineCross(
        Point(int(first.timestamp()), D(1000)),
        Point(int(second.timestamp()), D(1060)),
        Interval.MINUTE_5,
        Way.UP,
    )
    async with desk(file, now=datetime.combine(TODAY, clock_time(9, 30), KOREA)) as run:
        id_ = await run.make(line)
        await run.alerts.look()
        assert run.board.lines[id_] == 1030
        run.say(1029, 1030, 1031)
        assert run.prices == [1031]


async def test_a_drawing_takes_its_alert_along_and_leaves_it_where_it_was(file: Path) -> None:
    at = int(OPEN.timestamp())
    line = LineCross(
        Point(at - 600, D(1000)), Point(at + 600, D(1000)), Interval.MINUTE_5, drawing="d"
    )
    async with desk(file) as run:
        await run.make(line)
        run.say(990)
        moved = msgspec.structs.replace(
            line, first=Point(at - 600, D(900)), second=Point(at + 600, D(900))
        )
        await run.alerts.follow_drawing("d", moved)
        run.say(1010)
        await run.alerts.follow_drawing("d", None)
        run.say(890)
        assert run.prices == [890]
        assert "alert.drawing_gone" in run.screen.told()
        kept = run.board.alerts[0].condition
        assert isinstance(kept, LineCross)
        assert (kept.drawing, kept.first.price) == ("", D(900))


async def test_an_indicator_is_watched_with_no_chart_open(file: Path) -> None:
    bars = Bars()
    bars.known[MINUTES] = [bar(-place, 100) for place in range(10, 0, -1)]
    async with desk(file, bars=bars) as run:
        cross = StudyCross("sma", Interval.MINUTE_1, (5.0,), level=D(110), way=Way.UP)
        await run.make(cross)
        await run.alerts.look()
        assert list(bars.followed.values()) == [MINUTES]
        run.say(100)
        run.moved(MINUTES, bar(-1, 100), bar(0, 140))  # mean 108
        assert run.prices == []
        run.moved(MINUTES, bar(-1, 100), bar(0, 160))  # mean 112
        assert run.prices == [160]
        await run.alerts.look()
        await run.alerts.look()
        assert bars.followed == {}


async def test_an_indicator_against_the_price_and_another_output(file: Path) -> None:
    bars = Bars()
    bars.known[MINUTES] = [bar(-place, 100 + place % 2) for place in range(60, 0, -1)]
    async with desk(file, bars=bars) as run:
        await run.make(
            StudyCross("sma", Interval.MINUTE_1, (5.0,), against=Against.PRICE, way=Way.DOWN)
        )
        await run.alerts.look()
        run.say(100)
        run.moved(MINUTES, bar(-1, 101), bar(0, 90))
        run.moved(MINUTES, bar(0, 120))
        assert run.prices == [120]


async def test_an_indicator_is_judged_once_when_its_bar_has_ended(file: Path) -> None:
    bars = Bars()
    bars.known[MINUTES] = [bar(-place, 100) for place in range(10, 0, -1)]
    async with desk(file, bars=bars) as run:
        cross = StudyCross("sma", Interval.MINUTE_1, (1.0,), level=D(110), way=Way.UP)
        await run.make(cross, Frequency(Often.BAR_CLOSE, interval=Interval.MINUTE_1))
        await run.alerts.look()
        run.say(120)
        run.moved(MINUTES, bar(-1, 100), bar(0, 120))
        run.moved(MINUTES, bar(0, 105))
        assert run.prices == []
        run.moved(MINUTES, bar(0, 120))
        run.wait(61)
        await run.alerts.look()
        await run.alerts.look()
        run.moved(MINUTES, bar(0, 120), bar(1, 90))
        assert run.prices == [120]


async def test_a_bar_of_unusual_volume_is_told(file: Path) -> None:
    bars = Bars()
    bars.known[MINUTES] = [bar(-place, 100) for place in range(10, 0, -1)]
    async with desk(file, bars=bars) as run:
        await run.make(BarVolume(Interval.MINUTE_1, times=D(3), bars=5), EVERY)
        await run.alerts.look()
        run.say(100)
        for volume in (29, 30, 40):
            run.moved(MINUTES, bar(-1, 100), bar(0, 100, volume))
        run.moved(MINUTES, bar(0, 100, 40), bar(1, 101, 5))
        run.moved(MINUTES, bar(1, 101, 48))
        assert run.prices == [100, 101]


async def test_a_price_is_judged_at_its_bars_end_also_without_a_print_behind_it(file: Path) -> None:
    async with desk(file) as run:
        await run.make(UP, Frequency(Often.BAR_CLOSE, interval=Interval.MINUTE_1))
        run.say(98_300, 98_500, 98_300)
        run.wait(60)
        run.say(98_600, 98_500)
        assert run.prices == []
        run.wait(60)
        await run.alerts.look()
        assert run.prices == [98_500]


async def test_a_bar_that_ended_before_an_alert_was_made_is_not_met_by_it(file: Path) -> None:
    async with desk(file) as run:
        await run.make(UP)
        run.say(98_500)
        run.wait(61)
        reach = PriceReach(D(98_400), Way.UP)
        await run.make(reach, Frequency(Often.BAR_CLOSE, interval=Interval.MINUTE_1))
        await run.alerts.look()
        assert run.prices == []
        run.say(98_450)
        run.wait(60)
        await run.alerts.look()
        assert run.prices == [98_450]


async def test_bars_of_an_alert_that_expired_overnight_are_let_go(file: Path) -> None:
    bars = Bars()
    bars.known[MINUTES] = [bar(-place, 100) for place in range(10, 0, -1)]
    async with desk(file, bars=bars) as run:
        cross = StudyCross("sma", Interval.MINUTE_1, (5.0,), level=D(110), way=Way.UP)
        await run.alerts.make(Alert("", SYMBOL, cross, until=TODAY))
        await run.alerts.look()
        assert bars.followed
        run.wait(86_400)
        await run.alerts.look()
        assert bars.followed == {}


async def test_bars_that_could_not_be_read_are_asked_for_again(file: Path) -> None:
    bars = Bars()
    bars.fails = ServerRefused(message("kis.timed_out"))
    async with desk(file, bars=bars) as run:
        await run.make(StudyCross("rsi", Interval.MINUTE_1, (14.0,), level=D(30)))
        for _ in range(5):
            await run.alerts.look()
        assert bars.loads == 1
        run.wait(30)
        await run.alerts.look()
        assert bars.loads == 2


async def test_a_cross_is_told_once_across_a_restart(file: Path) -> None:
    market = Market()
    async with desk(file, market) as run:
        await run.make(UP, EVERY)
        run.say(98_300, 98_500)
        assert run.prices == [98_500]
    async with desk(file, market) as run:
        run.read(98_500)
        run.say(98_600)
        assert run.told == []
        run.say(98_300, 98_500)
        assert run.prices == [98_500]


async def test_what_was_crossed_while_it_was_closed_is_told_as_missed(file: Path) -> None:
    async with desk(file) as run:
        await run.make(UP)
        run.say(98_300)
    async with desk(file) as run:
        run.read(98_700)
        (told,) = run.told
        assert (told.missed, told.price) == (True, D(98_700))
        assert run.board.alerts[0].stand is Stand.MISSED
        run.say(98_300, 98_700)
        assert len(run.told) == 1


async def test_a_crash_between_the_file_and_the_telling_is_told_at_the_next_start(
    file: Path,
) -> None:
    async with desk(file) as run:
        await run.make(UP)
        run.say(98_300, 98_500)
        await run.book.keep()
        run.book._untold.clear()  # noqa: SLF001 - what a killed program forgets
    async with desk(file) as run:
        (told,) = run.told
        assert told.missed
        assert run.board.alerts[0].stand is Stand.FIRED
    async with desk(file) as run:
        assert run.told == []


async def test_an_opening_with_a_gap_over_the_level_is_met_live(file: Path) -> None:
    market, bars = Market(), Bars()
    bars.known[BarKey(SYMBOL, Interval.DAY)] = [bar(0, 98_000, begin=EVENING)]
    async with desk(file, market, bars, EVENING) as run:
        await run.make(UP)
        run.say(98_000)
    async with desk(file, market, bars, MORNING) as run:
        run.read(98_000, close=98_000)
        run.say(99_000)
        assert run.told == []  # the base price isn't proven yet
        await run.alerts.look()
        assert run.prices == [99_000]


async def test_a_split_holds_the_alert_and_says_so(file: Path) -> None:
    market, bars = Market(), Bars()
    bars.known[BarKey(SYMBOL, Interval.DAY)] = [bar(0, 100_000, begin=EVENING)]
    async with desk(file, market, bars, EVENING) as run:
        down = await run.make(PriceCross(D(90_000), Way.DOWN))
        move = await run.make(PercentMove(D(5)))
        run.say(100_000)
    async with desk(file, market, bars, MORNING) as run:
        run.read(20_000, close=20_000)
        run.say(20_100)
        await run.alerts.look()
        assert run.told == []
        held = run.book.get(down)
        assert (held.stand, held.factor) == (Stand.HELD, D("0.2"))
        assert "alert.held_log" in run.screen.told()
        assert run.book.get(move).stand is Stand.ARMED
        await run.alerts.adjust([down])
        assert run.book.get(down).condition == PriceCross(D(18_000), Way.DOWN)
        run.say(17_900)
        assert run.prices == [17_900, 17_900]  # and ten percent are ten percent


async def test_without_the_last_close_nothing_is_told_until_it_is_known(file: Path) -> None:
    market, bars = Market(), Bars()
    async with desk(file, market, bars, EVENING) as run:
        await run.make(UP)
        run.say(98_000)
    bars.fails = ServerRefused(message("kis.timed_out"))
    async with desk(file, market, bars, MORNING) as run:
        run.read(98_000, close=98_000)
        run.say(99_000)
        await run.alerts.look()
        assert run.told == []
        bars.fails = None
        bars.known[BarKey(SYMBOL, Interval.DAY)] = [bar(0, 98_000, begin=EVENING)]
        run.wait(20)
        await run.alerts.look()
        assert run.prices == [99_000]


async def test_paused_it_is_not_watched_and_resumed_it_begins_anew(file: Path) -> None:
    async with desk(file) as run:
        id_ = await run.make(UP)
        run.say(98_300)
        await run.alerts.pause([id_])
        run.say(98_500)
        await run.alerts.resume([id_])
        run.say(98_600)
        assert run.prices == []
        run.say(98_300, 98_500)
        assert run.prices == [98_500]


async def test_changed_and_removed(file: Path) -> None:
    async with desk(file) as run:
        id_ = await run.make(UP)
        before = run.book.get(id_)
        await run.alerts.change(msgspec.structs.replace(before, condition=PriceCross(D(99_000))))
        run.say(98_300, 98_500)
        assert (run.prices, run.book.get(id_).created) == ([], before.created)
        await run.alerts.remove([id_])
        assert run.board.alerts == ()
        with pytest.raises(InvalidInput):
            await run.alerts.change(before)


async def test_its_last_day_ends_it(file: Path) -> None:
    async with desk(file, now=EVENING) as run:
        await run.alerts.make(Alert("", SYMBOL, UP, until=EVENING.date()))
    async with desk(file) as run:
        await run.alerts.look()
        assert run.board.alerts[0].stand is Stand.EXPIRED
        with pytest.raises(InvalidInput):
            await run.alerts.resume([run.board.alerts[0].id])


@pytest.mark.parametrize(
    "condition",
    [PriceCross(D(0)), StudyCross("nothing", Interval.DAY, level=D(1))],
)
async def test_what_cannot_be_watched_is_refused(
    file: Path, condition: PriceCross | StudyCross
) -> None:
    async with desk(file) as run:
        with pytest.raises(InvalidInput):
            await run.make(condition)
        assert run.board.alerts == ()


async def test_a_market_that_this_world_lacks_is_refused(file: Path) -> None:
    async with desk(file) as run:
        run.market.refused = InvalidInput(message("alert.not_found"))
        with pytest.raises(InvalidInput):
            await run.make(UP)
        assert run.board.alerts == ()


async def test_it_runs_until_cancelled_and_tells_by_itself(file: Path) -> None:
    async with desk(file) as run:
        await run.make(UP)
        running = asyncio.create_task(run.alerts.run())
        await run.screen.until(Topic.ALERTS)
        run.say(98_300, 98_500)
        await run.screen.until_event(lambda: bool(run.fired))
        running.cancel()
        await asyncio.wait({running})
        assert [one.price for one in run.fired] == [98_500]


async def test_five_hundred_alerts_cost_little_with_every_print(file: Path) -> None:
    async with desk(file) as run:
        for number in range(500):
            run.book.put(Alert(f"a{number}", SYMBOL, PriceCross(D(90_000 + 40 * number))))
        await run.alerts.look()
        run.say(98_405)
        with counted() as work:
            for step in range(400):
                run.say(98_405 + step % 2 * 10)
        assert 400 < work.calls < 400 * 100, "most are not even asked"
        assert run.prices == []
        run.say(98_445)
        assert run.prices == [98_445], "all the same each of them is watched"


async def test_bars_kept_of_earlier_days_are_held_against_nothing(file: Path) -> None:
    """Kept bars come at once; the newest are read behind them, and only then there is a look."""
    bars = Bars()
    bars.known[MINUTES] = [bar(-place, 100) for place in range(2000, 1990, -1)]
    async with desk(file, bars=bars) as run:
        bars.tell = lambda _tail: None
        cross = StudyCross("sma", Interval.MINUTE_1, (1.0,), level=D(110), way=Way.UP)
        await run.make(cross)
        await run.alerts.look()
        run.say(120)
        bars.known[MINUTES] = [bar(-place, 120) for place in range(20, 0, -1)]
        bars.tell = run.alerts.on_bars
        run.moved(MINUTES, bar(-1, 120))  # far behind what is here
        await run.alerts.look()
        run.moved(MINUTES, bar(-1, 120), bar(0, 121))
        assert run.prices == []


async def test_a_feed_that_this_world_lacks_keeps_no_other_from_being_watched(file: Path) -> None:
    async with desk(file) as run:
        for symbol in ("000660", SYMBOL, "035420"):
            await run.make(UP, symbol=symbol)
    market = Market()
    market.refused = InvalidInput(message("alert.not_found"))
    async with desk(file, market) as run:
        assert market.interests["alerts"].quotes == {"000660", "035420"}
        assert run.screen.told() == ["alert.not_served"]
        await run.make(UP, symbol="069500")
        await run.alerts.look()
        assert run.screen.told() == ["alert.not_served"]
        run.say(98_300, 98_500, symbol="035420")
        run.say(98_300, 98_600, symbol="069500")
        assert run.prices == [98_500, 98_600]


async def test_a_price_that_is_only_read_hides_no_cross_from_the_next_print(file: Path) -> None:
    async with desk(file) as first:
        cross = StudyCross("sma", Interval.MINUTE_1, (1.0,), level=D(110), way=Way.UP)
        bars = first.bars
        bars.known[MINUTES] = [bar(-place, 100) for place in range(10, 0, -1)]
        await first.make(cross)
        await first.alerts.look()
        first.say(100)
        first.moved(MINUTES, bar(-1, 100), bar(0, 100))
    async with desk(file) as run:  # its bars are not to be had: that one waits for its first look
        await run.make(UP)
        run.say(98_200, 98_300)
        run.read(98_500)
        run.say(98_600)
        assert run.prices == [98_600]


async def test_what_is_removed_while_several_are_resumed_stays_gone(file: Path) -> None:
    async with desk(file) as run:
        ids = [await run.make(PriceCross(D(98_000 + place), Way.UP)) for place in range(3)]
        await run.alerts.pause(ids)
        resuming = asyncio.ensure_future(run.alerts.resume(ids))
        await asyncio.sleep(0)
        await run.alerts.remove(ids)
        await resuming
        assert run.board.alerts == ()


async def test_what_is_removed_while_its_new_terms_wait_for_their_feed_stays_gone(
    file: Path,
) -> None:
    class Slow(Market):
        """A market that takes a turn over each request."""

        async def set_interest(self, owner: str, interest: Interest) -> None:
            await asyncio.sleep(0)
            await super().set_interest(owner, interest)

    async with desk(file, Slow()) as run:
        id_ = await run.make(UP)
        changing = asyncio.ensure_future(run.alerts.change(run.board.alerts[0]))
        await asyncio.sleep(0)
        await run.alerts.remove([id_])
        with pytest.raises(InvalidInput):
            await changing
        assert run.board.alerts == ()


def stand_in_the_way(file: Path) -> None:
    """Nothing can be written in the place of a folder."""
    file.unlink(missing_ok=True)
    file.mkdir()


def make_way(file: Path) -> None:
    file.rmdir()


async def test_what_the_disk_refused_is_written_down_once_it_takes_it_again(file: Path) -> None:
    async with desk(file) as run:
        await run.make(UP)
        stand_in_the_way(file)
        run.say(98_300, 98_500)
        await run.book.write_down()
        await run.book.write_down()
        logged = [one for one in run.screen.events if isinstance(one, Logged)]
        assert [one.severity for one in logged] == [Severity.FAILURE]
        assert run.prices == [98_500], "it is told all the same"
        make_way(file)
        await run.book.write_down()
        (kept,) = AlertFile(file).load()[0]
        assert kept.stand is Stand.FIRED


async def test_what_was_asked_while_the_disk_refused_is_written_down_once_it_takes_it_again(
    file: Path,
) -> None:
    async with desk(file) as run:
        paused, removed = await run.make(UP), await run.make(PriceCross(D(98_500), Way.UP))
        stand_in_the_way(file)
        with pytest.raises(StorageFailed):
            await run.alerts.pause([paused])
        with pytest.raises(StorageFailed):
            await run.alerts.remove([removed])
        make_way(file)
        await run.book.write_down()
        assert [one.stand for one in AlertFile(file).load()[0]] == [Stand.PAUSED]


async def test_an_alert_that_the_disk_refused_is_not_there_and_made_once_it_takes_it(
    file: Path,
) -> None:
    async with desk(file) as run:
        stand_in_the_way(file)
        with pytest.raises(StorageFailed):
            await run.make(UP)
        assert run.book.alerts() == ()
        run.say(98_300, 98_500)
        make_way(file)
        await run.book.write_down()
        assert run.prices == []
        await run.make(UP)
        assert len(AlertFile(file).load()[0]) == 1


@pytest.mark.parametrize(("output", "other"), [(7, 0), (0, 7), (-1, 0), (0, -1)])
async def test_an_output_that_an_indicator_does_not_have_is_refused_and_harms_no_other(
    file: Path, output: int, other: int
) -> None:
    condition = StudyCross(
        "macd", Interval.MINUTE_1, output=output, against=Against.OUTPUT, other=other
    )
    bars = Bars()
    bars.known[MINUTES] = [bar(-place, 100) for place in range(60, 0, -1)]
    AlertFile(file).save([Alert("old", SYMBOL, condition, EVERY)])
    async with desk(file, bars=bars) as run:
        with pytest.raises(InvalidInput):
            await run.make(condition)
        cross = StudyCross("sma", Interval.MINUTE_1, (1.0,), level=D(110), way=Way.UP)
        await run.make(cross)
        await run.alerts.look()
        run.say(100)
        run.moved(MINUTES, bar(-1, 100), bar(0, 120))
        assert [one.alert.condition for one in run.told] == [cross]
