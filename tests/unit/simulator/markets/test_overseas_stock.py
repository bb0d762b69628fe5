"""Foreign shares: their exchanges' hours and holidays, prices that belong together, won rates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.markets.overseas_stock.currencies import WON_RATES
from kis_desktop.simulator.markets.overseas_stock.dealing import StockRules
from kis_desktop.simulator.markets.overseas_stock.exchanges import (
    EXCHANGES,
    UNITED_STATES,
    after_hours,
    before_hours,
    business_day,
    daytime_hours,
    exchanges_of,
    find_exchange,
    regular_hours,
)
from kis_desktop.simulator.markets.overseas_stock.holidays import closed_days, early_closes
from kis_desktop.simulator.markets.overseas_stock.identity import isin_of
from kis_desktop.simulator.markets.overseas_stock.limits import limits_of
from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks
from kis_desktop.simulator.markets.overseas_stock.rights import rights_of
from kis_desktop.simulator.markets.overseas_stock.sessions import Part
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.trading_hours import SessionRule
from tests.unit.simulator.trading_floor import Floor, kst

NIGHT = kst("2026-11-24 00:40")


def _market(seed: int = 7, open_day: date | None = None) -> OverseasStocks:
    return OverseasStocks(Surroundings(seed, Floor().market, open_day))


@pytest.fixture(scope="module")
def market() -> OverseasStocks:
    return _market()


def _span(rule: SessionRule, day: date) -> tuple[datetime, datetime]:
    session = rule(day)
    assert session is not None
    return session.start, session.end


@pytest.mark.parametrize(
    ("code", "day", "start", "end"),
    [
        ("NAS", "2026-07-06", "2026-07-06 22:30", "2026-07-07 05:00"),
        ("NYS", "2026-12-01", "2026-12-01 23:30", "2026-12-02 06:00"),
        ("AMS", "2026-11-27", "2026-11-27 23:30", "2026-11-28 03:00"),
        ("HKS", "2026-11-20", "2026-11-20 10:30", "2026-11-20 17:00"),
        ("TSE", "2026-11-20", "2026-11-20 09:00", "2026-11-20 15:30"),
        ("SHS", "2026-11-20", "2026-11-20 10:30", "2026-11-20 16:00"),
        ("HSX", "2026-11-20", "2026-11-20 11:00", "2026-11-20 16:45"),
    ],
)
def test_exchanges_trade_at_their_own_hours(code: str, day: str, start: str, end: str) -> None:
    exchange = find_exchange(code)
    assert exchange is not None
    assert _span(regular_hours(exchange), date.fromisoformat(day)) == (kst(start), kst(end))


def test_american_sessions_around_the_regular_one() -> None:
    summer, winter = date(2026, 7, 6), date(2026, 12, 1)
    assert _span(before_hours(), summer) == (kst("2026-07-06 17:00"), kst("2026-07-06 22:30"))
    assert _span(before_hours(), winter) == (kst("2026-12-01 18:00"), kst("2026-12-01 23:30"))
    assert _span(after_hours(), summer) == (kst("2026-07-07 05:00"), kst("2026-07-07 07:00"))
    assert _span(after_hours(), winter) == (kst("2026-12-02 06:00"), kst("2026-12-02 07:00"))
    assert _span(daytime_hours(), winter) == (kst("2026-12-01 10:00"), kst("2026-12-01 16:00"))


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("US", "2025-01-09 2026-01-19 2026-04-03 2026-05-25 2026-06-19 2026-07-03 2026-11-26"),
        ("JP", "2026-01-02 2026-02-23 2026-05-06 2026-09-22 2026-11-23 2026-12-31"),
        ("CN", "2026-02-17 2026-10-07"),
        ("HK", "2026-02-17 2026-12-25"),
        ("VN", "2026-02-18 2026-09-02"),
    ],
)
def test_holidays(country: str, days: str) -> None:
    assert {date.fromisoformat(day) for day in days.split()} <= closed_days(country)


def test_days_before_holidays_close_early() -> None:
    assert date(2026, 11, 27) in early_closes()
    assert date(2026, 12, 24) in early_closes()
    assert date(2026, 7, 3) not in early_closes(), "the holiday itself is kept on that day"


def test_business_days_leave_holidays_out() -> None:
    assert business_day(UNITED_STATES, date(2026, 11, 25), 1) == date(2026, 11, 27)
    assert business_day(UNITED_STATES, date(2026, 11, 28), 0) == date(2026, 11, 30)


def test_every_code_of_an_exchange_finds_it() -> None:
    for code in ("NAS", "NASD", "BAQ", "512"):
        assert find_exchange(code) is EXCHANGES[0]
    assert find_exchange("XXX") is None
    assert [one.code for one in exchanges_of("NASD")] == ["NAS", "NYS", "AMS"]
    assert [one.code for one in exchanges_of("NYSE")] == ["NYS"]


def test_shares_are_found_as_clients_write_them(market: OverseasStocks) -> None:
    found = market.find("NASD", "brk.b")
    assert found is not None
    assert found.address == "NYS/BRK/B"
    assert market.find("NAS", "SPY") is None, "listed elsewhere"
    assert market.find("", "SPY") is not None
    assert market.find("HKS", "99999") is None


@pytest.mark.parametrize("seed", [1, 7])
def test_a_share_belongs_to_its_seed(seed: int) -> None:
    one, same, other = (_market(number) for number in (seed, seed, seed + 1))
    quotes = []
    for world in (one, same, other):
        share = world.find("NAS", "TSLA")
        assert share is not None
        quotes.append(world.course(share).quote(NIGHT))
    assert quotes[0] == quotes[1]
    assert quotes[0] != quotes[2]


def test_prices_are_on_their_exchange_s_grid(market: OverseasStocks) -> None:
    for exchange in EXCHANGES:
        for share in market.listed(exchange)[:5]:
            course = market.course(share)
            bars = course.bars(date(2026, 11, 2), date(2026, 11, 20), NIGHT)
            for price in (one for bar in bars for one in (bar.open, bar.high, bar.low, bar.close)):
                assert price % course.terms.tick(price) == 0, share.address


@pytest.mark.parametrize("code", ["HSX", "HNX", "SZS", "TSE"])
def test_days_stay_within_the_exchange_s_limits(market: OverseasStocks, code: str) -> None:
    exchange = find_exchange(code)
    assert exchange is not None
    for share in market.listed(exchange)[:10]:
        for bar in market.course(share).bars(date(2025, 1, 1), date(2026, 11, 20), NIGHT):
            limits = limits_of(share, bar.base)
            assert limits is not None
            assert limits[1] <= bar.close <= limits[0], (share.address, bar)


@pytest.mark.parametrize("code", ["TSE", "SHS", "SZS", "HSX", "HNX", "HKS", "NAS"])
def test_orders_are_held_to_the_limits_that_quotes_tell(market: OverseasStocks, code: str) -> None:
    rules, now = StockRules(market), market.around.now
    exchange = market.exchange(code)
    assert exchange is not None
    for share in [one for one in market.listed(exchange) if not one.is_index][:8]:
        dealt = rules.find_dealt(exchange.order_code, share.symbol)
        assert dealt is not None
        told = limits_of(share, dealt.course.quote(now).base)
        assert rules.price_limits(dealt, now) == (None if told is None else (told[1], told[0]))


def test_american_shares_have_no_limits(market: OverseasStocks) -> None:
    share = market.find("NAS", "AAPL")
    assert share is not None
    assert limits_of(share, 2_000_000) is None


def test_sessions_of_a_day_lead_into_each_other(market: OverseasStocks) -> None:
    for symbol in ("AAPL", "TSLA", "QQQ"):
        share = market.find("NAS", symbol)
        assert share is not None
        day = date(2026, 11, 24)
        regular = market.course(share).bars(day, day, kst("2026-11-25 08:00"))[0]
        ends = {}
        for part in (Part.BEFORE, Part.AFTER, Part.DAYTIME):
            course = market.course(share, part)
            session = course.terms.sessions(day)
            assert session is not None
            ends[part] = course.quote(session.start), course.quote(session.end)
        assert ends[Part.DAYTIME][0].last == regular.base
        assert ends[Part.BEFORE][1].last == regular.open
        assert ends[Part.AFTER][0].last == regular.close
        assert {quote.base for pair in ends.values() for quote in pair} == {regular.base}


@pytest.mark.parametrize(
    ("at", "part"),
    [
        ("2026-11-24 19:00", Part.BEFORE),
        ("2026-11-25 00:30", Part.REGULAR),
        ("2026-11-25 06:30", Part.AFTER),
        ("2026-11-25 12:00", Part.REGULAR),
    ],
)
def test_which_session_runs(market: OverseasStocks, at: str, part: Part) -> None:
    share = market.find("NAS", "AAPL")
    assert share is not None
    assert market.running(share, kst(at)) is part


def test_under_an_open_clock_every_session_is_open() -> None:
    saturday = date(2026, 11, 21)
    market = _market(open_day=saturday)
    at = datetime.combine(saturday, time(3), tzinfo=KST)
    for exchange in EXCHANGES:
        share = market.listed(exchange)[0]
        quote = market.course(share).quote(at)
        assert quote.is_open, exchange.code
        assert quote.trade_date == saturday
    assert market.course_of(market.listed(EXCHANGES[0])[0], "BAQ").quote(at).is_open


def test_a_past_day_keeps_its_own_hours_under_an_open_clock() -> None:
    saturday = date(2026, 11, 21)
    share = _market().find("NAS", "AAPL")
    assert share is not None
    hours = _market(open_day=saturday).hours(EXCHANGES[0])
    assert hours(date(2026, 11, 20)) == regular_hours(EXCHANGES[0])(date(2026, 11, 20))
    assert hours(date(2026, 11, 26 - 7)) is not None
    assert hours(date(2025, 11, 27)) is None, "Thanksgiving stays one"


def test_won_rates_follow_from_the_dollar_and_its_pairs(market: OverseasStocks) -> None:
    rates = market.currencies
    for day in (date(2022, 5, 10), date(2025, 3, 3), date(2026, 11, 20)):
        dollar = float(rates.quoted_on("USD", day, NIGHT))
        for rate in WON_RATES[1:]:
            course = rates.course(rate.by)
            assert course is not None
            pair = course.bars(day - timedelta(days=7), day, NIGHT)[-1].close
            per_dollar = pair / 10**course.terms.decimals
            expected = dollar * rate.unit * per_dollar ** (-1 if rate.per_dollar else 1)
            assert float(rates.quoted_on(rate.currency, day, NIGHT)) == pytest.approx(
                expected, abs=0.006
            )


def test_a_rate_is_for_its_unit(market: OverseasStocks) -> None:
    rates = market.currencies
    assert rates.won("JPY", NIGHT) == rates.quoted("JPY", NIGHT) / 100
    assert rates.won("USD", NIGHT) == rates.quoted("USD", NIGHT)
    assert rates.quoted("KRW", NIGHT) == 1
    with pytest.raises(LookupError):
        rates.quoted("XXX", NIGHT)


def test_standard_codes_check(market: OverseasStocks) -> None:
    for exchange in EXCHANGES[:9]:
        for share in market.listed(exchange)[:20]:
            isin = isin_of(share)
            digits = "".join(str(int(letter, 36)) for letter in isin)
            doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
            assert sum(one // 10 + one % 10 for one in doubled) % 10 == 0
            assert isin.startswith(exchange.country.code)


def test_rights_fall_on_business_days_in_order(market: OverseasStocks) -> None:
    share = market.find("NAS", "QQQ")
    assert share is not None
    rights = list(rights_of(7, share, date(2024, 1, 1), date(2024, 12, 31)))
    assert len(rights) >= 4
    for right in rights:
        assert right.announced < right.ex_day <= right.record < right.paid
        for day in (right.announced, right.ex_day, right.record, right.paid):
            assert business_day(UNITED_STATES, day, 0) == day
        assert right.amount > Decimal(0)


@pytest.mark.parametrize("code", ["HKS", "TSE", "SZS", "HNX"])
def test_quantities_are_whole_lots(market: OverseasStocks, code: str) -> None:
    exchange = find_exchange(code)
    assert exchange is not None
    now = kst("2026-11-24 13:40")
    for share in market.listed(exchange)[:6]:
        course, lot = market.course(share), share.lot
        quote, book = course.quote(now), course.book(now)
        sizes = [made.size for made in course.prints(now, 20)]
        sizes += [level.size for level in (*book.asks, *book.bids)]
        sizes += [quote.volume, quote.bought, quote.sold, quote.previous_volume]
        sizes += [bar.volume for bar in course.minutes(quote.trade_date, now, 10)]
        assert all(size % lot == 0 for size in sizes), (share.address, lot, sizes)


def test_buyers_and_sellers_are_about_as_many(market: OverseasStocks) -> None:
    for exchange in EXCHANGES[:9]:
        for share in market.listed(exchange)[:10]:
            quote = market.course(share).quote(NIGHT)
            assert 0.3 < quote.bought / quote.volume < 0.7, share.address
