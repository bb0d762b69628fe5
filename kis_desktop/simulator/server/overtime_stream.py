"""Records of the three channels of 시간외단일가, which lost their market on 2026-09-14.

They are silent, but for a clock that is `open`: there every session is open at once, and they tell
the prints and the book of the moment as if they were those of the evening. A code that is not
listed any more has a record without prices.
"""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.index_stream import is_open_house
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.wire_text import clock_of_microseconds, share, sign
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Print, PrintSide, Snapshot

Fields = dict[str, Value]
CODE_WIDTHS = (6, 7)
_ACTIVE = {PrintSide.BUY: "1", PrintSide.AUCTION: "3", PrintSide.SELL: "5"}
_MOST_PRINTS = 100


def knows_code(_: Market, key: str) -> bool:
    """Whether it is written as codes of shares are, listed or not."""
    return len(key) in CODE_WIDTHS and key.isalnum()


def fresh_prints(
    market: Market, symbol: str, since: datetime | None, now: datetime
) -> tuple[Print, ...]:
    """The prints in (since, now], oldest first; the last one right after the registration."""
    if since is None:
        return market.recent_prints(symbol, 1)
    recent = market.recent_prints(symbol, _MOST_PRINTS)
    return tuple(one for one in reversed(recent) if since < one.time <= now)


def listed(market: Market, key: str) -> Listing | None:
    """The listing of a code, where the channels speak at all."""
    return market.universe.find(key) if is_open_house(market) else None


def unlisted(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Fields]:
    """The one record of a code that is not listed any more."""
    if since is None and is_open_house(market) and market.universe.find(key) is None:
        yield {"mksc_shrn_iscd": key, "stck_cntg_hour": now, "bsop_date": now, "trht_yn": "Y"}


def print_fields(one: Print, day: Snapshot, listing: Listing) -> Fields:
    """One print with the day's figures as they stood right after it."""
    traded = one.buy_volume + one.sell_volume
    values: Fields = {
        "mksc_shrn_iscd": one.symbol,
        "stck_cntg_hour": clock_of_microseconds(one.at),
        "stck_prpr": one.price,
        "prdy_vrss_sign": sign(
            one.change,
            at_limit_up=one.price == day.limit_up,
            at_limit_down=one.price == day.limit_down,
        ),
        "prdy_vrss": one.change,
        "prdy_ctrt": share(one.change, day.base),
        "wghn_avrg_stck_prc": one.vwap,
        "stck_oprc": one.open,
        "stck_hgpr": one.high,
        "stck_lwpr": one.low,
        "askp1": one.ask,
        "bidp1": one.bid,
        "cntg_vol": one.size,
        "acml_vol": one.volume,
        "acml_tr_pbmn": one.turnover,
        "seln_cntg_csnu": one.sell_count,
        "shnu_cntg_csnu": one.buy_count,
        "ntby_cntg_csnu": one.buy_count - one.sell_count,
        "cttr": one.strength,
        "seln_cntg_smtn": one.sell_volume,
        "shnu_cntg_smtn": one.buy_volume,
        "cntg_cls_code": _ACTIVE[one.side],
        "shnu_rate": share(one.buy_volume, traded),
        "prdy_vol_vrss_acml_vol_rate": share(one.volume, day.previous_volume),
        "bsop_date": one.day,
        "new_mkop_cls_code": "30",
        "trht_yn": listing.halted,
        "askp_rsqn1": one.ask_size,
        "bidp_rsqn1": one.bid_size,
        "total_askp_rsqn": one.total_ask,
        "total_bidp_rsqn": one.total_bid,
        "vol_tnrt": share(one.volume, listing.listed_shares),
    }
    for name, price, at in (
        ("oprc", one.open, one.open_at),
        ("hgpr", one.high, one.high_at),
        ("lwpr", one.low, one.low_at),
    ):
        values |= {
            f"{name}_hour": clock_of_microseconds(at),
            f"{name}_vrss_prpr_sign": sign(one.price - price),
            f"{name}_vrss_prpr": one.price - price,
        }
    return values
