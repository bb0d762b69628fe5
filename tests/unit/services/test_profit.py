"""Realised profit: a period that cannot be is refused before it is asked for."""

from datetime import date

import pytest

from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.profit import IndexClose, ProfitReport, ProfitTotals
from kis_desktop.services.profit import Profit


class Bank:
    """Answers with what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[date, date]] = []

    async def days(self, start: date, end: date) -> ProfitReport:
        self.asked.append((start, end))
        return ProfitReport(start, end, (), ProfitTotals(*(None,) * 6))

    async def trades(self, start: date, end: date) -> ProfitReport:
        return await self.days(start, end)

    async def index(self, start: date, end: date) -> tuple[IndexClose, ...]:
        self.asked.append((start, end))
        return ()


async def test_both_ends_of_a_period_are_asked_for() -> None:
    bank = Bank()
    profit, day = Profit(bank), date(2026, 11, 20)
    assert (await profit.days(day, day)).start == day
    assert (await profit.trades(day, day)).end == day
    assert await profit.index(day, day) == ()
    assert bank.asked == [(day, day)] * 3


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (date(2026, 11, 20), date(2026, 11, 19), "profit.period_reversed"),
        (date(2020, 11, 20), date(2026, 11, 20), "profit.period_too_long"),
    ],
)
async def test_a_period_that_cannot_be_is_refused(start: date, end: date, told: str) -> None:
    profit = Profit(Bank())
    for method in (profit.days, profit.trades, profit.index):
        with pytest.raises(InvalidInput) as refused:
            await method(start, end)
        assert refused.value.message.id == told
