"""Values as KIS writes them: every number a string, dates and times without separators."""

from datetime import date, datetime
from functools import lru_cache

LIMIT_UP, UP, SAME, LIMIT_DOWN, DOWN = "1", "2", "3", "4", "5"
MESSAGE_WIDTH = 80


def won(amount: int | None) -> str:
    """A whole number, "0" for an unknown one."""
    return "0" if amount is None else str(amount)


def rate(percent: float | None, decimals: int = 2) -> str:
    """A rate with fixed decimals; never a negative zero."""
    text = f"{percent or 0.0:.{decimals}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def share(part: float, whole: float) -> float:
    """`part` in percent of `whole`, 0 of nothing."""
    return part * 100 / whole if whole else 0.0


def sign(change: int, *, at_limit_up: bool = False, at_limit_down: bool = False) -> str:
    """전일 대비 부호: 1 limit up, 2 up, 3 same, 4 limit down, 5 down."""
    if at_limit_up:
        return LIMIT_UP
    if at_limit_down:
        return LIMIT_DOWN
    if change > 0:
        return UP
    return DOWN if change < 0 else SAME


def yes(flag: bool) -> str:  # noqa: FBT001 — the one argument says it all
    """Y or N."""
    return "Y" if flag else "N"


def day(value: date | None) -> str:
    """YYYYMMDD, empty for an unknown day."""
    return "" if value is None else value.strftime("%Y%m%d")


def clock(value: datetime | None) -> str:
    """HHMMSS in the zone of the value, empty for an unknown time."""
    return "" if value is None else value.strftime("%H%M%S")


def clock_of_microseconds(at: int) -> str:
    """HHMMSS of microseconds since midnight."""
    return _clock_of_seconds(at // 1_000_000)


@lru_cache(maxsize=4096)
def _clock_of_seconds(seconds: int) -> str:
    return f"{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"


def parse_day(text: str) -> date:
    """The day of YYYYMMDD; raises ValueError. The year 0000, that clients send, is the first."""
    if len(text) != len("YYYYMMDD"):
        raise ValueError(f"a day is written YYYYMMDD, not {text!r}")
    return date(max(int(text[:4]), date.min.year), int(text[4:6]), int(text[6:]))


def padded(text: str, width: int = MESSAGE_WIDTH) -> str:
    """Filled up with blanks to a width in bytes of EUC-KR, as the host does."""
    return text + " " * max(0, width - len(text.encode("cp949", errors="replace")))
