"""Frames of H0STCNT0 as the wire brings them: a seeded walk, a record a frame, 46 fields."""

from __future__ import annotations

from random import Random

WIDTH = 46  # what python-kis reads; since 2026-09-14 the server sends 47 and it refuses them

_SYMBOLS = ("005930", "000660", "373220", "207940", "005380", "035420", "068270", "000270")
_OPENING, _TICK, _PREVIOUS = 70_000, 100, 69_500


def trade_frames(count: int, seed: int = 1) -> list[str]:
    """So many frames; the same ones for the same seed."""
    random = Random(seed)
    price, volume, turnover = _OPENING, 1_000_000, 70_000_000_000
    frames: list[str] = []
    for number in range(count):
        price = max(price + _TICK * random.choice((-1, 0, 0, 1)), _TICK)
        size = random.randint(1, 500)
        volume, turnover = volume + size, turnover + size * price
        record = _record(random, number, price, size, (volume, turnover))
        frames.append(f"0|H0STCNT0|001|{'^'.join(record)}")
    return frames


def _record(
    random: Random, number: int, price: int, size: int, totals: tuple[int, int]
) -> list[str]:
    minutes, seconds = divmod(number // 10, 60)
    change = price - _PREVIOUS
    sign = "2" if change > 0 else "5" if change < 0 else "3"
    high, low = max(price, _OPENING + 1_000), min(price, _OPENING - 1_000)
    fields: tuple[object, ...] = (
        random.choice(_SYMBOLS), f"{10 + minutes // 60:02d}{minutes % 60:02d}{seconds:02d}",
        price, sign, change, f"{change / _PREVIOUS * 100:.2f}", "70012.34",
        _OPENING, high, low, price + _TICK, price, size, *totals,
        8_412, 9_377, 965, f"{100 + random.random() * 10:.2f}", 480_000, 520_000,
        random.choice("15"), "0.52", "98.40", "090004", "2", price - _OPENING,
        "093012", "5", price - high, "091501", "2", price - low, "20261120", "20", "N",
        random.randint(100, 9_999), random.randint(100, 9_999), 90_120, 84_310, "0.31",
        812_334, "123.10", "0", "", _OPENING,
    )  # fmt: skip
    assert len(fields) == WIDTH
    return [str(field) for field in fields]
