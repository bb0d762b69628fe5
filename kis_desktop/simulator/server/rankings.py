"""Rankings (순위분석): the universe filtered as a request asks, sorted, cut to a page.

Sorting goes by a glance at every instrument; the rows show what the quote of the same moment shows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from kis_desktop.simulator.auctions import gathering_phases
from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.index_list import INDICES, members
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import BOARDS, change_fields
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.replies import invalid_input
from kis_desktop.simulator.server.wire_text import won
from kis_desktop.simulator.universe import Kind, Listing, Universe
from kis_desktop.simulator.views import Board, BookView, Snapshot, moment

PAGE = 30
_WHOLE_MARKETS = {"0001": "KOSPI", "1001": "KOSDAQ"}
_ALL = frozenset({"", "0000"})
_PRICES = ("FID_INPUT_PRICE_1", "FID_INPUT_PRICE_2")
RANGE_PRICES = ("FID_APLY_RANG_PRC_1", "FID_APLY_RANG_PRC_2")
_LEAST_VOLUME = ("FID_VOL_CNT", "FID_APLY_RANG_VOL", "FID_INPUT_VOL_1")
_MARGIN_RATES = (30, 40, 50, 60, 100)

Belongs = Callable[[Listing], bool]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One instrument with its figures of the board that is ranked."""

    listing: Listing
    snapshot: Snapshot

    @property
    def rate(self) -> float:
        """전일 대비율 as it is shown, percent."""
        return self.snapshot.change_rate


@dataclass(frozen=True, slots=True)
class Peeked:
    """A ranked instrument with its book."""

    listing: Listing
    snapshot: Snapshot
    book: BookView


Key = Callable[[Ranked], float | None]
"""what is ranked by, the largest first; None: not in the ranking"""


def is_preferred(listing: Listing) -> bool:
    """우선주: the last figure of a share's code is no nought."""
    return listing.kind is Kind.STOCK and listing.symbol[-1] != "0"


def _is_common(listing: Listing) -> bool:
    return listing.kind is Kind.STOCK and not is_preferred(listing)


def _never(_: Listing) -> bool:
    return False


SHARES: dict[str, Belongs] = {"1": _is_common, "2": is_preferred}
"""FID_DIV_CLS_CODE where it tells common from preferred shares"""
STATES: dict[str, Belongs] = {
    "1": lambda one: one.administrative,
    "2": lambda one: one.alert == "01",
    "3": lambda one: one.alert == "02",
    "4": _never,
    "5": lambda one: one.alert == "03",
    "6": _is_common,
    "7": is_preferred,
}
"""FID_DIV_CLS_CODE where it tells 관리종목 from 투자주의 and so on; no 위험예고 is known here"""

_EXCLUSIONS: tuple[Belongs, ...] = (
    lambda one: one.alert != "00",
    lambda one: one.administrative,
    _never,
    _never,
    is_preferred,
    lambda one: one.halted,
    lambda one: one.kind is Kind.ETF,
    lambda one: one.kind is Kind.ETN,
    lambda one: not one.credit,
    lambda one: "스팩" in one.name,
)
"""FID_TRGT_EXLS_CLS_CODE by place: 투자위험·경고·주의, 관리, 정리매매, 불성실공시, 우선주,
거래정지, ETF, ETN, 신용주문불가, SPAC; nothing here is in liquidation or unfaithful"""


def candidates(
    call: Call,
    classes: dict[str, Belongs] | None = None,
    *,
    funds: bool = True,
    price_names: tuple[str, str] = _PRICES,
    targets: bool = True,
) -> list[Ranked]:
    """What a request ranks, in listed order; `classes` are the meanings of FID_DIV_CLS_CODE,
    `price_names` the fields of the lowest and the highest price; without `targets`
    FID_TRGT_CLS_CODE and FID_TRGT_EXLS_CLS_CODE are not looked at.

    Raises CallRefused for a wrong market or a number that is none.
    """
    board = ranked_board(call)
    lowest, highest = (call.number(name) for name in price_names)
    least = next((call.number(name) for name in _LEAST_VOLUME if call.text(name)), 0)
    belongs = (classes or {}).get(call.text("FID_DIV_CLS_CODE"))
    market = call.market
    symbols = symbols_of(call, call.text("FID_INPUT_ISCD"))
    found = []
    for listing, snapshot in zip(market.universe.listings, market.overview(), strict=True):
        if (
            (symbols is None or listing.symbol in symbols)
            and (funds or not listing.is_etp)
            and (belongs is None or belongs(listing))
            and (board is not Board.NXT or market.trades_on_nxt(listing.symbol))
            and snapshot.last >= lowest
            and (not highest or snapshot.last <= highest)
            and snapshot.volume >= least
            and (not targets or _is_target(call, listing))
        ):
            found.append(Ranked(listing, snapshot))
    return found


