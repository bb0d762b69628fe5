"""What the channels of Korean futures and options tell: prints, books, expectations, notices."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from kis_desktop.simulator import noise
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.markets.domestic_futureoption.market import KoreanDerivatives
from kis_desktop.simulator.markets.domestic_futureoption.standing import Standing
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.futureoption_rows import (
    book_fields,
    fine,
    interest_fields,
    percent,
    points,
    sign_of,
    strength,
    theory_fields,
    total_fields,
)
from kis_desktop.simulator.server.layout import Value, Values
from kis_desktop.simulator.server.wire_text import rate, share, sign

FAMILY = "domestic_futureoption"
_BOOK_EVERY = timedelta(seconds=2)
"""a book changes so often"""
_LIMITED = "2"
"""DYNM_PRC_LIMT_YN as it was seen on the wire; what other values mean is not known"""
_OPENING, _CLOSING = "110", "121"
_BLOCK_DEALS = 0.002

Record = Callable[[Market, str, Instrument, Standing], Values]


def heard(market: Market, key: str, *, option: bool) -> Instrument | None:
    """The instrument of a key; where options are told, a future stands for the call at the money.

    Programs register futures there.
    """
    derivatives = market.others.derivatives
    found = derivatives.find(key)
    if found is None or not option:
        return found if found is not None and found.contract.right is None else None
    return found if found.contract.right is not None else derivatives.option_of(found)


def prints(id_: str, record: Record, *, option: bool = False, night: bool = False) -> Streamed:
    """A channel of trades."""

    def records(
        market: Market, key: str, since: datetime | None, now: datetime
    ) -> Iterable[Values]:
        instrument = heard(market, key, option=option)
        assert instrument is not None
        course = instrument.course(night=night)
        derivatives = market.others.derivatives
        made = course.prints(now, 1) if since is None else course.prints_between(since, now)
        for one in made:
            at = now if since is None else one.time
            standing = derivatives.standing(instrument, night=night, at=at)
            size: Values = {"last_cnqn": one.size, "bsop_hour": one.time.time()}
            yield {**record(market, key, instrument, standing), **size}

    return Streamed(f"{FAMILY}/{id_}", _knows(option=option), records)


def books(
    id_: str, what: str, *, levels: int = 5, option: bool = False, night: bool = False
) -> Streamed:
    """A channel of books; `what` stands before the names of the prices."""
    code = "optn_shrn_iscd" if option else "futs_shrn_iscd"

    def records(
        market: Market, key: str, since: datetime | None, now: datetime
    ) -> Iterable[Values]:
        instrument = heard(market, key, option=option)
        assert instrument is not None
        course = instrument.course(night=night)
        if since is not None and not _moved(course.session(now).is_open(now), since, now):
            return
        book, before = course.book(now, levels), course.book(now - _BOOK_EVERY, levels)
        yield {
            code: key,
            "bsop_hour": book.time.time(),
            **book_fields(book, what, levels),
            **total_fields(book),
            "total_askp_rsqn_icdc": book.total_ask - before.total_ask,
            "total_bidp_rsqn_icdc": book.total_bid - before.total_bid,
        }

    return Streamed(f"{FAMILY}/{id_}", _knows(option=option), records)


def expectations(
    id_: str, *, option: bool, night: bool = False, with_size: bool = True
) -> Streamed:
    """A channel that tells once a second what the auction would end in."""
    code = "optn_shrn_iscd" if option else "futs_shrn_iscd"

    def records(
        market: Market, key: str, since: datetime | None, now: datetime
    ) -> Iterable[Values]:
        instrument = heard(market, key, option=option)
        assert instrument is not None
        expected = instrument.expectation(now, night=night)
        same = since is not None and since.replace(microsecond=0) == now.replace(microsecond=0)
        if expected is None or same:
            return
        moved = expected.price - expected.base
        opening = not instrument.course(night=night).session(now).start <= now
        values: dict[str, Value] = {
            code: key,
            "bsop_hour": expected.time.time(),
            "antc_cnpr": points(expected.price),
            "antc_cntg_vrss": points(moved),
            "antc_cntg_vrss_sign": sign(moved),
            "antc_cntg_prdy_ctrt": share(moved, expected.base),
            "antc_mkop_cls_code": _OPENING if opening else _CLOSING,
        }
        if with_size:
            values["antc_cnqn"] = expected.size
        yield values

    return Streamed(f"{FAMILY}/{id_}", _knows(option=option), records)


def future_record(market: Market, key: str, instrument: Instrument, standing: Standing) -> Values:
    """A trade of an index or commodity future."""
    quote = standing.quote
    return {
        "futs_shrn_iscd": key,
        "futs_prpr": points(quote.last),
        "futs_prdy_vrss": points(quote.change),
        "futs_prdy_ctrt": quote.change_rate,
        "futs_oprc": points(quote.open),
        "futs_hgpr": points(quote.high),
        "futs_lwpr": points(quote.low),
        "futs_askp1": points(quote.ask),
        "futs_bidp1": points(quote.bid),
        **_future(market, instrument, standing, "vrss_nmix_prpr"),
    }


def by_day(record: Record) -> Record:
    """The record with what the day's channels add: deals by agreement."""

    def whole(market: Market, key: str, instrument: Instrument, standing: Standing) -> Values:
        day = noise.key(0, key, standing.quote.trade_date)
        part = _BLOCK_DEALS * noise.uniform(day, 0, 1)
        deals = int(standing.quote.volume * part)
        return {**record(market, key, instrument, standing), "dscs_bltr_acml_qty": deals}

    return whole


