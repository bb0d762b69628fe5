"""Fields that several endpoints and channels of Korean futures and options share.

Prices are written in points with two decimals, those on shares in won with two decimals.
"""

from collections.abc import Iterable

from kis_desktop.simulator.course import CourseBook
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Expectation, Instrument
from kis_desktop.simulator.markets.domestic_futureoption.standing import Standing
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.layout import Value, Values
from kis_desktop.simulator.server.replies import refused
from kis_desktop.simulator.server.wire_text import rate, share, sign
from kis_desktop.simulator.shares import Shares
from kis_desktop.simulator.views import Refused

NIGHT_MARKETS = frozenset({"CM", "EU"})
"""FID_COND_MRKT_DIV_CODE: 야간선물, 야간옵션"""


def points(hundredths: float) -> str:
    """A price."""
    return rate(hundredths / 100)


def fine(figure: float) -> str:
    """Greeks and volatilities: four decimals."""
    return rate(figure, 4)


def percent(part: float) -> str:
    """A volatility as a part of one, in percent with four decimals."""
    return fine(part * 100)


def asked_instrument(call: Call, name: str = "FID_INPUT_ISCD") -> Instrument:
    """The instrument of a field. Raises CallRefused for an unknown code."""
    found = call.market.others.derivatives.find(call.text(name))
    if found is None:
        raise CallRefused(refused("MCA05918", "종목코드 오류입니다."))
    return found


def asked_by_night(call: Call) -> bool:
    """Whether the prices of the night session are asked for."""
    return call.text("FID_COND_MRKT_DIV_CODE").upper() in NIGHT_MARKETS


def standing_of(call: Call, instrument: Instrument, *, night: bool = False) -> Standing:
    """How it stands now."""
    return call.market.others.derivatives.standing(instrument, night=night)


def sign_of(standing: Standing) -> str:
    """전일 대비 부호."""
    low, high = standing.limits
    quote = standing.quote
    return sign(quote.change, at_limit_up=quote.last >= high, at_limit_down=quote.last <= low)


def change_fields(standing: Standing, last: str = "futs_prpr", what: str = "futs") -> Values:
    """Last price, change, sign and rate."""
    quote = standing.quote
    return {
        last: points(quote.last),
        f"{what}_prdy_vrss": points(quote.change),
        "prdy_vrss_sign": sign_of(standing),
        f"{what}_prdy_ctrt": quote.change_rate,
    }


def session_fields(standing: Standing, what: str = "futs") -> Values:
    """Open, high and low."""
    quote = standing.quote
    return {
        f"{what}_oprc": points(quote.open),
        f"{what}_hgpr": points(quote.high),
        f"{what}_lwpr": points(quote.low),
    }


def limit_fields(standing: Standing, what: str = "futs") -> Values:
    """상한가, 하한가."""
    low, high = standing.limits
    return {f"{what}_mxpr": points(high), f"{what}_llam": points(low)}


def traded_fields(standing: Standing) -> Values:
    """Volume, and turnover in thousand won."""
    return {"acml_vol": standing.quote.volume, "acml_tr_pbmn": standing.turnover}


def interest_fields(standing: Standing) -> Values:
    """Open contracts and their change of the day."""
    return {
        "hts_otst_stpl_qty": standing.interest,
        "otst_stpl_qty_icdc": standing.interest - standing.interest_before,
    }


def theory_fields(standing: Standing) -> Values:
    """이론가, 괴리율."""
    return {"hts_thpr": points(standing.theory), "dprt": standing.gap_rate}


def basis(standing: Standing) -> str:
    """이론 베이시스."""
    return points(standing.basis)


def market_basis(standing: Standing) -> str:
    """시장 베이시스: the future less the underlying."""
    return points(standing.market_basis)


def strength(standing: Standing) -> float:
    """체결강도, percent."""
    return share(standing.quote.bought, standing.quote.sold)


def expected_fields(
    expectation: Expectation | None,
    price: str = "futs_antc_cnpr",
    change: str = "futs_antc_cntg_vrss",
) -> Values:
    """What the auction would end in; nought between the auctions."""
    if expectation is None:
        return {price: "0.00", change: "0.00", "antc_cntg_vrss_sign": "0",
                "antc_cntg_prdy_ctrt": 0.0}  # fmt: skip
    moved = expectation.price - expectation.base
    return {
        price: points(expectation.price),
        change: points(moved),
        "antc_cntg_vrss_sign": sign(moved),
        "antc_cntg_prdy_ctrt": share(moved, expectation.base),
    }


def book_fields(book: CourseBook, what: str, count: int, first: int = 1) -> dict[str, Value]:
    """Prices, sizes and counts of the levels from `first` to `count`."""
    found: dict[str, Value] = {}
    for side, levels in (("askp", book.asks), ("bidp", book.bids)):
        for number in range(first, count + 1):
            level = levels[number - 1] if number <= len(levels) else None
            found[f"{what}{side}{number}"] = points(level.price if level else 0)
            found[f"{side}_rsqn{number}"] = level.size if level else 0
            found[f"{side}_csnu{number}"] = level.orders if level else 0
    return found


def total_fields(book: CourseBook) -> Values:
    """Sizes and counts of all levels."""
    return {
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
        "total_askp_csnu": book.total_ask_orders,
        "total_bidp_csnu": book.total_bid_orders,
    }


def index_fields(shares: Shares, code: str, names: Iterable[str]) -> Values:
    """Level, change, sign and rate of an index under these names; nothing when it isn't quoted."""
    level, change, sign_, rate_ = names
    try:
        view = shares.index(code)
    except Refused:
        return {}
    return {
        level: points(view.value),
        change: points(view.change),
        sign_: sign(view.change),
        rate_: view.change_rate,
    }