def whole_market(call: Call) -> list[Ranked]:
    """The shares of the market or index of a request, whatever else it filters."""
    symbols = symbols_of(call, call.text("FID_INPUT_ISCD"))
    pairs = zip(call.market.universe.listings, call.market.overview(), strict=True)
    return [
        Ranked(listing, snapshot)
        for listing, snapshot in pairs
        if not listing.is_etp and (symbols is None or listing.symbol in symbols)
    ]


def top(
    call: Call, found: Iterable[Ranked], key: Key, *, size: int = PAGE
) -> list[tuple[int, Ranked]]:
    """The first rows with their ranks.

    Where a glance does not tell what the quote does, rows are sorted by what that tells.
    """
    rows = best(found, key, size)
    if not _glance_tells(call):
        rows = best([as_quoted(call, one) for one in rows], key, size)
    return list(enumerate(rows, start=1))


def as_quoted(call: Call, one: Ranked) -> Ranked:
    """With the figures that the quote of this moment has."""
    if _glance_tells(call):
        return one
    return Ranked(one.listing, _peeked(call, one, ranked_board(call)).snapshot)


def top_with_books(
    call: Call, found: Iterable[Ranked], key: Key, *, size: int = PAGE, first: int = 1
) -> list[tuple[int, Peeked]]:
    """As `top`, with the books, from the rank `first` on."""
    board = ranked_board(call)
    ranked = top(call, found, key, size=size + first - 1)[first - 1 :]
    return [(rank, _peeked(call, one, board)) for rank, one in ranked]


def symbols_of(call: Call, code: str) -> frozenset[str] | None:
    """The instruments of a market or an index by its code, None for all of them."""
    return _symbols(code, call.market.universe)


def ranked_board(call: Call) -> Board:
    """Whose prices are ranked. Raises CallRefused."""
    division = call.text("FID_COND_MRKT_DIV_CODE") or "J"
    if division not in BOARDS:
        raise CallRefused(invalid_input("FID_COND_MRKT_DIV_CODE"))
    return BOARDS[division]


def quote_fields(snapshot: Snapshot) -> dict[str, Value]:
    """현재가, 전일 대비, 부호, 대비율, 누적 거래량: what nearly every row begins with."""
    return {**change_fields(snapshot), "acml_vol": won(snapshot.volume)}


def best(found: Iterable[Ranked], key: Key, size: int) -> list[Ranked]:
    """The first by a glance; of equals, those that were traded most the day before."""
    keyed = [(value, _yesterday(one), one) for one in found if (value := key(one)) is not None]
    keyed.sort(key=lambda entry: entry[:2], reverse=True)
    return [one for *_, one in keyed[:size]]


def _yesterday(one: Ranked) -> int:
    """Won, roughly."""
    return one.snapshot.previous_volume * one.snapshot.base


def _glance_tells(call: Call) -> bool:
    """Whether a sleeper's glance is what its quote will be: on the KRX, but for what is traded
    before the open, which a waking instrument makes up for.
    """
    if ranked_board(call) is not Board.KRX:
        return False
    market = call.market
    at_open = market.clock.now() == moment(market.trade_date, hours(market.trade_date).open)
    return not at_open and market.phase() not in gathering_phases(closing=False)


def _peeked(call: Call, one: Ranked, board: Board) -> Peeked:
    snapshot, book = call.market.peek(one.listing.symbol, board)
    return Peeked(one.listing, snapshot, book)


@lru_cache(maxsize=32)
def _symbols(code: str, universe: Universe) -> frozenset[str] | None:
    """The instruments of a market or an index, None for all of them."""
    if code in _ALL:
        return None
    listings = universe.listings
    if code in _WHOLE_MARKETS:
        return frozenset(one.symbol for one in listings if one.market == _WHOLE_MARKETS[code])
    definition = next((one for one in INDICES if one.code == code), None)
    held = members(definition, listings) if definition is not None else ()
    return frozenset(one.symbol for one in held)


def _is_target(call: Call, listing: Listing) -> bool:
    """By FID_TRGT_CLS_CODE and FID_TRGT_EXLS_CLS_CODE, a figure for each property."""
    wanted, unwanted = call.text("FID_TRGT_CLS_CODE"), call.text("FID_TRGT_EXLS_CLS_CODE")
    if len(unwanted) > 1 and any(
        flag == "1" and excluded(listing)
        for flag, excluded in zip(unwanted, _EXCLUSIONS, strict=False)
    ):
        return False
    if len(wanted) < len(_MARGIN_RATES) or "1" not in wanted or "0" not in wanted:
        return True
    margin = max(listing.margin_rate, _MARGIN_RATES[0])
    on_margin = margin in _MARGIN_RATES and wanted[_MARGIN_RATES.index(margin)] == "1"
    return on_margin or (listing.credit and "1" in wanted[len(_MARGIN_RATES) :])