def share_future_record(
    market: Market, key: str, instrument: Instrument, standing: Standing
) -> Values:
    """A trade of a future on a share."""
    quote = standing.quote
    return {
        "futs_shrn_iscd": key,
        "stck_prpr": points(quote.last),
        "prdy_vrss": points(quote.change),
        "futs_prdy_ctrt": quote.change_rate,
        "stck_oprc": points(quote.open),
        "stck_hgpr": points(quote.high),
        "stck_lwpr": points(quote.low),
        "askp1": points(quote.ask),
        "bidp1": points(quote.bid),
        **_future(market, instrument, standing, "vrss_prpr"),
    }


def option_record(_: Market, key: str, instrument: Instrument, standing: Standing) -> Values:
    """A trade of an option."""
    quote, greeks = standing.quote, standing.greeks
    names = ("delta", "gama", "vega", "theta", "rho")
    return {
        "optn_shrn_iscd": key,
        "optn_prpr": points(quote.last),
        "optn_prdy_vrss": points(quote.change),
        "prdy_ctrt": quote.change_rate,
        "optn_oprc": points(quote.open),
        "optn_hgpr": points(quote.high),
        "optn_lwpr": points(quote.low),
        "optn_askp1": points(quote.ask),
        "optn_bidp1": points(quote.bid),
        "prmm_val": points(quote.last),
        "invl_val": points(standing.intrinsic),
        "tmvl_val": points(quote.last - standing.intrinsic),
        **{name: fine(greeks[name]) for name in names},
        "hts_ints_vltl": percent(standing.implied),
        "unas_hist_vltl": percent(standing.realized),
        **_common(instrument, standing, "vrss_nmix_prpr"),
    }


def with_limits(record: Record, *, average: bool = False) -> Record:
    """The record with the limits in force; `average`: what index options by day add to it."""

    def whole(market: Market, key: str, instrument: Instrument, standing: Standing) -> Values:
        values: dict[str, Value] = {
            **record(market, key, instrument, standing), **_dynamic(standing),
        }  # fmt: skip
        if average:
            values["avrg_vltl"] = percent(standing.usual)
            values["dscs_lrqn_vol"] = int(standing.quote.volume * _BLOCK_DEALS / 2)
        return values

    return whole


def _future(
    market: Market, instrument: Instrument, standing: Standing, compared: str
) -> Mapping[str, Value]:
    near, far = _months(market.others.derivatives, instrument, standing)
    return {
        "nmsc_fctn_stpl_prc": points(near),
        "fmsc_fctn_stpl_prc": points(far),
        "spead_prc": points(far - near),
        **_common(instrument, standing, compared),
        **_dynamic(standing),
    }


def _common(instrument: Instrument, standing: Standing, compared: str) -> Mapping[str, Value]:
    quote = standing.quote
    now, night = standing.at, standing.night
    found: dict[str, Value] = {
        "prdy_vrss_sign": sign_of(standing),
        "acml_vol": quote.volume,
        "acml_tr_pbmn": standing.turnover,
        **theory_fields(standing),
        "mrkt_basis": points(standing.market_basis),
        "thpr_basis": points(standing.basis),
        "esdg": points(standing.gap),
        **interest_fields(standing),
        "otst_stpl_rgbf_qty_icdc": standing.interest_step,
        "shnu_rate": rate(quote.bought / quote.volume if quote.volume else 0.0),
        "cttr": strength(standing),
        "prdy_vol_vrss_acml_vol_rate": share(quote.volume, quote.previous_volume),
        "seln_cntg_smtn": quote.sold,
        "shnu_cntg_smtn": quote.bought,
    }
    times = instrument.extreme_times(now, night=night)
    edges = zip(("oprc", "hgpr", "lwpr"), (quote.open, quote.high, quote.low), times, strict=True)
    for name, price, at in edges:
        found[f"{name}_hour"] = at
        found[f"{name}_vrss_prpr_sign"] = sign(quote.last - price)
        found[f"{name}_{compared}"] = points(quote.last - price)
    sold, bought = _deals(instrument, quote.sold), _deals(instrument, quote.bought)
    found |= {"seln_cntg_csnu": sold, "shnu_cntg_csnu": bought, "ntby_cntg_csnu": bought - sold}
    book = instrument.course(night=night).book(now, 5)
    found |= {
        "askp_rsqn1": book.asks[0].size if book.asks else 0,
        "bidp_rsqn1": book.bids[0].size if book.bids else 0,
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
    }
    return found


def _dynamic(standing: Standing) -> Mapping[str, Value]:
    low, high = standing.dynamic_limits
    return {
        "dynm_mxpr": points(high), "dynm_llam": points(low), "dynm_prc_limt_yn": _LIMITED,
    }  # fmt: skip


def _deals(instrument: Instrument, volume: int) -> int:
    """How many deals a volume was made of."""
    usual = 108 + noise.key(0, instrument.contract.code) % 45
    return (volume * 100 + usual - 1) // usual


def _months(
    derivatives: KoreanDerivatives, instrument: Instrument, standing: Standing
) -> tuple[int, int]:
    """Last prices of the next two futures of a product."""
    night = standing.night
    near, far = (
        one.course(night=night).quote(standing.at).last
        for one in derivatives.futures(instrument.contract.product, 2)
    )
    return near, far


def _moved(is_open: bool, since: datetime, now: datetime) -> bool:  # noqa: FBT001
    step = _BOOK_EVERY.total_seconds()
    return is_open and since.timestamp() // step != now.timestamp() // step


def _knows(*, option: bool) -> Callable[[Market, str], bool]:
    return lambda market, key: heard(market, key, option=option) is not None
