"""The member houses (회원사) and what of a day's volume goes through each, a pure function."""

from dataclasses import dataclass

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.investors import Days, Ints, Investor, Split


@dataclass(frozen=True, slots=True)
class House:
    """A member of the exchange."""

    code: str
    name: str
    english: str
    individuals: float
    """weight in what individuals and companies trade, against the other houses'"""
    institutions: float
    foreigners: float
    foreign: bool
    """외국계"""


_DOMESTIC = (
    ("00050", "키움증권", "KIWOOM", 30.0, 3.0, 2.0),
    ("00005", "미래에셋증권", "MIRAE", 13.0, 11.0, 3.0),
    ("00003", "한국투자증권", "KIS", 11.0, 12.0, 3.5),
    ("00012", "NH투자증권", "NH", 9.0, 11.0, 4.0),
    ("00017", "KB증권", "KB", 9.5, 10.0, 3.0),
    ("00030", "삼성증권", "SAMSUNG", 8.5, 9.0, 4.0),
    ("00002", "신한투자증권", "SHINHAN", 6.0, 9.0, 6.0),
    ("00004", "대신증권", "DAISHIN", 3.5, 4.0, 0.6),
    ("00010", "메리츠증권", "MERITZ", 2.6, 6.0, 1.5),
    ("00009", "한화투자증권", "HANWHA", 1.5, 3.0, 0.4),
    ("00056", "토스증권", "TOSS", 3.5, 0.1, 0.1),
    ("00025", "유안타증권", "YUANTA", 1.6, 2.0, 0.6),
    ("00006", "하나증권", "HANA", 3.0, 6.0, 1.5),
    ("00024", "유진투자증권", "EUGENE", 1.2, 2.5, 0.2),
    ("00001", "교보증권", "KYOBO", 0.9, 3.5, 0.2),
    ("00063", "iM증권", "IM", 0.7, 2.0, 0.2),
    ("00031", "SK증권", "SK", 0.9, 2.5, 0.2),
)
_FOREIGN = (
    ("00036", "모간스탠리", "MORGAN ST", 0.02, 1.2, 17.0),
    ("00033", "JP모간", "JP MORGAN", 0.02, 1.2, 15.0),
    ("00042", "UBS증권", "UBS", 0.02, 1.0, 12.0),
    ("00044", "메릴린치", "MERRILL", 0.02, 0.6, 10.0),
    ("00045", "골드만삭스", "GOLDMAN", 0.02, 0.8, 9.0),
    ("00037", "씨티그룹", "CITI", 0.02, 0.6, 6.0),
    ("00054", "맥쿼리", "MACQUARIE", 0.02, 0.4, 3.0),
    ("00040", "CLSA증권", "CLSA", 0.02, 0.3, 3.0),
)
HOUSES = (
    *(House(*row, foreign=False) for row in _DOMESTIC),
    *(House(*row, foreign=True) for row in _FOREIGN),
)
"""The first takes what is left over by rounding."""
COMPANY = 2
"""당사: the place of the house that serves this interface"""
FOREIGN = np.array([house.foreign for house in HOUSES])

_WEIGHTS = np.array(
    [
        [house.individuals for house in HOUSES],
        [house.institutions for house in HOUSES],
        [house.foreigners for house in HOUSES],
    ]
)
_ROW_OF = np.array([0, 2, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0])
"""which of the weights hold for each investor"""
_LANES = 160
_WHIM = 2.4
assert len(_ROW_OF) == len(Investor)


def through_houses(days: Days, split: Split) -> tuple[Ints, Ints]:
    """Shares bought and sold through each house: shares by days by houses."""
    return (
        _dealt(days, split.bought, _LANES),
        _dealt(days, split.sold, _LANES + len(HOUSES)),
    )


def _dealt(days: Days, traded: Ints, first: int) -> Ints:
    lanes = np.arange(first, first + len(HOUSES), dtype=np.uint64)
    draws = noise.grid(days.keys[:, None, None], days.numbers[None, :, None], lanes)
    whims = np.exp(_WHIM * (draws - 0.5))
    dealt = np.zeros(whims.shape)
    for row, weights in enumerate(_WEIGHTS):
        parts = weights * whims
        parts /= parts.sum(axis=-1, keepdims=True)
        dealt += parts * traded[..., row == _ROW_OF].sum(axis=-1)[..., None]
    through = np.floor(dealt).astype(np.int64)
    through[..., 0] = traded.sum(axis=-1) - through[..., 1:].sum(axis=-1)
    return through
