"""채권지수 실시간체결가 H0BICNT0, 실시간-060: an index every ten seconds while bonds trade."""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.bond_rows import is_due
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.wire_text import rate, share, sign
from kis_desktop.simulator.trading_hours import current_session

_EVERY = 10
_ID_LENGTH = 6


def _knows(_: Market, key: str) -> bool:
    return len(key.strip()) == _ID_LENGTH


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Values]:
    bonds = market.others.bonds
    running = current_session(bonds.sessions, now).is_open(now)
    if not is_due(since, now, _EVERY) or (since is not None and not running):
        return
    state = bonds.index(key).state(now)
    levels, change = state.levels, state.levels.total - state.base
    yield {
        "nmix_id": key.strip(),
        "stnd_date1": state.trade_date,
        "trnm_hour": state.time,
        "totl_ernn_nmix_oprc": rate(state.open, 4),
        "totl_ernn_nmix_hgpr": rate(state.high, 4),
        "totl_ernn_nmix_lwpr": rate(state.low, 4),
        "totl_ernn_nmix": rate(levels.total, 4),
        "prdy_totl_ernn_nmix": rate(state.base, 4),
        "totl_ernn_nmix_prdy_vrss": rate(change, 4),
        "totl_ernn_nmix_prdy_vrss_sign": sign(round(change * 10_000)),
        "totl_ernn_nmix_prdy_ctrt": rate(share(change, state.base), 4),
        "clen_prc_nmix": rate(levels.clean, 4),
        "mrkt_prc_nmix": rate(levels.market, 4),
        "bond_call_rnvs_nmix": rate(levels.call, 4),
        "bond_zero_rnvs_nmix": rate(levels.zero, 4),
        "bond_futs_thpr": rate(state.future, 4),
        "bond_avrg_drtn_val": rate(state.duration, 4),
        "bond_avrg_cnvx_val": rate(state.convexity, 4),
        "bond_avrg_ytm_val": rate(state.rate, 4),
        "bond_avrg_frdl_ytm_val": rate(state.forward, 4),
    }


CHANNEL = Streamed("domestic_bond/bond_index_ccnl", _knows, _records)
