"""변동성완화장치 (VI): from which price on continuous trading gives way to a call auction."""

from dataclasses import dataclass
from enum import StrEnum

from kis_desktop.simulator.universe import Kind, Listing
from kis_desktop.simulator.views import Board, Phase

_STATIC = 10
"""percent of the reference price, the last price of a call auction"""
_DYNAMIC_LARGE, _DYNAMIC = 3, 6
"""percent of the last trade: of the KOSPI200 and of ETF upon it, of all others"""


class ViKind(StrEnum):
    """Which of the two has stopped the trading."""

    STATIC = "static"
    DYNAMIC = "dynamic"


@dataclass(frozen=True, slots=True)
class ViMark:
    """A VI that is in force."""

    kind: ViKind
    reference: int
    """the price that it was reckoned from"""
    since: int
    """microseconds since midnight"""


class Volatility:
    """The bounds of one instrument on one exchange; the NXT has the static VI alone."""

    __slots__ = ("_board", "_dynamic", "_large", "reference")

    def __init__(self, listing: Listing, board: Board, reference: int) -> None:
        self._board = board
        self._large = listing.kospi200 not in {"", " ", "0"} or listing.kind is Kind.ETF
        self._dynamic = _DYNAMIC
        self.reference = reference
        self.begin(Phase.CONTINUOUS)

    def begin(self, phase: Phase) -> None:
        """Takes up the percentages of a session."""
        narrow = self._large or phase is Phase.AFTER_MARKET
        self._dynamic = _DYNAMIC_LARGE if narrow else _DYNAMIC

    def bound(self, last: int, *, rising: bool) -> float:
        """The first price that stops the trading, coming from the last trade."""
        sign = 1 if rising else -1
        static = self.reference * (100 + sign * _STATIC) / 100
        if self._board is not Board.KRX:
            return static
        dynamic = last * (100 + sign * self._dynamic) / 100
        return min(static, dynamic) if rising else max(static, dynamic)

    def mark(self, last: int, at: int, *, rising: bool) -> ViMark:
        """What stands when that price has been reached."""
        static = self.reference * (100 + (_STATIC if rising else -_STATIC)) / 100
        bound = self.bound(last, rising=rising)
        if bound == static:
            return ViMark(ViKind.STATIC, self.reference, at)
        return ViMark(ViKind.DYNAMIC, last, at)
