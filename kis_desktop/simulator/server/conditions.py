"""The trader's saved conditions (조건검색) and what each finds among all instruments now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.views import Snapshot

MOST = 100
_MOVED, _STRONG = 2.0, 120.0
"""percent"""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as it was saved in the HTS."""

    number: str
    group: str
    name: str
    fits: Callable[[Snapshot], bool]
    rank: Callable[[Snapshot], float]
    """the highest first"""
    most: int = MOST


CONDITIONS = (
    Condition("0", "기본", "거래대금 상위 30", lambda _: True, lambda one: one.turnover, 30),
    Condition(
        "1",
        "기본",
        "52주 신고가 3% 이내",
        lambda one: one.last >= one.high_52w * 0.97,
        lambda one: one.last / one.high_52w,
    ),
    Condition(
        "2",
        "추세",
        "2% 이상 상승",
        lambda one: one.change_rate >= _MOVED,
        lambda one: one.change_rate,
    ),
    Condition(
        "3",
        "추세",
        "2% 이상 하락",
        lambda one: one.change_rate <= -_MOVED,
        lambda one: -one.change_rate,
    ),
    Condition(
        "4",
        "수급",
        "체결강도 120 이상",
        lambda one: one.strength >= _STRONG,
        lambda one: one.strength,
    ),
)


def found_by(market: Market, condition: Condition) -> list[Snapshot]:
    """What a condition finds, the first by its rank."""
    fitting: Iterable[Snapshot] = (one for one in market.overview() if condition.fits(one))
    return sorted(fitting, key=condition.rank, reverse=True)[: condition.most]
