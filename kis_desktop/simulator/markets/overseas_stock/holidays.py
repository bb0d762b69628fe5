"""Weekdays without trading abroad, by country, from the end of 2021 to 2028.

The United States' and Japan's follow from their rules. Those that follow the moon are listed for
the years whose calendars the exchanges have published, later ones by the lunar new year alone.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

_YEARS = range(2021, 2029)
_MONDAY, _THURSDAY, _FRIDAY, _SATURDAY, _SUNDAY = 0, 3, 4, 5, 6
_LUNAR_NEW_YEAR = {
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
}
_CHINA = {
    2021: ("1001-1007",),
    2022: ("0103", "0131-0204", "0404-0405", "0502-0504", "0603", "0912", "1003-1007"),
    2023: ("0102", "0123-0127", "0405", "0501-0503", "0622-0623", "0929-1006"),
    2024: ("0101", "0209-0216", "0404-0405", "0501-0503", "0610", "0916-0917", "1001-1007"),
    2025: ("0101", "0128-0204", "0404", "0501-0505", "0602", "1001-1008"),
    2026: ("0101-0102", "0216-0223", "0406", "0501-0505", "0619", "0925", "1001-1007"),
}
_HONG_KONG = {
    2021: ("1001", "1014", "1227"),
    2022: ("0201-0203", "0405", "0415", "0418", "0502", "0509", "0603", "0701", "0912", "1004",
           "1226-1227"),
    2023: ("0102", "0123-0125", "0405", "0407", "0410", "0501", "0526", "0622", "1002", "1023",
           "1225-1226"),
    2024: ("0101", "0212-0213", "0329", "0401", "0404", "0501", "0515", "0610", "0701", "0918",
           "1001", "1011", "1225-1226"),
    2025: ("0101", "0129-0131", "0404", "0418", "0421", "0501", "0505", "0701", "1001", "1007",
           "1029", "1225-1226"),
    2026: ("0101", "0217-0219", "0403", "0406-0407", "0501", "0525", "0619", "0701", "1001",
           "1019", "1225"),
}  # fmt: skip
_VIETNAM = {
    2022: ("0103", "0131-0204", "0411", "0502-0503", "0901-0902"),
    2023: ("0102", "0120-0126", "0501-0503", "0901", "0904"),
    2024: ("0101", "0208-0214", "0418", "0429-0501", "0902-0903"),
    2025: ("0101", "0127-0131", "0407", "0430-0502", "0901-0902"),
    2026: ("0101-0102", "0216-0220", "0427", "0430-0501", "0831-0902"),
}


@cache
def closed_days(country: str) -> frozenset[date]:
    """The closed weekdays of a country (US JP CN HK VN). Raises KeyError for another."""
    days = {"US": _american, "JP": _japanese, "CN": _chinese, "HK": _hong_kong, "VN": _vietnamese}
    return frozenset(day for day in days[country]() if day.weekday() < _SATURDAY)


@cache
def early_closes() -> frozenset[date]:
    """Days on which the exchanges of the United States close at one in the afternoon."""
    found = set()
    for year in _YEARS:
        found |= {
            date(year, 7, 3),
            _nth(year, 11, _THURSDAY, 4) + timedelta(days=1),
            date(year, 12, 24),
        }
    return frozenset(
        day for day in found if day.weekday() < _SATURDAY and day not in closed_days("US")
    )


def _american() -> Iterator[date]:
    for year in _YEARS:
        new_year = date(year, 1, 1)
        if new_year.weekday() != _SATURDAY:
            yield _observed(new_year)
        yield _nth(year, 1, _MONDAY, 3)
        yield _nth(year, 2, _MONDAY, 3)
        yield _easter(year) - timedelta(days=2)
        yield date(year, 6, 1) - timedelta(days=date(year, 5, 31).weekday() + 1)
        if year > 2021:  # noqa: PLR2004 — Juneteenth is kept since 2022
            yield _observed(date(year, 6, 19))
        yield _observed(date(year, 7, 4))
        yield _nth(year, 9, _MONDAY, 1)
        yield _nth(year, 11, _THURSDAY, 4)
        yield _observed(date(year, 12, 25))
    yield date(2025, 1, 9)


def _japanese() -> Iterator[date]:
    for year in _YEARS:
        fixed = {
            date(year, 1, 1),
            _nth(year, 1, _MONDAY, 2),
            date(year, 2, 11),
            date(year, 2, 23),
            _equinox(year, 3, 20.8431),
            date(year, 4, 29),
            date(year, 5, 3),
            date(year, 5, 4),
            date(year, 5, 5),
            _nth(year, 7, _MONDAY, 3),
            date(year, 8, 11),
            _nth(year, 9, _MONDAY, 3),
            _equinox(year, 9, 23.2488),
            _nth(year, 10, _MONDAY, 2),
            date(year, 11, 3),
            date(year, 11, 23),
        }
        yield from fixed
        for day in sorted(fixed):
            if day.weekday() == _SUNDAY:
                moved = day
                while moved in fixed:
                    moved += timedelta(days=1)
                yield moved
        bridged = (day + timedelta(days=1) for day in fixed if day + timedelta(days=2) in fixed)
        yield from bridged
        yield from (date(year, 1, 2), date(year, 1, 3), date(year, 12, 31))


def _chinese() -> Iterator[date]:
    yield from _listed(_CHINA)
    for year in _unlisted(_CHINA):
        yield from _run(_LUNAR_NEW_YEAR[year] - timedelta(days=1), 8)
        yield from (date(year, 1, 1), date(year, 4, 5))
        yield from _run(date(year, 5, 1), 5)
        yield from _run(date(year, 10, 1), 7)


def _hong_kong() -> Iterator[date]:
    yield from _listed(_HONG_KONG)
    for year in _unlisted(_HONG_KONG):
        yield from _run(_LUNAR_NEW_YEAR[year], 3)
        easter = _easter(year)
        yield from (easter - timedelta(days=2), easter + timedelta(days=1))
        for month, day in ((1, 1), (4, 5), (5, 1), (7, 1), (10, 1), (12, 25)):
            yield date(year, month, day)


def _vietnamese() -> Iterator[date]:
    yield from _listed(_VIETNAM)
    for year in _unlisted(_VIETNAM):
        yield from _run(_LUNAR_NEW_YEAR[year] - timedelta(days=1), 6)
        for month, day in ((1, 1), (4, 30), (5, 1), (9, 2), (9, 3)):
            yield date(year, month, day)


def _unlisted(table: Mapping[int, tuple[str, ...]]) -> Iterator[int]:
    return (year for year in _LUNAR_NEW_YEAR if year not in table)


def _listed(table: Mapping[int, tuple[str, ...]]) -> Iterator[date]:
    """The days of a table that names them MMDD or MMDD-MMDD."""
    for year, spans in table.items():
        for span in spans:
            first, _, last = span.partition("-")
            start, end = (
                date(year, int(text[:2]), int(text[2:])) for text in (first, last or first)
            )
            yield from _run(start, (end - start).days + 1)


def _run(start: date, days: int) -> Iterator[date]:
    return (start + timedelta(days=number) for number in range(days))


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _observed(day: date) -> date:
    """Friday for a Saturday, Monday for a Sunday."""
    return day + timedelta(days={_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0))


def _equinox(year: int, month: int, base: float) -> date:
    since = year - 1980
    return date(year, month, int(base + 0.242194 * since) - since // 4)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
