"""Yearly and quarterly statements of a company: a pure function of seed and listing.

The equity is chained: the year before, plus the net income, less the dividend that the year before
has paid. What a share is worth on the anchor day fixes the level, so that ratios of price to
earnings and to book are those of a market. Amounts are million won; shares are counted as they are
today, as the prices of the past are.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kis_desktop.simulator import noise
from kis_desktop.simulator.universe import ANCHOR_DAY, Listing

_FIRST_YEAR, _LAST_YEAR = 2014, 2028
_LEVEL_YEAR = ANCHOR_DAY.year - 1
_MILLION = 1_000_000
_FACES = (5_000, 2_500, 1_000, 500, 200, 100)
_ODD_CLOSINGS = (3, 6)
_ODD = 0.06
"""of the smaller companies close their books in another month than December"""
_LARGE_PAYOUTS = (0.2, 0.25, 0.3, 0.4)
_PAYOUTS = (0.0, 0.1, 0.2, 0.25, 0.3)
"""of the net income"""
_QUARTERS = 4
_MONTHS = 12
_TAX = 0.22
_YEAR_IN_PRINT = timedelta(days=80)
"""after the closing day; a quarter's statement comes earlier"""
_QUARTER_IN_PRINT = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal year, or its part up to the end of a quarter."""

    year: int
    """that the fiscal year ends in"""
    quarter: int
    """4: the whole year"""
    closing_month: int

    @property
    def end(self) -> date:
        """The last day."""
        months = self.year * _MONTHS + self.closing_month - 3 * (_QUARTERS - self.quarter)
        return date(months // _MONTHS, months % _MONTHS + 1, 1) - timedelta(days=1)

    @property
    def published(self) -> date:
        """When the statement can be read."""
        whole = self.quarter == _QUARTERS
        return self.end + (_YEAR_IN_PRINT if whole else _QUARTER_IN_PRINT)

    @property
    def year_before(self) -> "Period":
        """The same period a year ago."""
        return Period(self.year - 1, self.quarter, self.closing_month)


def period_ending(end: date, closing_month: int) -> Period:
    """The period that ends with a calendar quarter; books are closed at the end of one."""
    quarter = (end.month - closing_month) % _MONTHS // 3 or _QUARTERS
    return Period(end.year + (end.month > closing_month), quarter, closing_month)


@dataclass(frozen=True, slots=True)
class Statement:
    """Balance sheet at the end of a period, income from the fiscal year's begin to that end."""

    period: Period
    shares: int
    current_assets: int
    quick_assets: int
    """of the current assets, without stocks of goods"""
    fixed_assets: int
    current_liabilities: int
    fixed_liabilities: int
    borrowings: int
    """of the liabilities"""
    paid_in: int
    """capital and capital surplus"""
    retained: int
    """이익잉여금, negative after great losses"""
    sales: int
    operating: int
    """영업이익"""
    depreciation: int
    """of the costs of selling and administration"""
    administration: int
    """판매 및 관리비"""
    other_income: int
    other_expense: int
    special_gain: int
    special_loss: int
    net: int
    """당기순이익, after taxes"""
    dividend: int
    """won a share for the fiscal year; known with the year's statement, else 0"""

    @property
    def assets(self) -> int:
        """자산총계."""
        return self.current_assets + self.fixed_assets

    @property
    def liabilities(self) -> int:
        """부채총계."""
        return self.current_liabilities + self.fixed_liabilities

    @property
    def equity(self) -> int:
        """자본총계."""
        return self.paid_in + self.retained

    @property
    def gross(self) -> int:
        """매출총이익."""
        return self.operating + self.administration

    @property
    def cost(self) -> int:
        """매출원가."""
        return self.sales - self.gross

    @property
    def ordinary(self) -> int:
        """경상이익."""
        return self.operating + self.other_income - self.other_expense

    @property
    def ebitda(self) -> int:
        """Operating income before depreciation."""
        return self.operating + self.depreciation

    @property
    def eps(self) -> float:
        """Won of net income a share."""
        return self.net * _MILLION / self.shares

    @property
    def bps(self) -> float:
        """Won of equity a share."""
        return self.equity * _MILLION / self.shares

    @property
    def sps(self) -> float:
        """Won of sales a share."""
        return self.sales * _MILLION / self.shares

    @property
    def dividends(self) -> int:
        """What the year's dividend comes to."""
        return self.dividend * self.shares // _MILLION


@dataclass(frozen=True, slots=True)
class _Year:
    """What a fiscal year comes to."""

    equity: int
    """at its end"""
    net: int
    dividend: int
    """won a share"""
    leverage: float
    """liabilities in parts of the equity, at its end"""
    turnover: float
    """sales in parts of the assets"""


class Accounts:
    """All statements of one company."""

    def __init__(self, seed: int, listing: Listing) -> None:
        random = noise.stream(seed, listing.symbol, "company")
        self._key = noise.key(seed, listing.symbol, "statement")
        self.shares = listing.listed_shares
        value = listing.base_price * listing.listed_shares / _MILLION
        dear = 0.75 if listing.market == "KOSDAQ" else 0.15
        book = value / min(max(random.lognormvariate(dear, 0.5), 0.3), 9.0)
        large = listing.kospi200 not in {"", "0"}
        odd = not large and random.random() < _ODD
        self.closing_month = random.choice(_ODD_CLOSINGS) if odd else _MONTHS
        ceiling = book * _MILLION / self.shares * 0.2
        faces = [face for face in _FACES if face <= ceiling][:3] or [_FACES[-1]]
        self.face_value = random.choice(faces)
        self._paid_in = int(max(book * random.uniform(0.12, 0.45), self.capital / 0.9))
        self._current = random.uniform(0.3, 0.6)
        self._quick = random.uniform(0.45, 0.85)
        self._due_soon = random.uniform(0.45, 0.75)
        self._borrowed = random.uniform(0.1, 0.5)
        self._administration = random.uniform(0.06, 0.2)
        self._depreciation = random.uniform(0.1, 0.4)
        payout = random.choice(_LARGE_PAYOUTS if large else _PAYOUTS)
        usual = random.gauss(0.1, 0.025) if large else random.gauss(0.075, 0.055)
        usual = -0.12 if listing.administrative else usual
        leverage, turnover = random.lognormvariate(-0.3, 0.5), random.uniform(0.4, 1.2)
        years = range(_FIRST_YEAR, _LAST_YEAR + 1)
        returns = [min(max(random.gauss(usual, 0.035), -0.3), 0.3) for _ in years]
        kept = [1 - payout * max(rate, 0.0) for rate in returns]
        level = {_LEVEL_YEAR: book}
        for number in range(_LEVEL_YEAR - _FIRST_YEAR, 0, -1):
            year = _FIRST_YEAR + number
            level[year - 1] = level[year] * (1 - returns[number]) / kept[number - 1]
        for number in range(_LEVEL_YEAR - _FIRST_YEAR + 1, len(years)):
            year = _FIRST_YEAR + number
            level[year] = level[year - 1] * kept[number - 1] / (1 - returns[number])
        self._years: dict[int, _Year] = {}
        step = 50 if listing.base_price >= _FACES[0] else 10
        for before, year in pairwise(years):
            paid = self._years[before].dividend if before in self._years else 0
            net = int(level[year]) - int(level[before]) + paid * self.shares // _MILLION
            share = max(net, 0) * payout * _MILLION / self.shares
            leverage *= random.uniform(0.93, 1.07)
            self._years[year] = _Year(
                equity=int(level[year]),
                net=net,
                dividend=round(share / step) * step,
                leverage=leverage,
                turnover=turnover * random.uniform(0.9, 1.1),
            )

    @property
    def capital(self) -> int:
        """자본금, won in millions."""
        return self.face_value * self.shares // _MILLION

    def dividend(self, year: int) -> int:
        """Won a share for a fiscal year; 0 for one that is out of reach."""
        found = self._years.get(year)
        return found.dividend if found else 0

    def published(self, day: date, *, yearly: bool) -> list[Period]:
        """The periods whose statements can be read on a day, newest first."""
        quarters = (_QUARTERS,) if yearly else range(_QUARTERS, 0, -1)
        periods = (
            Period(year, quarter, self.closing_month)
            for year in range(min(day.year + 1, _LAST_YEAR), _FIRST_YEAR + 1, -1)
            for quarter in quarters
        )
        return [period for period in periods if period.published <= day]

    def statement(self, period: Period) -> Statement:
        """The statement of a period. Raises KeyError for a year that is out of reach."""
        year, before = self._years[period.year], self._years[period.year - 1]
        part = self._part(period)
        whole = period.quarter == _QUARTERS
        paid = before.dividend * self.shares // _MILLION
        net = year.net if whole else round(year.net * part)
        equity = before.equity + net - paid
        liabilities = round(equity * self._between(before.leverage, year.leverage, period))
        assets = equity + liabilities
        full = max(year.turnover * year.equity * (1 + year.leverage), 5.0 * abs(year.net))
        sales = round(full * (1.0 if whole else part + 0.1 * (period.quarter / _QUARTERS - part)))
        special_gain = round(abs(net) * 0.02 * self._wobble(period, 0))
        special_loss = round(abs(net) * 0.02 * self._wobble(period, 1))
        before_tax = net if net <= 0 else round(net / (1 - _TAX))
        ordinary = before_tax - special_gain + special_loss
        other_income = round(sales * 0.02 * self._wobble(period, 2))
        other_expense = round(sales * 0.02 * self._wobble(period, 3))
        current_assets = round(assets * self._current * (0.9 + 0.2 * self._wobble(period, 4)))
        current_liabilities = round(
            liabilities * self._due_soon * (0.9 + 0.2 * self._wobble(period, 5))
        )
        administration = round(sales * self._administration * (0.9 + 0.2 * self._wobble(period, 6)))
        return Statement(
            period=period,
            shares=self.shares,
            current_assets=current_assets,
            quick_assets=round(current_assets * self._quick),
            fixed_assets=assets - current_assets,
            current_liabilities=current_liabilities,
            fixed_liabilities=liabilities - current_liabilities,
            borrowings=round(liabilities * self._borrowed),
            paid_in=self._paid_in,
            retained=equity - self._paid_in,
            sales=sales,
            operating=ordinary - other_income + other_expense,
            depreciation=round(administration * self._depreciation),
            administration=administration,
            other_income=other_income,
            other_expense=other_expense,
            special_gain=special_gain,
            special_loss=special_loss,
            net=net,
            dividend=year.dividend if whole else 0,
        )

    def _part(self, period: Period) -> float:
        """Of the fiscal year's income, up to the end of the quarter."""
        if period.quarter == _QUARTERS:
            return 1.0
        return (period.quarter + 0.4 * (self._wobble(period, 7) - 0.5)) / _QUARTERS

    def _between(self, before: float, after: float, period: Period) -> float:
        return before + (after - before) * period.quarter / _QUARTERS

    def _wobble(self, period: Period, lane: int) -> float:
        """A draw from (0, 1) of the fiscal year; income lines grow evenly through its quarters."""
        number = period.year * _QUARTERS + (period.quarter if lane >= 7 else 0)  # noqa: PLR2004
        return noise.uniform(self._key, number, lane)
